/** An open session (reader link, Link 2–6): sender and receiver on one line. Pure; a part of the machine in link.ts. */
import { type Cell, cell, type CellType, encodeCell, IDLE, LINK_VERSION } from './cell.js';
import { receive, type Receiver, type ReceiverEffect } from './receiver.js';
import { decodeLinkError, encodeLinkError } from './reset-payloads.js';
import { linkFailed } from './resetting.js';
import { heard, nakked, type Sender, type SenderEffect } from './sender.js';
import { count, illegal, type LinkEffect, type LinkStep, type Open } from './states.js';

export function malformed(state: Open): LinkStep {
  const seq = (state.receiver.expected + 255) & 255;
  return receiving(state, [state.receiver, [{ kind: 'replyError', code: 'malformedMessage', seq }]]);
}

export function onOpenCell(state: Open, received: Cell): LinkStep {
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

export function sending(state: Open, [sender, effects]: readonly [Sender, readonly SenderEffect[]]): LinkStep {
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

export function receiving(state: Open, [receiver, effects]: readonly [Receiver, readonly ReceiverEffect[]]): LinkStep {
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
