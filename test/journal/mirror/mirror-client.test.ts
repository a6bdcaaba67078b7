import { cpSync, existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { tellOfMirror } from '../../../src/agent/mirror-alerts.js';
import { clean } from '../../../src/domain/redaction.js';
import type { MirrorReport } from '../../../src/journal/core/mirror-report.js';
import { MirrorLog } from '../../../src/journal/mirror/mirror-log.js';
import { readMirror } from '../../../src/journal/mirror/mirror-reading.js';
import { openJournal, type ThreadedJournal } from '../../../src/journal/thread/journal-client.js';
import type { Alert, Alerts } from '../../../src/ports/index.js';
import { copyDirectory } from '../../support/copy-directory.js';
import {
  approveOffline,
  MERCHANT,
  NOW_MS,
  order,
  plain,
  settleAdvice,
  TERMINAL,
  workerUrl,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { silentLog } from '../../support/silent-log.js';

describe('the journal in its thread with a mirror log', () => {
  const scratch = scratchDirectories();
  const opened: ThreadedJournal[] = [];
  const reports: MirrorReport[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((journal) => journal.close()));
    reports.length = 0;
  });

  async function open(directory: string, mirrorPath: string): Promise<ThreadedJournal> {
    const journal = await openJournal({
      path: join(directory, 'journal.db'),
      terminalId: TERMINAL,
      merchantId: MERCHANT,
      clock: new SimClock(NOW_MS),
      random: new SimRandom(3),
      mirror: new MirrorLog(mirrorPath),
      mirrorPath,
      onMirror: (report) => reports.push(report),
      reserveBytes: 65_536,
      lowWaterBytes: 1,
      maintenanceMs: 60_000,
      workerUrl: workerUrl(),
    });
    opened.push(journal);
    return journal;
  }

  async function owe(
    journal: ThreadedJournal,
  ): Promise<Awaited<ReturnType<ThreadedJournal['begin']>>['transaction']['key']> {
    const { key } = (await journal.begin(order())).transaction;
    await journal.apply(key, approveOffline());
    return key;
  }

  it('holds what was acknowledged at the moment it was, and brings it back after a damaged WAL', async () => {
    const directory = scratch();
    const mirrorPath = join(scratch(), 'other', 'mirror.log');
    const journal = await open(directory, mirrorPath);
    expect(reports[0]).toMatchObject({ state: 'missing' });
    await owe(journal);
    const { size } = statSync(join(directory, 'journal.db-wal'));
    await Promise.all([owe(journal), owe(journal)]);
    const owed = plain((await journal.unsettled()).records);

    const [state, mirror] = [scratch(), join(scratch(), 'mirror.log')];
    copyDirectory(directory, state);
    cpSync(mirrorPath, mirror);
    truncateSync(join(state, 'journal.db-wal'), size);
    const again = await open(state, mirror);
    expect(reports.at(-1)).toMatchObject({ state: 'ahead', restored: [[2, 3]], lostTransactions: [] });
    expect(again.identity().sequenceAtOpen).toBe(3);
    expect(plain((await again.unsettled()).records)).toEqual(owed);
    await again.verify();
  });

  it('goes on without its device, says so, and writes the copy anew once it is back', async () => {
    const directory = scratch();
    const folder = join(scratch(), 'device');
    mkdirSync(folder);
    const journal = await open(directory, join(folder, 'mirror.log'));
    const first = await owe(journal);
    rmSync(folder, { recursive: true });
    // The open file still takes what is appended; a rewriting needs the folder, and makes it where it may.
    for (let sale = 0; sale < 3; sale += 1) await owe(journal);
    await journal.apply(first, settleAdvice(first));
    expect(journal.health()).toMatchObject({ state: 'ok', problem: null });
    await journal.close();
    expect(existsSync(join(folder, 'mirror.log'))).toBe(true);
    expect(readMirror(join(folder, 'mirror.log'))!.debts).toHaveLength(3);
  });

  it('tells of a copy that cannot be written, and sales go on', async () => {
    const folder = join(scratch(), 'device');
    cpSync(import.meta.filename, folder);
    const journal = await open(scratch(), join(folder, 'mirror.log'));
    expect(journal.health()).toMatchObject({
      state: 'ok',
      problem: { code: 'JOURNAL_IO', operation: 'journal.mirror' },
    });
    await owe(journal);
    rmSync(folder);
    await owe(journal);
    await journal.unsettled();
    await journal.queue();
    expect(journal.health().problem).toBeNull();
    expect(readMirror(join(folder, 'mirror.log'))!.debts).toHaveLength(2);
  });
});

describe('what the operator is told of the mirror', () => {
  const QUIET: MirrorReport = {
    state: 'equal',
    damaged: false,
    restored: [],
    missing: [],
    lostEntries: null,
    lostTransactions: [],
    lostSequences: [],
    epoch: null,
    quarantined: null,
  };

  function told(report: Partial<MirrorReport>): string[] {
    const raised: string[] = [];
    const alerts: Alerts = {
      raise: (code, _subject, text) => raised.push(`${code}: ${clean(text)}`),
      clear: () => undefined,
      active: (): readonly Alert[] => [],
    };
    tellOfMirror({ ...QUIET, ...report }, '/m/mirror.log', alerts, silentLog);
    return raised;
  }

  it('is nothing when all is well', () => {
    for (const state of ['off', 'missing', 'equal', 'behind'] as const) expect(told({ state })).toEqual([]);
  });

  it('names what came back and what nobody holds, by number', () => {
    expect(told({ state: 'damaged', damaged: true })).toEqual([
      'JOURNAL_RESTORED: the mirror log was damaged; it was written anew from the journal',
    ]);
    expect(
      told({ state: 'ahead', restored: [[2, 4]], lostEntries: { after: 5, upTo: 9 }, lostTransactions: [[7, 7]] }),
    ).toEqual([
      'JOURNAL_RESTORED: the journal had lost its entries 6–9; postings 2–4 came back from the mirror',
      'POSTINGS_LOST: compare with the host: transactions 7, of which nothing is owed; neither the journal nor the mirror log holds them',
    ]);
    expect(
      told({
        state: 'salvaged',
        epoch: 'ab',
        restored: [[1, 1]],
        damaged: true,
        lostSequences: [
          [3, 5],
          [8, 8],
        ],
        quarantined: '/m/q',
      }),
    ).toEqual([
      'JOURNAL_RESTORED: the journal of epoch ab is gone; what it owed is delivered under its old keys: postings 1 came back from the mirror',
      'POSTINGS_LOST: compare with the host: postings 3–5, 8 of epoch ab; neither the journal nor the mirror log holds them; the mirror was kept as /m/q',
    ]);
  });
});
