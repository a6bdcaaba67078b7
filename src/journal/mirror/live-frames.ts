import { keyText, type TransactionKey } from '../../domain/key.js';
import type { Extent, MirrorFrame } from './mirror-frames.js';

/** What is dead may take so much, or as much as what is alive, before the file is written anew. */
const DEAD_MAX_BYTES = 262_144;

interface LivePosting extends Extent {
  readonly key: string;
}
interface LiveTransaction extends Extent {
  /** Postings that are still owed. */
  readonly owes: number;
}

/** Where each live frame of a mirror log stands, never what it says: transactions that owe, and what they owe. */
export class LiveFrames {
  readonly #postings = new Map<number, LivePosting>();
  readonly #transactions = new Map<string, LiveTransaction>();
  /** End of the last frame, live or dead. */
  #end: number;
  #liveBytes: number;
  #untidy = false;

  /** @param start where the frames begin; what lies before is alive */
  constructor(start: number) {
    this.#end = start;
    this.#liveBytes = start;
  }

  get end(): number {
    return this.#end;
  }

  /** Something released still stands in the file. */
  get untidy(): boolean {
    return this.#untidy;
  }

  get isMostlyDead(): boolean {
    const dead = this.#end - this.#liveBytes;
    return dead > DEAD_MAX_BYTES && dead > this.#liveBytes;
  }

  owes(key: TransactionKey): boolean {
    return this.#transactions.has(keyText(key));
  }

  extents(): readonly Extent[] {
    return [...this.#transactions.values(), ...this.#postings.values()];
  }

  /** The frame was written at the end. */
  append(frame: MirrorFrame, length: number): void {
    const extent = { offset: this.#end, length };
    this.#end += length;
    if (frame.kind === 'transaction') this.#appendTransaction(keyText(frame.key), extent);
    else if (frame.kind === 'posting') this.#appendPosting(frame.row.sequence, keyText(frame.key), extent);
  }

  release(sequence: number): void {
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

  #appendTransaction(key: string, extent: Extent): void {
    const before = this.#transactions.get(key);
    this.#untidy ||= before !== undefined;
    this.#liveBytes += extent.length - (before?.length ?? 0);
    this.#transactions.set(key, { ...extent, owes: before?.owes ?? 0 });
  }

  #appendPosting(sequence: number, key: string, extent: Extent): void {
    const before = this.#postings.get(sequence);
    this.#liveBytes += extent.length - (before?.length ?? 0);
    this.#postings.set(sequence, { ...extent, key });
    const transaction = this.#transactions.get(key);
    if (before === undefined && transaction !== undefined) {
      this.#transactions.set(key, { ...transaction, owes: transaction.owes + 1 });
    }
  }
}
