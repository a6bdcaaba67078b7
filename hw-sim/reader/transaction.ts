import type { CompleteOutcome, ReaderMessage } from '../../src/reader/cells/message-shapes.js';
import { finalTlv } from './cards/card-reading.js';
import { cardNamed } from './cards/cards.js';
import type { DisplayEntry, Memory, Shown } from './store/memory.js';
import {
  isOpen,
  readableKey,
  type ReaderTransactionType,
  type StoredCard,
  type StoredResult,
  type StoredStage,
} from './store/stored-result.js';

export const EMPTY_MEMORY: Memory = { results: new Map(), lastOrder: 0 };

/** What is about one transaction; PING, GET_INFO and their like need no memory and do not come here. */
export type TransactionInput =
  | {
      readonly kind: 'start';
      readonly key: string;
      /** Its id, if it opens a transaction. */
      readonly start: string;
      readonly amount: number;
      readonly currency: number;
      readonly exponent: number;
      readonly type: ReaderTransactionType;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'continueOnline'; readonly key: string; readonly responseCode: string }
  | { readonly kind: 'unableOnline'; readonly key: string }
  | {
      readonly kind: 'complete';
      readonly key: string;
      readonly outcome: CompleteOutcome;
      readonly text: string;
      /** Approved on an ARQC that the host will see later. */
      readonly deferred: boolean;
      /** Broken on purpose: an approval is shown whatever the stage allows. */
      readonly despite?: true;
    }
  | { readonly kind: 'confirm'; readonly key: string }
  | { readonly kind: 'cancel'; readonly key: string }
  | { readonly kind: 'getResult'; readonly key: string }
  | { readonly kind: 'cardPresented'; readonly key: string; readonly profile: string; readonly card: StoredCard }
  | { readonly kind: 'cardFailed'; readonly key: string; readonly code: CardFailure; readonly text: string }
  | { readonly kind: 'timeIsUp'; readonly key: string }
  /** Power is back. `shown` tells what the display log holds: it is written before the stage. */
  | { readonly kind: 'booted'; readonly shown: ReadonlyMap<string, Shown> };

/** Why it refuses a message. */
type ReaderErrorCode = Extract<ReaderMessage, { kind: 'error' }>['code'];
/** Why a card could not be read. */
type CardFailure = Extract<ReaderErrorCode, 'CARD_UNREADABLE' | 'KEYS_EXHAUSTED'>;

export type Reply =
  | { readonly kind: 'card'; readonly key: string; readonly card: StoredCard }
  | { readonly kind: 'final'; readonly key: string; readonly final: NonNullable<StoredResult['final']> }
  /** `result` null: the key is unknown. */
  | { readonly kind: 'result'; readonly key: string; readonly result: StoredResult | null }
  | { readonly kind: 'error'; readonly key: string; readonly code: ReaderErrorCode; readonly text: string };

export type TransactionEffect =
  | { readonly kind: 'show'; readonly entry: DisplayEntry }
  | { readonly kind: 'store'; readonly result: StoredResult }
  | { readonly kind: 'forget'; readonly key: string }
  | { readonly kind: 'send'; readonly reply: Reply };

export type TransactionStep = readonly [Memory, readonly TransactionEffect[]];

/** What time ends if nothing else does. */
export interface Wait {
  readonly key: string;
  readonly stage: StoredStage;
  readonly ms: number;
}

const RESULTS_MAX = 512;
const AMOUNT_MAX = 999_999_999_999;
const CARD_WAIT_MAX_MS = 600_000;
const TEXT_MAX = 32;

export function openResult(memory: Memory): StoredResult | null {
  for (const result of memory.results.values()) if (isOpen(result)) return result;
  return null;
}

/** The key of the last stored result, for RSTACK. */
export function lastStoredKey(memory: Memory): string | null {
  let last: StoredResult | null = null;
  for (const result of memory.results.values()) if (last === null || result.order > last.order) last = result;
  return last?.key ?? null;
}

/**
 * How long the open transaction waits. Only two waits end by themselves: the one for a card, and the one for
 * the agent's word on a card that asked for the host. COMPLETE is waited for without limit: the money may
 * be taken already.
 */
export function waitOf(memory: Memory, agentPatienceMs: number): Wait | null {
  const open = openResult(memory);
  if (open === null) return null;
  const { key, stage, timeoutMs } = open;
  if (stage === 'waitingCard') return { key, stage, ms: timeoutMs };
  return stage === 'cardRead' && asksForHost(open) ? { key, stage, ms: agentPatienceMs } : null;
}

