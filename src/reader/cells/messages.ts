/**
 * Bytes of proto/reader.proto ⇄ plain values, the agent's half: what it sends is encoded, what the reader sends is
 * decoded. Decoding trusts nothing (message-values.ts).
 */
import { Reader } from 'protobufjs/minimal.js';
import { tillpost } from '#proto/reader';
import type { TillpostError } from '../../domain/errors.js';
import { AMOUNT_MAX } from '../../domain/money.js';
import { Sealed } from '../../domain/redaction.js';
import type { ReaderStage } from '../../ports/index.js';
import { fieldGate, type ReaderField } from './field-kinds.js';
import type {
  AgentMessage,
  BrokenMessage,
  KeyBytes,
  KeyedCard,
  KeyedFinal,
  ReaderMessage,
  ResultReport,
} from './message-shapes.js';
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
} from './message-values.js';

import wire = tillpost.reader.v1;

const TOKEN_LENGTH = 16;
const CIPHERTEXT_MAX = 256;
const KSN_MAX = 12;
const TLV_MAX = 2048;

/** DATA payload of a message to the reader. */
export function encodeAgentMessage(message: AgentMessage): Uint8Array {
  return wire.AgentMessage.encode(agentContent(message)).finish();
}

function agentContent(message: AgentMessage): wire.AgentMessage.$Properties {
  switch (message.kind) {
    case 'start': {
      const { key, amount, currency, exponent, type, timeoutMs } = message;
      return { start: { key, amount, currency, exponent, type: TYPE.number(type), timeoutMs } };
    }
    case 'continueOnline':
      return { continueOnline: { key: message.key, responseCode: message.responseCode, arpc: message.arpc } };
    case 'unableOnline':
      return { unableOnline: { key: message.key } };
    case 'complete':
      return {
        complete: {
          key: message.key,
          outcome: OUTCOME.number(message.outcome),
          text: message.text,
          deferred: message.deferred,
        },
      };
    case 'confirm':
      return { confirm: { key: message.key } };
    case 'cancel':
      return { cancel: { key: message.key } };
    case 'getResult':
      return { getResult: { key: message.key } };
    case 'ping':
      return { ping: {} };
    case 'getInfo':
      return { getInfo: {} };
    case 'selfTest':
      return { selfTest: {} };
    case 'display':
      return { display: { text: message.text } };
    case 'beep':
      return { beep: { count: message.count } };
  }
}

/** @param gate that its texts pass @throws READER_PROTOCOL */
export function decodeReaderMessage(payload: Uint8Array, gate = fieldGate()): ReaderMessage {
  const shown = (given: string | null | undefined, field: ReaderField, most: number): string =>
    gate.text(field, text(given, field, most));
  const message = decoded((given) => wire.ReaderMessage.decode(withUnknown(given)), payload);
  gate.unknown(unknownFields(message));
  switch (message.content) {
    case 'card':
      return { kind: 'card', card: cardFrom(present(message.card, 'card')) };
    case 'final':
      return { kind: 'final', final: finalFrom(present(message.final, 'final')) };
    case 'result':
      return { kind: 'result', result: resultFrom(present(message.result, 'result')) };
    case 'keepalive': {
      const stage = message.keepalive?.stage ?? 0;
      return { kind: 'keepalive', stage: stage === 0 ? null : STAGE.name(stage, 'keepalive.stage') };
    }
    case 'info': {
      const { info } = message;
      const serialNumber = shown(info?.serialNumber, 'info.serial_number', 16);
      const uptimeSeconds = whole(info?.uptimeS, 'info.uptime_s', 0xffffffff);
      return { kind: 'info', serialNumber, firmware: shown(info?.firmware, 'info.firmware', 8), uptimeSeconds };
    }
    case 'testReport': {
      const report = present(message.testReport, 'test_report');
      return { kind: 'testReport', passed: report.passed ?? false, text: shown(report.text, 'test_report.text', 256) };
    }
    case 'uiEvent':
      return { kind: 'uiEvent', text: shown(message.uiEvent?.text, 'ui_event.text', 256) };
    case 'tamper':
      return { kind: 'tamper', text: shown(message.tamper?.text, 'tamper.text', 256) };
    case 'error': {
      const error = present(message.error, 'error');
      return {
        kind: 'error',
        key: (error.key?.length ?? 0) === 0 ? null : key(error.key, 'error.key'),
        code: ERROR_CODE.name(error.code, 'error.code'),
        text: shown(error.text, 'error.text', 256),
      };
    }
    case undefined:
  }
  return refuse('content', 'empty or unknown');
}

