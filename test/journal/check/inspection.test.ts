import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { TillpostError } from '../../../src/domain/errors.js';
import { inspectJournal } from '../../../src/journal/check/inspection.js';
import { writeConfig } from '../../cli/till.js';
import { copyDirectory } from '../../support/copy-directory.js';
import { bootCore, compiled, settleAdvice, TERMINAL } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';
import { MirroredCore } from '../mirror/mirrored.js';

// Entries: 1 open batch, then two for each of three sales, then the receipt of the first: 8.
const DEEDS: readonly (readonly [deed: string, sql: string, said: string, subject: string])[] = [
  [
    'edit',
    "UPDATE entry SET payload = json_set(payload, '$.after.amount', 1) WHERE number = 3",
    'entry 3 was changed',
    '3',
  ],
  ['deletion', 'DELETE FROM entry WHERE number = 4', 'entry 4 is missing', '4'],
  [
    'reordering',
    `UPDATE entry SET number = 99 WHERE number = 4; UPDATE entry SET number = 4 WHERE number = 5;
     UPDATE entry SET number = 5 WHERE number = 99`,
    'entry 4 does not follow',
    '4',
  ],
  ['truncation', 'DELETE FROM entry WHERE number >= 7', 'transaction 1 does not stand at its newest entry', '1'],
  [
    'splice',
    `INSERT INTO entry SELECT number + 1, transaction_number, event, at_ms, state, payload, digest, mac FROM entry
      WHERE number = 8`,
    'entry 9 does not follow',
    '9',
  ],
  [
    'a trigger',
    'CREATE TRIGGER quiet AFTER INSERT ON posting BEGIN DELETE FROM posting; END',
    'quiet is not as the program made it',
    'quiet',
  ],
  ['a moved good point', 'UPDATE meta SET verified_mac = zeroblob(32)', 'the good point at entry 0', '0'],
  [
    'edited state',
    'UPDATE sale_transaction SET amount = 1 WHERE number = 2',
    'transaction 2 differs from entry 5',
    '2',
  ],
];

