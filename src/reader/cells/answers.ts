/**
 * Which outstanding calls a message of the reader answers. Pure. The link keeps the order, and the reader
 * answers in order, so of several calls that one RESULT could answer the oldest takes it.
 */
import type { ReaderStage } from '../../ports/index.js';
import type { Call, CallKind } from '../contract/calls.js';
import type { ReaderErrorCode } from '../contract/refusals.js';

export type Answer =
  | { readonly kind: 'card' | 'final'; readonly key: string }
  | { readonly kind: 'result'; readonly key: string; readonly stage: ReaderStage }
  /** A message that cannot be read to its end. Of a RESULT the stage, of an error its code, may be lost. */
  | { readonly kind: 'broken'; readonly of: 'card' | 'final' | 'result' | 'error'; readonly key: string | null }
  | { readonly kind: 'error'; readonly key: string | null; readonly code: ReaderErrorCode };

/** Answered by RESULT and by nothing else, one for each. */
const BY_RESULT: readonly CallKind[] = ['cancel', 'complete', 'result'];
const BY_FINAL: readonly CallKind[] = ['continueOnline', 'unableOnline'];
/** What goes wrong with a card or with START's fields; other codes are about the message that was just sent. */
const CARD_ERRORS: readonly ReaderErrorCode[] = [
  'BUSY',
  'CARD_PULLED',
  'CARD_UNREADABLE',
  'KEYS_EXHAUSTED',
  'BAD_VALUE',
];

/** @param calls oldest first. Returns those answered, oldest first; none when the message was not asked for. */
export function answeredBy<Asked extends Pick<Call, 'kind' | 'key'>>(
  calls: readonly Asked[],
  answer: Answer,
): readonly Asked[] {
  const own = calls.filter((call) => answer.key === null || call.key === answer.key);
  switch (answer.kind) {
    case 'card':
      return own.filter((call) => call.kind === 'start');
    case 'final':
      return own.filter((call) => BY_FINAL.includes(call.kind));
    case 'result': {
      const asked = own.find((call) => BY_RESULT.includes(call.kind));
      return own.filter((call) => call === asked || endedBy(call.kind, answer.stage));
    }
    case 'broken':
      return brokenFor(own, answer.of);
    case 'error': {
      const atCard = own.find((call) => call.kind === 'start' || BY_FINAL.includes(call.kind));
      const asked = own.find((call) => call !== atCard);
      const blamed = CARD_ERRORS.includes(answer.code) ? (atCard ?? asked) : (asked ?? atCard);
      return blamed === undefined ? [] : [blamed];
    }
  }
}

/** The oldest that waits for such a message; should none do, the oldest of all: it must not wait for ever. */
function brokenFor<Asked extends Pick<Call, 'kind'>>(own: readonly Asked[], of: string): readonly Asked[] {
  const kinds = of === 'card' ? ['start'] : of === 'final' ? BY_FINAL : of === 'result' ? BY_RESULT : [];
  const answers = own.filter(({ kind }) => kind !== 'confirm');
  const blamed = answers.find(({ kind }) => kinds.includes(kind)) ?? (of === 'card' ? undefined : answers[0]);
  return blamed === undefined ? [] : [blamed];
}

/** Whether the stage leaves nothing to wait for: a cancelled START answers the START too. */
function endedBy(kind: CallKind, stage: ReaderStage): boolean {
  if (stage === 'unknownKey' || stage === 'waitingCard') return false;
  if (kind === 'start') return true;
  return BY_FINAL.includes(kind) && stage !== 'cardRead';
}
