import { Sealed } from '../../../src/domain/redaction.js';
import type { ReaderStage } from '../../../src/ports/index.js';
import type { KeyedCard, KeyedFinal, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import type { Behaviour, BehaviourKind } from './behaviour.js';
import type { BehaviourSpec } from './behaviour-spec.js';
import { meant } from './meant.js';

/** A reader whose messages are whole on the wire and hold what no message may hold, for one transaction or for all. */

type Bend = (message: ReaderMessage) => ReaderMessage;

function bending(about: string, prepare: (spec: BehaviourSpec) => Bend): BehaviourKind['make'] & { about: string } {
  const make = (spec: BehaviourSpec): Behaviour => {
    const isMeant = meant(spec);
    const occasion = spec.occasion();
    const bend = prepare(spec);
    return {
      name: spec.name,
      message: (message, { random }) => (isMeant(message) && occasion.due(random) ? bend(message) : message),
    };
  };
  return Object.assign(make, { about: `kind=any,number=any,rate=1,times=∞  ${about}` });
}

const BYTES = ['ksn', 'ciphertext', 'token', 'key', 'tlv'] as const;
const TEXTS = ['maskedPan', 'scheme'] as const;

const KINDS = {
  /** A field of CARD, or of the card in a RESULT, with so many bytes; what there is of it is kept. */
  sized: bending('field=ksn,size=10  a field of the card has so many bytes', (spec) => {
    const field = spec.oneOf('field', [...BYTES, ...TEXTS], 'ksn');
    const size = spec.number('size', 10);
    return (message) => withCard(message, (card) => sized(card, field, size));
  }),

  /** TLV of CARD or FINAL gets an object in front: of a repeated tag the first counts. */
  tagged: bending('tlv=9f02…,part=card  the TLV of card or final begins with these bytes', (spec) => {
    const part = spec.oneOf('part', ['card', 'final'], 'card');
    const tlv = Buffer.from(spec.string('tlv', ''), 'hex');
    const before = (held: Sealed): Sealed => new Sealed(Buffer.concat([tlv, held.reveal()]));
    return (message) =>
      part === 'card'
        ? withCard(message, (card) => ({ ...card, tlv: before(card.tlv) }))
        : withFinal(message, (final) => ({ ...final, tlv: before(final.tlv) }));
  }),

  /** `name` is none of the stages, of which 0 is none either. */
  staged: bending('stage=none  a RESULT says this stage', (spec) => {
    const stage = spec.string('stage', 'none') as ReaderStage;
    return (message) => (message.kind === 'result' ? { ...message, result: { ...message.result, stage } } : message);
  }),

  /** The stage stands, what was read is gone. */
  cardless: bending(
    'a RESULT without card and final',
    () => (message) =>
      message.kind === 'result' ? { ...message, result: { ...message.result, card: null, final: null } } : message,
  ),
};

/** UI_EVENT before each CARD, the CARD's scheme and the texts of other messages are these words. */
const WORDED: BehaviourKind = {
  about: 'hex=…,kind=any,number=any,rate=1,times=∞  texts are these bytes of UTF-8: scheme, UI_EVENT, TAMPER, ERROR',
  make(spec) {
    const isMeant = meant(spec);
    const occasion = spec.occasion();
    const text = Buffer.from(spec.string('hex', ''), 'hex').toString('utf8');
    return {
      name: 'worded',
      message(message, { random, send }) {
        if (!isMeant(message) || !occasion.due(random)) return message;
        if (message.kind === 'card') send({ kind: 'uiEvent', text });
        return withText(message, text);
      },
    };
  },
};

export const BENDS: Readonly<Record<string, BehaviourKind>> = {
  ...Object.fromEntries(Object.entries(KINDS).map(([name, make]) => [name, { about: make.about, make }])),
  worded: WORDED,
};

function withText(message: ReaderMessage, text: string): ReaderMessage {
  switch (message.kind) {
    case 'uiEvent':
    case 'tamper':
    case 'testReport':
    case 'error':
      return { ...message, text };
    case 'card':
    case 'result':
      return withCard(message, (card) => ({ ...card, scheme: text.slice(0, SCHEME_MAX) }));
    case 'final':
    case 'keepalive':
    case 'info':
      return message;
  }
}

const SCHEME_MAX = 32;

function withCard(message: ReaderMessage, change: (card: KeyedCard) => KeyedCard): ReaderMessage {
  if (message.kind === 'card') return { ...message, card: change(message.card) };
  if (message.kind !== 'result' || message.result.card === null) return message;
  return { ...message, result: { ...message.result, card: change(message.result.card) } };
}

function withFinal(message: ReaderMessage, change: (final: KeyedFinal) => KeyedFinal): ReaderMessage {
  if (message.kind === 'final') return { ...message, final: change(message.final) };
  if (message.kind !== 'result' || message.result.final === null) return message;
  return { ...message, result: { ...message.result, final: change(message.result.final) } };
}

function sized(card: KeyedCard, field: (typeof BYTES)[number] | (typeof TEXTS)[number], size: number): KeyedCard {
  switch (field) {
    case 'maskedPan':
    case 'scheme':
      return { ...card, [field]: card[field].padEnd(size, '*').slice(0, size) };
    case 'token':
    case 'key':
      return { ...card, [field]: resized(card[field], size) };
    case 'ksn':
    case 'ciphertext':
    case 'tlv':
      return { ...card, [field]: new Sealed(resized(card[field].reveal(), size)) };
  }
}

/** Cut, or filled with a byte that is no padding of TLV. */
const resized = (bytes: Uint8Array, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => bytes[at] ?? 0xc1);