describe('checking a journal at rest', () => {
  const scratch = scratchDirectories();

  async function filled(directory = scratch()): Promise<{ directory: string; path: string; mirrorPath: string }> {
    const core = await MirroredCore.open(directory);
    const key = await core.owe();
    await core.owe(300);
    await core.owe(400);
    await core.ask('apply', key, settleAdvice(key));
    await core.close();
    return { directory, path: join(directory, 'journal.db'), mirrorPath: join(directory, 'mirror.log') };
  }

  const inspected = (at: { path: string; mirrorPath: string | null }): ReturnType<typeof inspectJournal> =>
    inspectJournal({ ...at, terminalId: TERMINAL });

  it('counts what is whole and leaves it as it is, with a -wal too', async () => {
    const at = await filled();
    const before = readFileSync(at.path);
    expect(inspected(at)).toMatchObject({ entries: 8, transactions: 3, head: { entry: 8 } });
    expect(readFileSync(at.path).equals(before)).toBe(true);

    const core = await MirroredCore.open(at.directory);
    await core.owe();
    const copy = scratch();
    copyDirectory(at.directory, copy);
    expect(readdirSync(copy)).toContain('journal.db-wal');
    expect(inspected({ path: join(copy, 'journal.db'), mirrorPath: join(copy, 'mirror.log') })).toMatchObject({
      entries: 10,
    });
    // While it is open it belongs to its agent.
    expect((await thrownBy(() => inspected(at))).code).toBe('JOURNAL_LOCKED');
    await core.close();
  });

  it.each(DEEDS)('finds and names the %s', async (_deed, sql, said, subject) => {
    const at = await filled();
    const db = new Sqlite(at.path);
    db.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
    db.close();
    const error: TillpostError = await thrownBy(() => inspected({ ...at, mirrorPath: null }));
    expect(error).toMatchObject({ code: 'JOURNAL_CHAIN_BROKEN', subject });
    expect(error.message).toContain(said);
    expect(error.hint).toBeDefined();
  });

  it('finds an older copy, which is sound in itself, by the mirror log', async () => {
    const at = await filled();
    const older = readFileSync(at.path);
    const core = await MirroredCore.open(at.directory);
    await core.owe();
    await core.close();
    writeFileSync(at.path, older);
    expect(inspected({ ...at, mirrorPath: null })).toMatchObject({ entries: 8 });
    const error = await thrownBy(() => inspected(at));
    expect(error).toMatchObject({ code: 'JOURNAL_CHAIN_BROKEN', subject: '9' });
    expect(error.message).toContain('entries 9 to 10 are gone');
  });

  it('finds damage to an index, which no row shows', async () => {
    const at = await filled();
    const db = new Sqlite(at.path);
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    // The index is emptied behind SQLite's back: its definition points at the tree of another, empty one.
    db.exec('CREATE TABLE hollow (a); CREATE INDEX hollow_a ON hollow (a)');
    db.exec(`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'hollow_a')
      WHERE name = 'posting_pending'`);
    db.close();
    const error = await thrownBy(() => inspected(at));
    expect(error).toMatchObject({ code: 'JOURNAL_CHAIN_BROKEN' });
    expect(error.message).toContain('the database is damaged');
  });

  // Found by the damage row, seed 1: one flipped byte of a CHECK's text, in a table that no start writes to.
  it('names a table whose text calls a function that is not there', async () => {
    const at = await filled();
    const db = new Sqlite(at.path);
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    db.exec("UPDATE sqlite_schema SET sql = replace(sql, 'length(', 'lengxh(') WHERE name = 'meta'");
    db.close();
    const error = await thrownBy(() => inspected(at));
    expect(error).toMatchObject({ code: 'JOURNAL_CHAIN_BROKEN', subject: 'meta' });
  });

  it('refuses what it cannot judge', async () => {
    const at = await filled();
    expect((await thrownBy(() => inspectJournal({ ...at, terminalId: 'T0000009' }))).code).toBe('JOURNAL_FOREIGN');
    const db = new Sqlite(at.path);
    db.pragma('user_version = 2');
    db.close();
    expect((await thrownBy(() => inspected(at))).code).toBe('JOURNAL_NEWER_SCHEMA');
    writeFileSync(at.path, 'no database at all, but long enough to be read as one');
    expect((await thrownBy(() => inspected(at))).code).toBe('JOURNAL_NOT_A_DATABASE');
    rmSync(at.path);
    expect((await thrownBy(() => inspected(at))).code).toBe('NOT_FOUND');
  });

  it('is `tillpost journal verify` of a stopped agent: 0 when whole, 78 when not', async () => {
    const home = scratch();
    const config = writeConfig(home);
    mkdirSync(join(home, 'state'), { mode: 0o700 });
    const { path } = await filled(join(home, 'state'));
    const run = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, [compiled('src/main.js'), 'journal', 'verify', '--config', config, ...words], {
        encoding: 'utf8',
      });
    expect(run()).toMatchObject({
      status: 0,
      stdout: 'ok: 8 entries up to number 8, 3 transactions stand as they say\n',
    });
    expect(JSON.parse(run('--json').stdout)).toMatchObject({
      ok: true,
      entries: 8,
      transactions: 3,
      head: { entry: 8 },
    });
    const db = new Sqlite(path);
    db.exec('UPDATE entry SET at_ms = at_ms + 1 WHERE number = 2');
    db.close();
    const broken = run('--json');
    expect(broken).toMatchObject({ status: 78, stdout: '' });
    expect(JSON.parse(broken.stderr)).toMatchObject({ error: { code: 'JOURNAL_CHAIN_BROKEN', subject: '2' } });
  });

  it('checks the first entries of an epoch at every start', async () => {
    const at = await filled();
    const db = new Sqlite(at.path);
    db.exec("UPDATE meta SET epoch = '9f1c2a0b7d3e4f54'");
    db.close();
    expect((await thrownBy(() => bootCore(at.directory))).code).toBe('JOURNAL_CHAIN_BROKEN');
  });
});
