/**
 * Bytes of proto/reader.proto ⇄ plain values; the only file of reader/ that touches generated code. Decoding
 * trusts nothing: unknown enum values, missing fields and lengths out of bounds are READER_PROTOCOL, and the
 * error names the field but never quotes its value, which might be card data.
 */
import { tillpost } from '#proto/reader';
import type { Cryptogram, EntryMode } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import { AMOUNT_MAX } from '../../domain/money.js';
import { Sealed } from '../../domain/redaction.js';
import type { ReaderStage } from '../../ports/index.js';
import type {
  AgentMessage,
  CardReport,
  CompleteOutcome,
  FinalReport,
  KeyBytes,
  ReaderErrorCode,
  ReaderMessage,
  ResultReport,
  SignedType,
} from '../contract/message-shapes.js';

export type * from '../contract/message-shapes.js';

import wire = tillpost.reader.v1;

const KEY_LENGTH = 16;
const TOKEN_LENGTH = 16;
const CIPHERTEXT_MAX = 256;
const KSN_MAX = 12;
const TLV_MAX = 2048;
const ARPC_MAX = 16;
const CARD_TIMEOUT_MAX_MS = 600_000;
const BEEP_MAX = 10;

/** Name ⇄ number of an enum; 0 (unspecified) and numbers of a newer proto have no name and are refused. */
class Names<Name extends string> {
  readonly #names: ReadonlyMap<number, Name>;

  constructor(private readonly numbers: Readonly<Record<Name, number>>) {
    this.#names = new Map(Object.entries(numbers).map(([name, number]) => [number as number, name as Name]));
  }

  number(name: Name): number {
    return this.numbers[name];
  }

  name(number: number | null | undefined, field: string): Name {
    return this.#names.get(number ?? 0) ?? refuse(field, `unknown value ${number ?? 0}`);
  }
}

const TYPE = new Names<SignedType>({ sale: wire.TransactionType.SALE, refund: wire.TransactionType.REFUND });
const ENTRY_MODE = new Names<EntryMode>({
  contactless: wire.EntryMode.CONTACTLESS,
  chip: wire.EntryMode.CHIP,
  magstripe: wire.EntryMode.MAGSTRIPE,
  fallback: wire.EntryMode.FALLBACK,
  manual: wire.EntryMode.MANUAL,
});
const CRYPTOGRAM = new Names<Cryptogram>({
  TC: wire.Cryptogram.TC,
  ARQC: wire.Cryptogram.ARQC,
  AAC: wire.Cryptogram.AAC,
  none: wire.Cryptogram.NONE,
});
const FINAL_CRYPTOGRAM = new Names<'TC' | 'AAC'>({ TC: wire.Cryptogram.TC, AAC: wire.Cryptogram.AAC });
const STAGE = new Names<ReaderStage>({
  unknownKey: wire.Stage.UNKNOWN_KEY,
  waitingCard: wire.Stage.WAITING_CARD,
  cardRead: wire.Stage.CARD_READ,
  finalTc: wire.Stage.FINAL_TC,
  finalAac: wire.Stage.FINAL_AAC,
  shownApproved: wire.Stage.SHOWN_APPROVED,
  shownDeclined: wire.Stage.SHOWN_DECLINED,
  cancelled: wire.Stage.ENDED_CANCELLED,
  timeout: wire.Stage.ENDED_TIMEOUT,
});
const OUTCOME = new Names<CompleteOutcome>({
  approved: wire.CompleteOutcome.APPROVED,
  declined: wire.CompleteOutcome.DECLINED,
  cancelled: wire.CompleteOutcome.CANCELLED,
});
const ERROR_CODE = new Names<ReaderErrorCode>({
  BUSY: wire.ErrorCode.BUSY,
  CARD_PULLED: wire.ErrorCode.CARD_PULLED,
  CARD_UNREADABLE: wire.ErrorCode.CARD_UNREADABLE,
  KEYS_EXHAUSTED: wire.ErrorCode.KEYS_EXHAUSTED,
  WRONG_KEY: wire.ErrorCode.WRONG_KEY,
  WRONG_STAGE: wire.ErrorCode.WRONG_STAGE,
  BAD_VALUE: wire.ErrorCode.BAD_VALUE,
});

function refuse(field: string, why: string): never {
  throw new TillpostError('READER_PROTOCOL', `reader message: ${field}: ${why}`, {
    operation: 'reader.message',
    subject: field,
    hint: 'Reader and agent disagree about the protocol. Compare the reader firmware with proto/reader.proto.',
  });
}

