import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { keyText } from '../../../src/domain/key.js';
import { backupKeyPath } from '../../../src/journal/backup/backup-files.js';
import { restoreJournal, type RestoreOptions, type RestoreReport } from '../../../src/journal/backup/restore.js';
import { inspectJournal } from '../../../src/journal/check/inspection.js';
import { openForReading } from '../../../src/journal/file/database.js';
import { copyDirectory } from '../../support/copy-directory.js';
import {
  card,
  compiled,
  FRESH,
  MERCHANT,
  NOW_MS,
  order,
  settleAdvice,
  settleReversal,
  takeBack,
  TERMINAL,
} from '../../support/journal.js';
import { ISSUED } from '../../support/samples.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';
import { MirroredCore } from '../mirror/mirrored.js';
import { backedUp } from './backed-up.js';
const NEW = { ...FRESH, epoch: '00000000000000aa', mark: 'aabbccdd' };

describe('restoring a backup', () => {
  const scratch = scratchDirectories();
  const cores: MirroredCore[] = [];
  afterEach(async () => {
    await Promise.all(cores.splice(0).map((core) => core.close()));
  });

  async function open(...args: Parameters<typeof MirroredCore.open>): Promise<MirroredCore> {
    const core = await MirroredCore.open(...args);
    cores.push(core);
    return core;
  }

  function restore(directory: string, backup: string, change: Partial<RestoreOptions> = {}): RestoreReport {
    return restoreJournal({
      path: join(directory, 'journal.db'),
      mirrorPath: join(directory, 'mirror.log'),
      terminalId: TERMINAL,
      merchantId: MERCHANT,
      fresh: NEW,
      atMs: NOW_MS,
      giveUp: false,
      backup,
      ...change,
    });
  }

  /** What is pending, by key and kind. */
  async function owed(core: MirroredCore): Promise<readonly string[]> {
    const { records } = await core.ask('unsettled');
    return records.map(({ posting }) => `${keyText(posting.key)} ${posting.content.kind}`).sort();
  }
  const of = (number: number, kind: string): string => `${TERMINAL}-${FRESH.epoch}-${FRESH.mark}-${number} ${kind}`;

  /**
   * Three sales, a backup, and what came after it: 1 settled before it, 2 after it, 3 taken back after it, 4 and 5 are
   * newer, and 6 was running when the agent was killed.
   */
  async function story(change: { mirrorPath?: null } = {}): Promise<{ directory: string; backup: string }> {
    const running = scratch();
    const core = await open(running, change);
    const [one, two, three] = [await core.owe(), await core.owe(200), await core.owe(300)];
    await core.ask('apply', one, settleAdvice(one));
    await core.ask('changeSettings', { salesStopped: 'audit' });
    await core.ask('acceptCommand', { counter: 7, ...ISSUED, order: { kind: 'stopSales', reason: 'audit' } });
    await core.ask('finishCommand', { counter: 7, outcome: 'done', text: 'done' });
    const backup = backedUp(core.store, running, join(scratch(), 'backups'));
    await core.ask('apply', two, settleAdvice(two));
    await core.ask('apply', three, takeBack());
    await core.owe(400);
    await core.owe(500);
    const { key } = (await core.ask('begin', order({ amount: 600 }))).transaction;
    await core.ask('apply', key, { name: 'goOnline', card: card() });
    const directory = scratch();
    copyDirectory(running, directory);
    return { directory, backup };
  }
  const ALL = [of(3, 'advice'), of(3, 'reversal'), of(4, 'advice'), of(5, 'advice')];

  it('begins a new epoch, and what the journal in place owes comes over under the old keys', async () => {
    const { directory, backup } = await story();
    const report = restore(directory, backup);
    expect(report).toMatchObject({
      epoch: NEW.epoch,
      backupEpoch: FRESH.epoch,
      taken: { present: 4, mirror: 0, backup: 0 },
      givenUp: [],
      unsure: null,
      running: [],
    });
    expect(statSync(report.path).mode & 0o777).toBe(0o600);
    const core = await open(directory, { fresh: { ...NEW, epoch: 'ff'.repeat(8) } });
    expect(core.report).toMatchObject({ created: false, quarantined: null, mirror: { state: 'missing' } });
    expect(core.store.identity.epoch).toBe(NEW.epoch);
    expect(await owed(core)).toEqual(ALL);
    expect(report.settled.map(({ key }) => key.number)).toEqual([1, 2]);
    expect(
      await core.ask('transaction', { terminalId: TERMINAL, epoch: FRESH.epoch, mark: FRESH.mark, number: 1 }),
    ).toMatchObject({
      transaction: { state: 'posted', postedBatch: null },
      postings: [],
    });
    // Killed in the middle: decided as after any other crash.
    expect((await core.ask('unresolved')).map(({ key }) => key)).toEqual([
      { terminalId: TERMINAL, epoch: FRESH.epoch, mark: FRESH.mark, number: 6 },
    ]);
    expect(await core.ask('settings')).toMatchObject({ salesStopped: 'audit' });
    expect(await core.ask('acceptCommand', { counter: 7, ...ISSUED, order: { kind: 'resumeSales' } })).toBe('replayed');
    expect(await core.owe()).toMatchObject({ epoch: NEW.epoch });
    for (const number of [3, 4, 5]) {
      const key = { terminalId: TERMINAL, epoch: FRESH.epoch, mark: FRESH.mark, number };
      await core.ask('apply', key, settleAdvice(key));
      if (number === 3) await core.ask('apply', key, settleReversal(key));
    }
    expect(await owed(core)).toHaveLength(1);
    await core.ask('verify');
    // Set aside, not deleted, and still to be checked with the key that stayed.
    expect(report.setAside).toBe(join(directory, 'journal.db.quarantine-1'));
    expect(
      inspectJournal({ path: report.setAside!, terminalId: TERMINAL, mirrorPath: report.mirrorSetAside }),
    ).toMatchObject({ transactions: 6 });
    expect(readdirSync(directory).filter((name) => name.includes('restor'))).toEqual([]);
  });

  it('takes from the mirror log what the journal in place cannot say any more', async () => {
    const { directory, backup } = await story();
    rmSync(join(directory, 'journal.db-wal'));
    writeFileSync(join(directory, 'journal.db'), Buffer.alloc(8192, 'no database '));
    const report = restore(directory, backup);
    // The second one is delivered again: that it was settled nobody here knows, and the host knows its key.
    expect(report).toMatchObject({ taken: { present: 0, mirror: 3, backup: 1 }, givenUp: [], unsure: null });
    const core = await open(directory, { fresh: NEW });
    expect(await owed(core)).toEqual([of(2, 'advice'), ...ALL]);
    await core.ask('verify');
  });

  it('restores onto a machine that has nothing', async () => {
    const { backup } = await story();
    const directory = join(scratch(), 'state');
    const report = restore(directory, backup);
    expect(report).toMatchObject({ taken: { backup: 2 }, setAside: null, mirrorSetAside: null, unsure: null });
    const core = await open(directory, { fresh: NEW });
    expect(await owed(core)).toEqual([of(2, 'advice'), of(3, 'advice')]);
    expect(readFileSync(join(directory, 'journal.key'))).toEqual(readFileSync(backupKeyPath(backup)));
  });

  it('a copy of what was restored, put back, gives no key again; control: with the same start mark it does', async () => {
    const { backup } = await story();
    const restored = join(scratch(), 'state');
    restore(restored, backup);
    const copies = [scratch(), scratch()] as const;
    for (const copy of copies) copyDirectory(restored, copy);
    const firstKey = async (directory: string, mark: string): Promise<string> => {
      const core = await open(directory, { fresh: { ...NEW, mark } });
      return keyText((await core.ask('begin', order())).transaction.key);
    };
    const sold = await firstKey(restored, 'aaaaaaaa');
    expect(await firstKey(copies[0], 'bbbbbbbb')).not.toBe(sold);
    expect(await firstKey(copies[1], 'aaaaaaaa')).toBe(sold);
  });

  it('does not touch a sale that ran when the backup was made, and names it', async () => {
    const running = scratch();
    const core = await open(running);
    const { key } = (await core.ask('begin', order())).transaction;
    await core.ask('apply', key, { name: 'goOnline', card: card() });
    const backup = backedUp(core.store, running, join(scratch(), 'backups'));
    const directory = scratch();
    expect(restore(directory, backup)).toMatchObject({ running: [keyText(key)], taken: { backup: 0 } });
    expect(await (await open(directory, { fresh: NEW })).ask('unresolved')).toEqual([]);
  });

  it('charges no till twice: a repeated idempotency key finds its sale, and a void the sale that it takes back', async () => {
    const { directory, backup } = await story();
    // Of before the backup, known by it alone; of after it, owed, by the mirror log.
    rmSync(join(directory, 'journal.db-wal'));
    writeFileSync(join(directory, 'journal.db'), Buffer.alloc(8192, 'no database '));
    const report = restore(directory, backup);
    expect(report.settled.map(({ row }) => row.state)).toEqual(['posted']);
    const core = await open(directory, { fresh: NEW });
    for (const { key, row } of [...report.settled, ...report.debts]) {
      const again = await core.ask('begin', order({ amount: row.amount, idempotencyKey: row.idempotency_key }));
      expect(again).toMatchObject({ isNew: false, transaction: { key } });
    }
    const { key } = report.settled[0]!;
    expect((await core.ask('apply', key, takeBack())).transaction.state).toBe('voiding');
    await core.ask('apply', key, settleReversal(key));
    // Retention takes them like any other.
    expect(await core.ask('purge', NOW_MS * 2, 10)).toBeGreaterThan(0);
    await core.ask('verify');
  });

  function edit(directory: string, sql: string): void {
    const db = new Sqlite(join(directory, 'journal.db'));
    db.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
    db.close();
  }

  it('refuses to lose what no copy can say, by sequence and amount', async () => {
    const { directory, backup } = await story({ mirrorPath: null });
    edit(directory, 'UPDATE sale_transaction SET stan = 77 WHERE number IN (3, 5)');
    const before = readFileSync(join(directory, 'journal.db'));
    const error = await thrownBy(() => restore(directory, backup, { mirrorPath: null }));
    expect(error.code).toBe('RESTORE_REFUSED');
    // The advice of the third is in the backup; its reversal came later.
    expect(error.message).toBe(
      `posting 4 (${TERMINAL}-${FRESH.epoch}-${FRESH.mark}-3, 3.00 EUR), posting 6 (${TERMINAL}-${FRESH.epoch}-${FRESH.mark}-5, 5.00 EUR) would be lost: ` +
        'no copy can be read; the journal in place is damaged, and no mirror log of it says what else it owed',
    );
    expect(error.hint).toContain('--give-up-unsettled');
    expect(readFileSync(join(directory, 'journal.db')).equals(before)).toBe(true);
    const report = restore(directory, backup, { mirrorPath: null, giveUp: true });
    expect(report.givenUp.map(({ sequence }) => sequence)).toEqual([4, 6]);
    const core = await open(directory, { fresh: NEW, mirrorPath: null });
    expect(await owed(core)).toEqual([of(3, 'advice'), of(4, 'advice')]);
  });

  it('carries the same over when the mirror log holds it', async () => {
    const { directory, backup } = await story();
    edit(
      directory,
      'UPDATE sale_transaction SET stan = 77 WHERE number IN (3, 5); DELETE FROM posting WHERE sequence = 5',
    );
    const report = restore(directory, backup);
    expect(report).toMatchObject({ givenUp: [], unsure: null });
    expect(await owed(await open(directory, { fresh: NEW }))).toEqual(ALL);
  });

  it('refuses when nobody can say what was owed, and when the mirror log is damaged too', async () => {
    const { directory, backup } = await story();
    rmSync(join(directory, 'journal.db-wal'));
    writeFileSync(join(directory, 'journal.db'), Buffer.alloc(8192, 'no database '));
    const mirror = join(directory, 'mirror.log');
    const bytes = readFileSync(mirror);
    const at = bytes.lastIndexOf('"sequence":5');
    bytes.fill(0xee, at, at + 20);
    writeFileSync(mirror, bytes);
    expect((await thrownBy(() => restore(directory, backup))).message).toContain('posting 5 would be lost');
    rmSync(mirror);
    const error = await thrownBy(() => restore(directory, backup));
    expect(error).toMatchObject({
      code: 'RESTORE_REFUSED',
      message: 'the journal in place cannot be read, and no mirror log says what it owed',
    });
    expect(restore(directory, backup, { giveUp: true }).unsure).toBe(error.message);
  });

  it('refuses a backup that is damaged, of another terminal, or without its key, and leaves all as it is', async () => {
    const { directory, backup } = await story();
    const names = readdirSync(directory);
    expect((await thrownBy(() => restore(directory, backup, { terminalId: 'T0000009' }))).code).toBe('JOURNAL_FOREIGN');
    expect((await thrownBy(() => restore(directory, join(directory, 'none.db')))).code).toBe('NOT_FOUND');
    const other = join(scratch(), 'x.db');
    copyFileSync(backup, other);
    expect((await thrownBy(() => restore(directory, other))).code).toBe('CONFIG_MISSING');
    copyFileSync(backupKeyPath(backup), backupKeyPath(other));
    const db = new Sqlite(other);
    db.exec('DELETE FROM entry WHERE number = 4');
    db.close();
    expect(await thrownBy(() => restore(directory, other))).toMatchObject({
      code: 'JOURNAL_CHAIN_BROKEN',
      subject: '4',
    });
    const left = readdirSync(directory).filter((name) => !/-(wal|shm)$/.test(name));
    expect(left.sort()).toEqual(names.filter((name) => !/-(wal|shm)$/.test(name)).sort());
    expect(await owed(await open(directory))).toEqual(ALL);
  });

  it('is refused while an agent runs, and keeps one from starting', async () => {
    const { directory, backup } = await story();
    const core = await open(directory);
    expect((await thrownBy(() => restore(directory, backup))).code).toBe('JOURNAL_LOCKED');
    await core.close();
    // The descriptor that a restore holds to its end.
    const held = openForReading(join(directory, 'journal.db'));
    held.prepare('SELECT count(*) FROM entry').get();
    const script = `
      import { bootCore } from ${JSON.stringify(pathToFileURL(compiled('test/support/journal.js')).href)};
      try { bootCore(${JSON.stringify(directory)}); console.log('opened'); } catch (error) { console.log(error.code); }`;
    const start = (): string =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout.trim();
    expect(start()).toBe('JOURNAL_LOCKED');
    held.close();
    expect(start()).toBe('opened');
  });

  it.each([
    ['decided', () => undefined],
    [
      'the file set aside, its -wal not',
      (directory: string) => renameSync(join(directory, 'journal.db'), join(directory, 'journal.db.quarantine-1')),
    ],
    [
      'all set aside',
      (directory: string) => {
        for (const suffix of ['', '-wal'])
          renameSync(join(directory, `journal.db${suffix}`), join(directory, `journal.db.quarantine-1${suffix}`));
      },
    ],
  ])('cut off when it was %s is finished by the next start', async (_what, cut) => {
    const { directory, backup } = await story();
    const copy = scratch();
    copyDirectory(directory, copy);
    const { path } = restore(copy, backup);
    copyFileSync(path, join(directory, 'journal.db.restored'));
    cut(directory);
    const core = await open(directory, { fresh: { ...NEW, epoch: 'ff'.repeat(8) } });
    expect(core.store.identity.epoch).toBe(NEW.epoch);
    expect(await owed(core)).toEqual(ALL);
    expect(existsSync(join(directory, 'journal.db.quarantine-1'))).toBe(true);
    await core.ask('verify');
  });

  it('control: before it was decided the next start keeps the journal in place', async () => {
    const { directory, backup } = await story();
    const copy = scratch();
    copyDirectory(directory, copy);
    copyFileSync(restore(copy, backup).path, join(directory, 'journal.db.restoring'));
    expect((await open(directory, { fresh: NEW })).store.identity.epoch).toBe(FRESH.epoch);
  });

  it('restored twice carries the same over once more', async () => {
    const { directory, backup } = await story();
    restore(directory, backup);
    const report = restore(directory, backup, { fresh: { ...NEW, epoch: '00000000000000bb' } });
    expect(report.taken).toEqual({ present: 4, mirror: 0, backup: 0 });
    const core = await open(directory, { fresh: NEW });
    expect(core.store.identity.epoch).toBe('00000000000000bb');
    // The second one is owed by the backup alone: the first restore knew that it was settled, and so does this one.
    expect(await owed(core)).toEqual(ALL);
  });
});
