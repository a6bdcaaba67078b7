import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ENTRY_MODES } from '../../../src/domain/card.js';
import { POSTING_STATES, REVERSAL_REASONS } from '../../../src/domain/posting.js';
import { Sealed } from '../../../src/domain/redaction.js';
import { BATCH_STATES, TOTAL_TYPES } from '../../../src/domain/settlement.js';
import { TRANSACTION_STATES, TRANSACTION_TYPES } from '../../../src/domain/transaction.js';
import { COMMAND_SQL } from '../../../src/journal/books/commands.js';
import { SETTING_SQL } from '../../../src/journal/books/settings.js';
import { EntryChain, payloadDigest } from '../../../src/journal/chain/entry-chain.js';
import type { Call } from '../../../src/journal/core/calls.js';
import { openDatabase } from '../../../src/journal/file/database.js';
import { SCHEMA } from '../../../src/journal/file/schema.js';
import { BATCH_SQL } from '../../../src/journal/tables/batch-queries.js';
import { LATE_SQL } from '../../../src/journal/tables/late-queries.js';
import { SQL } from '../../../src/journal/tables/sql.js';
import {
  approveOffline,
  ask,
  bootCore,
  cancel,
  card,
  FRESH,
  NOW_MS,
  order,
  receipt,
  settleAdvice,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

// A partial index holds nothing but its answer: reading all of it is the search. What is not about a table is
// the merging of such searches.
const BY_INDEX = new RegExp(
  '^\\w+: (SEARCH (.* USING .*|batch|host_command)' +
    '|SCAN sale_transaction USING INDEX transaction_unresolved|SCAN batch USING COVERING INDEX batch_closed' +
    '|MERGE \\(.*|LEFT|RIGHT|COMPOUND QUERY|LEFT-MOST SUBQUERY|UNION ALL' +
    '|(LIST|(CORRELATED )?SCALAR) SUBQUERY \\d+|SCAN CONSTANT ROW)$',
);

describe('the journal core', () => {
  const scratch = scratchDirectories();

  it('answers every read and finds every purge by index', () => {
    const db = openDatabase(join(scratch(), 'journal.db'));
    for (const [name, sql] of Object.entries({ ...SQL, ...BATCH_SQL, ...SETTING_SQL, ...COMMAND_SQL, ...LATE_SQL })) {
      const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map((match) => [match[1] ?? '', 1]));
      const plan = db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...(sql.includes('@') ? [named] : Array.from({ length: sql.split('?').length - 1 }, () => 1)));
      expect(`${name}: ${plan.some(({ detail }) => detail.startsWith('SEARCH') || detail.startsWith('SCAN'))}`).toBe(
        `${name}: true`,
      );
      for (const { detail } of plan) expect(`${name}: ${detail}`).toMatch(BY_INDEX);
    }
    // Positive control: what such a plan looks like without its index.
    const [scan] = db
      .prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT * FROM posting WHERE refusals > 3')
      .all();
    expect(scan?.detail).toMatch(/^SCAN/);
    db.close();
  });

  it('has a CHECK that knows every state and reason of the domain', () => {
    const words = [
      ...TRANSACTION_STATES,
      ...TRANSACTION_TYPES,
      ...POSTING_STATES,
      ...REVERSAL_REASONS,
      ...BATCH_STATES,
      ...TOTAL_TYPES,
      ...ENTRY_MODES,
    ];
    for (const word of words) expect(SCHEMA).toContain(`'${word}'`);
  });

  it('wraps the STAN and tells its bearers apart', () => {
    const directory = scratch();
    const { store } = bootCore(directory);
    ask(store, 'begin', order());
    store.close();
    const near = nearWrap(directory);
    expect(
      [1, 2, 3].map(() => ask(near, 'begin', order()).transaction).map(({ key, stan }) => [key.number, stan]),
    ).toEqual([
      [999_999, 999_999],
      [1_000_000, 1],
      [1_000_001, 2],
    ]);
    expect(ask(near, 'byStan', 1).map(({ key }) => key.number)).toEqual([1_000_000, 1]);
    near.close();
  });

  it('rolls one call back without the others, its sums included', () => {
    const { store } = bootCore(scratch());
    const key = ask(store, 'begin', order()).transaction.key;
    const before = ask(store, 'stats');
    const denied = approveOffline({
      secret: { ...card().secret!, emv: new Sealed(Buffer.from('5a0841111111111111111', 'hex')) },
    });
    const calls = [
      { name: 'apply', args: [key, denied], atMs: NOW_MS },
      { name: 'begin', args: [order({ amount: 5 })], atMs: NOW_MS },
      { name: 'apply', args: [key, approveOffline()], atMs: NOW_MS },
    ] as Call[];
    const outcomes = store.serve(calls);
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code))).toEqual([
      'CLEAR_CARD_DATA',
      'ok',
      'ok',
    ]);
    expect(ask(store, 'queue')).toMatchObject({ advices: 1 });
    expect(ask(store, 'stats')).toMatchObject({ commits: before.commits + 1, operations: before.operations + 2 });
    ask(store, 'verify');
    store.close();
  });

  it('commits nothing for what changes nothing', () => {
    const { store } = bootCore(scratch());
    const { transaction } = ask(store, 'begin', order({ idempotencyKey: 'k' }));
    const { commits } = ask(store, 'stats');
    ask(store, 'begin', order({ idempotencyKey: 'k' }));
    ask(store, 'purge', NOW_MS, 5);
    store.serve([{ name: 'apply', args: [transaction.key, settleAdvice(transaction.key)], atMs: 1 }]);
    expect(ask(store, 'stats').commits).toBe(commits);
    store.close();
  });

  it('clears what looks like a card number from texts of others', () => {
    const { store } = bootCore(scratch());
    const { key } = ask(store, 'begin', order()).transaction;
    ask(store, 'apply', key, approveOffline());
    const reason = 'card 4111 1111 1111 1111 unknown';
    ask(store, 'apply', key, { name: 'park', posting: 'advice', answer: receipt(key), reason });
    expect(ask(store, 'posting', 1)?.posting.parkedReason).toBe('card [redacted] unknown');
    store.close();
  });

  it('erases the card data with the receipt, from the file and from the WAL', () => {
    const directory = scratch();
    const { store } = bootCore(directory);
    const marks = ['c1'.repeat(32), '123456789012345600000001', '9f2701809f02060000000012509a03261124'].map((hex) =>
      Buffer.from(hex, 'hex'),
    );
    const found = (): boolean[] => {
      // Read by another process: closing a file drops the POSIX locks that this one holds on it.
      const bytes = Buffer.concat(readdirSync(directory).map((name) => execFileSync('cat', [join(directory, name)])));
      return marks.map((mark) => bytes.includes(mark));
    };
    const keys = [1, 2, 3, 4].map((amount) => ask(store, 'begin', order({ amount })).transaction.key);
    for (const key of keys.slice(0, 2)) ask(store, 'apply', key, approveOffline());
    for (const key of keys.slice(2)) ask(store, 'apply', key, { name: 'goOnline', card: card() });
    store.maintain();
    // Positive control: it is there while it is needed.
    expect(found()).toEqual([true, true, true]);
    for (const key of keys.slice(0, 2)) ask(store, 'apply', key, settleAdvice(key));
    ask(store, 'apply', keys[2]!, { name: 'approveOnline', answer: receipt(keys[2]!), card: card() });
    ask(store, 'apply', keys[3]!, cancel);
    store.maintain();
    expect(found()).toEqual([false, false, false]);
    store.close();
  });

  it('refuses a new sale when space is low and still takes what is owed', async () => {
    const directory = scratch();
    const { store } = bootCore(directory);
    const { key } = ask(store, 'begin', order({ idempotencyKey: 'k' })).transaction;
    store.close();
    const { store: low } = bootCore(directory, { lowWaterBytes: Number.MAX_SAFE_INTEGER });
    expect(low.status().lowSpace).toBe(true);
    const error = await thrownBy(() => ask(low, 'begin', order()));
    expect(error).toMatchObject({ code: 'JOURNAL_FULL', retryable: true });
    expect(error.hint).toContain('Free space');
    expect(ask(low, 'begin', order({ idempotencyKey: 'k' })).isNew).toBe(false);
    ask(low, 'apply', key, approveOffline());
    ask(low, 'apply', key, settleAdvice(key));
    expect(low.failure).toBeNull();
    low.close();
  });

  /** As if 999 998 transactions had been: the count stands in the newest entry, so one is forged with the key. */
  function nearWrap(directory: string): ReturnType<typeof bootCore>['store'] {
    const path = join(directory, 'journal.db');
    const db = new Sqlite(path);
    const entry = db.prepare<[], { payload: string }>('SELECT payload FROM entry WHERE number = 2').get()!;
    const payload = JSON.stringify({ ...(JSON.parse(entry.payload) as object), transactions: 999_998 });
    const { epoch } = db.prepare<[], { epoch: string }>('SELECT epoch FROM meta').get()!;
    const chain = new EntryChain(new Sealed(FRESH.chainKey), TERMINAL, epoch);
    const digest = payloadDigest(payload);
    // Entry 1 opened the batch.
    const before = db.prepare<[], Uint8Array>('SELECT mac FROM entry WHERE number = 1').pluck().get()!;
    const mac = chain.mac(before, 2, digest);
    db.prepare('UPDATE entry SET payload = ?, digest = ?, mac = ? WHERE number = 2').run(payload, digest, mac);
    db.close();
    return bootCore(directory).store;
  }
});
