import type { Outcome } from '../../../src/domain/answer.js';
import type { TransactionKey } from '../../../src/domain/key.js';
import { type Money, sameMoney } from '../../../src/domain/money.js';
import type { TransactionType } from '../../../src/domain/transaction.js';

/**
 * The host's contract (payment rules, The host's contract), pure: what stands under a key and a message that
 * bears it give what stands afterwards and the answer. This table is the reference; the ledger stores what it
 * says and decides nothing. One thing more it keeps: a request that was declined is declined again when a copy of
 * it comes, for the terminal has ended that sale and an issuer may say yes the second time.
 */

type LedgerState = 'posted' | 'reversed';

/** What the host has for a key. A tombstone is a reversed row under which nothing was ever posted. */
export interface LedgerRow {
  readonly key: TransactionKey;
  /** DE 42: who was paid. */
  readonly merchantId: string;
  readonly state: LedgerState;
  readonly type: TransactionType;
  /** What was posted, or what the reversal that made the tombstone named. */
  readonly money: Money;
  /** DE 39 of the first result. */
  readonly responseCode: string;
  /** DE 37 of the first result. */
  readonly rrn: string;
  /** Batch in which it was posted; 0 in a tombstone. */
  readonly batch: number;
  /** Batch in which it was reversed; 0 while it is not. */
  readonly reversedBatch: number;
}

/** 0200, 0220, 0420. */
export type MoneyMessageKind = 'request' | 'advice' | 'reversal';

export interface MoneyMessage {
  readonly kind: MoneyMessageKind;
  readonly key: TransactionKey;
  /** In whose name it came. */
  readonly merchantId: string;
  readonly type: TransactionType;
  readonly money: Money;
  /** The batch that takes it: the one its sale entered at the terminal. */
  readonly batch: number;
}

export type Decision = { readonly approved: true } | { readonly approved: false; readonly responseCode: string };
export const APPROVED: Decision = { approved: true };

export interface ContractAnswer {
  readonly outcome: Outcome;
  readonly responseCode: string;
  readonly rrn: string;
  /** What stands in the ledger under the key. */
  readonly posted: Money | null;
  /** As in the row: 0 when it was never posted, or not reversed. */
  readonly batch: number;
  readonly reversedBatch: number;
}

export interface ContractStep {
  /** The very same object as before when nothing changes. */
  readonly row: LedgerRow | null;
  readonly answer: ContractAnswer;
}

/** ISO 8583 DE 39. */
export const RESPONSE = { approved: '00', invalidMerchant: '03', duplicate: '94', unavailable: '91' } as const;

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
  const { kind } = message;
  if (row !== null && row.merchantId !== message.merchantId) return { row, answer: ofAnother(kind) };
  if (asksForDecision(row, kind) && !decision.approved) {
    const refused = { outcome: 'REJECTED', responseCode: decision.responseCode, rrn: '' } as const;
    return { row, answer: { ...refused, posted: row?.money ?? null, ...batchesOf(row) } };
  }
  return kind === 'reversal' ? reverse(row, message) : post(row, message, rrn);
}

function post(row: LedgerRow | null, { key, merchantId, type, money, batch }: MoneyMessage, rrn: string): ContractStep {
  if (row === null) {
    const fresh: LedgerRow = {
      key,
      merchantId,
      state: 'posted',
      type,
      money,
      responseCode: RESPONSE.approved,
      rrn,
      batch,
      reversedBatch: 0,
    };
    return { row: fresh, answer: standing('POSTED', fresh) };
  }
  switch (row.state) {
    case 'posted':
      if (row.type === type && sameMoney(row.money, money)) return { row, answer: standing('ALREADY_POSTED', row) };
      return { row, answer: { ...standing('CONFLICT', row), responseCode: RESPONSE.duplicate } };
    case 'reversed':
      return { row, answer: { ...gone('REVERSED', row), responseCode: RESPONSE.duplicate } };
  }
}

function reverse(row: LedgerRow | null, { key, merchantId, type, money, batch }: MoneyMessage): ContractStep {
  if (row?.state === 'reversed') return { row, answer: gone('ALREADY_REVERSED', row) };
  const reversed: LedgerRow =
    row === null
      ? { key, merchantId, state: 'reversed', type, money, responseCode: '', rrn: '', batch: 0, reversedBatch: batch }
      : // A copy that was long on its way names an old batch: nothing is reversed before it was posted.
        { ...row, state: 'reversed', reversedBatch: Math.max(batch, row.batch) };
  return { row: reversed, answer: gone('REVERSED', reversed) };
}

/** Nothing changes, and nothing is told of what stands: it is another merchant's. */
export function ofAnother(kind: MoneyMessageKind): ContractAnswer {
  const outcome = kind === 'reversal' ? 'REJECTED' : 'CONFLICT';
  return { outcome, responseCode: RESPONSE.invalidMerchant, rrn: '', posted: null, batch: 0, reversedBatch: 0 };
}

function standing(outcome: Outcome, row: LedgerRow): ContractAnswer {
  return { outcome, responseCode: row.responseCode, rrn: row.rrn, posted: row.money, ...batchesOf(row) };
}

function gone(outcome: Outcome, row: LedgerRow): ContractAnswer {
  return { outcome, responseCode: RESPONSE.approved, rrn: row.rrn, posted: null, ...batchesOf(row) };
}

const batchesOf = (row: LedgerRow | null): { readonly batch: number; readonly reversedBatch: number } => ({
  batch: row?.batch ?? 0,
  reversedBatch: row?.reversedBatch ?? 0,
});
