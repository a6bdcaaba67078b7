import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import type { JournalIdentity } from '../../ports/index.js';
import { chainKeyPath } from '../chain/chain-key.js';
import type { HeldFile } from '../core/core-parts.js';
import { type BackupOrder, type BackupReport, failed } from './backup.js';
import type { Keep } from './backup-files.js';
import type { FromBackup } from './backup-worker.js';

/** The open journal as a backup needs it. */
export interface HoldableJournal {
  identity(): JournalIdentity;
  holdFile(): Promise<HeldFile>;
  freeFile(): Promise<boolean>;
}

export interface BackupsOptions {
  readonly journal: HoldableJournal;
  /** Of the journal. */
  readonly path: string;
  /** What must stay free beside a copy, bytes. */
  readonly roomBytes: number;
  /** The compiled `backup-worker.js`, when it is not beside this file. */
  readonly workerUrl?: URL;
}

export interface BackupRequest {
  /** Absolute; made with mode 0700 when missing. */
  readonly directory: string;
  readonly atMs: number;
  /** Null: nothing is removed. */
  readonly keep: Keep | null;
}

function moved(directory: string): TillpostError {
  const hint = 'The device of the backups is too slow, or sales were many: try again.';
  return failed('the journal did not stand still', directory, hint);
}

/** Makes backups of the journal while sales go on: one at a time, each in a thread of its own. */
export class Backups {
  readonly #options: BackupsOptions;
  #source: number | null = null;
  #worker: Worker | null = null;
  #running: Promise<unknown> | null = null;
  #stopped = false;

  constructor(options: BackupsOptions) {
    this.#options = options;
  }

  /**
   * @throws BACKUP_FAILED with what to do about it, BUSY while another one runs, CONFIG_PERMISSIONS when others may
   *   enter the directory, JOURNAL_* when the journal itself is not well
   */
  async run(request: BackupRequest): Promise<BackupReport> {
    if (this.#running !== null || this.#stopped) {
      throw new TillpostError('BUSY', this.#stopped ? 'the agent is stopping' : 'a backup is being made', {
        operation: 'journal.backup',
        retryable: true,
        hint: 'Wait until it is done.',
      });
    }
    const running = this.#run(request);
    this.#running = running.catch(() => undefined);
    try {
      return await running;
    } finally {
      this.#running = null;
    }
  }

  /** Gives up the run that is under way: before the journal is closed, which writes to its file. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#worker?.terminate();
    await this.#running;
  }

  /** Only once the journal is closed, see `#open`. */
  close(): void {
    if (this.#source !== null) closeSync(this.#source);
    this.#source = null;
  }

  async #run({ directory, atMs, keep }: BackupRequest): Promise<BackupReport> {
    const { journal, path, roomBytes } = this.#options;
    const { terminalId, epoch } = journal.identity();
    const source = this.#open();
    const held = await journal.holdFile();
    const order = { source, held, keyPath: chainKeyPath(path), terminalId, epoch, directory, atMs, keep, roomBytes };
    let freed: Promise<boolean> | null = null;
    const free = (): Promise<boolean> => (freed ??= journal.freeFile());
    try {
      return await this.#inThread(order, free);
    } finally {
      // A journal that fails meanwhile holds nothing any more.
      await free().catch(() => false);
    }
  }

  #inThread(order: BackupOrder, free: () => Promise<boolean>): Promise<BackupReport> {
    const worker = new Worker(this.#options.workerUrl ?? new URL('./backup-worker.js', import.meta.url), {
      name: 'journal-backup',
      workerData: order,
    });
    this.#worker = worker;
    return new Promise<BackupReport>((resolve, reject) => {
      let outcome: (() => void) | null = null;
      worker.on('message', (message: FromBackup) => {
        switch (message.kind) {
          case 'copied':
            // Whoever waits for the exit below gets this as the reason.
            free()
              .then((stood) => {
                if (!stood) throw moved(order.directory);
                worker.postMessage('go on');
              })
              .catch((error: unknown) => {
                outcome ??= () => reject(asTillpostError(error, 'journal.backup'));
                void worker.terminate();
              });
            break;
          case 'done':
            outcome ??= () => resolve(message.report);
            break;
          case 'failed':
            outcome ??= () => reject(TillpostError.fromJSON(message.error, 'journal.backup'));
            break;
        }
      });
      worker.on('error', (error) => (outcome ??= () => reject(asTillpostError(error, 'journal.backup'))));
      worker.on('exit', () => {
        this.#worker = null;
        if (outcome !== null) outcome();
        else reject(failed('the backup was given up', order.directory, 'Try again.'));
      });
    });
  }

  /**
   * The database file for reading. POSIX locks belong to a process: closing any descriptor of the file drops the lock
   * that keeps a second agent out, so this one stays open as long as the journal does.
   */
  #open(): number {
    const { path } = this.#options;
    const named = statSync(path);
    if (this.#source !== null) {
      const known = fstatSync(this.#source);
      if (known.ino === named.ino && known.dev === named.dev) return this.#source;
      // Another file stands there now: of the old one nobody holds a lock.
      closeSync(this.#source);
    }
    this.#source = openSync(path, 'r');
    return this.#source;
  }
}
