import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import { restoreJournal } from '../../../src/journal/backup/restore.js';
import type { Store } from '../../../src/journal/core/store.js';
import { APPLICATION_ID } from '../../../src/journal/file/database.js';
import { SQL_0001 } from '../../../src/journal/file/migrations/0001-journal.js';
import { MIGRATIONS } from '../../../src/journal/file/migrations/index.js';
import {
  ask,
  bootCore,
  cancel,
  card,
  FRESH,
  NOW_MS,
  order,
  plain,
  reverse,
  settleAdvice,
  settleReversal,
  takeBack,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

const ROWS = readFileSync(join(import.meta.dirname, 'fixtures', 'journal-0001.sql'), 'utf8');
const { token } = card();

describe('migrating a journal of schema 1', () => {
  const scratch = scratchDirectories();

  /** What an agent of the first version left on the disk. */
  function left(): string {
    const directory = scratch();
    const db = new Sqlite(join(directory, 'journal.db'));
    db.pragma('journal_mode = WAL');
    db.exec(SQL_0001);
    db.pragma('foreign_keys = ON');
    db.exec(ROWS);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma('user_version = 1');
    db.close();
    writeFileSync(join(directory, 'journal.key'), Buffer.from(FRESH.chainKey).toString('hex'), { mode: 0o600 });
    return directory;
  }

  function alter(directory: string, sql: string): void {
    const db = new Sqlite(join(directory, 'journal.db'));
    db.exec(sql);
    db.close();
  }

  const keyOf = (store: Store, number: number): { terminalId: string; epoch: string; number: number } => ({
    terminalId: store.identity.terminalId,
    epoch: store.identity.epoch,
    number,
  });
  const stateOf = (store: Store, number: number): string =>
    ask(store, 'transaction', keyOf(store, number))?.transaction.state ?? 'gone';

  it('is also done to a backup that an older program made, when it is restored', () => {
    const backup = join(left(), 'journal.db');
    const before = readFileSync(backup);
    const directory = scratch();
    const { debts, settled, running } = restoreJournal({
      path: join(directory, 'journal.db'),
      mirrorPath: null,
      terminalId: TERMINAL,
      backup,
      giveUp: false,
      fresh: { epoch: '00000000000000aa', chainKey: FRESH.chainKey },
      atMs: NOW_MS,
    });
    expect(debts.length + settled.length + running.length).toBe(12);
    expect(readFileSync(backup).equals(before)).toBe(true);
    const { store } = bootCore(directory);
    expect(ask(store, 'verify').transactions).toBe(debts.length + settled.length);
    const owed = ask(store, 'unsettled').records.length;
    store.close();
    const old = bootCore(left()).store;
    expect(owed).toBe(ask(old, 'unsettled').records.length);
    old.close();
  });

  it('finds every transaction and posting again, its chain whole, at the same place', () => {
    const directory = left();
    const { store, report } = bootCore(directory);
    expect(report).toMatchObject({ created: false, quarantined: null });
    expect(store.head().entry).toBeGreaterThan(30);
    expect(store.identity).toMatchObject({ terminalId: TERMINAL, epoch: FRESH.epoch, sequenceAtOpen: 7 });
    expect(ask(store, 'verify')).toMatchObject({ transactions: 12, head: store.head() });
    expect(
      ask(store, 'recent', 100).map(({ key, state, money: { amount, currency } }) =>
        [key.number, state, amount, currency.code].join(' '),
      ),
    ).toEqual([
      '14 cancelled 1200 EUR',
      '13 parked 1100 EUR',
      '12 parked 1000 EUR',
      '11 reversed 900 BHD',
      '10 reversing 800 EUR',
      '9 declined 700 EUR',
      '8 posted 600 EUR',
      '7 posted 500 EUR',
      '6 approved 400 JPY',
      '5 approved 300 EUR',
      '4 authorizing 200 EUR',
      '3 started 100 EUR',
    ]);
    expect(ask(store, 'unresolved').map(({ key }) => key.number)).toEqual([3, 4]);
    expect(ask(store, 'byIdempotencyKey', 'till-2')?.key.number).toBe(5);
    const waiting = ask(store, 'transaction', keyOf(store, 5))!;
    expect(plain(waiting.transaction.card)).toEqual(plain(card()));
    expect(waiting.transaction).toMatchObject({ offlineRoom: true, deferred: false, postedBatch: null });
    expect(ask(store, 'transaction', keyOf(store, 8))?.transaction).toMatchObject({
      offlineRoom: false,
      answer: { batch: 0, reversedBatch: 0 },
    });
    expect(ask(store, 'queue')).toMatchObject({ advices: 2, reversals: 1, parked: 2 });
    const pending = ask(store, 'listPostings', 'pending', 0, 100).map(({ posting }) => posting);
    expect(pending.map(({ sequence, refusals }) => [sequence, refusals])).toEqual([
      [1, 0],
      [2, 1],
      [4, 0],
    ]);
    expect(ask(store, 'listPostings', 'parked', 0, 100)).toMatchObject([
      { posting: { sequence: 6, parkedReason: 'three refusals' } },
      { posting: { sequence: 7, parkedReason: 'host holds the key with another amount' } },
    ]);
    expect(ask(store, 'offlineUsage')).toEqual([
      { entryMode: 'chip', currency: 'JPY', count: 1, amount: 400 },
      { entryMode: 'contactless', currency: 'EUR', count: 2, amount: 1300 },
    ]);
    expect(ask(store, 'cardUsage', token, 'EUR')).toEqual({ count: 2, amount: 1300 });
    expect(ask(store, 'cardUsage', 'ee'.repeat(16), 'JPY')).toEqual({ count: 1, amount: 400 });
    expect(store.status().openBatch).toBe(1);
    store.close();
    const db = new Sqlite(join(directory, 'journal.db'), { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  it('goes on with each of them to its end', () => {
    const directory = left();
    let { store } = bootCore(directory);
    const at = (number: number): ReturnType<typeof keyOf> => keyOf(store, number);
    ask(store, 'apply', at(3), cancel);
    ask(store, 'apply', at(4), reverse);
    ask(store, 'apply', at(4), settleReversal(at(4)));
    ask(store, 'apply', at(5), settleAdvice(at(5), { posted: money(300, 'EUR') }));
    ask(store, 'apply', at(6), takeBack('void-6'));
    ask(store, 'apply', at(6), settleReversal(at(6)));
    ask(store, 'apply', at(6), settleAdvice(at(6), { outcome: 'REVERSED', batch: 0 }));
    ask(store, 'apply', at(7), takeBack());
    ask(store, 'apply', at(7), settleReversal(at(7)));
    ask(store, 'apply', at(8), { name: 'resend' });
    ask(store, 'apply', at(8), settleAdvice(at(8)));
    ask(store, 'apply', at(10), settleReversal(at(10)));
    ask(store, 'apply', at(12), { name: 'retryAdvice' });
    ask(store, 'apply', at(12), settleAdvice(at(12)));
    ask(store, 'apply', at(13), { name: 'resolve', reason: 'settled by telephone' });
    expect([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((number) => stateOf(store, number))).toEqual([
      'cancelled',
      'reversed',
      'posted',
      'voided',
      'voided',
      'posted',
      'declined',
      'reversed',
      'reversed',
      'posted',
      'resolved',
      'cancelled',
    ]);
    expect(ask(store, 'offlineUsage')).toEqual([]);
    expect(ask(store, 'queue')).toMatchObject({ advices: 0, reversals: 0, parked: 0 });
    expect(ask(store, 'begin', order()).transaction.key.number).toBe(15);
    ask(store, 'verify');
    store.close();
    store = bootCore(directory).store;
    for (const name of ['startClosing', 'fixTotals'] as const) ask(store, 'applyBatch', 1, { name }, '2027-01-16');
    ask(store, 'applyBatch', 1, { name: 'matched', hostTotals: [] }, '2027-01-16');
    expect(ask(store, 'purge', 4e12, 100)).toBe(12);
    ask(store, 'verify');
    expect(keyText(ask(store, 'recent', 1)[0]!.key)).toBe(`${TERMINAL}-${FRESH.epoch}-15`);
    store.close();
  });

  it('knows when it was decided and posted, and counts the batch of what is posted from now on', () => {
    const { store } = bootCore(left());
    const key = keyOf(store, 5);
    ask(store, 'begin', order());
    ask(store, 'apply', key, settleAdvice(key));
    expect(ask(store, 'batchRows', 1, 0, 10)).toMatchObject([{ number: 5, type: 'sale' }]);
    const [{ decidedAtMs, postedAtMs } = { decidedAtMs: 0, postedAtMs: 0 }] = ask(store, 'batchTimes', 1, 0, 10);
    const approval = ask(store, 'transaction', key)?.entries.find(({ event }) => event === 'approveOffline');
    expect(decidedAtMs).toBe(approval?.atMs);
    expect(postedAtMs).toBeGreaterThan(decidedAtMs);
    store.close();
  });

  it.each([
    ['offline room', 'UPDATE sale_transaction SET offline_room = 0 WHERE number = 5'],
    ['a time of the verdict', 'UPDATE sale_transaction SET decided_at_ms = 1 WHERE number = 9'],
    ['a time of posting', 'UPDATE sale_transaction SET posted_at_ms = NULL WHERE number = 8'],
    ['a batch', 'UPDATE sale_transaction SET posted_batch = 1 WHERE number = 8'],
    ['an amount', 'UPDATE sale_transaction SET amount = 1 WHERE number = 8'],
    ['a card', "UPDATE card_room SET token = 'x' WHERE currency = 'JPY'"],
  ])('still finds what was changed afterwards: %s', async (_, sql) => {
    const directory = left();
    bootCore(directory).store.close();
    alter(directory, sql);
    const error = await thrownBy(() => {
      const { store } = bootCore(directory);
      try {
        ask(store, 'verify');
      } finally {
        store.close();
      }
    });
    expect(error.code).toBe('JOURNAL_CHAIN_BROKEN');
  });

  it('finds what was changed before it', async () => {
    const directory = left();
    alter(directory, 'UPDATE sale_transaction SET amount = 1 WHERE number = 8');
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_CHAIN_BROKEN');
  });
});
