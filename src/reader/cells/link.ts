/**
 * The reader link as the agent plays it (reader link, Link). Pure: `step(state, input)` returns the next
 * state and what the line has to do. Time comes in as timers that fired, chance as the nonce of `opened`.
 *
 *            start             opened               RSTACK
 *   stopped ──────► opening ──────────► resetting ──────────► open
 *                    ▲   │ not opened    │ five tries,          │ link failed, reset asked: resetting
 *                    │   ▼               ▼ port closed          │ port closed
 *                    └─ waiting ◄────────┴──────────────────────┘
 *              0.5 · 1 · 2 … 30 s
 */
import { type Cell, cell, type CellType, encodeCell, IDLE, LINK_VERSION } from './cell.js';
import { damaged, messageTimeout, NEW_RECEIVER, receive, type Receiver, type ReceiverEffect } from './receiver.js';
import {
  decodeLinkError,
  decodeRstack,
  encodeLinkError,
  encodeRst,
  type LinkError,
  type Rstack,
} from './reset-payloads.js';
import { ackTimeout, enqueue, heard, nakked, NEW_SENDER, type Sender, type SenderEffect } from './sender.js';

const RESET_TIMEOUT_MS = 3200;
const RESET_TRIES = 5;
const REOPEN_FIRST_MS = 500;
const REOPEN_LAST_MS = 30_000;

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
  | { readonly kind: 'discarded'; readonly bytes: number }
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
type Open = Extract<LinkState, { at: 'open' }>;
type Resetting = Extract<LinkState, { at: 'resetting' }>;

const SILENT = 'the reader does not answer; is it powered, and is this its port?';

export const STOPPED: LinkState = { at: 'stopped' };

/** Wait before opening number `failures` + 1, ms. */
export function reopenDelayMs(failures: number): number {
  return Math.min(REOPEN_LAST_MS, REOPEN_FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1)));
}

export function step(state: LinkState, input: LinkInput): LinkStep {
  switch (input.kind) {
    case 'start':
      return state.at === 'stopped' ? opening(0, null) : illegal(state);
    case 'stop':
      return stop(state);
    case 'opened':
      if (state.at === 'opening') return reset(state.failures, state.problem, toBigInt(input.nonce), 1, []);
      return [state, [count('illegalInputs'), { kind: 'closePort' }]];
    case 'notOpened':
      return state.at === 'opening' ? waiting(state.failures + 1, input.problem, []) : illegal(state);
    case 'closed':
      return portClosed(state, input.problem);
    case 'cell':
      return onCell(state, input.cell);
    case 'discarded':
      return onDiscarded(state, input.bytes);
    case 'timer':
      return onTimer(state, input.timer);
    case 'send':
      if (state.at === 'open') return sending(state, enqueue(state.sender, input.messageId, input.message));
      return [state, [{ kind: 'refused', messageId: input.messageId, why: 'the link is not open' }]];
    case 'malformed':
      return state.at === 'open' ? malformed(state) : illegal(state);
    case 'reset':
      return state.at === 'open' ? linkFailed(state, input.why, []) : illegal(state);
  }
}

const count = (name: string, by = 1): LinkEffect => ({ kind: 'count', name: `reader.link.${name}`, by });
const clear = (timer: LinkTimer): LinkEffect => ({ kind: 'clearTimer', timer });
const CLEAR_OPEN: readonly LinkEffect[] = [clear('ack'), clear('message')];

function illegal(state: LinkState): LinkStep {
  return [state, [count('illegalInputs')]];
}

function opening(failures: number, problem: string | null): LinkStep {
  return [{ at: 'opening', failures, problem }, [{ kind: 'openPort' }]];
}

function waiting(failures: number, problem: string, effects: readonly LinkEffect[]): LinkStep {
  const timer: LinkEffect = { kind: 'setTimer', timer: 'reopen', afterMs: reopenDelayMs(failures) };
  return [{ at: 'waiting', failures, problem }, [...effects, timer]];
}

