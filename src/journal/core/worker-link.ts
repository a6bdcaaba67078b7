import { Worker } from 'node:worker_threads';
import { asTillpostError, type TillpostError } from '../../domain/errors.js';
import type { JournalIdentity } from '../../ports/index.js';
import type { Call, Outcome, Status } from './calls.js';
import type { OpenReport } from './recovery.js';
import { errorOf, type FromWorker, pack, type Reply, type ToWorker, unpack, type WorkerOptions } from './wire.js';

export interface Opened {
  readonly identity: JournalIdentity;
  readonly report: OpenReport;
  readonly status: Status;
}

/** A call's outcome by its id. */
export interface Settled {
  readonly id: number;
  readonly outcome: Outcome;
}

export interface WorkerLinkListener {
  /** Those of one commit arrive together. */
  settled(outcomes: readonly Settled[], status: Status): void;
  /** Exactly once: the thread has ended and the file is free. `why` is null after `close`. */
  ended(why: TillpostError | null): void;
}

/** One thread with one open database. Never reused: after an error a new one is started. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #listener: WorkerLinkListener;
  #failure: TillpostError | null = null;

  private constructor(worker: Worker, listener: WorkerLinkListener) {
    this.#worker = worker;
    this.#listener = listener;
  }

  /** Rejects with the error of `boot`; the thread has ended by then. */
  static open(
    url: URL,
    options: WorkerOptions,
    listener: WorkerLinkListener,
  ): Promise<{ link: WorkerLink; opened: Opened }> {
    const worker = new Worker(url, { name: 'journal', workerData: options });
    const link = new WorkerLink(worker, listener);
    return new Promise((resolve, reject) => {
      let opened = false;
      worker.on('error', (error) => {
        link.#failure ??= asTillpostError(error, 'journal.worker');
      });
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'opened') {
          opened = true;
          resolve({ link, opened: { identity: message.identity, report: message.report, status: message.status } });
        } else {
          link.#take(message);
        }
      });
      worker.on('exit', (code) => {
        if (code !== 0)
          link.#failure ??= asTillpostError(new Error(`journal thread ended with ${code}`), 'journal.worker');
        if (opened) listener.ended(link.#failure);
        else reject(link.#failure ?? asTillpostError(new Error('journal thread ended early'), 'journal.worker'));
      });
    });
  }

  call(id: number, call: Call): void {
    this.#send({ kind: 'call', id, call: pack(call) as Call });
  }

  maintain(): void {
    this.#send({ kind: 'maintain' });
  }

  /** Only when every call has its answer. `ended` follows. */
  close(): void {
    this.#send({ kind: 'close' });
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #take(message: Exclude<FromWorker, { kind: 'opened' }>): void {
    switch (message.kind) {
      case 'replies':
        this.#listener.settled(message.replies.map(settled), message.status);
        break;
      case 'refused':
      case 'failed':
        this.#failure = errorOf(message.error);
        break;
    }
  }
}

function settled({ id, outcome }: Reply): Settled {
  return {
    id,
    outcome: outcome.ok ? { ok: true, value: unpack(outcome.value) } : { ok: false, error: errorOf(outcome.error) },
  };
}
