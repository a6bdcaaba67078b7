import type { Cell } from '../../../src/reader/cells/link/cell.js';
import type { LinkError } from '../../../src/reader/cells/link/reset-payloads.js';

/** The incoming half of a session (reader link, Link 4 and 5). Pure. */
export interface Receiver {
  /** Number of the DATA cell that must come next. */
  readonly expected: number;
  /** NAK was sent; nothing more is said until a cell comes in sequence. */
  readonly complained: boolean;
  readonly partial: Partial | null;
}

/** A message of which FIRST has come and LAST has not. */
interface Partial {
  readonly firstSeq: number;
  readonly payload: Uint8Array;
}

export const FRESH_RECEIVER: Receiver = { expected: 0, complained: false, partial: null };

const MESSAGE_MAX = 4096;
const MESSAGE_WAIT_MS = 5000;

export interface Received {
  readonly receiver: Receiver;
  readonly say: 'ACK' | 'NAK' | null;
  readonly error: { readonly code: LinkError; readonly seq: number } | null;
  /** A whole message; `seq` is that of its last cell. */
  readonly message: { readonly payload: Uint8Array; readonly seq: number } | null;
  /** Why the cell was not used, for the counters. */
  readonly dropped: string | null;
}

export function receiveData(receiver: Receiver, cell: Cell): Received {
  if (cell.seq === receiver.expected) return take(receiver, cell);
  if (cell.retransmitted) return { ...quiet(receiver, 'duplicate'), say: 'ACK' };
  return receiveDamage(receiver, 'outOfSequence');
}

/** Bytes that are no cell, or a cell out of sequence: said once. */
export function receiveDamage(receiver: Receiver, dropped: string): Received {
  if (receiver.complained) return quiet(receiver, dropped);
  return { ...quiet({ ...receiver, complained: true }, dropped), say: 'NAK' };
}

/** The rest of a message did not come in time. */
export function messageOverdue(receiver: Receiver): Received {
  return quiet({ ...receiver, partial: null }, 'unfinishedMessage');
}

/** How long the partial message may take; `id` is another for every message. */
export function messageWait({ partial }: Receiver): { readonly id: string; readonly ms: number } | null {
  return partial === null ? null : { id: String(partial.firstSeq), ms: MESSAGE_WAIT_MS };
}

function take(before: Receiver, { seq, first, last, payload }: Cell): Received {
  const receiver = { expected: (seq + 1) % 256, complained: false, partial: before.partial };
  const acknowledge = { ...quiet(receiver, null), say: 'ACK' as const };
  // FIRST inside a message drops the partial one.
  const partial = first ? { firstSeq: seq, payload: new Uint8Array(0) } : before.partial;
  if (partial === null) return { ...acknowledge, error: { code: 'fragment', seq }, dropped: 'fragment' };
  if (partial.payload.length + payload.length > MESSAGE_MAX) {
    const rest = { ...receiver, partial: null };
    return { ...acknowledge, receiver: rest, error: { code: 'tooLong', seq }, dropped: 'tooLong' };
  }
  const grown = Uint8Array.from([...partial.payload, ...payload]);
  if (!last) return { ...acknowledge, receiver: { ...receiver, partial: { ...partial, payload: grown } } };
  return { ...acknowledge, receiver: { ...receiver, partial: null }, message: { payload: grown, seq } };
}

function quiet(receiver: Receiver, dropped: string | null): Received {
  return { receiver, say: null, error: null, message: null, dropped };
}
