import type { TillpostError } from '../../domain/errors.js';
import type { EntryPayload, EntryRow, Tail } from '../books/entries.js';
import { chainBroken } from '../chain/chain-broken.js';
import { sameMac } from '../chain/entry-chain.js';
import type { Database } from '../file/database.js';
import type { Meta } from '../tables/meta.js';
import { storedJson } from '../tables/stored-json.js';
import type { ChainPoint } from './verify.js';

/** @throws JOURNAL_CHAIN_BROKEN when entries were cut off at the end */
export function endOf(db: Database, meta: Meta): Tail {
  const tail = tailOf(db, { entry: meta.anchor_entry, mac: meta.anchor_mac });
  checkEnd(db, tail, { entry: meta.verified_entry, mac: meta.verified_mac });
  return tail;
}

/** The newest entry; in a journal without any, the anchor. Retention always leaves its own entry behind. */
function tailOf(db: Database, anchor: ChainPoint): Tail {
  const newest = db
    .prepare<[], Pick<EntryRow, 'number' | 'payload' | 'mac'>>(
      'SELECT number, payload, mac FROM entry WHERE number > 0 ORDER BY number DESC LIMIT 1',
    )
    .get();
  if (newest === undefined && anchor.entry === 0) return { ...anchor, transactions: 0, postings: 0 };
  if (newest === undefined || newest.payload === null) throw shortened(anchor.entry);
  const { transactions, postings } = storedJson<EntryPayload>(newest.payload);
  return { entry: newest.number, mac: newest.mac, transactions, postings };
}

/** Entries cut off at the end leave a chain that looks whole: the good point and the states know better. */
function checkEnd(db: Database, tail: Tail, verified: ChainPoint): void {
  const named =
    db
      .prepare<[], number | null>(
        `SELECT max(coalesce((SELECT max(last_entry) FROM sale_transaction), 0),
                    coalesce((SELECT max(last_entry) FROM chain_subject), 0),
                    (SELECT nameless_entry FROM meta))`,
      )
      .pluck()
      .get() ?? 0;
  if (tail.entry < verified.entry || tail.entry < named) throw shortened(Math.max(verified.entry, named));
  if (tail.entry === verified.entry && !sameMac(tail.mac, verified.mac)) throw shortened(verified.entry);
}

function shortened(entry: number): TillpostError {
  return chainBroken('the newest entries of the journal are gone', entry, {
    operation: 'journal.open',
    hint: 'Copy the directory before anything else, then restore the backup.',
  });
}