function cardFrom(card: wire.Card.$Properties): KeyedCard {
  return {
    key: key(card.key, 'card.key'),
    entryMode: ENTRY_MODE.name(card.entryMode, 'card.entry_mode'),
    maskedPan: text(card.maskedPan, 'card.masked_pan', 32),
    token: bytes(card.token, 'card.token', TOKEN_LENGTH, TOKEN_LENGTH),
    encrypted: card.encrypted ?? false,
    ciphertext: new Sealed(bytes(card.ciphertext, 'card.ciphertext', 0, CIPHERTEXT_MAX)),
    ksn: new Sealed(bytes(card.ksn, 'card.ksn', 0, KSN_MAX)),
    scheme: text(card.scheme, 'card.scheme', 32),
    tlv: new Sealed(bytes(card.tlv, 'card.tlv', 0, TLV_MAX)),
    cryptogram: CRYPTOGRAM.name(card.cryptogram, 'card.cryptogram'),
    singleCryptogram: card.singleCryptogram ?? false,
    onlinePin: card.onlinePin ?? false,
    amount: whole(card.amount, 'card.amount', AMOUNT_MAX),
    currency: whole(card.currency, 'card.currency', 999),
    type: TYPE.name(card.type, 'card.type'),
  };
}

function finalFrom({ key: bytesOfKey, cryptogram, tlv }: wire.Final.$Properties): KeyedFinal {
  return {
    key: key(bytesOfKey, 'final.key'),
    cryptogram: FINAL_CRYPTOGRAM.name(cryptogram, 'final.cryptogram'),
    tlv: new Sealed(bytes(tlv, 'final.tlv', 0, TLV_MAX)),
  };
}

function resultFrom({ key: bytesOfKey, stage, card, final }: wire.Result.$Properties): ResultReport {
  return {
    key: key(bytesOfKey, 'result.key'),
    stage: STAGE.name(stage, 'result.stage'),
    card: card ? cardFrom(card) : null,
    final: final ? finalFrom(final) : null,
  };
}

/** protobufjs drops what it does not know, unless it is told to keep it. */
function withUnknown(payload: Uint8Array): Reader {
  const reader = Reader.create(payload);
  reader.discardUnknown = false;
  return reader;
}

function unknownFields({ $unknowns = [], card, final, result, ...others }: wire.ReaderMessage): readonly Uint8Array[] {
  const parts = [card, final, result, result?.card, result?.final, others.keepalive, others.info];
  const texts = [others.testReport, others.uiEvent, others.tamper, others.error];
  return [...$unknowns, ...[...parts, ...texts].flatMap((part) => part?.$unknowns ?? [])];
}

/** Null: it is no protobuf, or about no transaction. @param refusal why it cannot be read */
export function brokenMessage(payload: Uint8Array, refusal: TillpostError): BrokenMessage | null {
  const message = attempt(() => wire.ReaderMessage.decode(payload));
  switch (message?.content) {
    case 'card':
    case 'final':
    case 'error': {
      const kind = message.content;
      return { kind, key: keyOrNull(message[kind]?.key), stage: null, refusal };
    }
    case 'result':
      return {
        kind: 'result',
        key: keyOrNull(message.result?.key),
        stage: stageOrNull(message.result?.stage),
        refusal,
      };
    case 'keepalive':
    case 'info':
    case 'testReport':
    case 'uiEvent':
    case 'tamper':
    case undefined:
  }
  return null;
}

const keyOrNull = (bytes: Uint8Array | null | undefined): KeyBytes | null => attempt(() => key(bytes, 'key'));

const stageOrNull = (number: number | null | undefined): ReaderStage | null =>
  attempt(() => STAGE.name(number, 'stage'));

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
