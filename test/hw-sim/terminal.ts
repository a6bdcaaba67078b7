import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { BatchRow, Total } from '../../src/domain/settlement.js';
import type {
  AdviceMessage,
  DetailsMessage,
  Ids,
  MessageKey,
  PostingMessage,
  PostingsMessage,
  RequestMessage,
  ReversalMessage,
  SentCard,
  TotalsMessage,
} from '../../src/protocol/envelope.js';

/** A terminal as the host's tests know it: ids, key, and messages that differ only where a test says so. */
export const IDS: Ids = { merchantId: 'M0001', terminalId: 'T0000042' };
const SECRET_HEX = '0f'.repeat(32);
export const KEY: MessageKey = { keyId: 'k1', secret: new Sealed(Buffer.from(SECRET_HEX, 'hex')) };
export const KEY_RECORDS = { 'M0001/T0000042': { keyId: 'k1', secretHex: SECRET_HEX } };
export const EPOCH = '9f1c2a0b7d3e4f55';

export const keyOf = (number: number): TransactionKey => ({
  terminalId: IDS.terminalId,
  epoch: EPOCH,
  mark: 'b41c72de',
  number,
});

/** The way up for each kind of content. */
export const LEAF_OF = {
  request: 'up/request',
  postings: 'up/posting',
  heartbeat: 'up/heartbeat',
  status: 'up/status',
  totals: 'up/settlement',
  details: 'up/settlement',
  commandResult: 'up/command',
} as const;

export const CARD: SentCard = {
  entryMode: 'contactless',
  maskedPan: '476173******0119',
  token: 'ab'.repeat(16),
  scheme: 'Visa',
  cryptogram: 'TC',
  singleCryptogram: false,
  secret: null,
};

const sale = (number: number, amount: number) => ({
  key: keyOf(number),
  type: 'sale' as const,
  money: money(amount, 'EUR'),
  stan: number,
  startedAtMs: 1_800_000_000_000,
  clock: 'trusted' as const,
  repeat: false,
  batch: 1,
});

export const request = (number: number, amount = 1250): RequestMessage => ({
  kind: 'request',
  ...sale(number, amount),
  card: CARD,
  deadlineMs: 3000,
});

export const advice = (number: number, amount = 1250, sequence = number): AdviceMessage => ({
  kind: 'advice',
  ...sale(number, amount),
  sequence,
  opening: 1,
  card: CARD,
  response: 'Y3',
  deferred: false,
});

export const reversal = (number: number, amount = 1250, sequence = number): ReversalMessage => ({
  kind: 'reversal',
  ...sale(number, amount),
  sequence,
  opening: 1,
  reason: 'timeout',
  card: { entryMode: 'contactless', maskedPan: CARD.maskedPan },
});

export const batch = (...postings: PostingMessage[]): PostingsMessage => ({ kind: 'postings', postings, head: null });

/** The host's totals as the terminal would count them: one row of the table for each argument. */
export const totalsOf = (number: number, sequence: number, ...rows: Total[]): TotalsMessage => ({
  kind: 'totals',
  batch: number,
  businessDate: '2027-01-15',
  epoch: EPOCH,
  sequence,
  totals: rows,
  repeat: false,
});

export const total = (type: Total['type'], count: number, amount: number, currency = 'EUR'): Total => ({
  type,
  currency,
  count,
  amount,
});

/** One page of details; a row for each transaction. */
export const details = (number: number, page: number, last: boolean, ...rows: BatchRow[]): DetailsMessage => ({
  kind: 'details',
  batch: number,
  epoch: EPOCH,
  page,
  last,
  rows,
});

export const detail = (number: number, amount = 1250, type: BatchRow['type'] = 'sale'): BatchRow => ({
  key: keyOf(number),
  type,
  money: money(amount, 'EUR'),
});

/** A folder of its own; the returned function takes it away. */
export function scratchFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tillpost-hw-sim-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
