import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Sealed } from '../../../src/domain/redaction.js';
import type { Call } from '../../../src/journal/core/calls.js';
import type { Outcome } from '../../../src/journal/core/core-parts.js';
import { bootInMemory } from '../../../src/journal/core/recovery.js';
import type { Store } from '../../../src/journal/core/store.js';
import { type Database, openDatabase } from '../../../src/journal/file/database.js';
import {
  approveOffline,
  ask,
  bootCore,
  FRESH,
  MERCHANT,
  NOW_MS,
  order,
  settleAdvice,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';

const SPACE = {
  freeBytes: () => 1,
  isLow: () => false,
  assertRoom: () => undefined,
  release: () => false,
  replenish: () => undefined,
};

describe('calls that share a commit', () => {
  const scratch = scratchDirectories();
  let directory: string;
  let db: Database;
  let store: Store;

  afterEach(() => store.close());

  /** The core on a file, and its handle, through which a test gives the disk its faults. */
  function opened(): void {
    directory = scratch();
    ({ store } = bootCore(directory));
    store.close();
    db = openDatabase(join(directory, 'journal.db'));
    const options = { terminalId: TERMINAL, merchantId: MERCHANT, fresh: FRESH, atMs: NOW_MS, expectedEpoch: null };
    ({ store } = bootInMemory(db, options, SPACE, new Sealed(FRESH.chainKey)));
  }

  const begin = (amount: number): Call => ({ name: 'begin', args: [order({ amount })], atMs: NOW_MS });
  const codes = (outcomes: readonly Outcome[]): string[] => outcomes.map((it) => (it.ok ? 'ok' : it.error.code));

  /** The whole chain, every state and sum, and once more by who opens the file next. */
  function isWhole(): void {
    ask(store, 'verify');
    const head = store.head();
    store.close();
    ({ store } = bootCore(directory));
    expect(store.head()).toEqual(head);
    ask(store, 'verify');
  }

  it.each([0, 1, 2])('lose nothing by one that fails half written, wherever it stands: place %i of 3', (place) => {
    opened();
    const { key } = ask(store, 'begin', order({ amount: 666 })).transaction;
    // The entry and the rows of the sale are written by the time that its posting is refused.
    db.exec(`CREATE TEMP TRIGGER half BEFORE INSERT ON posting WHEN NEW.transaction_number = ${key.number}
             BEGIN SELECT RAISE(ABORT, 'half written'); END`);
    const before = { head: store.head(), stats: ask(store, 'stats') };
    const calls: Call[] = [begin(1), begin(2)];
    calls.splice(place, 0, { name: 'apply', args: [key, approveOffline()], atMs: NOW_MS });
    const expected = ['ok', 'ok'];
    expected.splice(place, 0, 'INTERNAL');
    expect(codes(store.serve(calls))).toEqual(expected);
    expect(store.head().entry).toBe(before.head.entry + 2);
    expect(ask(store, 'stats')).toMatchObject({
      commits: before.stats.commits + 1,
      operations: before.stats.operations + 2,
    });
    expect(store.changes).toBeNull();
    expect(ask(store, 'transaction', key)?.transaction).toMatchObject({ state: 'started', card: null });
    expect(ask(store, 'queue')).toMatchObject({ advices: 0, amounts: [] });
    expect(ask(store, 'offlineUsage')).toEqual([]);
    db.exec('DROP TRIGGER half');
    // What was refused took no number away.
    expect(ask(store, 'apply', key, approveOffline()).posting?.sequence).toBe(1);
    isWhole();
  });

  it('tell only of what was committed, not of the one that failed', () => {
    opened();
    const [a, b] = [1, 2].map((amount) => ask(store, 'begin', order({ amount })).transaction.key);
    db.exec(`CREATE TEMP TRIGGER half BEFORE INSERT ON posting WHEN NEW.transaction_number = ${b!.number}
             BEGIN SELECT RAISE(ABORT, 'half written'); END`);
    store.serve([
      { name: 'apply', args: [b!, approveOffline()], atMs: NOW_MS },
      { name: 'apply', args: [a!, approveOffline()], atMs: NOW_MS },
      { name: 'apply', args: [b!, settleAdvice(b!)], atMs: NOW_MS },
    ]);
    expect(store.changes?.map(({ transaction }) => [transaction.key.number, transaction.state])).toEqual([
      [a!.number, 'approved'],
    ]);
  });

  it('all fail on a disk that fills in their middle, and leave no trace', () => {
    opened();
    ask(store, 'begin', order());
    const before = { head: store.head(), status: store.status(), stats: ask(store, 'stats') };
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 2}`);
    const many = Array.from({ length: 100 }, (_, index) => begin(index + 1));
    expect(new Set(codes(store.serve(many)))).toEqual(new Set(['JOURNAL_FULL']));
    expect(store.failure).toBeNull();
    expect(store.changes).toBeNull();
    expect([store.head(), store.status()]).toEqual([before.head, before.status]);
    db.pragma('max_page_count = 100000');
    // Positive control: with room for them all they go in, under the numbers that follow.
    expect(new Set(codes(store.serve(many)))).toEqual(new Set(['ok']));
    expect(store.head().entry).toBe(before.head.entry + 100);
    expect(ask(store, 'recent', 1)[0]?.key.number).toBe(101);
    expect(ask(store, 'stats')).toMatchObject({ commits: before.stats.commits + 1 });
    isWhole();
  });
});
