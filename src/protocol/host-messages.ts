import { tillpost } from '#proto/host';
import type { Answer, Outcome } from '../domain/answer.js';
import type { Cryptogram } from '../domain/card.js';
import type { AdviceResponse, PostingKind, ReversalReason } from '../domain/posting.js';
import { Sealed } from '../domain/redaction.js';
import type { ClockQuality, TransactionType } from '../domain/transaction.js';
import type { ReaderState } from '../ports/index.js';
import { commandFromWire, commandToWire, resultFromWire, resultToWire } from './host-commands.js';
import type {
  AdviceMessage,
  DownContent,
  EchoMessage,
  HeartbeatMessage,
  PostingMessage,
  RequestMessage,
  ReversalMessage,
  SentCard,
  SentHead,
  StatusMessage,
  UpContent,
} from './host-content.js';
import { bytesOf, enumeration, exact, hexOf, invalid, present, textOf, type Wide } from './host-fields.js';
import {
  detailsMessageToWire,
  settlementAnswerFromWire,
  settlementAnswerToWire,
  settlementFromWire,
  totalsMessageToWire,
} from './host-settlement.js';
import {
  ENTRY_MODE,
  epochFromWire,
  keyFromWire,
  keyToWire,
  maybeMoney,
  moneyFromWire,
  moneyToWire,
  UINT32_MAX,
} from './host-values.js';

/** Domain values ↔ generated protobuf messages. Used by `envelope.ts` only. Reading throws MESSAGE_INVALID. */
import v1 = tillpost.host.v1;

/** At most six leading and four trailing digits: no clear PAN fits. */
const MASKED_PAN = /^\d{0,6}\*{0,13}\d{0,4}$/;
const SHORT_TEXT = /^[\x20-\x7e]{0,40}$/;

const TYPE = enumeration<TransactionType>({ sale: v1.TransactionType.SALE, refund: v1.TransactionType.REFUND });
const CRYPTOGRAM = enumeration<Cryptogram>({
  TC: v1.Cryptogram.TC,
  ARQC: v1.Cryptogram.ARQC,
  AAC: v1.Cryptogram.AAC,
  none: v1.Cryptogram.NONE,
});
const CLOCK = enumeration<ClockQuality>({
  trusted: v1.ClockQuality.CLOCK_TRUSTED,
  unchecked: v1.ClockQuality.CLOCK_UNCHECKED,
  wrong: v1.ClockQuality.CLOCK_WRONG,
});
const POSTING_KIND = enumeration<PostingKind>({ advice: v1.PostingKind.ADVICE, reversal: v1.PostingKind.REVERSAL });
const RESPONSE = enumeration<AdviceResponse>({
  Y1: v1.OfflineResponse.Y1,
  Y3: v1.OfflineResponse.Y3,
  online: v1.OfflineResponse.ONLINE,
});
const REASON = enumeration<ReversalReason>({
  timeout: v1.ReversalReason.TIMEOUT,
  cardDeclined: v1.ReversalReason.CARD_DECLINED,
  readerFailed: v1.ReversalReason.READER_FAILED,
  badMac: v1.ReversalReason.BAD_MAC,
  operatorVoid: v1.ReversalReason.OPERATOR_VOID,
  amountMismatch: v1.ReversalReason.AMOUNT_MISMATCH,
});
const READER = enumeration<ReaderState>({
  missing: v1.ReaderState.READER_MISSING,
  connecting: v1.ReaderState.READER_CONNECTING,
  ready: v1.ReaderState.READER_READY,
});
const PRESENCE = enumeration<StatusMessage['presence']>({ birth: v1.Presence.BIRTH, death: v1.Presence.DEATH });
const OUTCOME = enumeration<Outcome>({
  POSTED: v1.Outcome.POSTED,
  ALREADY_POSTED: v1.Outcome.ALREADY_POSTED,
  REJECTED: v1.Outcome.REJECTED,
  CONFLICT: v1.Outcome.CONFLICT,
  REVERSED: v1.Outcome.REVERSED,
  ALREADY_REVERSED: v1.Outcome.ALREADY_REVERSED,
  RETRY_LATER: v1.Outcome.RETRY_LATER,
});

// ---------------------------------------------------------------- parts

