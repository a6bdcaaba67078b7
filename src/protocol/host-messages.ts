import { tillpost } from '#proto/host';
import { answerFromWire, answerToWire } from './host-answers.js';
import { commandFromWire, commandToWire, resultFromWire, resultToWire } from './host-commands.js';
import type { DownContent, Ids, UpContent } from './host-content.js';
import { invalid } from './host-fields.js';
import { type EncodedPostingsMessage, encodePosting, postingsFromWire, writePostings } from './host-postings.js';
import { requestFromWire, requestToWire } from './host-sales.js';
import {
  detailsMessageToWire,
  settlementAnswerFromWire,
  settlementAnswerToWire,
  settlementFromWire,
  totalsMessageToWire,
} from './host-settlement.js';
import {
  echoFromWire,
  echoToWire,
  heartbeatFromWire,
  heartbeatToWire,
  statusFromWire,
  statusToWire,
} from './host-terminal.js';

/**
 * Contents in values of the domain ↔ protobuf bodies. Used by `envelope.ts` only. Reading throws MESSAGE_INVALID.
 *
 * Terminal and host each use one half; both stand here, since each field's bounds, words and numbers are said once
 * for the two directions.
 */
import v1 = tillpost.host.v1;

export function encodeUp(ids: Ids, content: UpContent | EncodedPostingsMessage): Uint8Array {
  const { merchantId, terminalId } = ids;
  if (content.kind === 'encodedPostings') {
    const writer = v1.Body.encode({ merchantId, terminalId });
    writePostings(writer, content);
    return writer.finish();
  }
  if (content.kind === 'postings') {
    const postings = content.postings.map((posting) => ({ ...posting, encoded: encodePosting(posting) }));
    return encodeUp(ids, { kind: 'encodedPostings', postings, head: content.head });
  }
  return v1.Body.encode({ merchantId, terminalId, ...upToWire(content) }).finish();
}

export const encodeDown = ({ merchantId, terminalId }: Ids, content: DownContent): Uint8Array =>
  v1.Body.encode({ merchantId, terminalId, ...downToWire(content) }).finish();

function upToWire(content: Exclude<UpContent, { kind: 'postings' }>): v1.Body.$Properties {
  switch (content.kind) {
    case 'request':
      return { request: requestToWire(content) };
    case 'heartbeat':
      return { heartbeat: heartbeatToWire(content) };
    case 'status':
      return { status: statusToWire(content) };
    case 'totals':
      return { settlement: totalsMessageToWire(content) };
    case 'details':
      return { settlement: detailsMessageToWire(content) };
    case 'commandResult':
      return { commandResult: resultToWire(content.result) };
  }
}

export function upFromWire(body: v1.Body): UpContent {
  if (body.request) return requestFromWire(body.request);
  if (body.postings) return postingsFromWire(body.postings);
  if (body.heartbeat) return heartbeatFromWire(body.heartbeat);
  if (body.status) return statusFromWire(body.status);
  if (body.settlement) return settlementFromWire(body.settlement);
  if (body.commandResult) return { kind: 'commandResult', result: resultFromWire(body.commandResult) };
  return invalid('content', 'no content of this direction');
}

function downToWire(content: DownContent): v1.Body.$Properties {
  switch (content.kind) {
    case 'reply':
      return { reply: answerToWire(content.answer) };
    case 'receipts':
      return { receipts: { receipts: content.answers.map(answerToWire) } };
    case 'echo':
      return { echo: echoToWire(content) };
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
  if (body.echo) return echoFromWire(body.echo);
  if (body.settlementAnswer) return settlementAnswerFromWire(body.settlementAnswer);
  if (body.command) return { kind: 'command', command: commandFromWire(body.command) };
  return invalid('content', 'no content of this direction');
}
