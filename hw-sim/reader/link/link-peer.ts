import { type Cell, cell, LINK_VERSION } from '../../../src/reader/cells/link/cell.js';
import {
  encodeLinkError,
  type LinkError,
  type Rst,
  type Rstack,
} from '../../../src/reader/cells/link/reset-payloads.js';
import {
  FRESH_RECEIVER,
  messageOverdue,
  messageWait,
  type Received,
  receiveDamage,
  receiveData,
  type Receiver,
} from './link-receiver.js';
import {
  acknowledged,
  ackWait,
  enqueue,
  IDLE_SENDER,
  refused,
  type Sender,
  type SenderStep,
  timedOut,
} from './link-sender.js';
import { decodeRst, encodeRstack } from './reset-payloads.js';

/**
 * The reader's end of the link: `(peer, input) → [peer, effects]`, pure. Written apart from the agent's end
 * on purpose: both follow the page, so each checks the other.
 *
 *   down ── RST, resetAsked ─► open(RSTACK) ─► up ── four timeouts ─► down
 *                                              └──── RST ─► up again, in another session
 */
export type LinkPeer =
  | { readonly kind: 'down' }
  | { readonly kind: 'up'; readonly session: number; readonly sender: Sender; readonly receiver: Receiver };

export const PEER_DOWN: LinkPeer = { kind: 'down' };

export type PeerInput =
  | { readonly kind: 'cell'; readonly cell: Cell }
  /** Bytes that are no cell, or a tail that was dropped because the line went quiet. */
  | { readonly kind: 'damage' }
  /** The owner's answer to `resetAsked`. */
  | { readonly kind: 'open'; readonly rstack: Rstack }
  /** One message, at most 4 KiB. */
  | { readonly kind: 'send'; readonly message: Uint8Array }
  /** The message that `deliver` brought, with this SEQ, could not be understood. */
  | { readonly kind: 'malformed'; readonly seq: number }
  | { readonly kind: 'ackOverdue' }
  | { readonly kind: 'messageOverdue' };

export type PeerEffect =
  | { readonly kind: 'transmit'; readonly cell: Cell }
  /** 64 zeros: push the agent's half-filled parser forward. */
  | { readonly kind: 'transmitIdle' }
  | { readonly kind: 'resetAsked'; readonly rst: Rst }
  | { readonly kind: 'deliver'; readonly message: Uint8Array; readonly seq: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'count'; readonly what: string };

export type PeerStep = readonly [LinkPeer, readonly PeerEffect[]];

type Up = LinkPeer & { readonly kind: 'up' };

export function stepPeer(peer: LinkPeer, input: PeerInput): PeerStep {
  if (input.kind === 'open') return open(input.rstack);
  if (input.kind === 'cell' && input.cell.type === 'RST') return reset(peer, input.cell);
  if (peer.kind === 'down') return [peer, [{ kind: 'count', what: `${input.kind}WhileDown` }]];
  switch (input.kind) {
    case 'cell':
      return receive(peer, input.cell);
    case 'damage':
      return received(peer, receiveDamage(peer.receiver, 'damaged'));
    case 'send':
      return sent(peer, enqueue(peer.sender, input.message));
    case 'malformed':
      return [peer, [linkError(peer, 'malformedMessage', input.seq)]];
    case 'ackOverdue':
      return sent(peer, timedOut(peer.sender));
    case 'messageOverdue':
      return received(peer, messageOverdue(peer.receiver));
  }
}

export interface LinkWait {
  readonly id: string;
  readonly ms: number;
}

/** What the link waits for; each with an id that changes when the wait begins anew. */
export function waitsOf(peer: LinkPeer): Readonly<Record<'ackOverdue' | 'messageOverdue', LinkWait | null>> {
  if (peer.kind === 'down') return { ackOverdue: null, messageOverdue: null };
  const named = (wait: LinkWait | null): LinkWait | null =>
    wait === null ? null : { ...wait, id: `${peer.session}/${wait.id}` };
  return { ackOverdue: named(ackWait(peer.sender)), messageOverdue: named(messageWait(peer.receiver)) };
}

