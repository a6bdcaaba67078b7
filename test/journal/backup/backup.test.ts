import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { type BackupOrder, copyHeld, finishBackup } from '../../../src/journal/backup/backup.js';
import { backupKeyPath, listBackups } from '../../../src/journal/backup/backup-files.js';
import { Backups, type HoldableJournal } from '../../../src/journal/backup/backup-run.js';
import { chainKeyPath } from '../../../src/journal/chain/chain-key.js';
import type { Store } from '../../../src/journal/core/store.js';
import { openJournal, type ThreadedJournal } from '../../../src/journal/thread/journal-client.js';
import {
  approveOffline,
  ask,
  bootCore,
  compiled,
  MERCHANT,
  NOW_MS,
  order,
  settleAdvice,
  TERMINAL,
  workerUrl,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

const DAY_MS = 86_400_000;

describe('a backup of a journal that is in use', () => {
  const scratch = scratchDirectories();
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function open(
    directory: string,
  ): Promise<{ journal: ThreadedJournal; backups: (from?: HoldableJournal) => Backups }> {
    const path = join(directory, 'journal.db');
    const journal = await openJournal({
      path,
      terminalId: TERMINAL,
      merchantId: MERCHANT,
      clock: new SimClock(NOW_MS),
      random: new SimRandom(3),
      mirror: null,
      reserveBytes: 65_536,
      lowWaterBytes: 1,
      maintenanceMs: 60_000,
      workerUrl: workerUrl(),
    });
    let started: Backups | null = null;
    // Its descriptor goes after the journal, as in the agent.
    ends.push(
      () => started?.close(),
      () => journal.close(),
      () => started?.stop(),
    );
    return {
      journal,
      backups: (from = journal) =>
        (started = new Backups({
          journal: from,
          path,
          roomBytes: 0,
          workerUrl: pathToFileURL(compiled('src/journal/backup/backup-worker.js')),
        })),
    };
  }

  async function sell(journal: ThreadedJournal, times = 1): Promise<void> {
    for (let sale = 0; sale < times; sale += 1) {
      const { transaction } = await journal.begin(order());
      await journal.apply(transaction.key, approveOffline());
    }
  }

  /** Another process that asks for the journal; in this one SQLite would refuse without looking at the file's lock. */
  function askedByAnother(directory: string): string {
    const script = `
      import { inspectJournal } from ${JSON.stringify(pathToFileURL(compiled('src/journal/check/inspection.js')).href)};
      try {
        inspectJournal({ path: ${JSON.stringify(join(directory, 'journal.db'))}, terminalId: '${TERMINAL}', mirrorPath: null });
        console.log('opened');
      } catch (error) { console.log(error.code); }`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout.trim();
  }

  it('holds all that was committed before, while sales go on, and is a sound journal of two private files', async () => {
    const directory = scratch();
    const to = join(scratch(), 'backups');
    const { journal, backups } = await open(directory);
    await sell(journal, 3);
    // The sale falls between taking hold and letting go: it waits for nothing.
    const during: HoldableJournal = {
      identity: () => journal.identity(),
      holdFile: async () => {
        const held = await journal.holdFile();
        await sell(journal);
        return held;
      },
      freeFile: () => journal.freeFile(),
    };
    const report = await backups(during).run({ directory: to, atMs: NOW_MS, keep: null });
    expect(report).toMatchObject({ entries: 7, transactions: 3, head: { entry: 7 }, removed: [] });
    expect(basename(report.path)).toBe(`${TERMINAL}-20270115T080000Z-${journal.identity().epoch}-7.db`);
    expect(readdirSync(to).sort()).toEqual([basename(report.path), basename(backupKeyPath(report.path))].sort());
    for (const path of [report.path, backupKeyPath(report.path)]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(to).mode & 0o777).toBe(0o700);
    expect(readFileSync(backupKeyPath(report.path))).toEqual(readFileSync(chainKeyPath(join(directory, 'journal.db'))));
    expect((await journal.verify()).transactions).toBe(4);
  });

  it('keeps a second agent out meanwhile and afterwards', async () => {
    const directory = scratch();
    const { journal, backups } = await open(directory);
    const runs = backups();
    await sell(journal);
    for (const day of [1, 2]) await runs.run({ directory: join(directory, 'b'), atMs: NOW_MS + day, keep: null });
    expect(askedByAnother(directory)).toBe('JOURNAL_LOCKED');
    // Control: a descriptor that is closed in this process drops the lock.
    closeSync(openSync(join(directory, 'journal.db'), 'r'));
    expect(askedByAnother(directory)).not.toBe('JOURNAL_LOCKED');
  });

  it('is one at a time, and given up when the agent stops', async () => {
    const directory = scratch();
    const to = join(scratch(), 'backups');
    const { journal, backups } = await open(directory);
    await sell(journal);
    let copied = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (copied = resolve));
    let letGo = (): void => undefined;
    const freed = new Promise<void>((resolve) => (letGo = resolve));
    const runs = backups({
      identity: () => journal.identity(),
      holdFile: () => journal.holdFile(),
      freeFile: async () => {
        copied();
        await freed;
        return journal.freeFile();
      },
    });
    const running = thrownBy(() => runs.run({ directory: to, atMs: NOW_MS, keep: null }));
    await stuck;
    expect((await thrownBy(() => runs.run({ directory: to, atMs: NOW_MS, keep: null }))).code).toBe('BUSY');
    expect((await thrownBy(() => journal.holdFile())).code).toBe('BUSY');
    const stopping = runs.stop();
    letGo();
    await stopping;
    expect((await running).code).toBe('BACKUP_FAILED');
    expect(listBackups(to, TERMINAL)).toEqual([]);
    expect(readdirSync(to)).toHaveLength(1);
    // The next run clears up what this one left.
    const again = await backups().run({ directory: to, atMs: NOW_MS, keep: null });
    expect(readdirSync(to).sort()).toEqual([basename(again.path), basename(backupKeyPath(again.path))].sort());
  });

  it('counts for nothing when the journal moved on in its file', async () => {
    const directory = scratch();
    const to = join(scratch(), 'backups');
    const { journal, backups } = await open(directory);
    await sell(journal);
    const lost = {
      identity: () => journal.identity(),
      holdFile: () => journal.holdFile(),
      freeFile: async () => (await journal.freeFile()) && false,
    };
    const error = await thrownBy(() => backups(lost).run({ directory: to, atMs: NOW_MS, keep: null }));
    expect(error).toMatchObject({ code: 'BACKUP_FAILED', message: 'the journal did not stand still' });
    expect(error.hint).toContain('too slow');
    expect(listBackups(to, TERMINAL)).toEqual([]);
    await sell(journal);
  });

  it('tells what is wrong with the directory, and sales go on', async () => {
    const directory = scratch();
    const { journal, backups } = await open(directory);
    const runs = backups();
    const open755 = scratch();
    chmodSync(open755, 0o755);
    expect((await thrownBy(() => runs.run({ directory: open755, atMs: NOW_MS, keep: null }))).code).toBe(
      'CONFIG_PERMISSIONS',
    );
    const file = join(scratch(), 'file');
    writeFileSync(file, '');
    const error = await thrownBy(() => runs.run({ directory: join(file, 'below'), atMs: NOW_MS, keep: null }));
    expect(error.code).toBe('BACKUP_FAILED');
    expect(error.hint).toContain('Check the directory of the backups');
    await sell(journal);
    expect(journal.health().state).toBe('ok');
  });
});

