import { Sealed } from '../../src/domain/redaction.js';
import type {
  AgentMessage,
  KeyedCard,
  KeyedFinal,
  ReaderMessage,
  ResultReport,
} from '../../src/reader/cells/message-shapes.js';
import type { StoredCard, StoredFinal, StoredResult } from './store/stored-result.js';
import type { Reply, TransactionInput } from './transaction.js';

/** Stored form (hex, JSON) ⇄ messages of the link. */
const fromHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Null when the message is about no transaction. @param drawStart a START's id, never the same again */
export function transactionInput(message: AgentMessage, drawStart: () => string): TransactionInput | null {
  switch (message.kind) {
    case 'start':
      return { ...message, key: toHex(message.key), start: drawStart() };
    case 'continueOnline':
      return { kind: message.kind, key: toHex(message.key), responseCode: message.responseCode };
    case 'complete':
      return { ...message, key: toHex(message.key) };
    case 'unableOnline':
    case 'confirm':
    case 'cancel':
    case 'getResult':
      return { kind: message.kind, key: toHex(message.key) };
    case 'ping':
    case 'getInfo':
    case 'selfTest':
    case 'display':
    case 'beep':
      return null;
  }
}

export function replyMessage(reply: Reply): ReaderMessage {
  switch (reply.kind) {
    case 'card':
      return { kind: 'card', card: keyedCard(reply.key, reply.card) };
    case 'final':
      return { kind: 'final', final: keyedFinal(reply.key, reply.final) };
    case 'result':
      return { kind: 'result', result: resultReport(reply.key, reply.result) };
    case 'error':
      return { kind: 'error', key: fromHex(reply.key), code: reply.code, text: reply.text };
  }
}

function resultReport(key: string, result: StoredResult | null): ResultReport {
  return {
    key: fromHex(key),
    stage: result?.stage ?? 'unknownKey',
    card: result?.card ? keyedCard(key, result.card) : null,
    final: result?.final ? keyedFinal(key, result.final) : null,
  };
}

function keyedCard(key: string, card: StoredCard): KeyedCard {
  return {
    ...card,
    key: fromHex(key),
    token: fromHex(card.token),
    ciphertext: new Sealed(fromHex(card.ciphertext)),
    ksn: new Sealed(fromHex(card.ksn)),
    tlv: new Sealed(fromHex(card.tlv)),
  };
}

function keyedFinal(key: string, final: StoredFinal): KeyedFinal {
  return { key: fromHex(key), cryptogram: final.cryptogram, tlv: new Sealed(fromHex(final.tlv)) };
}
