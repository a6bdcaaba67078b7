import type { Operation } from './recording.js';

/**
 * Where a recording is in the middle of something: for every number of operations done, whether it is. Cuts at
 * such places are counted, so that a row can tell that it had any.
 */

/**
 * A checkpoint: from the database's first write after a sync of its WAL until the WAL is emptied.
 *
 * @param database its path below the recorded directory
 */
export function duringCheckpoint(operations: readonly Operation[], database: string): readonly boolean[] {
  const wal = `${database}-wal`;
  let synced = false;
  let inside = false;
  return [
    false,
    ...operations.map((operation) => {
      const path = pathOf(operation);
      if (operation.kind === 'sync' && path === wal) synced = true;
      else if (operation.kind === 'write' && path === database && synced) inside = true;
      else if (path === wal && (operation.kind === 'unlink' || operation.kind === 'truncate')) inside = synced = false;
      return inside;
    }),
  ];
}

/** A file that gets its name last: from the making of any `.new` in the folder until its folder's sync after the renaming. */
export function duringNaming(operations: readonly Operation[], folder: string): readonly boolean[] {
  const unfinished = new Set<string>();
  let named = false;
  return [
    false,
    ...operations.map((operation) => {
      const path = pathOf(operation);
      if (path.startsWith(`${folder}/`) && path.endsWith('.new')) {
        if (operation.kind === 'create') unfinished.add(path);
        if (operation.kind === 'unlink') unfinished.delete(path);
        if (operation.kind === 'rename') {
          unfinished.delete(path);
          named = true;
        }
      } else if (operation.kind === 'sync' && path === folder) named = false;
      return named || unfinished.size > 0;
    }),
  ];
}

function pathOf(operation: Operation): string {
  return operation.kind === 'mark' ? '' : operation.path;
}
