import { readFileSync, writeFileSync } from 'node:fs';

/** One thing that happened on the disk, in order, as shim.c wrote it down. Paths are below the recorded directory. */
export type Operation =
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
  /** Of a file or a directory; '' is the recorded directory itself. */
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'create'; readonly path: string }
  /** A word of the recorded program, or of one that watched it, in its place among the writes. */
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'mkdir'; readonly path: string };

/** With the time at which it was asked for: µs of `monotonicUs`. */
export type Recorded = Operation & { readonly atUs: number };

const KINDS = ['', 'write', 'sync', 'truncate', 'rename', 'unlink', 'create', 'mark', 'mkdir'] as const;
const HEAD_BYTES = 24;

/**
 * Reads the shim's log.
 *
 * @param killed the program was killed, perhaps while it wrote a record: that one was never answered
 * @throws Error when it ends within a record or holds an unknown one
 */
export function readRecording(path: string, { killed = false } = {}): readonly Recorded[] {
  const log = readFileSync(path);
  const operations: Recorded[] = [];
  for (let at = 0; at < log.length;) {
    const end = endOfRecord(log, at);
    if (end > log.length) {
      if (killed) break;
      throw new Error(`${path} ends within a record at ${at}`);
    }
    const kind = KINDS[log.readUInt8(at)];
    const offset = Number(log.readBigUInt64LE(at + 8));
    const atUs = Number(log.readBigUInt64LE(at + 16) / 1000n);
    const dataAt = end - log.readUInt32LE(at + 4);
    const name = log.toString('utf8', at + HEAD_BYTES, dataAt);
    operations.push({ ...operation(kind ?? '', name, offset, log.subarray(dataAt, end)), atUs });
    at = end;
  }
  return operations;
}

function endOfRecord(log: Buffer, at: number): number {
  const bodyAt = at + HEAD_BYTES;
  return bodyAt > log.length ? bodyAt : bodyAt + log.readUInt16LE(at + 2) + log.readUInt32LE(at + 4);
}

/** The same form, for a recording into which words of others were put. */
export function writeRecording(path: string, operations: readonly Recorded[]): void {
  const parts = operations.flatMap((recorded) => {
    const head = Buffer.alloc(HEAD_BYTES);
    const name = Buffer.from(recorded.kind === 'mark' ? '' : recorded.path);
    const data = dataOf(recorded);
    head.writeUInt8(KINDS.indexOf(recorded.kind), 0);
    head.writeUInt16LE(name.length, 2);
    head.writeUInt32LE(data.length, 4);
    head.writeBigUInt64LE(
      BigInt(recorded.kind === 'write' ? recorded.offset : recorded.kind === 'truncate' ? recorded.size : 0),
      8,
    );
    head.writeBigUInt64LE(BigInt(recorded.atUs) * 1000n, 16);
    return [head, name, data];
  });
  writeFileSync(path, Buffer.concat(parts), { mode: 0o600 });
}

function dataOf(operation: Operation): Buffer {
  switch (operation.kind) {
    case 'write':
      return operation.data;
    case 'rename':
      return Buffer.from(operation.to);
    case 'mark':
      return Buffer.from(operation.text);
    case 'sync':
    case 'truncate':
    case 'unlink':
    case 'create':
    case 'mkdir':
      return Buffer.alloc(0);
  }
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
