/**
 * Bytes of proto/reader.proto ⇄ plain values, the reader's half: what the agent sends is decoded, what the reader
 * sends is encoded. As strict as the agent's half.
 */
import { tillpost } from '#proto/reader';
import { AMOUNT_MAX } from '../../src/domain/money.js';
import type { AgentMessage, KeyedCard, KeyedFinal, ReaderMessage } from '../../src/reader/cells/message-shapes.js';
import {
  bytes,
  CRYPTOGRAM,
  decoded,
  ENTRY_MODE,
  ERROR_CODE,
  FINAL_CRYPTOGRAM,
  key,
  OUTCOME,
  present,
  refuse,
  STAGE,
  text,
  TYPE,
  whole,
} from '../../src/reader/cells/message-values.js';

import wire = tillpost.reader.v1;

const ARPC_MAX = 16;
const CARD_TIMEOUT_MAX_MS = 600_000;
const BEEP_MAX = 10;

/** @throws READER_PROTOCOL */
export function decodeAgentMessage(payload: Uint8Array): AgentMessage {
  const message = decoded((given) => wire.AgentMessage.decode(given), payload);
  switch (message.content) {
    case 'start': {
      const start = present(message.start, 'start');
      return {
        kind: 'start',
        key: key(start.key, 'start.key'),
        amount: whole(start.amount, 'start.amount', AMOUNT_MAX),
        currency: whole(start.currency, 'start.currency', 999),
        exponent: whole(start.exponent, 'start.exponent', 4),
        type: TYPE.name(start.type, 'start.type'),
        timeoutMs: whole(start.timeoutMs, 'start.timeout_ms', CARD_TIMEOUT_MAX_MS),
      };
    }
    case 'continueOnline': {
      const { continueOnline: online } = message;
      const responseCode = text(online?.responseCode, 'continue_online.response_code', 2);
      if (responseCode.length !== 2) refuse('continue_online.response_code', 'not two characters');
      const arpc = bytes(online?.arpc, 'continue_online.arpc', 0, ARPC_MAX);
      return { kind: 'continueOnline', key: key(online?.key, 'continue_online.key'), responseCode, arpc };
    }
    case 'unableOnline':
      return { kind: 'unableOnline', key: key(message.unableOnline?.key, 'unable_online.key') };
    case 'complete': {
      const { complete } = message;
      const outcome = OUTCOME.name(complete?.outcome, 'complete.outcome');
      const shown = text(complete?.text, 'complete.text', 32);
      const deferred = complete?.deferred ?? false;
      return { kind: 'complete', key: key(complete?.key, 'complete.key'), outcome, text: shown, deferred };
    }
    case 'confirm':
      return { kind: 'confirm', key: key(message.confirm?.key, 'confirm.key') };
    case 'cancel':
      return { kind: 'cancel', key: key(message.cancel?.key, 'cancel.key') };
    case 'getResult':
      return { kind: 'getResult', key: key(message.getResult?.key, 'get_result.key') };
    case 'ping':
    case 'getInfo':
    case 'selfTest':
      return { kind: message.content };
    case 'display':
      return { kind: 'display', text: text(message.display?.text, 'display.text', 64) };
    case 'beep':
      return { kind: 'beep', count: whole(message.beep?.count, 'beep.count', BEEP_MAX) };
    case undefined:
  }
  return refuse('content', 'empty or unknown');
}

/** DATA payload of a message from the reader. */
export function encodeReaderMessage(message: ReaderMessage): Uint8Array {
  return wire.ReaderMessage.encode(readerContent(message)).finish();
}

function readerContent(message: ReaderMessage): wire.ReaderMessage.$Properties {
  switch (message.kind) {
    case 'card':
      return { card: wireCard(message.card) };
    case 'final':
      return { final: wireFinal(message.final) };
    case 'result': {
      const { key, stage, card, final } = message.result;
      return {
        result: {
          key,
          stage: STAGE.number(stage),
          card: card === null ? null : wireCard(card),
          final: final === null ? null : wireFinal(final),
        },
      };
    }
    case 'keepalive':
      return { keepalive: { stage: message.stage === null ? 0 : STAGE.number(message.stage) } };
    case 'info': {
      const { serialNumber, firmware, uptimeSeconds } = message;
      return { info: { serialNumber, firmware, uptimeS: uptimeSeconds } };
    }
    case 'testReport':
      return { testReport: { passed: message.passed, text: message.text } };
    case 'uiEvent':
      return { uiEvent: { text: message.text } };
    case 'tamper':
      return { tamper: { text: message.text } };
    case 'error': {
      const code = ERROR_CODE.number(message.code);
      return { error: { ...(message.key === null ? {} : { key: message.key }), code, text: message.text } };
    }
  }
}

function wireCard(card: KeyedCard): wire.Card.$Properties {
  return {
    ...card,
    entryMode: ENTRY_MODE.number(card.entryMode),
    ciphertext: card.ciphertext.reveal(),
    ksn: card.ksn.reveal(),
    tlv: card.tlv.reveal(),
    cryptogram: CRYPTOGRAM.number(card.cryptogram),
    type: TYPE.number(card.type),
  };
}

function wireFinal({ key, cryptogram, tlv }: KeyedFinal): wire.Final.$Properties {
  return { key, cryptogram: FINAL_CRYPTOGRAM.number(cryptogram), tlv: tlv.reveal() };
}
