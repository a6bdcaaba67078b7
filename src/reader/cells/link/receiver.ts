/**
 * The receiving half of the link (reader link, Link 4, 5): order, duplicates, NAK once, fragments. Pure.
 * What it holds is bounded: one partial message of at most 4 KiB, for at most MESSAGE_TIMEOUT_MS.
 */
import type { Cell } from './cell.js';
import type { LinkError } from './reset-payloads.js';
import { MESSAGE_MAX } from './sender.js';

/** From a message's FIRST cell to its LAST: 79 cells with their ACKs take under a second at 115200. */
const MESSAGE_TIMEOUT_MS = 5000;

export interface Receiver {
  /** SEQ of the next DATA cell, sent as ACK in every cell of ours. */
  readonly expected: number;
  /** A NAK went out and nothing in sequence came since: silence. */
  readonly nakSent: boolean;
  /** `refusing`: the rest of a message that was given up is dropped without an ERROR for each cell. */
  readonly assembly:
    | { readonly at: 'none' }
    | {
        readonly at: 'partial';
        readonly parts: readonly Uint8Array[];
        readonly length: number;
        readonly lastSeq: number;
      }
    | { readonly at: 'refusing' };
}

export type ReceiverEffect =
  | { readonly kind: 'reply'; readonly type: 'ACK' | 'NAK' }
  | { readonly kind: 'replyError'; readonly code: LinkError; readonly seq: number }
  | { readonly kind: 'deliver'; readonly message: Uint8Array }
  | { readonly kind: 'setTimer'; readonly timer: 'message'; readonly afterMs: number }
  | { readonly kind: 'clearTimer'; readonly timer: 'message' }
  | { readonly kind: 'count'; readonly name: string; readonly by: number };

export type ReceiverStep = readonly [Receiver, readonly ReceiverEffect[]];

export const NEW_RECEIVER: Receiver = { expected: 0, nakSent: false, assembly: { at: 'none' } };

const count = (name: string): ReceiverEffect => ({ kind: 'count', name: `reader.link.${name}`, by: 1 });
const ACK: ReceiverEffect = { kind: 'reply', type: 'ACK' };

/** @param cell a DATA cell of this session */
export function receive(receiver: Receiver, cell: Cell): ReceiverStep {
  if (cell.seq !== receiver.expected) {
    // The repetition of a cell whose ACK was lost: the ACK again, the content never again.
    if (cell.retransmitted) return [receiver, [count('duplicates'), ACK]];
    return nak(receiver, [count('outOfSequence')]);
  }
  const next: Receiver = { ...receiver, expected: (cell.seq + 1) & 255, nakSent: false };
  return assemble(next, cell);
}

/** The aligner discarded bytes: a cell of ours was damaged, or something else talks on the line. */
export function damaged(receiver: Receiver): ReceiverStep {
  return nak(receiver, []);
}

/** The rest of a message did not come in time. */
export function messageTimeout(receiver: Receiver): ReceiverStep {
  const { assembly } = receiver;
  if (assembly.at !== 'partial') return [receiver, [count('illegalInputs')]];
  return [
    { ...receiver, assembly: { at: 'refusing' } },
    [count('messagesUnfinished'), { kind: 'replyError', code: 'fragment', seq: assembly.lastSeq }],
  ];
}

function nak(receiver: Receiver, effects: readonly ReceiverEffect[]): ReceiverStep {
  if (receiver.nakSent) return [receiver, effects];
  return [{ ...receiver, nakSent: true }, [...effects, count('naksSent'), { kind: 'reply', type: 'NAK' }]];
}

function assemble(receiver: Receiver, { first, last, payload, seq }: Cell): ReceiverStep {
  const effects: ReceiverEffect[] = [ACK];
  let { assembly } = receiver;
  // The timer runs exactly while a message is partial.
  const ended: ReceiverEffect[] = assembly.at === 'partial' ? [{ kind: 'clearTimer', timer: 'message' }] : [];
  if (first) {
    if (assembly.at === 'partial') effects.push(count('messagesAbandoned'));
    assembly = { at: 'partial', parts: [], length: 0, lastSeq: seq };
    if (!last) effects.push({ kind: 'setTimer', timer: 'message', afterMs: MESSAGE_TIMEOUT_MS });
  }
  switch (assembly.at) {
    case 'refusing':
      return [{ ...receiver, assembly: last ? { at: 'none' } : assembly }, [...effects, count('fragmentsDropped')]];
    case 'none':
      effects.push(count('fragmentsWithoutFirst'), { kind: 'replyError', code: 'fragment', seq });
      return [{ ...receiver, assembly: last ? assembly : { at: 'refusing' } }, effects];
    case 'partial': {
      const length = assembly.length + payload.length;
      if (length > MESSAGE_MAX) {
        effects.push(...ended, count('messagesTooLong'), { kind: 'replyError', code: 'tooLong', seq });
        return [{ ...receiver, assembly: last ? { at: 'none' } : { at: 'refusing' } }, effects];
      }
      const parts = payload.length === 0 ? assembly.parts : [...assembly.parts, payload];
      if (!last) return [{ ...receiver, assembly: { at: 'partial', parts, length, lastSeq: seq } }, effects];
      effects.push(...ended, { kind: 'deliver', message: Uint8Array.from(Buffer.concat(parts)) });
      return [{ ...receiver, assembly: { at: 'none' } }, effects];
    }
  }
}
