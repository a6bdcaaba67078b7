import { readFileSync } from 'node:fs';

/** One thing that happened on the disk, in order, as shim.c wrote it down. Paths are below the recorded directory. */
export type Operation =
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
  /** Of a file or a directory; '' is the recorded directory itself. */
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'create'; readonly path: string }
  /** A word of the recorded program, in its place among the writes. */
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'mkdir'; readonly path: string };

const KINDS = ['', 'write', 'sync', 'truncate', 'rename', 'unlink', 'create', 'mark', 'mkdir'] as const;
const HEAD_BYTES = 16;

/** Reads the shim's log. @throws Error when it ends within a record or holds an unknown one */
export function readRecording(path: string): readonly Operation[] {
  const log = readFileSync(path);
  const operations: Operation[] = [];
  for (let at = 0; at < log.length; ) {
    if (at + HEAD_BYTES > log.length) throw new Error(`${path} ends within a record at ${at}`);
    const kind = KINDS[log.readUInt8(at)];
    const pathBytes = log.readUInt16LE(at + 2);
    const dataBytes = log.readUInt32LE(at + 4);
    const offset = Number(log.readBigUInt64LE(at + 8));
    const dataAt = at + HEAD_BYTES + pathBytes;
    at = dataAt + dataBytes;
    if (at > log.length) throw new Error(`${path} ends within a record`);
    const name = log.toString('utf8', dataAt - pathBytes, dataAt);
    operations.push(operation(kind ?? '', name, offset, log.subarray(dataAt, at)));
  }
  return operations;
}

function operation(kind: (typeof KINDS)[number], path: string, offset: number, data: Buffer): Operation {
  switch (kind) {
    case 'write':
      return { kind, path, offset, data };
    case 'truncate':
      return { kind, path, size: offset };
    case 'rename':
      return { kind, path, to: data.toString('utf8') };
    case 'mark':
      return { kind, text: data.toString('utf8') };
    case 'sync':
    case 'unlink':
    case 'create':
    case 'mkdir':
      return { kind, path };
    case '':
      throw new Error('an unknown record');
  }
}

/**
 * The same course with `synchronous = NORMAL`: the WAL is synced before a checkpoint only. That is a sync of the
 * WAL which the database's own next write or sync follows before anything else enters the WAL.
 */
export function asSynchronousNormal(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter((operation, index) => {
    if (operation.kind !== 'sync' || !operation.path.endsWith('-wal')) return true;
    const database = operation.path.slice(0, -'-wal'.length);
    let next = index + 1;
    while (next < operations.length && !pathOf(operations[next]!).startsWith(database)) next += 1;
    return next < operations.length && pathOf(operations[next]!) === database;
  });
}

function pathOf(operation: Operation): string {
  return operation.kind === 'mark' ? '' : operation.path;
}
