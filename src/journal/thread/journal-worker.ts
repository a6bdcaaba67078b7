import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { TillpostError } from '../../domain/errors.js';
import type { Call } from '../core/calls.js';
import type { Store } from '../core/store.js';
import { WaitingGroup } from '../core/waiting-group.js';
import { journalError } from '../file/sqlite-errors.js';
import { debtsOf } from '../mirror/mirroring.js';
import { bootRenewed } from '../renewal/renewal.js';
import { type FromWorker, pack, packOutcome, type ToWorker, unpack, type WorkerOptions } from './wire.js';

/**
 * The thread that owns the database. An fsync on worn flash may stall for seconds; here it stalls nothing but
 * the calls that wait for it, and those that arrive meanwhile share the next commit.
 */
function main(port: MessagePort, options: WorkerOptions): void {
  const tell = (message: FromWorker): void => port.postMessage(message);
  // Without a listener the port no longer keeps the thread, which ends once its last messages have left.
  const end = (): void => {
    port.removeAllListeners('message');
    port.unref();
  };
  let store: Store;
  try {
    const booted = bootRenewed(options, options.behind);
    store = booted.store;
    tell({ kind: 'opened', identity: store.identity, report: booted.report, status: store.status() });
  } catch (error) {
    tell({ kind: 'refused', error: journalError(error, 'journal.open', options.path).toJSON() });
    end();
    return;
  }

  const group = new WaitingGroup<{ readonly id: number; readonly call: Call }>((jobs) => {
    const outcomes = store.serve(jobs.map((job) => job.call));
    tell({
      kind: 'replies',
      replies: jobs.map(({ id }, index) => ({ id, outcome: packOutcome(outcomes[index]!) })),
      status: store.status(),
      debts: options.isMirrored && store.changes !== null ? pack(debtsOf(store.changes)) : null,
    });
    failIfFailed();
  }, setImmediate);

  function failIfFailed(): void {
    if (store.failure === null) return;
    tell({ kind: 'failed', error: store.failure.toJSON() });
    end();
    store.close();
  }

  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'call':
        group.add({ id: message.id, call: unpack(message.call) });
        break;
      case 'maintain':
        store.maintain();
        tell({ kind: 'replies', replies: [], status: store.status(), debts: null });
        failIfFailed();
        break;
      case 'close':
        // The client asks for it only once every call has its answer.
        end();
        store.close();
        break;
    }
  });
}

if (parentPort === null) {
  throw new TillpostError('INTERNAL', 'journal-worker runs as a thread of the agent', { operation: 'journal.open' });
}
main(parentPort, workerData as WorkerOptions);
