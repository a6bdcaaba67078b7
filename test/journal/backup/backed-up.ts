import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { copyHeld, finishBackup } from '../../../src/journal/backup/backup.js';
import type { Store } from '../../../src/journal/core/store.js';
import { ask, NOW_MS, TERMINAL } from '../../support/journal.js';

/** A backup of an open core, without the threads. @returns the path of its database */
export function backedUp(store: Store, directory: string, to = join(directory, 'backups'), atMs = NOW_MS): string {
  // Closed while the core runs, which drops its lock: here nobody else is about.
  const source = openSync(join(directory, 'journal.db'), 'r');
  try {
    const order = {
      source,
      atMs,
      held: ask(store, 'holdFile'),
      keyPath: join(directory, 'journal.key'),
      terminalId: TERMINAL,
      epoch: store.identity.epoch,
      directory: to,
      keep: null,
      roomBytes: 0,
    };
    const { path } = finishBackup(copyHeld(order), order);
    ask(store, 'freeFile');
    return path;
  } finally {
    closeSync(source);
  }
}