function stop(state: LinkState): LinkStep {
  switch (state.at) {
    case 'stopped':
      return [state, []];
    case 'opening':
    case 'waiting':
      return [STOPPED, [clear('reopen'), { kind: 'closePort' }]];
    case 'resetting':
      return [STOPPED, [clear('reset'), { kind: 'closePort' }]];
    case 'open':
      return [STOPPED, [...CLEAR_OPEN, { kind: 'down', problem: 'stopped' }, { kind: 'closePort' }]];
  }
}

function portClosed(state: LinkState, problem: string): LinkStep {
  switch (state.at) {
    case 'stopped':
    case 'waiting':
      return [state, []]; // the close that we asked for
    case 'opening':
      return illegal(state);
    case 'resetting':
      return waiting(state.failures + 1, problem, [clear('reset')]);
    case 'open':
      return waiting(1, problem, [...CLEAR_OPEN, { kind: 'down', problem }]);
  }
}

/** IDLE first: it pushes out what the peer's parser may hold from before. */
function reset(
  failures: number,
  problem: string | null,
  nonce: bigint,
  tries: number,
  effects: readonly LinkEffect[],
): LinkStep {
  const payload = encodeRst({ nonce: toBytes(nonce), lowestVersion: LINK_VERSION, highestVersion: LINK_VERSION });
  return [
    { at: 'resetting', failures, problem, nonce, tries },
    [
      ...effects,
      count('resets'),
      { kind: 'write', bytes: IDLE },
      { kind: 'write', bytes: encodeCell(cell('RST', { payload })) },
      { kind: 'setTimer', timer: 'reset', afterMs: RESET_TIMEOUT_MS },
    ],
  ];
}

/** Same port, new nonce: an RSTACK for an older RST must not be taken for this one's. */
function linkFailed(state: Open, why: string, effects: readonly LinkEffect[]): LinkStep {
  const down: LinkEffect = { kind: 'down', problem: why };
  return reset(0, why, next(state.nonce), 1, [...effects, ...CLEAR_OPEN, count('failures'), down]);
}

function giveUp(state: Resetting, problem: string): LinkStep {
  return waiting(state.failures + 1, problem, [clear('reset'), { kind: 'closePort' }]);
}

function onTimer(state: LinkState, timer: LinkTimer): LinkStep {
  if (timer === 'reopen' && state.at === 'waiting') return opening(state.failures, state.problem);
  if (timer === 'reset' && state.at === 'resetting') {
    if (state.tries >= RESET_TRIES) return giveUp(state, SILENT);
    return reset(state.failures, state.problem, next(state.nonce), state.tries + 1, []);
  }
  if (timer === 'ack' && state.at === 'open') return sending(state, ackTimeout(state.sender));
  if (timer === 'message' && state.at === 'open') return receiving(state, messageTimeout(state.receiver));
  return illegal(state);
}

function onDiscarded(state: LinkState, bytes: number): LinkStep {
  const counted = count('bytesDiscarded', bytes);
  if (state.at !== 'open') return [state, [counted]];
  const [after, effects] = receiving(state, damaged(state.receiver));
  return [after, [counted, ...effects]];
}

function onCell(state: LinkState, received: Cell): LinkStep {
  switch (state.at) {
    case 'stopped':
    case 'opening':
    case 'waiting':
      return illegal(state);
    case 'resetting':
      return onResetCell(state, received);
    case 'open':
      return onOpenCell(state, received);
  }
}

function onResetCell(state: Resetting, received: Cell): LinkStep {
  // A reader that speaks no version of ours says so instead of RSTACK.
  if (received.type === 'ERROR' && decodeLinkError(received.payload)?.code === 'unsupported') {
    return refuseVersion(state, 'another');
  }
  if (received.type !== 'RSTACK') return [state, [count('beforeReset')]];
  if (received.version !== LINK_VERSION) return refuseVersion(state, received.version);
  const peer = decodeRstack(received.payload);
  if (peer === null) return [state, [count('malformedRstack')]];
  if (toBigInt(peer.nonce) !== state.nonce) return [state, [count('staleRstack')]];
  if (peer.version !== LINK_VERSION) return refuseVersion(state, peer.version);
  return [
    { at: 'open', nonce: state.nonce, peer, sender: NEW_SENDER, receiver: NEW_RECEIVER },
    [clear('reset'), { kind: 'up', peer }],
  ];
}

