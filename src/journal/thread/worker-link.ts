import { Worker } from 'node:worker_threads';
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import type { JournalIdentity } from '../../ports/index.js';
import type { Call } from '../core/calls.js';
import type { Outcome } from '../core/core-parts.js';
import type { OpenReport } from '../core/recovery.js';
import type { Status } from '../core/status.js';
import type { Debts } from '../mirror/mirroring.js';
import { type FromWorker, pack, type ToWorker, unpack, unpackOutcome, type WorkerOptions } from './wire.js';

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
  /** Those of one commit arrive together, with what it changed of what is owed (null: nothing to tell the mirror). */
  settled(outcomes: readonly Settled[], status: Status, debts: Debts | null): void;
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
    this.#send({ kind: 'call', id, call: pack(call) });
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
        this.#listener.settled(
          message.replies.map(({ id, outcome }) => ({ id, outcome: unpackOutcome(outcome) })),
          message.status,
          unpack(message.debts),
        );
        break;
      case 'refused':
      case 'failed':
        this.#failure = TillpostError.fromJSON(message.error, 'journal');
        break;
    }
  }
}
