import type { Database, Statement } from '../file/database.js';
import type { PostingRow, TransactionRow } from './rows.js';

/** Writes rows of `sale_transaction` and `posting`. */
export class StoredRows {
  readonly #insert: Statement<[TransactionRow]>;
  readonly #update: Statement<[TransactionRow]>;
  readonly #put: Statement<[PostingRow]>;

  constructor(db: Database) {
    this.#insert = db.prepare(`
      INSERT INTO sale_transaction (number, mark, origin_epoch, origin_number, merchant_id, type, state, amount, currency,
                                    stan, till_id, idempotency_key, order_reference, vouched, void_till_id,
                                    void_idempotency_key, started_at_ms, begun_at_ms, clock, card, ciphertext, ksn,
                                    emv, cancel_asked, verdict, answer, deferred, offline_room, batch, posted_batch, voided_batch,
                                    decided_at_ms, posted_at_ms, closed_at_ms, reader, shown, shown_at_ms, last_entry)
      VALUES (@number, @mark, @origin_epoch, @origin_number, @merchant_id, @type, @state, @amount, @currency, @stan,
              @till_id, @idempotency_key, @order_reference, @vouched, @void_till_id,
              @void_idempotency_key, @started_at_ms, @begun_at_ms, @clock, @card, @ciphertext, @ksn,
              @emv, @cancel_asked, @verdict, @answer, @deferred, @offline_room, @batch, @posted_batch, @voided_batch,
              @decided_at_ms, @posted_at_ms, @closed_at_ms, @reader, @shown, @shown_at_ms, @last_entry)`);
    this.#update = db.prepare(`
      UPDATE sale_transaction
         SET merchant_id = @merchant_id, state = @state, vouched = @vouched, void_till_id = @void_till_id,
             void_idempotency_key = @void_idempotency_key, begun_at_ms = @begun_at_ms, card = @card,
             ciphertext = @ciphertext, ksn = @ksn, emv = @emv, cancel_asked = @cancel_asked,
             verdict = @verdict, answer = @answer, deferred = @deferred,
             offline_room = @offline_room, batch = @batch, posted_batch = @posted_batch, voided_batch = @voided_batch,
             decided_at_ms = @decided_at_ms, posted_at_ms = @posted_at_ms, closed_at_ms = @closed_at_ms,
             shown = @shown, shown_at_ms = @shown_at_ms, last_entry = @last_entry
       WHERE number = @number`);
    this.#put = db.prepare(`
      INSERT INTO posting (sequence, transaction_number, kind, response, reason, state, opening, refusals, refused_since_ms, parked_reason,
                           resolution, created_at_ms)
      VALUES (@sequence, @transaction_number, @kind, @response, @reason, @state, @opening, @refusals, @refused_since_ms, @parked_reason,
              @resolution, @created_at_ms)
      ON CONFLICT (sequence) DO UPDATE
         SET state = excluded.state, opening = excluded.opening, refusals = excluded.refusals, refused_since_ms = excluded.refused_since_ms, parked_reason = excluded.parked_reason,
             resolution = excluded.resolution, created_at_ms = excluded.created_at_ms`);
  }

  insert(row: TransactionRow): void {
    this.#insert.run(row);
  }

  /** Only what an event may change. */
  update(row: TransactionRow): void {
    this.#update.run(row);
  }

  putPosting(row: PostingRow): void {
    this.#put.run(row);
  }
}
