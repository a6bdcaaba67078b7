import type { Card } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import type { Money } from '../../domain/money.js';
import type { PostingKind } from '../../domain/posting.js';
import type { Database, Statement } from '../file/database.js';

/**
 * Sums that move in the commit of what they count: the queue by kind and state, the offline room taken, in all
 * and by each card.
 */
export class Totals {
  readonly #queueIn: Statement<[string, string, string, number]>;
  readonly #queueOut: Statement<[number, string, string, string]>;
  readonly #roomIn: Statement<[string, string, number]>;
  readonly #roomOut: Statement<[number, string, string]>;
  readonly #cardIn: Statement<[string, string, number]>;
  readonly #cardLast: Statement<[string, string, number]>;
  readonly #cardOut: Statement<[number, string, string]>;
  readonly #clear: readonly Statement<[]>[];

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
    this.#clear = [db.prepare('DELETE FROM offline_room'), db.prepare('DELETE FROM card_room')];
  }

  enter(kind: PostingKind, state: 'pending' | 'parked', { amount, currency }: Money): void {
    this.#queueIn.run(kind, state, currency.code, amount);
  }

  leave(kind: PostingKind, state: 'pending' | 'parked', { amount, currency }: Money): void {
    moved(this.#queueOut.run(amount, kind, state, currency.code).changes, `${state} ${kind} ${currency.code}`);
  }

  takeRoom({ entryMode, token }: Card, { amount, currency }: Money): void {
    this.#roomIn.run(entryMode, currency.code, amount);
    this.#cardIn.run(token, currency.code, amount);
  }

  giveRoom({ entryMode, token }: Card, { amount, currency }: Money): void {
    moved(this.#roomOut.run(amount, entryMode, currency.code).changes, `room ${entryMode} ${currency.code}`);
    // Cards come and go: one that holds nothing leaves no row.
    if (this.#cardLast.run(token, currency.code, amount).changes === 1) return;
    moved(this.#cardOut.run(amount, token, currency.code).changes, `room of a card ${currency.code}`);
  }

  /** All room is free. The caller clears the flags of those that held it. */
  clearRoom(): void {
    for (const statement of this.#clear) statement.run();
  }
}

function moved(rows: number, subject: string): void {
  if (rows === 1) return;
  throw new TillpostError('INTERNAL', 'a sum has nothing to be taken from', { operation: 'journal.apply', subject });
}
