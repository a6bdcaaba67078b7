import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { keyText } from '../../../src/domain/key.js';
import { copyDirectory } from '../../support/copy-directory.js';
import {
  approveOffline,
  approveOnline,
  card,
  FRESH,
  order,
  plain,
  settleAdvice,
  settleReversal,
  takeBack,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';
import { MirroredCore } from './mirrored.js';

const OTHER = { ...FRESH, epoch: '00000000000000aa', mark: 'aabbccdd' };

describe('journal and mirror at boot', () => {
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

  /** As kill -9 leaves it: a copy of the directory while the core is running. */
  function cut(directory: string): string {
    const copy = scratch();
    copyDirectory(directory, copy);
    return copy;
  }

  it('finds both equal, also after a sale that was settled and one that moved on', async () => {
    const directory = scratch();
    const core = await open(directory);
    const [a, b] = [await core.owe(), await core.owe(300)];
    await core.ask('apply', a, settleAdvice(a));
    await core.ask('apply', b, takeBack());
    await core.ask('apply', b, settleAdvice(b));
    const { report } = await open(cut(directory));
    expect(report.mirror).toMatchObject({ state: 'equal', damaged: false, restored: [], lostSequences: [] });
  });

  it('rewrites a mirror that is missing, behind or damaged', async () => {
    const directory = scratch();
    const core = await open(directory);
    await core.owe();
    const old = readFileSync(join(directory, 'mirror.log'));
    await core.owe();
    for (const [harm, state] of [
      [(path: string) => rmSync(path), 'missing'],
      [(path: string) => writeFileSync(path, old), 'behind'],
      [(path: string) => truncateSync(path, 700), 'damaged'],
      [(path: string) => writeFileSync(path, 'no mirror at all'), 'damaged'],
    ] as const) {
      const copy = cut(directory);
      harm(join(copy, 'mirror.log'));
      const first = await open(copy);
      expect(first.report.mirror).toMatchObject({ state, lostSequences: [], restored: [] });
      expect(first.store.identity.sequenceAtOpen).toBe(2);
      await first.close();
      const second = await open(copy);
      expect(second.report.mirror.state).toBe('equal');
    }
  });

  it('brings back what a truncated WAL lost, and never gives a lost number again', async () => {
    const directory = scratch();
    const core = await open(directory);
    const kept = await core.owe();
    const wal = join(directory, 'journal.db-wal');
    const { size } = statSync(wal);
    const [lost, voided] = [await core.owe(700), await core.owe(800)];
    await core.ask('apply', voided, takeBack('void-1'));
    const settled = await core.owe(900);
    await core.ask('apply', settled, settleAdvice(settled));
    const online = (await core.ask('begin', order())).transaction.key;
    await core.ask('apply', online, { name: 'goOnline', card: card() });
    await core.ask('apply', online, approveOnline(online));
    const before = plain(await core.ask('unsettled'));
    const { head } = core.store.status();

    const copy = cut(directory);
    truncateSync(join(copy, 'journal.db-wal'), size);
    const back = await open(copy);
    expect(back.report.mirror).toMatchObject({
      state: 'ahead',
      restored: [[2, 4]],
      lostSequences: [],
      lostEntries: { upTo: head.entry },
      lostTransactions: [[settled.number, online.number]],
    });
    const after = plain(await back.ask('unsettled')) as { records: unknown[] };
    expect(after.records).toEqual((before as { records: unknown[] }).records);
    expect((await back.ask('queue')).advices).toBe(3);
    await back.ask('verify');
    // The chain goes on above everything that was ever shown to the host.
    expect(back.store.head().entry).toBeGreaterThan(head.entry);
    expect((await back.ask('begin', order())).transaction.key.number).toBe(online.number + 1);
    for (const key of [kept, lost, voided]) await back.ask('apply', key, settleAdvice(key));
    await back.ask('apply', voided, settleReversal(voided));
    expect((await back.ask('unsettled')).records).toEqual([]);
    await back.ask('verify');
    await back.close();
    const again = await open(copy);
    expect(again.report.mirror.state).toBe('equal');
    await again.ask('verify');
  });

  it('control: without the mirror the same cut loses sales and nobody knows', async () => {
    const directory = scratch();
    const core = await open(directory, { mirrorPath: null });
    await core.owe();
    const { size } = statSync(join(directory, 'journal.db-wal'));
    await core.owe();
    const copy = cut(directory);
    truncateSync(join(copy, 'journal.db-wal'), size);
    const back = await open(copy, { mirrorPath: null });
    expect((await back.ask('queue')).advices).toBe(1);
    await back.ask('verify');
  });

  it('delivers what an unreadable or missing journal owed under the old keys', async () => {
    const directory = scratch();
    const core = await open(directory);
    const [a, b] = [await core.owe(), await core.owe(300)];
    await core.ask('apply', b, takeBack());
    for (const harm of ['noise', 'gone'] as const) {
      const copy = cut(directory);
      rmSync(join(copy, 'journal.db-wal'));
      if (harm === 'gone') rmSync(join(copy, 'journal.db'));
      else writeFileSync(join(copy, 'journal.db'), Buffer.alloc(8192, 'no database '));
      const back = await open(copy, { fresh: OTHER });
      expect(back.report).toMatchObject({
        created: true,
        mirror: { state: 'salvaged', epoch: FRESH.epoch, restored: [[1, 3]], lostSequences: [] },
      });
      const rows = await back.ask('pending', 'advice', 0, 10);
      expect(rows.map(({ posting, transaction }) => [keyText(posting.key), keyText(transaction.key)])).toEqual(
        [a, b].map((key) => [keyText(key), keyText(key)]),
      );
      expect(rows[0]!.transaction.card?.secret).not.toBeNull();
      // Sales go on beside them, and each is settled under its own key.
      const own = await back.owe(50);
      expect(own).toMatchObject({ epoch: OTHER.epoch, number: 3 });
      await back.ask('verify');
      await back.close();
      const again = await open(copy, { fresh: OTHER });
      expect(again.report.mirror.state).toBe('equal');
      for (const key of [a, b, own]) await again.ask('apply', key, settleAdvice(key));
      await again.ask('apply', b, settleReversal(b));
      expect((await again.ask('transaction', a))?.transaction.state).toBe('posted');
      // The old ones stand in a batch of their own epoch at the host.
      expect((await again.ask('batchRows', 1, 0, 10)).map(({ key }) => keyText(key))).toEqual([keyText(own)]);
      expect((await again.ask('batchTimes', 1, 0, 10)).map(({ transaction }) => keyText(transaction.key))).toEqual([
        keyText(own),
      ]);
      expect(await again.ask('transaction', { ...a, epoch: OTHER.epoch })).toBeNull();
      expect((await again.ask('unsettled')).records).toEqual([]);
      await again.ask('verify');
    }
  });

  it('takes over nothing twice, also when the rewriting was cut off', async () => {
    const directory = scratch();
    const core = await open(directory);
    await core.owe();
    const mirror = readFileSync(join(directory, 'mirror.log'));
    const copy = cut(directory);
    for (const name of ['journal.db', 'journal.db-wal']) rmSync(join(copy, name));
    const first = await open(copy, { fresh: OTHER });
    await first.close();
    writeFileSync(join(copy, 'mirror.log'), mirror);
    const second = await open(copy, { fresh: OTHER });
    expect(second.report.mirror).toMatchObject({ state: 'salvaged', restored: [] });
    expect((await second.ask('queue')).advices).toBe(1);
  });

  it('names what is lost when both copies are damaged, and keeps the mirror', async () => {
    const directory = scratch();
    const core = await open(directory);
    for (let sale = 0; sale < 4; sale += 1) await core.owe();
    const copy = cut(directory);
    for (const name of ['journal.db', 'journal.db-wal']) rmSync(join(copy, name));
    const path = join(copy, 'mirror.log');
    const bytes = readFileSync(path);
    const second = bytes.indexOf('"sequence":2');
    bytes.fill(0xee, second, second + 20);
    writeFileSync(path, bytes);
    const back = await open(copy, { fresh: OTHER });
    expect(back.report.mirror).toMatchObject({ state: 'salvaged', damaged: true, lostSequences: [[2, 2]] });
    expect((await back.ask('queue')).advices).toBe(3);
    expect(back.report.mirror.quarantined).toBe(`${path}.quarantine-1`);
    expect(readdirSync(copy)).toContain('mirror.log.quarantine-1');
  });

  it('takes nothing from the mirror of another terminal, and what is owed from that of another course', async () => {
    const directory = scratch();
    const core = await open(directory);
    await core.owe();
    const early = cut(directory);
    const foreign = await open(scratch(), { terminalId: 'T0000002', mirrorPath: join(early, 'mirror.log') });
    expect(foreign.report.mirror).toMatchObject({ state: 'foreign', lostSequences: [[1, 1]] });
    await foreign.close();
    expect(existsSync(join(early, 'mirror.log.quarantine-1'))).toBe(true);

    // The early copy goes its own way, then meets the mirror of the later one.
    rmSync(join(early, 'mirror.log'));
    const other = await open(early, { fresh: { ...FRESH, mark: '0a0b0c0d' } });
    for (let sale = 0; sale < 3; sale += 1) await other.owe(5);
    await other.close();
    await core.owe();
    await core.owe();
    await core.close();
    renameSync(join(directory, 'mirror.log'), join(early, 'mirror.log'));
    const met = await open(early);
    expect(met.report.mirror.state).toBe('forked');
    expect(met.report.mirror.restored).toEqual([[2, 3]]);
    expect((await met.ask('queue')).advices).toBe(6);
    await met.ask('verify');
  });

  it('refuses a journal that owes less than mirror and chain say', async () => {
    const directory = scratch();
    const core = await open(directory);
    await core.owe();
    await core.owe();
    await core.close();
    const db = new Sqlite(join(directory, 'journal.db'));
    db.exec("UPDATE posting SET state = 'receipted' WHERE sequence = 1");
    // Behind the good point of a later start the bounded check would not look.
    db.exec(
      'UPDATE meta SET verified_entry = (SELECT max(number) FROM entry), verified_mac = (SELECT mac FROM entry ORDER BY number DESC LIMIT 1)',
    );
    db.close();
    expect((await thrownBy(() => open(directory))).code).toBe('JOURNAL_CHAIN_BROKEN');
    // What the hint says: moved aside, the mirror still holds both.
    renameSync(join(directory, 'journal.db'), join(directory, 'journal.db.aside'));
    const back = await open(directory, { fresh: OTHER });
    expect((await back.ask('queue')).advices).toBe(2);
  });

  it('restores a transaction that the journal holds in an earlier state, with its room', async () => {
    const directory = scratch();
    const core = await open(directory);
    const { key } = (await core.ask('begin', order())).transaction;
    const { size } = statSync(join(directory, 'journal.db-wal'));
    await core.ask('apply', key, approveOffline());
    const copy = cut(directory);
    truncateSync(join(copy, 'journal.db-wal'), size);
    const back = await open(copy);
    expect(back.report.mirror).toMatchObject({ state: 'ahead', restored: [[1, 1]], lostTransactions: [] });
    expect((await back.ask('transaction', key))?.transaction.state).toBe('approved');
    expect(await back.ask('unresolved')).toEqual([]);
    expect(await back.ask('offlineUsage')).toHaveLength(1);
    await back.ask('verify');
    expect((await back.ask('transaction', key))?.entries.map(({ event }) => event)).toEqual(['begin', 'restore']);
  });
});