describe('the two halves of a backup', () => {
  const scratch = scratchDirectories();
  const stores: Store[] = [];
  const files: number[] = [];
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
    for (const file of files.splice(0)) closeSync(file);
  });

  function filled(directory: string, sales = 3): Store {
    const { store } = bootCore(directory);
    stores.push(store);
    for (let sale = 0; sale < sales; sale += 1) sell(store);
    return store;
  }

  function sell(store: Store): void {
    const { key } = ask(store, 'begin', order()).transaction;
    ask(store, 'apply', key, approveOffline());
    ask(store, 'apply', key, settleAdvice(key));
  }

  function orderOf(store: Store, directory: string, change: Partial<BackupOrder> = {}): BackupOrder {
    const source = openSync(join(directory, 'journal.db'), 'r');
    files.push(source);
    return {
      source,
      held: ask(store, 'holdFile'),
      keyPath: join(directory, 'journal.key'),
      terminalId: TERMINAL,
      epoch: store.identity.epoch,
      directory: join(directory, 'backups'),
      atMs: NOW_MS,
      keep: null,
      roomBytes: 0,
      ...change,
    };
  }

  it('leave the file alone while it is held, and not for ever', () => {
    const directory = scratch();
    const store = filled(directory);
    ask(store, 'holdFile');
    const before = readFileSync(join(directory, 'journal.db'));
    for (let sale = 0; sale < 300; sale += 1) sell(store);
    store.maintain();
    expect(readFileSync(join(directory, 'journal.db')).equals(before)).toBe(true);
    expect(ask(store, 'freeFile')).toBe(true);
    store.maintain();
    expect(statSync(join(directory, 'journal.db-wal')).size).toBe(0);

    ask(store, 'holdFile');
    sell(store);
    for (let minute = 0; minute < 11; minute += 1) store.maintain();
    expect(statSync(join(directory, 'journal.db-wal')).size).toBe(0);
    expect(ask(store, 'freeFile')).toBe(false);
    ask(store, 'verify');
  });

  it.each([
    ['a flipped bit in an entry', (bytes: Buffer) => bytes.indexOf('"event":"begin"') + 9],
    ['a flipped bit in a state', (bytes: Buffer) => bytes.lastIndexOf('"maskedPan":"') + 14],
  ])('give no name to a copy with %s', async (_what, where) => {
    const directory = scratch();
    const store = filled(directory);
    const order = orderOf(store, directory);
    const path = copyHeld(order);
    const bytes = readFileSync(`${path}.new`);
    bytes[where(bytes)]! ^= 1;
    writeFileSync(`${path}.new`, bytes);
    const error = await thrownBy(() => finishBackup(path, order));
    expect(error.code).toBe('BACKUP_FAILED');
    expect(error.message).toContain('the copy is not sound');
    expect(error.hint).toContain('journal verify');
    expect(readdirSync(order.directory)).toEqual([]);
    // Control: the same without the bit.
    expect(finishBackup(copyHeld(order), order).entries).toBe(10);
  });

  it('give no name to a copy of another moment', async () => {
    const directory = scratch();
    const store = filled(directory);
    const order = orderOf(store, directory);
    const held = { ...order.held, head: { entry: 11, mac: '00'.repeat(32) } };
    const error = await thrownBy(() => finishBackup(copyHeld({ ...order, held }), { ...order, held }));
    expect(error.message).toBe('the copy ends at entry 10, the journal at 11');
  });

  it('refuse to fill the disk', async () => {
    const directory = scratch();
    const store = filled(directory);
    const error = await thrownBy(() => copyHeld(orderOf(store, directory, { roomBytes: Number.MAX_SAFE_INTEGER / 2 })));
    expect(error.code).toBe('BACKUP_FAILED');
    expect(error.message).toMatch(/bytes are free, \d+ are needed/);
    expect(error.hint).toContain('keep_count');
  });

  it('keep by count and age, and never remove the newest, whatever the clock says', () => {
    const directory = scratch();
    const store = filled(directory, 1);
    const to = join(directory, 'backups');
    const back = (atMs: number, keep: BackupOrder['keep']): readonly string[] => {
      sell(store);
      const order = orderOf(store, directory, { atMs, keep });
      const { removed } = finishBackup(copyHeld(order), order);
      ask(store, 'freeFile');
      return removed.map((path) => basename(path));
    };
    const entries = (): readonly number[] =>
      listBackups(to, TERMINAL)
        .map(({ entry }) => entry)
        .sort((a, b) => a - b);
    for (const day of [0, 1, 2]) expect(back(NOW_MS + day * DAY_MS, { count: 3, afterMs: null })).toEqual([]);
    expect(entries()).toEqual([7, 10, 13]);
    expect(back(NOW_MS + 3 * DAY_MS, { count: 3, afterMs: null })).toHaveLength(1);
    expect(entries()).toEqual([10, 13, 16]);
    expect(back(NOW_MS + 4 * DAY_MS, { count: 9, afterMs: NOW_MS + 2.5 * DAY_MS })).toHaveLength(2);
    expect(entries()).toEqual([16, 19]);
    // In 1970 all others look newer; of this epoch the entries say what is new.
    back(0, { count: 2, afterMs: -DAY_MS });
    expect(entries()).toEqual([19, 22]);
    back(1000, { count: 2, afterMs: -DAY_MS });
    expect(entries()).toEqual([22, 25]);
    for (const { path } of listBackups(to, TERMINAL)) expect(existsSync(backupKeyPath(path))).toBe(true);
    expect(readdirSync(to)).toHaveLength(4);
  });

  it('clear up what was cut off, and nothing of others', () => {
    const directory = scratch();
    const store = filled(directory);
    const order = orderOf(store, directory);
    const { path } = finishBackup(copyHeld(order), order);
    const stem = path.slice(0, -'.db'.length);
    const later = stem.replace('20270115', '20270116');
    const gone = [`${later}.db.new`, `${later}.db.new-journal`, `${later}.key.new`, `${later}.key`];
    const others = [join(order.directory, 'notes.txt'), `${path}-wal`, later.replace(TERMINAL, 'T0000009') + '.db.new'];
    for (const name of [...gone, ...others]) writeFileSync(name, '');
    copyHeld({ ...order, atMs: NOW_MS + 2 * DAY_MS });
    for (const name of gone) expect(existsSync(name)).toBe(false);
    for (const name of [...others, path, backupKeyPath(path)]) expect(existsSync(name)).toBe(true);
  });
});
