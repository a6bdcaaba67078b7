import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/journal/core/store.js';
import { approveOffline, ask, bootCore, cancel, NOW_MS, order } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

/** What the newest entry is about. */
const NEWEST: Readonly<Record<string, (store: Store) => void>> = {
  'a sale that begins': (store) => void ask(store, 'begin', order()),
  'a sale that is approved': (store) => {
    ask(store, 'apply', ask(store, 'begin', order()).transaction.key, approveOffline());
  },
  'the settings': (store) => void ask(store, 'changeSettings', { salesStopped: 'contract ended' }),
  'a batch': (store) => void ask(store, 'applyBatch', 1, { name: 'seal' }),
  'a command': (store) => {
    ask(store, 'acceptCommand', { counter: 7, epoch: '', issuedAtMs: 0, order: { kind: 'closeBatch' } });
  },
  'a slice of retention': (store) => {
    ask(store, 'apply', ask(store, 'begin', order()).transaction.key, cancel);
    expect(ask(store, 'purge', NOW_MS * 2, 10)).toBe(1);
  },
  'the offline counters': (store) => void ask(store, 'resetOfflineUsage'),
};
const KINDS = Object.keys(NEWEST);

const CUT = 'PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)';
/** Whoever cuts on purpose takes what names the entry too. */
const WITH_NAMES = `
  PRAGMA foreign_keys = OFF;
  UPDATE meta SET nameless_entry = 0;
  DELETE FROM posting;
  DELETE FROM sale_transaction WHERE last_entry = (SELECT max(number) FROM entry);
  DELETE FROM chain_subject WHERE last_entry = (SELECT max(number) FROM entry);
  DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)`;
const CHANGED = 'UPDATE entry SET mac = zeroblob(32) WHERE number = (SELECT max(number) FROM entry)';
const GONE = { code: 'JOURNAL_CHAIN_BROKEN', message: 'the newest entries of the journal are gone' };

describe('a journal whose newest entry was cut off', () => {
  const scratch = scratchDirectories();

  /** @param checked a start has found it good and said so */
  function ending(kind: string, checked: boolean): { directory: string; entry: number } {
    const directory = scratch();
    const { store } = bootCore(directory);
    ask(store, 'begin', order());
    NEWEST[kind]!(store);
    const { entry } = store.head();
    store.close();
    if (checked) {
      const again = bootCore(directory);
      expect(again.report.verifiedEntries).toBeGreaterThan(0);
      again.store.close();
    }
    return { directory, entry };
  }

  function edit(directory: string, sql: string): void {
    const db = new Sqlite(join(directory, 'journal.db'));
    db.exec(sql);
    db.close();
  }

  it.each(KINDS)('does not open: %s', async (kind) => {
    const { directory, entry } = ending(kind, false);
    edit(directory, CUT);
    const error = await thrownBy(() => bootCore(directory));
    expect(error).toMatchObject({ ...GONE, subject: String(entry) });
    expect(error.hint).toContain('restore the backup');
  });

  it.each(KINDS)('does not open after a start that had seen it: %s', async (kind) => {
    const { directory, entry } = ending(kind, true);
    edit(directory, CUT);
    const error = await thrownBy(() => bootCore(directory));
    expect(error).toMatchObject({ ...GONE, subject: String(entry) });
    expect(error.hint).toContain('restore the backup');
  });

  it.each(KINDS)('does not open after a start that had seen it, whatever went with it: %s', async (kind) => {
    const { directory, entry } = ending(kind, true);
    edit(directory, WITH_NAMES);
    expect(await thrownBy(() => bootCore(directory))).toMatchObject({ ...GONE, subject: String(entry) });
  });

  it.each(KINDS)('does not open with another in its place: %s', async (kind) => {
    const { directory, entry } = ending(kind, true);
    edit(directory, CHANGED);
    expect(await thrownBy(() => bootCore(directory))).toMatchObject({ ...GONE, subject: String(entry) });
  });

  it('does not open without any entry', async () => {
    const { directory, entry } = ending('a sale that begins', false);
    edit(directory, 'PRAGMA foreign_keys = OFF; DELETE FROM entry');
    expect(await thrownBy(() => bootCore(directory))).toMatchObject({ ...GONE, subject: String(entry) });
  });

  // Positive control.
  it.each(KINDS)('opens when nobody touched it: %s', (kind) => {
    const { directory, entry } = ending(kind, true);
    edit(directory, 'SELECT 1');
    const { store } = bootCore(directory);
    expect(store.head().entry).toBe(entry);
    store.close();
  });
});
