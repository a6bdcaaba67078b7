import { rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import { sizeOf, syncPath, writeDurably } from './files.js';

/** Room on the disk as the journal sees it; the simulated world has its own. */
export interface Space {
  freeBytes(): number;
  isLow(): boolean;
  /** @throws JOURNAL_FULL when a new sale must not begin */
  assertRoom(): void;
  /** The disk is full: gives up the reserve. False when there is none left to give. */
  release(): boolean;
  /** Makes the reserve again when there is room for it. */
  replenish(): void;
}

export interface SpaceOptions {
  /** Size of the reserve file, bytes; 0 for none. */
  readonly reserveBytes: number;
  /** New sales are refused when less is free, bytes. */
  readonly lowWaterBytes: number;
}

/**
 * Reserve file and low-water mark (storage rules, Failures): a sale is refused before approval while what is already
 * owed can still be written. Written, not only allocated: a sparse file would reserve nothing.
 */
export class DiskSpace implements Space {
  readonly #path: string;
  readonly #options: SpaceOptions;
  readonly #measure: () => number;

  /** @param measure free bytes; the file system's own figure unless a test says otherwise */
  constructor(journalPath: string, options: SpaceOptions, measure: () => number = () => freeBytes(journalPath)) {
    this.#path = `${journalPath}.reserve`;
    this.#options = options;
    this.#measure = measure;
  }

  freeBytes(): number {
    return this.#measure();
  }

  isLow(): boolean {
    return this.#measure() < this.#options.lowWaterBytes || !this.#hasReserve();
  }

  assertRoom(): void {
    if (!this.isLow()) return;
    throw new TillpostError('JOURNAL_FULL', `${this.#measure()} bytes are free, too few for a new sale`, {
      operation: 'journal.begin',
      subject: dirname(this.#path),
      retryable: true,
      hint:
        `Free space: sales go on when ${this.#options.lowWaterBytes} bytes and the reserve are there again. ` +
        'What is owed to the host is still sent and recorded.',
    });
  }

  release(): boolean {
    if (sizeOf(this.#path) === 0) return false;
    rmSync(this.#path);
    return true;
  }

  replenish(): void {
    const { reserveBytes, lowWaterBytes } = this.#options;
    if (this.#hasReserve() || this.#measure() < lowWaterBytes + 2 * reserveBytes) return;
    try {
      writeDurably(this.#path, new Uint8Array(reserveBytes));
      syncPath(dirname(this.#path));
    } catch (error) {
      rmSync(this.#path, { force: true });
      // Somebody else took the room meanwhile: still low, the next round tries again.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  #hasReserve(): boolean {
    return sizeOf(this.#path) >= this.#options.reserveBytes;
  }
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}