export function step(memory: Memory, input: TransactionInput): TransactionStep {
  if (input.kind === 'booted') return boot(memory, input.shown);
  if (input.kind === 'start') return start(memory, input);
  const result = memory.results.get(input.key) ?? null;
  if (input.kind === 'getResult') return answer(memory, input.key, result);
  if (input.kind === 'cancel') return cancel(memory, input.key, result);
  if (input.kind === 'confirm') return confirm(memory, input.key, result);
  if (result === null) return refuse(memory, input.key, 'WRONG_KEY', 'no such transaction');
  switch (input.kind) {
    case 'cardPresented':
      return cardPresented(memory, result, input.profile, input.card);
    case 'cardFailed':
      return cardFailed(memory, result, input);
    case 'continueOnline':
      return secondCryptogram(memory, result, input.responseCode);
    case 'unableOnline':
      return secondCryptogram(memory, result, null);
    case 'complete':
      return complete(memory, result, input);
    case 'timeIsUp':
      return timeIsUp(memory, result);
  }
}

function start(memory: Memory, input: TransactionInput & { kind: 'start' }): TransactionStep {
  const { key, start: id, amount, currency, exponent, type, timeoutMs } = input;
  const known = memory.results.get(key);
  if (known !== undefined) return answer(memory, key, known);
  const open = openResult(memory);
  if (open !== null) return refuse(memory, key, 'BUSY', `${readableKey(open.key)} is open`);
  if (memory.results.size >= RESULTS_MAX) return refuse(memory, key, 'BUSY', 'memory is full of unconfirmed results');
  const problem = problemOf(input);
  if (problem !== null) return refuse(memory, key, 'BAD_VALUE', problem);
  return stored(memory, {
    key,
    start: id,
    order: 0,
    stage: 'waitingCard',
    amount,
    currency,
    exponent,
    type,
    timeoutMs,
    profile: null,
    card: null,
    final: null,
  });
}

function problemOf({ key, amount, currency, timeoutMs }: TransactionInput & { kind: 'start' }): string | null {
  if (!/^[0-9a-f]{32}$/.test(key) || /^0+$/.test(key)) return 'the key is not 16 bytes';
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > AMOUNT_MAX) return 'the amount does not fit tag 9F02';
  if (currency < 1 || currency > 999) return 'the currency does not fit tag 5F2A';
  if (timeoutMs < 1 || timeoutMs > CARD_WAIT_MAX_MS) return `the timeout is not 1 to ${CARD_WAIT_MAX_MS} ms`;
  return null;
}

function cardPresented(memory: Memory, result: StoredResult, profile: string, card: StoredCard): TransactionStep {
  if (result.stage !== 'waitingCard') return wrongStage(memory, result, 'a card');
  return stored(memory, { ...result, stage: 'cardRead', profile, card }, { kind: 'card', key: result.key, card });
}

function cardFailed(
  memory: Memory,
  result: StoredResult,
  { code, text }: TransactionInput & { kind: 'cardFailed' },
): TransactionStep {
  if (result.stage !== 'waitingCard') return wrongStage(memory, result, 'a card');
  const [next, effects] = ended(memory, result, 'not completed', '', false);
  return [next, [...effects, ...refuse(next, result.key, code, text)[1]]];
}

/** The second GENERATE AC. `responseCode` is tag 8A from the host, null when the host could not be asked. */
function secondCryptogram(memory: Memory, result: StoredResult, responseCode: string | null): TransactionStep {
  const { key, stage, final } = result;
  if (final !== null && (stage === 'finalTc' || stage === 'finalAac')) {
    return [memory, [{ kind: 'send', reply: { kind: 'final', key, final } }]];
  }
  if (stage !== 'cardRead' || !asksForHost(result) || isSingle(result))
    return wrongStage(memory, result, 'a second GENERATE AC');
  if (responseCode !== null && !/^[\x21-\x7e]{2}$/.test(responseCode)) {
    return refuse(memory, key, 'BAD_VALUE', 'the response code is not 2 characters');
  }
  const profile = cardNamed(result.profile!);
  // Nothing is stored: the card is gone however often it is asked for, and COMPLETE or CANCEL ends it.
  if (profile.fails === 'pulled') return refuse(memory, key, 'CARD_PULLED', 'the card was taken out too early');
  const approvedBy = responseCode === null ? profile.whenUnableOnline : profile.whenApproved;
  const cryptogram = responseCode === null || responseCode === '00' ? approvedBy : 'AAC';
  const made = { cryptogram, tlv: finalTlv(result, cryptogram) };
  return stored(
    memory,
    { ...result, stage: cryptogram === 'TC' ? 'finalTc' : 'finalAac', final: made },
    { kind: 'final', key, final: made },
  );
}