function bytes(value: Uint8Array | null | undefined, field: string, least: number, most: number): Uint8Array {
  const length = value?.length ?? 0;
  if (length < least || length > most) refuse(field, `${length} bytes, expected ${least}–${most}`);
  // A copy: what protobufjs gives is a window into the receive buffer.
  return Uint8Array.from(value ?? []);
}

const key = (value: Uint8Array | null | undefined, field: string): KeyBytes =>
  bytes(value, field, KEY_LENGTH, KEY_LENGTH);

function text(value: string | null | undefined, field: string, most: number): string {
  const given = value ?? '';
  if (given.length > most) refuse(field, `${given.length} characters, at most ${most}`);
  return given;
}

function whole(value: unknown, field: string, most: number): number {
  const number = Number(value ?? 0);
  if (!Number.isSafeInteger(number) || number < 0 || number > most) refuse(field, `out of range 0–${most}`);
  return number;
}

function present<T>(value: T | null | undefined, field: string): T {
  return value ?? refuse(field, 'missing');
}

function decoded<T>(decode: (payload: Uint8Array) => T, payload: Uint8Array): T {
  try {
    return decode(payload);
  } catch {
    // protobufjs' own message may quote the buffer; it is left out on purpose.
    return refuse('envelope', 'not protobuf');
  }
}

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

/** DATA payload of a message from the reader; the simulated reader's side. */
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

function wireCard(card: CardReport): wire.Card.$Properties {
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

function wireFinal({ key, cryptogram, tlv }: FinalReport): wire.Final.$Properties {
  return { key, cryptogram: FINAL_CRYPTOGRAM.number(cryptogram), tlv: tlv.reveal() };
}

/** @throws READER_PROTOCOL */
export function decodeReaderMessage(payload: Uint8Array): ReaderMessage {
  const message = decoded((given) => wire.ReaderMessage.decode(given), payload);
  switch (message.content) {
    case 'card':
      return { kind: 'card', card: readCardReport(present(message.card, 'card')) };
    case 'final':
      return { kind: 'final', final: readFinal(present(message.final, 'final')) };
    case 'result':
      return { kind: 'result', result: readResult(present(message.result, 'result')) };
    case 'keepalive': {
      const stage = message.keepalive?.stage ?? 0;
      return { kind: 'keepalive', stage: stage === 0 ? null : STAGE.name(stage, 'keepalive.stage') };
    }
    case 'info': {
      const { info } = message;
      const serialNumber = text(info?.serialNumber, 'info.serial_number', 16);
      const uptimeSeconds = whole(info?.uptimeS, 'info.uptime_s', 0xffffffff);
      return { kind: 'info', serialNumber, firmware: text(info?.firmware, 'info.firmware', 8), uptimeSeconds };
    }
    case 'testReport': {
      const report = present(message.testReport, 'test_report');
      return { kind: 'testReport', passed: report.passed ?? false, text: text(report.text, 'test_report.text', 256) };
    }
    case 'uiEvent':
      return { kind: 'uiEvent', text: text(message.uiEvent?.text, 'ui_event.text', 256) };
    case 'tamper':
      return { kind: 'tamper', text: text(message.tamper?.text, 'tamper.text', 256) };
    case 'error': {
      const error = present(message.error, 'error');
      return {
        kind: 'error',
        key: (error.key?.length ?? 0) === 0 ? null : key(error.key, 'error.key'),
        code: ERROR_CODE.name(error.code, 'error.code'),
        text: text(error.text, 'error.text', 256),
      };
    }
    case undefined:
  }
  return refuse('content', 'empty or unknown');
}

function readCardReport(card: wire.Card.$Properties): CardReport {
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
    onlinePin: card.onlinePin ?? false,
    amount: whole(card.amount, 'card.amount', AMOUNT_MAX),
    currency: whole(card.currency, 'card.currency', 999),
    type: TYPE.name(card.type, 'card.type'),
  };
}

function readFinal({ key: bytesOfKey, cryptogram, tlv }: wire.Final.$Properties): FinalReport {
  return {
    key: key(bytesOfKey, 'final.key'),
    cryptogram: FINAL_CRYPTOGRAM.name(cryptogram, 'final.cryptogram'),
    tlv: new Sealed(bytes(tlv, 'final.tlv', 0, TLV_MAX)),
  };
}

function readResult({ key: bytesOfKey, stage, card, final }: wire.Result.$Properties): ResultReport {
  return {
    key: key(bytesOfKey, 'result.key'),
    stage: STAGE.name(stage, 'result.stage'),
    card: card ? readCardReport(card) : null,
    final: final ? readFinal(final) : null,
  };
}
