import Database from 'better-sqlite3';
import Table from 'cli-table3';
import { formatMoney, money } from '../../../src/domain/money.js';

export interface PrintedRow {
  readonly key: string;
  readonly type: 'sale' | 'refund';
  readonly state: 'posted' | 'reversed';
  readonly first_message: 'request' | 'advice' | 'reversal';
  readonly amount: number;
  readonly currency: string;
  readonly stan: number;
  readonly rrn: string;
  readonly masked_pan: string | null;
  readonly entry_mode: string | null;
  readonly pan_proof: string;
  /** In which it was posted; 0 in a tombstone. */
  readonly batch: number;
  /** In which it was reversed; 0: it is not. */
  readonly reversed_batch: number;
  readonly deferred: 0 | 1;
  readonly posted_at_ms: number | null;
  readonly reversed_at_ms: number | null;
  readonly repeats: number;
}

/** Reads a ledger without changing it, also while a host writes to it. Oldest first. */
export function readLedger(path: string): readonly PrintedRow[] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database
      .prepare<[], PrintedRow>(
        `SELECT key, type, state, first_message, amount, currency, stan, rrn, masked_pan, entry_mode, pan_proof,
           batch, reversed_batch, deferred, posted_at_ms, reversed_at_ms, repeats FROM ledger ORDER BY id`,
      )
      .all();
  } finally {
    database.close();
  }
}

export function printLedger(rows: readonly PrintedRow[]): string {
  const table = new Table({
    head: ['key', 'type', 'state', 'came as', 'amount', 'batch', 'card', 'entry', 'RRN', 'posted', 'repeats'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'left', 'left', 'left', 'left', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    const amount = formatMoney(money(row.amount, row.currency));
    const posted = row.posted_at_ms === null ? 'never' : new Date(row.posted_at_ms).toISOString();
    const card = row.masked_pan ?? '';
    const cameAs = row.deferred === 1 ? `deferred ${row.first_message}` : row.first_message;
    table.push([
      row.key,
      row.type,
      row.state,
      cameAs,
      amount,
      batches(row),
      card,
      row.entry_mode ?? '',
      row.rrn,
      posted,
      row.repeats,
    ]);
  }
  return table.toString();
}

/** `3`, `3, reversed in 4`, `reversed in 4` for a tombstone. */
function batches({ batch, reversed_batch: reversedBatch }: PrintedRow): string {
  const reversed = reversedBatch === 0 ? [] : [`reversed in ${reversedBatch}`];
  return [...(batch === 0 ? [] : [String(batch)]), ...reversed].join(', ');
}
