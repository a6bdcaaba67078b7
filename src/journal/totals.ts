import { TillpostError } from '../domain/errors.js';
import type { EntryMode } from '../domain/card.js';
import type { PostingKind } from '../domain/posting.js';
import type { Money } from '../domain/money.js';
import type { Database, Statement } from './database.js';

/** Sums that move in the commit of what they count: the queue by kind and state, the offline room taken. */
export class Totals {
  readonly #queueIn: Statement<[string, string, string, number]>;
  readonly #queueOut: Statement<[number, string, string, string]>;
  readonly #roomIn: Statement<[string, string, number]>;
  readonly #roomOut: Statement<[number, string, string]>;

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
  }

  enter(kind: PostingKind, state: 'pending' | 'parked', { amount, currency }: Money): void {
    this.#queueIn.run(kind, state, currency.code, amount);
  }

  leave(kind: PostingKind, state: 'pending' | 'parked', { amount, currency }: Money): void {
    moved(this.#queueOut.run(amount, kind, state, currency.code).changes, `${state} ${kind} ${currency.code}`);
  }

  takeRoom(entryMode: EntryMode, { amount, currency }: Money): void {
    this.#roomIn.run(entryMode, currency.code, amount);
  }

  giveRoom(entryMode: EntryMode, { amount, currency }: Money): void {
    moved(this.#roomOut.run(amount, entryMode, currency.code).changes, `room ${entryMode} ${currency.code}`);
  }
}

function moved(rows: number, subject: string): void {
  if (rows === 1) return;
  throw new TillpostError('INTERNAL', 'a sum has nothing to be taken from', { operation: 'journal.apply', subject });
}