/** Whether everything that was sent has been acknowledged. */
export function isDrained(peer: LinkPeer): boolean {
  return peer.kind === 'down' || (peer.sender.outstanding === null && peer.sender.waiting.length === 0);
}

function reset(peer: LinkPeer, { payload }: Cell): PeerStep {
  const rst = decodeRst(payload);
  if (rst === null) return [peer, [{ kind: 'count', what: 'malformedRst' }]];
  if (rst.lowestVersion > LINK_VERSION || rst.highestVersion < LINK_VERSION) {
    const refusal = cell('ERROR', { payload: encodeLinkError('unsupported', 0) });
    return [
      PEER_DOWN,
      [
        { kind: 'transmit', cell: refusal },
        { kind: 'count', what: 'unsupportedVersion' },
      ],
    ];
  }
  return [PEER_DOWN, [{ kind: 'resetAsked', rst }]];
}

/** The IDLE after RSTACK: boot text before it may have shifted the agent's parser, which then holds its tail back. */
function open(rstack: Rstack): PeerStep {
  const { session } = rstack;
  const answer = cell('RSTACK', { session, payload: encodeRstack(rstack) });
  return [
    { kind: 'up', session, sender: IDLE_SENDER, receiver: FRESH_RECEIVER },
    [{ kind: 'transmit', cell: answer }, { kind: 'transmitIdle' }],
  ];
}

function receive(peer: Up, given: Cell): PeerStep {
  if (given.version !== LINK_VERSION) return [peer, [{ kind: 'count', what: 'otherVersion' }]];
  if (given.session !== peer.session) return [peer, [{ kind: 'count', what: 'otherSession' }]];
  // RSTACK is the reader's to send: its ACK field means nothing here.
  if (given.type === 'RSTACK') return [peer, [{ kind: 'count', what: 'unexpectedRstack' }]];
  const [afterAck, ackEffects] = sent(peer, acknowledged(peer.sender, given.ack, given.notReady));
  if (afterAck.kind === 'down') return [afterAck, ackEffects];
  const [next, effects] = receiveType(afterAck, given);
  return [next, [...ackEffects, ...effects]];
}

function receiveType(peer: Up, given: Cell): PeerStep {
  switch (given.type) {
    case 'DATA':
      return received(peer, receiveData(peer.receiver, given));
    case 'NAK':
      return sent(peer, refused(peer.sender, given.ack));
    case 'ERROR':
      return [peer, [{ kind: 'count', what: 'errorFromAgent' }]];
    case 'ACK':
    case 'RST':
    case 'RSTACK':
      return [peer, []];
  }
}

function sent(peer: Up, step: SenderStep | null): PeerStep {
  if (step === null) return [PEER_DOWN, [{ kind: 'failed' }, { kind: 'count', what: 'linkFailed' }]];
  const [sender, cells] = step;
  const effects = cells.flatMap((data): PeerEffect[] => [...(data.retransmitted ? AGAIN : []), stamped(peer, data)]);
  return [{ ...peer, sender }, effects];
}

const AGAIN: readonly PeerEffect[] = [{ kind: 'transmitIdle' }, { kind: 'count', what: 'retransmitted' }];

function received(before: Up, { receiver, say, error, message, dropped }: Received): PeerStep {
  const peer = { ...before, receiver };
  const effects: PeerEffect[] = [];
  if (dropped !== null) effects.push({ kind: 'count', what: dropped });
  if (say !== null) effects.push(stamped(peer, cell(say)));
  if (error !== null) effects.push(linkError(peer, error.code, error.seq));
  if (message !== null) effects.push({ kind: 'deliver', message: message.payload, seq: message.seq });
  return [peer, effects];
}

function linkError(peer: Up, code: LinkError, seq: number): PeerEffect {
  return stamped(peer, cell('ERROR', { payload: encodeLinkError(code, seq) }));
}

/** ACK and SESSION are valid in every cell of a session. */
function stamped({ session, receiver }: Up, given: Cell): PeerEffect {
  return { kind: 'transmit', cell: { ...given, session, ack: receiver.expected } };
}