function complete(
  memory: Memory,
  result: StoredResult,
  { outcome, text, deferred, despite }: TransactionInput & { kind: 'complete' },
): TransactionStep {
  if (text.length > TEXT_MAX) return refuse(memory, result.key, 'BAD_VALUE', `the text is longer than ${TEXT_MAX}`);
  if (!isOpen(result)) {
    // A repeat. Nothing is shown twice, and nothing else than before is said.
    const agrees = (outcome === 'approved') === (result.stage === 'shownApproved');
    return agrees ? answer(memory, result.key, result) : wrongStage(memory, result, `COMPLETE ${outcome}`);
  }
  if (outcome === 'approved' && despite === undefined && !(deferred ? awaitsHost(result) : isApprovable(result))) {
    return wrongStage(memory, result, deferred ? 'COMPLETE approved, deferred' : 'COMPLETE approved');
  }
  return ended(memory, result, outcome, text, true);
}

function cancel(memory: Memory, key: string, result: StoredResult | null): TransactionStep {
  if (result === null || !isOpen(result)) return answer(memory, key, result);
  return ended(memory, result, 'cancelled', '', true);
}

function confirm(memory: Memory, key: string, result: StoredResult | null): TransactionStep {
  // A repeat: the first CONFIRM has done it.
  if (result === null) return [memory, []];
  if (isOpen(result)) return wrongStage(memory, result, 'CONFIRM');
  const results = new Map(memory.results);
  results.delete(key);
  return [{ ...memory, results }, [{ kind: 'forget', key }]];
}

function timeIsUp(memory: Memory, result: StoredResult): TransactionStep {
  if (result.stage === 'waitingCard') return ended(memory, result, 'not completed', '', true);
  // The agent is silent, perhaps gone: it is told when it asks.
  if (result.stage === 'cardRead' && asksForHost(result)) return ended(memory, result, 'not completed', '', false);
  return [memory, []];
}

/** A card wait does not survive; what was shown before the stage could be stored is caught up with. */
function boot(memory: Memory, shown: ReadonlyMap<string, Shown>): TransactionStep {
  let current = memory;
  const effects: TransactionEffect[] = [];
  for (const result of memory.results.values()) {
    if (!isOpen(result)) continue;
    const seen = shown.get(result.key);
    const stage = seen !== undefined ? STAGE_AFTER[seen] : result.stage === 'waitingCard' ? 'cancelled' : null;
    if (stage === null) continue;
    const [next, made] = stored(current, { ...result, stage });
    current = next;
    effects.push(...made);
  }
  return [current, effects];
}

const STAGE_AFTER: Readonly<Record<Shown, StoredStage>> = {
  approved: 'shownApproved',
  declined: 'shownDeclined',
  cancelled: 'cancelled',
  'not completed': 'timeout',
};

export function stageAfter(shown: Shown): StoredStage {
  return STAGE_AFTER[shown];
}

function ended(memory: Memory, result: StoredResult, shown: Shown, text: string, tell: boolean): TransactionStep {
  const { key, start, type, amount, currency, card } = result;
  const entry = { key, start, shown, type, amount, currency, text, maskedPan: card?.maskedPan ?? null };
  const [next, effects] = stored(memory, { ...result, stage: STAGE_AFTER[shown] });
  const telling = tell ? answer(next, key, next.results.get(key)!)[1] : [];
  return [next, [{ kind: 'show', entry }, ...effects, ...telling]];
}

function asksForHost({ card }: StoredResult): boolean {
  return card?.cryptogram === 'ARQC' || card?.cryptogram === 'none';
}

/** A chip card's ARQC that no second GENERATE AC followed: what a deferred authorization is given on. */
function awaitsHost({ stage, card }: StoredResult): boolean {
  return stage === 'cardRead' && card?.cryptogram === 'ARQC';
}

/** The card has left with its one cryptogram: the host has the last word. */
function isSingle({ card }: StoredResult): boolean {
  return card?.singleCryptogram === true;
}

/** The card agreed, or cannot be asked any more and the agent says that the host agreed. */
function isApprovable(result: StoredResult): boolean {
  if (result.stage === 'finalTc') return true;
  return result.stage === 'cardRead' && (result.card?.cryptogram === 'TC' || (isSingle(result) && asksForHost(result)));
}

function stored(memory: Memory, result: StoredResult, reply?: Reply): TransactionStep {
  const order = memory.lastOrder + 1;
  const placed = { ...result, order };
  const results = new Map(memory.results).set(result.key, placed);
  return [
    { results, lastOrder: order },
    [{ kind: 'store', result: placed }, ...(reply === undefined ? [] : [{ kind: 'send', reply } as const])],
  ];
}

function answer(memory: Memory, key: string, result: StoredResult | null): TransactionStep {
  return [memory, [{ kind: 'send', reply: { kind: 'result', key, result } }]];
}

function refuse(memory: Memory, key: string, code: ReaderErrorCode, text: string): TransactionStep {
  return [memory, [{ kind: 'send', reply: { kind: 'error', key, code, text } }]];
}

function wrongStage(memory: Memory, { key, stage }: StoredResult, what: string): TransactionStep {
  return refuse(memory, key, 'WRONG_STAGE', `${what} is not legal at ${stage}`);
}
