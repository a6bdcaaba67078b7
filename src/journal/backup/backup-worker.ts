import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type ErrorJson, TillpostError } from '../../domain/errors.js';
import { journalError } from '../file/sqlite-errors.js';
import { type BackupOrder, type BackupReport, copyHeld, finishBackup } from './backup.js';

export type FromBackup =
  /** The journal's file is needed no longer. An answer of any kind lets the run go on. */
  | { readonly kind: 'copied' }
  | { readonly kind: 'done'; readonly report: BackupReport }
  | { readonly kind: 'failed'; readonly error: ErrorJson };

/** A thread of its own for each run: a slow device and the check of the whole chain stall nobody. */
function main(port: MessagePort, order: BackupOrder): void {
  const tell = (message: FromBackup): void => port.postMessage(message);
  const step = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      tell({ kind: 'failed', error: journalError(error, 'journal.backup', order.directory).toJSON() });
      port.close();
    }
  };
  step(() => {
    const path = copyHeld(order);
    port.once('message', () =>
      step(() => {
        tell({ kind: 'done', report: finishBackup(path, order) });
        port.close();
      }),
    );
    tell({ kind: 'copied' });
  });
}

if (parentPort === null) {
  throw new TillpostError('INTERNAL', 'backup-worker runs as a thread of the agent', { operation: 'journal.backup' });
}
main(parentPort, workerData as BackupOrder);
