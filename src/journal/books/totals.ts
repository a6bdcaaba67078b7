import type { Card } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import { isOwed } from '../../domain/posting.js';
import type { Database, Statement } from '../file/database.js';
import type { PostingRow, StandingRows, TransactionFields } from '../tables/rows.js';
import { storedJson } from '../tables/stored-json.js';

/**
 * Sums that move in the commit of what they count: the queue by kind and state, the offline room taken, in all and by
 * each card. They follow the rows and nothing else.
 */
export class Totals {
  readonly #queueIn: Statement<[string, string, string, number]>;
  readonly #queueOut: Statement<[number, string, string, string]>;
  readonly #roomIn: Statement<[string, string, number]>;
  readonly #roomOut: Statement<[number, string, string]>;
  readonly #cardIn: Statement<[string, string, number]>;
  readonly #cardLast: Statement<[string, string, number]>;
  readonly #cardOut: Statement<[number, string, string]>;

  constructor(db: Database) {
    this.#queueIn = db.prepare(`
      INSERT INTO queue_total (kind, state, currency, count, amount) VALUES (?,?,?,1,?)
      ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount`);
    this.#queueOut = db.prepare(`
      UPDATE queue_total SET count = count - 1, amount = amount - ? WHERE kind = ? AND state = ? AND currency = ?`);
    this.#roomIn = db.prepare(`
      INSERT INTO offline_room (entry_mode, currency, count, amount) VALUES (?,?,1,?)
      ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount`);
    this.#roomOut = db.prepare(`
      UPDATE offline_room SET count = count - 1, amount = amount - ? WHERE entry_mode = ? AND currency = ?`);
    this.#cardIn = db.prepare(`
      INSERT INTO card_room (token, currency, count, amount) VALUES (?,?,1,?)
      ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount`);
    this.#cardLast = db.prepare('DELETE FROM card_room WHERE token = ? AND currency = ? AND count = 1 AND amount = ?');
    this.#cardOut = db.prepare(
      'UPDATE card_room SET count = count - 1, amount = amount - ? WHERE token = ? AND currency = ?',
    );
  }

  /** Moves the sums from what was counted to what counts now; first what goes, so that none is ever too high. */
  follow(before: StandingRows | null, after: StandingRows): void {
    const left = (before?.postings ?? []).filter(isOwed);
    const entered = after.postings.filter(isOwed);
    for (const posting of without(left, entered)) this.#leave(posting, after.row);
    for (const posting of without(entered, left)) this.#enter(posting, after.row);
    const [held, holds] = [before?.row.offline_room === 1, after.row.offline_room === 1];
    if (before !== null && held && !holds) this.#giveRoom(before.row);
    if (holds && !held) this.#takeRoom(after.row);
  }

  #enter({ kind, state }: PostingRow, { currency, amount }: TransactionFields): void {
    this.#queueIn.run(kind, state, currency, amount);
  }

  #leave({ kind, state }: PostingRow, { currency, amount }: TransactionFields): void {
    moved(this.#queueOut.run(amount, kind, state, currency).changes, `${state} ${kind} ${currency}`);
  }

  #takeRoom({ card, currency, amount }: TransactionFields): void {
    const { entryMode, token } = holderOf(card);
    this.#roomIn.run(entryMode, currency, amount);
    this.#cardIn.run(token, currency, amount);
  }

  #giveRoom({ card, currency, amount }: TransactionFields): void {
    const { entryMode, token } = holderOf(card);
    moved(this.#roomOut.run(amount, entryMode, currency).changes, `room ${entryMode} ${currency}`);
    // Cards come and go: one that holds nothing leaves no row.
    if (this.#cardLast.run(token, currency, amount).changes === 1) return;
    moved(this.#cardOut.run(amount, token, currency).changes, `room of a card ${currency}`);
  }
}

function without(postings: readonly PostingRow[], others: readonly PostingRow[]): readonly PostingRow[] {
  return postings.filter((it) => !others.some(({ sequence, state }) => sequence === it.sequence && state === it.state));
}

/** The row is written by now: its CHECK lets no room be held without a card. */
function holderOf(card: string | null): Pick<Card, 'entryMode' | 'token'> {
  return storedJson<Card>(card!);
}

function moved(rows: number, subject: string): void {
  if (rows === 1) return;
  throw new TillpostError('INTERNAL', 'a sum has nothing to be taken from', { operation: 'journal.apply', subject });
}
