/** States, inputs and effects of the link machine in link.ts. */
import type { Cell, CellFault } from './cell.js';
import type { Heard } from './heard.js';
import type { Receiver } from './receiver.js';
import type { LinkError, Rstack } from './reset-payloads.js';
import type { Sender } from './sender.js';

export type LinkTimer = 'reset' | 'reopen' | 'ack' | 'message';

export type LinkState =
  | { readonly at: 'stopped' }
  /** `failures` in a row of opening or resetting; `problem` is the last one, for people. */
  | { readonly at: 'opening' | 'waiting'; readonly failures: number; readonly problem: string | null }
  | {
      readonly at: 'resetting';
      readonly failures: number;
      readonly problem: string | null;
      readonly nonce: bigint;
      readonly tries: number;
      readonly heard: Heard;
    }
  | {
      readonly at: 'open';
      readonly nonce: bigint;
      readonly peer: Rstack;
      readonly sender: Sender;
      readonly receiver: Receiver;
    };

export type LinkInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  /** The port is open. Eight random bytes tell this opening's RSTACK from an older one. */
  | { readonly kind: 'opened'; readonly nonce: Uint8Array }
  | { readonly kind: 'notOpened' | 'closed'; readonly problem: string }
  | { readonly kind: 'cell'; readonly cell: Cell }
  /** Whatever came, before it is taken apart. */
  | { readonly kind: 'heard'; readonly chunk: Uint8Array }
  | { readonly kind: 'discarded'; readonly bytes: number; readonly reason?: CellFault }
  | { readonly kind: 'timer'; readonly timer: LinkTimer }
  | { readonly kind: 'send'; readonly messageId: number; readonly message: Uint8Array }
  /** The message just delivered could not be read. */
  | { readonly kind: 'malformed' }
  /** The session no longer trusts the peer. */
  | { readonly kind: 'reset'; readonly why: string };

export type LinkEffect =
  | { readonly kind: 'openPort' | 'closePort' }
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  | { readonly kind: 'setTimer'; readonly timer: LinkTimer; readonly afterMs: number }
  | { readonly kind: 'clearTimer'; readonly timer: LinkTimer }
  | { readonly kind: 'up'; readonly peer: Rstack }
  /** What was in flight is unknown. */
  | { readonly kind: 'down'; readonly problem: string }
  | { readonly kind: 'deliver'; readonly message: Uint8Array }
  | { readonly kind: 'sent'; readonly messageId: number }
  | { readonly kind: 'refused'; readonly messageId: number; readonly why: string }
  | { readonly kind: 'peerError'; readonly code: LinkError; readonly seq: number }
  | { readonly kind: 'count'; readonly name: string; readonly by: number };

export type LinkStep = readonly [LinkState, readonly LinkEffect[]];
/** A session with the reader. */
export type Open = Extract<LinkState, { at: 'open' }>;
/** RST is out. */
export type Resetting = Extract<LinkState, { at: 'resetting' }>;

export const STOPPED: LinkState = { at: 'stopped' };

export const count = (name: string, by = 1): LinkEffect => ({ kind: 'count', name: `reader.link.${name}`, by });
export const clear = (timer: LinkTimer): LinkEffect => ({ kind: 'clearTimer', timer });
/** The timers of an open session. */
export const CLEAR_OPEN: readonly LinkEffect[] = [clear('ack'), clear('message')];

/** Reported, not swallowed: the state is what it was. */
export function illegal(state: LinkState): LinkStep {
  return [state, [count('illegalInputs')]];
}
