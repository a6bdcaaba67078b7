/**
 * Finds cells in a byte stream that loses and gains bytes (reader link, Alignment). Pure: the owner keeps
 * the carry and hands it back with the next chunk. Nothing vanishes: what is skipped leaves as an item.
 */
import { type Cell, CELL_LENGTH, type CellFault, decodeCell, SYNC_FIRST, SYNC_SECOND } from './cell.js';

export type AlignedItem =
  | { readonly kind: 'cell'; readonly cell: Cell }
  /** A run that is no cell. `reason`: what the first candidate in it failed by. */
  | { readonly kind: 'discarded'; readonly bytes: number; readonly reason: CellFault }
  /** Zeros between cells: IDLE, no damage. */
  | { readonly kind: 'idle'; readonly bytes: number };

export interface Aligned {
  readonly items: readonly AlignedItem[];
  /** Fewer than 64 bytes that may become a cell. */
  readonly carry: Uint8Array;
}

export const EMPTY_CARRY: Uint8Array = new Uint8Array(0);

/** @param carry what the last call left over, EMPTY_CARRY at first and after the line was quiet */
export function align(carry: Uint8Array, chunk: Uint8Array): Aligned {
  const stream = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
  const items: AlignedItem[] = [];
  const skipped = new SkippedRun(items);
  let at = 0;
  while (at < stream.length) {
    const rest = stream.length - at;
    if (stream[at] !== SYNC_FIRST || (rest > 1 && stream[at + 1] !== SYNC_SECOND)) {
      skipped.add(stream[at]!, 'sync');
      at += 1;
      continue;
    }
    if (rest < CELL_LENGTH) break;
    const decoded = decodeCell(stream.subarray(at, at + CELL_LENGTH));
    if (typeof decoded === 'string') {
      skipped.add(stream[at]!, decoded);
      at += 1;
    } else {
      skipped.end();
      items.push({ kind: 'cell', cell: decoded });
      at += CELL_LENGTH;
    }
  }
  skipped.end();
  return { items, carry: at === stream.length ? EMPTY_CARRY : Uint8Array.from(stream.subarray(at)) };
}

/** Bytes skipped in a row, told as one item. */
class SkippedRun {
  readonly #items: AlignedItem[];
  #bytes = 0;
  #zeros = 0;
  #reason: CellFault = 'sync';

  constructor(items: AlignedItem[]) {
    this.#items = items;
  }

  add(byte: number, reason: CellFault): void {
    // What a candidate failed by says more than that no candidate began here.
    if (reason !== 'sync' && this.#reason === 'sync') this.#reason = reason;
    this.#bytes += 1;
    if (byte === 0) this.#zeros += 1;
  }

  end(): void {
    if (this.#bytes === 0) return;
    if (this.#zeros === this.#bytes) this.#items.push({ kind: 'idle', bytes: this.#bytes });
    else this.#items.push({ kind: 'discarded', bytes: this.#bytes, reason: this.#reason });
    this.#bytes = 0;
    this.#zeros = 0;
    this.#reason = 'sync';
  }
}
