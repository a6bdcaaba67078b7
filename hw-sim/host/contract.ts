import type { Outcome } from '../../src/domain/answer.js';
import type { TransactionKey } from '../../src/domain/key.js';
import { type Money, sameMoney } from '../../src/domain/money.js';

/**
 * The host's contract (payment rules, The host's contract), pure: what stands under a key and a message that
 * bears it give what stands afterwards and the answer. This table is the reference; the ledger stores what it
 * says and decides nothing.
 */

export type LedgerState = 'posted' | 'reversed';

/** What the host has for a key. A tombstone is a reversed row under which nothing was ever posted. */
export interface LedgerRow {
  readonly key: TransactionKey;
  readonly state: LedgerState;
  /** What was posted, or what the reversal that made the tombstone named. */
  readonly money: Money;
  /** DE 39 of the first result. */
  readonly responseCode: string;
  /** DE 37 of the first result. */
  readonly rrn: string;
}

/** 0200, 0220, 0420. */
export type MoneyMessageKind = 'request' | 'advice' | 'reversal';

export interface MoneyMessage {
  readonly kind: MoneyMessageKind;
  readonly key: TransactionKey;
  readonly money: Money;
}

export type Decision = { readonly approved: true } | { readonly approved: false; readonly responseCode: string };
export const APPROVED: Decision = { approved: true };

export interface ContractAnswer {
  readonly outcome: Outcome;
  readonly responseCode: string;
  readonly rrn: string;
  /** What stands in the ledger under the key. */
  readonly posted: Money | null;
}

export interface ContractStep {
  /** The very same object as before when nothing changes. */
  readonly row: LedgerRow | null;
  readonly answer: ContractAnswer;
}

/** ISO 8583 DE 39. */
export const RESPONSE = { approved: '00', duplicate: '94', unavailable: '91' } as const;

/** Whether the contract leaves room for a decision: what stands or is reversed already is only repeated. */
export function asksForDecision(row: LedgerRow | null, kind: MoneyMessageKind): boolean {
  return kind === 'reversal' ? row?.state !== 'reversed' : row === null;
}

/**
 * @param decision used only where `asksForDecision` says so
 * @param rrn DE 37 for a new posting
 */
export function applyContract(
  row: LedgerRow | null,
  message: MoneyMessage,
  decision: Decision,
  rrn: string,
): ContractStep {
  const { kind, key, money } = message;
  if (asksForDecision(row, kind) && !decision.approved) {
    const posted = row?.money ?? null;
    return { row, answer: { outcome: 'REJECTED', responseCode: decision.responseCode, rrn: '', posted } };
  }
  return kind === 'reversal' ? reverse(row, key, money) : post(row, key, money, rrn);
}

function post(row: LedgerRow | null, key: TransactionKey, money: Money, rrn: string): ContractStep {
  if (row === null) {
    const fresh: LedgerRow = { key, state: 'posted', money, responseCode: RESPONSE.approved, rrn };
    return { row: fresh, answer: result('POSTED', fresh) };
  }
  switch (row.state) {
    case 'posted':
      if (sameMoney(row.money, money)) return { row, answer: result('ALREADY_POSTED', row) };
      return { row, answer: { ...result('CONFLICT', row), responseCode: RESPONSE.duplicate } };
    case 'reversed':
      return { row, answer: { outcome: 'REVERSED', responseCode: RESPONSE.duplicate, rrn: row.rrn, posted: null } };
  }
}

function reverse(row: LedgerRow | null, key: TransactionKey, money: Money): ContractStep {
  const done = { responseCode: RESPONSE.approved, rrn: row?.rrn ?? '', posted: null };
  if (row?.state === 'reversed') return { row, answer: { outcome: 'ALREADY_REVERSED', ...done } };
  const tombstone: LedgerRow = { key, state: 'reversed', money, responseCode: '', rrn: '' };
  return { row: row === null ? tombstone : { ...row, state: 'reversed' }, answer: { outcome: 'REVERSED', ...done } };
}

function result(outcome: Outcome, row: LedgerRow): ContractAnswer {
  return { outcome, responseCode: row.responseCode, rrn: row.rrn, posted: row.money };
}
