import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import type { Transaction } from '../../domain/transaction.js';
import type { JournalIdentity, JournalMark, Mirror, PendingPosting } from '../../ports/index.js';
import {
  encodeFrame,
  type Extent,
  frameAt,
  type MirrorFrame,
  postingFrame,
  rangesOf,
  SECTOR_BYTES,
  transactionFrame,
} from './mirror-frames.js';

/** Preallocated in such steps, so that a sync seldom has the file's length to write. */
const STEP_BYTES = 65_536;
/** What is dead may take so much, or as much as what is alive, before the file is written anew. */
const DEAD_MAX_BYTES = 262_144;

interface LivePosting extends Extent {
  readonly key: string;
}
interface LiveTransaction extends Extent {
  /** Postings that are still owed. */
  readonly owes: number;
}

/**
 * The mirror log: a second copy of what is owed, on another device where there is one (storage rules, Second
 * copy). Append-only between two rewritings; holds in memory where each live frame stands, never what it says.
 * Writes run in the thread pool, so that a slow device stalls nobody but those who wait for their copy.
 *
 * After an error it refuses everything until `rewrite`: what stands in the file is then not known.
 */
export class MirrorLog implements Mirror {
  readonly #path: string;
  #file: FileHandle | null = null;
  #identity: JournalIdentity | null = null;
  #mark: JournalMark | null = null;
  #end = 0;
  #allocated = 0;
  #postings = new Map<number, LivePosting>();
  #transactions = new Map<string, LiveTransaction>();
  #liveBytes = 0;
  /** Something released still stands in the file. */
  #untidy = false;
  /** One at a time, in the order of the calls. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  append(records: readonly PendingPosting[], at: JournalMark): Promise<void> {
    return this.#inTurn(async (file, { epoch }) => {
      const transactions = new Map(records.map(({ transaction }) => [keyText(transaction.key), transaction]));
      await this.#write(file, at, [
        ...[...transactions.values()].map((it) => transactionFrame(it, at)),
        ...records.map((record) => postingFrame(record, epoch, at)),
      ]);
      await file.datasync();
    });
  }

  release(sequences: readonly number[], at: JournalMark): Promise<void> {
    return this.#inTurn(async (file) => {
      await this.#write(file, at, [{ kind: 'release', sequences, at }]);
      for (const sequence of sequences) this.#forget(sequence);
      const dead = this.#end - this.#liveBytes;
      if (dead > DEAD_MAX_BYTES && dead > this.#liveBytes) await this.#compact(file, at);
    });
  }

  mark(at: JournalMark, changed: readonly Transaction[]): Promise<void> {
    return this.#inTurn(async (file) => {
      const owing = changed.filter(({ key }) => this.#transactions.has(keyText(key)));
      const frames = owing.map((it) => transactionFrame(it, at));
      await this.#write(file, at, frames.length > 0 ? frames : [{ kind: 'mark', at }]);
      const dead = this.#end - this.#liveBytes;
      if (dead > DEAD_MAX_BYTES && dead > this.#liveBytes) await this.#compact(file, at);
    });
  }

  rewrite(records: readonly PendingPosting[], identity: JournalIdentity, at: JournalMark): Promise<void> {
    return this.#next(async () => {
      const transactions = new Map(records.map(({ transaction }) => [keyText(transaction.key), transaction]));
      this.#identity = identity;
      await this.#replace(at, [
        ...[...transactions.values()].map((it) => encodeFrame(transactionFrame(it, at))),
        ...records.map((record) => encodeFrame(postingFrame(record, identity.epoch, at))),
      ]);
    });
  }

  tidy(): Promise<void> {
    return this.#inTurn(async (file) => {
      if (this.#untidy && this.#mark !== null) await this.#compact(file, this.#mark);
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
    const encoded = frames.map((frame) => encodeFrame(frame));
    const bytes = Buffer.concat(encoded);
    await this.#allocate(file, this.#end + bytes.length);
    await writeAll(file, bytes, this.#end);
    for (const [index, frame] of frames.entries()) {
      const { length } = encoded[index]!;
      this.#enter(frame, { offset: this.#end, length });
      this.#end += length;
    }
    this.#mark = at;
  }

  async #allocate(file: FileHandle, end: number): Promise<void> {
    if (end <= this.#allocated) return;
    const upTo = Math.ceil(end / STEP_BYTES) * STEP_BYTES;
    await writeAll(file, Buffer.alloc(upTo - this.#allocated), this.#allocated);
    this.#allocated = upTo;
  }

  #enter(frame: MirrorFrame, place: Extent): void {
    if (frame.kind === 'transaction') {
      const name = keyText(frame.key);
      const before = this.#transactions.get(name);
      this.#untidy ||= before !== undefined;
      this.#liveBytes += place.length - (before?.length ?? 0);
      this.#transactions.set(name, { ...place, owes: before?.owes ?? 0 });
    } else if (frame.kind === 'posting') {
      const { sequence } = frame.row;
      const key = keyText(frame.key);
      const before = this.#postings.get(sequence);
      this.#liveBytes += place.length - (before?.length ?? 0);
      this.#postings.set(sequence, { ...place, key });
      const transaction = this.#transactions.get(key);
      if (before === undefined && transaction !== undefined) {
        this.#transactions.set(key, { ...transaction, owes: transaction.owes + 1 });
      }
    }
  }

  #forget(sequence: number): void {
    const posting = this.#postings.get(sequence);
    if (posting === undefined) return;
    this.#untidy = true;
    this.#postings.delete(sequence);
    this.#liveBytes -= posting.length;
    const transaction = this.#transactions.get(posting.key);
    if (transaction === undefined) return;
    if (transaction.owes > 1) {
      this.#transactions.set(posting.key, { ...transaction, owes: transaction.owes - 1 });
    } else {
      this.#transactions.delete(posting.key);
      this.#liveBytes -= transaction.length;
    }
  }

  /** Copies what is alive into a new file: a frame that cannot be read back is an error of the device. */
  async #compact(file: FileHandle, at: JournalMark): Promise<void> {
    const places = [...this.#transactions.values(), ...this.#postings.values()];
    const frames: Buffer[] = [];
    for (const { offset, length } of places) {
      const bytes = Buffer.alloc(length);
      await file.read(bytes, 0, length, offset);
      if (frameAt(bytes, 0)?.length !== length) throw unreadable(this.#path, offset);
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
      await syncDirectory(dirname(this.#path));
      await this.#give();
      this.#file = file;
      this.#allocated = allocated;
      this.#liveBytes = start;
      this.#postings = new Map();
      this.#transactions = new Map();
      this.#end = start;
      for (const [index, frame] of decoded.entries()) {
        const { length } = frames[index]!;
        this.#enter(frame, { offset: this.#end, length });
        this.#end += length;
      }
      this.#mark = at;
      this.#untidy = false;
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function unreadable(path: string, offset: number): TillpostError {
  return new TillpostError('JOURNAL_IO', `the mirror log does not read back what was written at byte ${offset}`, {
    operation: 'journal.mirror',
    subject: path,
    retryable: true,
    hint: 'The device of the mirror log is failing: replace it. The copy is written anew from the journal.',
  });
}
