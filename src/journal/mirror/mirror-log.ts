import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rangesOf } from '../../domain/course/ranges.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import type { Transaction } from '../../domain/transaction.js';
import type { JournalIdentity, JournalMark, Mirror, PendingPosting } from '../../ports/index.js';
import { syncPathAsync, writeAll } from '../file/async-files.js';
import { LiveFrames } from './live-frames.js';
import {
  encodeFrame,
  frameAt,
  type MirrorFrame,
  postingFrame,
  SECTOR_BYTES,
  transactionFrame,
} from './mirror-frames.js';

/** Preallocated in such steps, so that a sync seldom has the file's length to write. */
const STEP_BYTES = 65_536;

/**
 * The mirror log: what is owed once more, on another device where there is one (storage rules, Mirror). Append-only
 * between two rewritings. Writes run in the thread pool, so that a slow device stalls nobody but those who wait for it.
 *
 * After an error it refuses everything until `rewrite`: what stands in the file is then not known.
 */
export class MirrorLog implements Mirror {
  readonly #path: string;
  #file: FileHandle | null = null;
  #identity: JournalIdentity | null = null;
  #mark: JournalMark | null = null;
  #allocated = 0;
  #live = new LiveFrames(0);
  /** One at a time, in the order of the calls. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  append(records: readonly PendingPosting[], at: JournalMark): Promise<void> {
    return this.#inTurn(async (file, { epoch }) => {
      await this.#write(file, at, framesOf(records, epoch, at));
      await file.datasync();
    });
  }

  release(sequences: readonly number[], at: JournalMark): Promise<void> {
    return this.#inTurn(async (file) => {
      await this.#write(file, at, [{ kind: 'release', sequences, at }]);
      for (const sequence of sequences) this.#live.release(sequence);
      if (this.#live.isMostlyDead) await this.#compact(file, at);
    });
  }

  mark(at: JournalMark, changed: readonly Transaction[]): Promise<void> {
    return this.#inTurn(async (file) => {
      const frames = changed.filter(({ key }) => this.#live.owes(key)).map((it) => transactionFrame(it, at));
      await this.#write(file, at, frames.length > 0 ? frames : [{ kind: 'mark', at }]);
      if (this.#live.isMostlyDead) await this.#compact(file, at);
    });
  }

  rewrite(records: readonly PendingPosting[], identity: JournalIdentity, at: JournalMark): Promise<void> {
    return this.#next(async () => {
      this.#identity = identity;
      await this.#replace(at, framesOf(records, identity.epoch, at).map(encodeFrame));
    });
  }

  tidy(): Promise<void> {
    return this.#inTurn(async (file) => {
      if (this.#live.untidy && this.#mark !== null) await this.#compact(file, this.#mark);
    });
  }

  /** Erases what was released, if the device still lets it, and frees the file. */
  async close(): Promise<void> {
    if (this.#file !== null) await this.tidy().catch(() => undefined);
    await this.#next(() => this.#give());
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #inTurn(work: (file: FileHandle, identity: JournalIdentity) => Promise<void>): Promise<void> {
    return this.#next(async () => {
      if (this.#file === null || this.#identity === null) {
        throw new TillpostError('JOURNAL_IO', 'the mirror log is closed after an error', {
          operation: 'journal.mirror',
          subject: this.#path,
          retryable: true,
        });
      }
      try {
        await work(this.#file, this.#identity);
      } catch (error) {
        await this.#give();
        throw error;
      }
    });
  }

  async #give(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    // What could not be written is told by the write; the close adds nothing to it.
    await file?.close().catch(() => undefined);
  }

  async #write(file: FileHandle, at: JournalMark, frames: readonly MirrorFrame[]): Promise<void> {
    const encoded = frames.map(encodeFrame);
    const bytes = Buffer.concat(encoded);
    const { end } = this.#live;
    await this.#allocate(file, end + bytes.length);
    await writeAll(file, bytes, end);
    for (const [index, frame] of frames.entries()) this.#live.append(frame, encoded[index]!.length);
    this.#mark = at;
  }

  async #allocate(file: FileHandle, end: number): Promise<void> {
    if (end <= this.#allocated) return;
    const upTo = Math.ceil(end / STEP_BYTES) * STEP_BYTES;
    await writeAll(file, Buffer.alloc(upTo - this.#allocated), this.#allocated);
    this.#allocated = upTo;
  }

  /** Copies what is alive into a new file: a frame that cannot be read back is an error of the device. */
  async #compact(file: FileHandle, at: JournalMark): Promise<void> {
    const frames: Buffer[] = [];
    for (const { offset, length } of this.#live.extents()) {
      const bytes = Buffer.alloc(length);
      await file.read(bytes, 0, length, offset);
      if (frameAt(bytes, 0)?.length !== length) throw misread(this.#path, offset);
      frames.push(bytes);
    }
    await this.#replace(at, frames);
  }

  /** A new file under a temporary name, synced, renamed over the old one, the directory synced. */
  async #replace(at: JournalMark, frames: readonly Buffer[]): Promise<void> {
    const { terminalId, epoch } = this.#identity!;
    const temporary = `${this.#path}.new`;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'w+', 0o600);
    try {
      const decoded = frames.map((bytes) => frameAt(bytes, 0)!.frame);
      const sequences = decoded.flatMap((frame) => (frame.kind === 'posting' ? [frame.row.sequence] : []));
      const begin = encodeFrame({ kind: 'begin', terminalId, epoch, owed: rangesOf(sequences), at });
      const copyAt = Math.ceil(begin.length / SECTOR_BYTES) * SECTOR_BYTES;
      const start = 2 * copyAt;
      const head = Buffer.alloc(start);
      begin.copy(head);
      begin.copy(head, copyAt);
      const bytes = Buffer.concat([head, ...frames]);
      const allocated = Math.ceil((bytes.length + 1) / STEP_BYTES) * STEP_BYTES;
      await writeAll(file, Buffer.concat([bytes, Buffer.alloc(allocated - bytes.length)]), 0);
      await file.sync();
      await rename(temporary, this.#path);
      await syncPathAsync(dirname(this.#path));
      await this.#give();
      this.#file = file;
      this.#allocated = allocated;
      this.#live = new LiveFrames(start);
      for (const [index, frame] of decoded.entries()) this.#live.append(frame, frames[index]!.length);
      this.#mark = at;
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }
}

/** Each transaction once, before what it owes. */
function framesOf(records: readonly PendingPosting[], epoch: string, at: JournalMark): readonly MirrorFrame[] {
  const transactions = new Map(records.map(({ transaction }) => [keyText(transaction.key), transaction]));
  return [
    ...[...transactions.values()].map((it) => transactionFrame(it, at)),
    ...records.map((record) => postingFrame(record, epoch, at)),
  ];
}

function misread(path: string, offset: number): TillpostError {
  return new TillpostError('JOURNAL_IO', `the mirror log does not read back what was written at byte ${offset}`, {
    operation: 'journal.mirror',
    subject: path,
    retryable: true,
    hint: 'The device of the mirror log is failing: replace it. The mirror is written anew from the journal.',
  });
}
