import { tillpost } from '#proto/host';
import type { Answer, Outcome } from '../domain/answer.js';
import { bytesOf, enumeration, exact, hexOf, present, textOf } from './host-fields.js';
import { keyFromWire, keyToWire, maybeMoney, moneyToWire, UINT32_MAX } from './host-values.js';

/** The host's answer to a request (0210) or a posting (0230, 0430). Used by `host-messages.ts` only. */
import v1 = tillpost.host.v1;

const OUTCOME = enumeration<Outcome>({
  POSTED: v1.Outcome.POSTED,
  ALREADY_POSTED: v1.Outcome.ALREADY_POSTED,
  REJECTED: v1.Outcome.REJECTED,
  CONFLICT: v1.Outcome.CONFLICT,
  REVERSED: v1.Outcome.REVERSED,
  ALREADY_REVERSED: v1.Outcome.ALREADY_REVERSED,
  RETRY_LATER: v1.Outcome.RETRY_LATER,
});

export const answerToWire = (answer: Answer): v1.Answer.$Properties => ({
  key: keyToWire(answer.key),
  sequence: answer.sequence,
  opening: answer.opening,
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

export function answerFromWire(wire: v1.Answer.$Properties | null | undefined, leastSequence: 0 | 1): Answer {
  const answer = present(wire, 'answer');
  // Tag 91 is 8 to 16 bytes (EMV book 3, annex A).
  const arpc = hexOf(answer.arpc, 'answer.arpc', 0, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  return {
    key: keyFromWire(answer.key),
    sequence: exact(answer.sequence, 'answer.sequence', leastSequence, leastSequence === 0 ? 0 : undefined),
    // A host that knows no openings answers what was opened once (host.proto, Compatibility rule 2).
    opening: leastSequence === 0 ? 0 : exact(answer.opening, 'answer.opening', 0, UINT32_MAX) || 1,
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