const cardToWire = (card: SentCard): v1.Card.$Properties => ({
  entryMode: ENTRY_MODE.toWire(card.entryMode),
  maskedPan: card.maskedPan,
  token: bytesOf(card.token),
  scheme: card.scheme,
  cryptogram: CRYPTOGRAM.toWire(card.cryptogram),
  ...(card.secret === null
    ? {}
    : { ciphertext: card.secret.ciphertext.reveal(), ksn: card.secret.ksn.reveal(), emv: card.secret.emv.reveal() }),
});

function cardFromWire(wire: v1.Card.$Properties | null | undefined): SentCard {
  const card = present(wire, 'card');
  const ciphertext = card.ciphertext ?? new Uint8Array();
  if (ciphertext.length === 0 && (card.ksn ?? []).length > 0) invalid('card.ciphertext', 'missing beside a KSN');
  if (ciphertext.length > 0) hexOf(card.ksn, 'card.ksn', 12);
  return {
    entryMode: ENTRY_MODE.fromWire(card.entryMode, 'card.entry_mode'),
    maskedPan: textOf(card.maskedPan, 'card.masked_pan', MASKED_PAN),
    token: hexOf(card.token, 'card.token', 16),
    scheme: textOf(card.scheme, 'card.scheme', SHORT_TEXT),
    cryptogram: CRYPTOGRAM.fromWire(card.cryptogram, 'card.cryptogram'),
    secret:
      ciphertext.length === 0
        ? null
        : {
            ciphertext: new Sealed(ciphertext),
            ksn: new Sealed(present(card.ksn, 'card.ksn')),
            emv: new Sealed(card.emv ?? new Uint8Array()),
          },
  };
}

function reversalCardFromWire(card: v1.Card.$Properties | null | undefined): ReversalMessage['card'] {
  if (card === null || card === undefined) return null;
  return {
    entryMode: ENTRY_MODE.fromWire(card.entryMode, 'card.entry_mode'),
    maskedPan: textOf(card.maskedPan, 'card.masked_pan', MASKED_PAN),
  };
}

const headToWire = (head: SentHead | null): v1.ChainHead.$Properties | null =>
  head === null ? null : { entry: head.entry, mac: bytesOf(head.mac), epoch: bytesOf(head.epoch) };

function headFromWire(head: v1.ChainHead.$Properties | null | undefined): SentHead | null {
  if (head === null || head === undefined) return null;
  return {
    entry: exact(head.entry, 'head.entry'),
    mac: hexOf(head.mac, 'head.mac', 32),
    epoch: epochFromWire(head.epoch, 'head.epoch'),
  };
}

// ---------------------------------------------------------------- sale fields, postings, answers

const saleToWire = (sale: RequestMessage | PostingMessage) => ({
  key: keyToWire(sale.key),
  type: TYPE.toWire(sale.type),
  money: moneyToWire(sale.money),
  stan: sale.stan,
  terminalTimeMs: sale.startedAtMs,
  clock: CLOCK.toWire(sale.clock),
  repeat: sale.repeat,
  batch: sale.batch,
});

function saleFromWire(wire: v1.OnlineRequest.$Properties | v1.Posting.$Properties) {
  return {
    key: keyFromWire(wire.key),
    type: TYPE.fromWire(wire.type, 'type'),
    money: moneyFromWire(wire.money, 'money'),
    stan: exact(wire.stan, 'stan', 1, 999_999),
    startedAtMs: exact(wire.terminalTimeMs, 'terminal_time_ms'),
    clock: CLOCK.fromWire(wire.clock, 'clock'),
    repeat: wire.repeat ?? false,
    batch: openBatchFromWire(wire.batch),
  };
}

/** A terminal that knows no batches never closed its first (host.proto, Compatibility rule 2). */
const openBatchFromWire = (wire: Wide): number => exact(wire, 'batch', 0, UINT32_MAX) || 1;

function postingToWire(posting: PostingMessage): v1.Posting.$Properties {
  const common = { ...saleToWire(posting), sequence: posting.sequence, kind: POSTING_KIND.toWire(posting.kind) };
  if (posting.kind === 'advice') {
    return {
      ...common,
      card: cardToWire(posting.card),
      response: RESPONSE.toWire(posting.response),
      deferred: posting.deferred,
    };
  }
  const { card } = posting;
  return {
    ...common,
    // Named field by field: whatever else the value bears must not reach a reversal.
    card: card === null ? null : { entryMode: ENTRY_MODE.toWire(card.entryMode), maskedPan: card.maskedPan },
    reason: REASON.toWire(posting.reason),
  };
}