function refuseVersion(state: Resetting, version: number | 'another'): LinkStep {
  const speak = `the reader speaks ${version}, this agent speaks ${LINK_VERSION}`;
  const problem = `link version mismatch: ${speak}; update the older of the two`;
  const [after, effects] = giveUp(state, problem);
  return [after, [count('wrongVersion'), ...effects]];
}

function malformed(state: Open): LinkStep {
  const seq = (state.receiver.expected + 255) & 255;
  return receiving(state, [state.receiver, [{ kind: 'replyError', code: 'malformedMessage', seq }]]);
}

function onOpenCell(state: Open, received: Cell): LinkStep {
  if (received.version !== LINK_VERSION) return [state, [count('wrongVersion')]];
  if (received.type === 'RST' || received.type === 'RSTACK') return [state, [count('unexpectedCells')]];
  if (received.session !== state.peer.session) return [state, [count('wrongSession')]];

  const [acknowledged, effects] = sending(state, heard(state.sender, received.ack, received.notReady));
  if (acknowledged.at !== 'open') return [acknowledged, effects];
  const [after, more] = onSessionCell(acknowledged, received);
  return [after, [...effects, ...more]];
}

function onSessionCell(state: Open, received: Cell & { readonly type: CellType }): LinkStep {
  switch (received.type) {
    case 'DATA':
      return receiving(state, receive(state.receiver, received));
    case 'NAK':
      return sending(state, nakked(state.sender, received.ack));
    case 'ERROR': {
      const error = decodeLinkError(received.payload);
      if (error === null) return [state, [count('unexpectedCells')]];
      return [state, [count('peerErrors'), { kind: 'peerError', ...error }]];
    }
    case 'ACK':
      return [state, []];
    case 'RST':
    case 'RSTACK':
      return illegal(state);
  }
}

function sending(state: Open, [sender, effects]: readonly [Sender, readonly SenderEffect[]]): LinkStep {
  const after: Open = { ...state, sender };
  const out: LinkEffect[] = [];
  for (const effect of effects) {
    if (effect.kind === 'failed') return linkFailed(after, effect.why, out);
    if (effect.kind !== 'transmit') {
      out.push(effect);
      continue;
    }
    const { fragment, seq, retransmitted } = effect;
    const { first, last, payload } = fragment;
    if (retransmitted) out.push({ kind: 'write', bytes: IDLE });
    out.push(ours(after, 'DATA', { first, last, payload, seq, retransmitted }));
  }
  return [after, out];
}

function receiving(state: Open, [receiver, effects]: readonly [Receiver, readonly ReceiverEffect[]]): LinkStep {
  const after: Open = { ...state, receiver };
  const out = effects.map((effect): LinkEffect => {
    if (effect.kind === 'reply') return ours(after, effect.type, {});
    if (effect.kind !== 'replyError') return effect;
    return ours(after, 'ERROR', { payload: encodeLinkError(effect.code, effect.seq) });
  });
  return [after, out];
}

/** A cell of this session; its ACK is what the receiver expects now. */
function ours(state: Open, type: CellType, fields: Partial<Cell>): LinkEffect {
  const stamped = { ...fields, ack: state.receiver.expected, session: state.peer.session };
  return { kind: 'write', bytes: encodeCell(cell(type, stamped)) };
}

const next = (nonce: bigint): bigint => BigInt.asUintN(64, nonce + 1n);

function toBigInt(bytes: Uint8Array): bigint {
  return Buffer.from(bytes).readBigUInt64BE(0);
}

function toBytes(nonce: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(nonce);
  return bytes;
}
