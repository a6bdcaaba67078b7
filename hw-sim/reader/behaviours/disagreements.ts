import type { KeyBytes, KeyedCard, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import type { Behaviour, BehaviourKind, Bench } from './behaviour.js';
import type { BehaviourSpec } from './behaviour-spec.js';
import { meant } from './meant.js';

/** A reader that is sound on the wire and answers something that does not fit. */

type Change = (message: ReaderMessage, bench: Bench) => ReaderMessage | null;

/** Of the messages of a `kind`, the first `times` are handed to what `prepare` gives; what that returns goes out. */
function answering(name: string, about: string, prepare: (spec: BehaviourSpec) => Change): BehaviourKind {
  return {
    about: `kind=any,number=any,times=1  ${about}`,
    make(spec): Behaviour {
      const isMeant = meant(spec);
      const occasion = spec.occasion(1);
      const change = prepare(spec);
      return {
        name,
        message: (message, bench) =>
          isMeant(message) && occasion.due(bench.random) ? change(message, bench) : message,
      };
    },
  };
}

export const DISAGREEMENTS: Readonly<Record<string, BehaviourKind>> = {
  lateAnswer: answering('lateAnswer', 'delayMs=3000  answers late', (spec) => {
    const delayMs = spec.number('delayMs', 3000);
    return (message, { clock, send }) => {
      clock.after(delayMs, () => send(message));
      return null;
    };
  }),

  twice: answering('twice', 'answers twice', () => (message, { send }) => {
    send(message);
    return message;
  }),

  otherKey: answering('otherKey', 'answers for another transaction', () => (message) => withKey(message, otherKey)),

  otherCard: answering('otherCard', 'tells another card than it read', () => (message) => {
    if (message.kind === 'card') return { ...message, card: otherCard(message.card) };
    if (message.kind !== 'result' || message.result.card === null) return message;
    return { ...message, result: { ...message.result, card: otherCard(message.result.card) } };
  }),

  foreignCard: answering('foreignCard', 'tells the card of another transaction in a RESULT', () => (message) => {
    if (message.kind !== 'result' || message.result.card === null) return message;
    const { card } = message.result;
    return { ...message, result: { ...message.result, card: { ...card, key: otherKey(card.key) } } };
  }),

  otherKind: answering('otherKind', 'says FINAL in place of CARD', () => (message) => {
    if (message.kind !== 'card') return message;
    const { key, tlv } = message.card;
    return { kind: 'final', final: { key, cryptogram: 'TC', tlv } };
  }),
};

const otherKey = (key: KeyBytes): KeyBytes => Uint8Array.from(key, (byte, at) => (at === 15 ? byte ^ 0x40 : byte));

const otherCard = (card: KeyedCard): KeyedCard => ({
  ...card,
  token: Uint8Array.from(card.token, (byte) => byte ^ 0xff),
});

function withKey(message: ReaderMessage, change: (key: KeyBytes) => KeyBytes): ReaderMessage {
  switch (message.kind) {
    case 'card':
      return { ...message, card: { ...message.card, key: change(message.card.key) } };
    case 'final':
      return { ...message, final: { ...message.final, key: change(message.final.key) } };
    case 'result': {
      const { key, stage, card, final } = message.result;
      const other = change(key);
      return {
        kind: 'result',
        result: { key: other, stage, card: card && { ...card, key: other }, final: final && { ...final, key: other } },
      };
    }
    case 'error':
      return { ...message, key: message.key && change(message.key) };
    case 'keepalive':
    case 'info':
    case 'testReport':
    case 'uiEvent':
    case 'tamper':
      return message;
  }
}