function postingFromWire(wire: v1.Posting.$Properties): PostingMessage {
  const kind = POSTING_KIND.fromWire(wire.kind, 'posting.kind');
  const common = { ...saleFromWire(wire), sequence: exact(wire.sequence, 'posting.sequence', 1) };
  if (kind === 'advice') {
    const response = RESPONSE.fromWire(wire.response, 'posting.response');
    return {
      ...common,
      kind,
      card: cardFromWire(wire.card),
      response,
      deferred: wire.deferred ?? false,
    } satisfies AdviceMessage;
  }
  if (wire.deferred) invalid('posting.deferred', 'on a reversal');
  const reason = REASON.fromWire(wire.reason, 'posting.reason');
  return { ...common, kind, card: reversalCardFromWire(wire.card), reason } satisfies ReversalMessage;
}

const answerToWire = (answer: Answer): v1.Answer.$Properties => ({
  key: keyToWire(answer.key),
  sequence: answer.sequence,
  outcome: OUTCOME.toWire(answer.outcome),
  responseCode: answer.responseCode,
  rrn: answer.rrn,
  posted: answer.posted === null ? null : moneyToWire(answer.posted),
  hostTimeMs: answer.hostTimeMs,
  arpc: bytesOf(answer.arpc),
  retryAfterMs: answer.retryAfterMs,
  batch: answer.batch,
  reversedBatch: answer.reversedBatch,
});

