import type { Order } from '../control-socket.js';
import { wholeNumber } from '../run-part.js';

/** `up` is from the one who connects to the one it connects to. */
export type Direction = 'up' | 'down';

/**
 * What the network does with bytes.
 * - pass: healthy
 * - refuse: new connections are reset at once, those that stand go on
 * - blackhole: connections stay open and bytes wait; new connections are accepted and wait too
 * - slow: so many bytes a second in each direction of each connection, each delayed by `delayMs`
 * - slice: pieces of so many bytes, each in a segment of its own
 * - cut: after so many more bytes, both directions together, every connection is reset and the mode is refuse
 */
export type Traffic =
  | { readonly mode: 'pass' }
  | { readonly mode: 'refuse' }
  | { readonly mode: 'blackhole'; readonly direction: Direction | 'both' }
  | { readonly mode: 'slow'; readonly bytesPerSecond: number; readonly delayMs: number }
  | { readonly mode: 'slice'; readonly bytes: number }
  | { readonly mode: 'cut'; readonly remainingBytes: number };

export const PASS: Traffic = { mode: 'pass' };

export interface ModeOrder {
  readonly traffic: Traffic;
  /** Reset every connection that stands. */
  readonly reset: boolean;
}

/**
 * Reads `{"do":"mode","mode":…}`. `reset` is `pass` after a reset of all that stands; `"drop":true` (or
 * `"reset":true`) on any mode resets as well.
 */
export function readModeOrder(order: Order): ModeOrder {
  const reset = order['drop'] === true || order['reset'] === true;
  switch (order['mode']) {
    case 'pass':
      return { traffic: PASS, reset };
    case 'reset':
      return { traffic: PASS, reset: true };
    case 'refuse':
      return { traffic: { mode: 'refuse' }, reset };
    case 'blackhole':
      return { traffic: { mode: 'blackhole', direction: readDirection(order['direction'] ?? 'both') }, reset };
    case 'slow':
      return {
        traffic: {
          mode: 'slow',
          bytesPerSecond: positive(order, 'bytesPerSecond'),
          delayMs: wholeNumber(order, 'delayMs', 0),
        },
        reset,
      };
    case 'slice':
      return { traffic: { mode: 'slice', bytes: positive(order, 'bytes') }, reset };
    case 'cut':
      return { traffic: { mode: 'cut', remainingBytes: positive(order, 'afterBytes') }, reset };
    default:
      throw new Error('mode must be pass, refuse, reset, blackhole, slow, slice or cut');
  }
}

function readDirection(value: unknown): Direction | 'both' {
  if (value === 'up' || value === 'down' || value === 'both') return value;
  throw new Error('direction must be up, down or both');
}

function positive(order: Order, field: string): number {
  const value = wholeNumber(order, field);
  if (value === 0) throw new Error(`order needs "${field}": a whole number, 1 or more`);
  return value;
}
