import type { Order } from '../control-socket.js';
import { wholeNumber } from '../run-part.js';

/** `up` is from the one who connects to the one it connects to. */
export type Direction = 'up' | 'down';

/**
 * What the network does with bytes.
 * - pass: healthy
 * - refuse: new connections are reset at once, those that stand go on
 * - blackhole: connections stay open and bytes wait; new connections are accepted and wait too
 * - slow: so many bytes a second in each direction of each connection, each delayed by `delayMs` and up to
 *   `jitterMs` more; their order stays, as TCP keeps it
 * - slice: pieces of so many bytes, each in a segment of its own
 * - cut: after so many more bytes, both directions together, every connection is reset and the mode is refuse
 * - corrupt: after so many more bytes in one direction one bit of the next is flipped, and the mode is pass
 */
export type Traffic =
  | { readonly mode: 'pass' }
  | { readonly mode: 'refuse' }
  | { readonly mode: 'blackhole'; readonly direction: Direction | 'both' }
  | { readonly mode: 'slow'; readonly bytesPerSecond: number; readonly delayMs: number; readonly jitterMs: number }
  | { readonly mode: 'slice'; readonly bytes: number }
  | { readonly mode: 'cut'; readonly remainingBytes: number }
  | { readonly mode: 'corrupt'; readonly direction: Direction; readonly remainingBytes: number; readonly bit: number };

export const PASS: Traffic = { mode: 'pass' };

export interface ModeOrder {
  readonly traffic: Traffic;
  /** Reset every connection that stands. */
  readonly reset: boolean;
  /** Every connection that stands ends in this direction, and goes on in the other. */
  readonly halfClose: Direction | null;
}

/**
 * Reads `{"do":"mode","mode":…}`. `reset` is `pass` after a reset of all that stands; `"drop":true` (or
 * `"reset":true`) on any mode resets as well. `halfclose` is `pass` after the end of one direction of all that stands.
 */
export function readModeOrder(order: Order): ModeOrder {
  const reset = order['drop'] === true || order['reset'] === true || order['mode'] === 'reset';
  const halfClose = order['mode'] === 'halfclose' ? readOneDirection(order['direction']) : null;
  return { traffic: readTraffic(order), reset, halfClose };
}

function readTraffic(order: Order): Traffic {
  switch (order['mode']) {
    case 'pass':
    case 'reset':
    case 'halfclose':
      return PASS;
    case 'refuse':
      return { mode: 'refuse' };
    case 'blackhole':
      return { mode: 'blackhole', direction: readDirection(order['direction'] ?? 'both') };
    case 'slow':
      return {
        mode: 'slow',
        bytesPerSecond: positive(order, 'bytesPerSecond'),
        delayMs: wholeNumber(order, 'delayMs', 0),
        jitterMs: wholeNumber(order, 'jitterMs', 0),
      };
    case 'slice':
      return { mode: 'slice', bytes: positive(order, 'bytes') };
    case 'cut':
      return { mode: 'cut', remainingBytes: positive(order, 'afterBytes') };
    case 'corrupt': {
      const direction = readOneDirection(order['direction']);
      return {
        mode: 'corrupt',
        direction,
        remainingBytes: wholeNumber(order, 'afterBytes', 0),
        bit: wholeNumber(order, 'bit', 0) % 8,
      };
    }
    default:
      throw new Error('mode must be pass, refuse, reset, halfclose, blackhole, slow, slice, cut or corrupt');
  }
}

function readDirection(value: unknown): Direction | 'both' {
  if (value === 'up' || value === 'down' || value === 'both') return value;
  throw new Error('direction must be up, down or both');
}

function readOneDirection(value: unknown): Direction {
  if (value === 'up' || value === 'down') return value;
  throw new Error('direction must be up or down');
}

function positive(order: Order, field: string): number {
  const value = wholeNumber(order, field);
  if (value === 0) throw new Error(`order needs "${field}": a whole number, 1 or more`);
  return value;
}