function answerFromWire(wire: v1.Answer.$Properties | null | undefined, leastSequence: 0 | 1): Answer {
  const answer = present(wire, 'answer');
  // Tag 91 is 8 to 16 bytes (EMV book 3, annex A).
  const arpc = hexOf(answer.arpc, 'answer.arpc', 0, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  return {
    key: keyFromWire(answer.key),
    sequence: exact(answer.sequence, 'answer.sequence', leastSequence, leastSequence === 0 ? 0 : undefined),
    outcome: OUTCOME.fromWire(answer.outcome, 'answer.outcome'),
    responseCode: textOf(answer.responseCode, 'answer.response_code', /^(?:[A-Z0-9]{2})?$/),
    rrn: textOf(answer.rrn, 'answer.rrn', /^(?:[A-Z0-9]{12})?$/),
    posted: maybeMoney(answer.posted, 'answer.posted'),
    hostTimeMs: exact(answer.hostTimeMs, 'answer.host_time_ms'),
    arpc,
    retryAfterMs: exact(answer.retryAfterMs, 'answer.retry_after_ms', 0, UINT32_MAX),
    batch: exact(answer.batch, 'answer.batch', 0, UINT32_MAX),
    reversedBatch: exact(answer.reversedBatch, 'answer.reversed_batch', 0, UINT32_MAX),
  };
}

// ---------------------------------------------------------------- contents

export function upToWire(content: UpContent): v1.Body.$Properties {
  switch (content.kind) {
    case 'request':
      return { request: { ...saleToWire(content), card: cardToWire(content.card), deadlineMs: content.deadlineMs } };
    case 'postings':
      return { postings: { postings: content.postings.map(postingToWire), head: headToWire(content.head) } };
    case 'heartbeat':
      return {
        heartbeat: {
          ...content,
          nonce: bytesOf(content.nonce),
          clock: CLOCK.toWire(content.clock),
          reader: READER.toWire(content.reader),
          head: headToWire(content.head),
        },
      };
    case 'status':
      return {
        status: {
          presence: PRESENCE.toWire(content.presence),
          session: bytesOf(content.session),
          sessionNumber: content.sessionNumber,
          agentVersion: content.agentVersion,
        },
      };
    case 'totals':
      return { settlement: totalsMessageToWire(content) };
    case 'details':
      return { settlement: detailsMessageToWire(content) };
    case 'commandResult':
      return { commandResult: resultToWire(content.result) };
  }
}

export function upFromWire(body: v1.Body): UpContent {
  if (body.request) {
    const { card, deadlineMs } = body.request;
    return {
      kind: 'request',
      ...saleFromWire(body.request),
      card: cardFromWire(card),
      deadlineMs: exact(deadlineMs, 'deadline_ms', 1, UINT32_MAX),
    } satisfies RequestMessage;
  }
  if (body.postings) {
    const postings = (body.postings.postings ?? []).map(postingFromWire);
    if (postings.length === 0) invalid('postings', 'empty batch');
    return { kind: 'postings', postings, head: headFromWire(body.postings.head) };
  }
  if (body.heartbeat) return heartbeatFromWire(body.heartbeat);
  if (body.status) return statusFromWire(body.status);
  if (body.settlement) return settlementFromWire(body.settlement);
  if (body.commandResult) return { kind: 'commandResult', result: resultFromWire(body.commandResult) };
  return invalid('content', 'no content of this direction');
}

function heartbeatFromWire(wire: v1.Heartbeat.$Properties): HeartbeatMessage {
  return {
    kind: 'heartbeat',
    nonce: hexOf(wire.nonce, 'heartbeat.nonce', 8),
    terminalTimeMs: exact(wire.terminalTimeMs, 'heartbeat.terminal_time_ms'),
    clock: CLOCK.fromWire(wire.clock, 'heartbeat.clock'),
    queueDepth: exact(wire.queueDepth, 'heartbeat.queue_depth'),
    oldestAgeMs: exact(wire.oldestAgeMs, 'heartbeat.oldest_age_ms'),
    parked: exact(wire.parked, 'heartbeat.parked'),
    reader: READER.fromWire(wire.reader, 'heartbeat.reader'),
    diskFreeBytes: exact(wire.diskFreeBytes, 'heartbeat.disk_free_bytes'),
    agentVersion: textOf(wire.agentVersion, 'heartbeat.agent_version', SHORT_TEXT),
    head: headFromWire(wire.head),
  };
}

function statusFromWire(wire: v1.Status.$Properties): StatusMessage {
  return {
    kind: 'status',
    presence: PRESENCE.fromWire(wire.presence, 'status.presence'),
    session: hexOf(wire.session, 'status.session', 8),
    sessionNumber: exact(wire.sessionNumber, 'status.session_number'),
    agentVersion: textOf(wire.agentVersion, 'status.agent_version', SHORT_TEXT),
  };
}

export function downToWire(content: DownContent): v1.Body.$Properties {
  switch (content.kind) {
    case 'reply':
      return { reply: answerToWire(content.answer) };
    case 'receipts':
      return { receipts: { receipts: content.answers.map(answerToWire) } };
    case 'echo': {
      const { nonce, hostTimeMs, pauseMs, batchMax } = content;
      return { echo: { nonce: bytesOf(nonce), hostTimeMs, pauseMs, batchMax } };
    }
    case 'settlementAnswer':
      return { settlementAnswer: settlementAnswerToWire(content) };
    case 'command':
      return { command: commandToWire(content.command) };
  }
}

export function downFromWire(body: v1.Body): DownContent {
  if (body.reply) return { kind: 'reply', answer: answerFromWire(body.reply, 0) };
  if (body.receipts) {
    const answers = (body.receipts.receipts ?? []).map((receipt) => answerFromWire(receipt, 1));
    if (answers.length === 0) invalid('receipts', 'empty batch');
    return { kind: 'receipts', answers };
  }
  if (body.echo) {
    return {
      kind: 'echo',
      nonce: hexOf(body.echo.nonce, 'echo.nonce', 8),
      hostTimeMs: exact(body.echo.hostTimeMs, 'echo.host_time_ms'),
      pauseMs: exact(body.echo.pauseMs, 'echo.pause_ms'),
      batchMax: exact(body.echo.batchMax, 'echo.batch_max'),
    } satisfies EchoMessage;
  }
  if (body.settlementAnswer) return settlementAnswerFromWire(body.settlementAnswer);
  if (body.command) return { kind: 'command', command: commandFromWire(body.command) };
  return invalid('content', 'no content of this direction');
}

/** What one posting takes in a batch, bytes: tag, length (3 bytes at most) and content. */
export const postingSize = (posting: PostingMessage): number =>
  v1.Posting.encode(postingToWire(posting)).finish().length + 4;
