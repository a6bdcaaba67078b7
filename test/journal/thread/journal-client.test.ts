import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { openJournal, type ThreadedJournal } from '../../../src/journal/thread/journal-client.js';
import type { JournalOptions } from '../../../src/journal/thread/journal-options.js';
import type { JournalHealth, Mirror, PendingPosting } from '../../../src/ports/index.js';
import {
  approveOffline,
  ask,
  bootCore,
  cancel,
  compiled,
  MERCHANT,
  NOW_MS,
  order,
  plain,
  settleAdvice,
  TERMINAL,
  workerUrl,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

describe('the journal in its thread', () => {
  const scratch = scratchDirectories();
  const opened: ThreadedJournal[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((journal) => journal.close()));
  });

  async function open(directory: string, change: Partial<JournalOptions> = {}): Promise<ThreadedJournal> {
    const journal = await openJournal({
      path: join(directory, 'journal.db'),
      terminalId: TERMINAL,
      merchantId: MERCHANT,
      clock: new SimClock(NOW_MS),
      random: new SimRandom(3),
      mirror: null,
      reserveBytes: 65_536,
      lowWaterBytes: 1,
      maintenanceMs: 60_000,
      workerUrl: workerUrl(),
      ...change,
    });
    opened.push(journal);
    return journal;
  }

  /** The next health that the journal tells of with this state and problem. */
  function told(
    journal: ThreadedJournal,
    state: JournalHealth['state'],
    code: string | null = null,
  ): Promise<JournalHealth> {
    return new Promise((resolve) => {
      const stop = journal.onHealth((health) => {
        if (health.state !== state || (code !== null && health.problem?.code !== code)) return;
        stop();
        resolve(health);
      });
    });
  }

  it('names the error of an opening that fails, and reports a journal set aside', async () => {
    const directory = scratch();
    (await open(directory)).identity();
    await opened[0]?.close();
    const error = await thrownBy(() => open(directory, { terminalId: 'T0000009' }));
    expect(error).toMatchObject({
      code: 'JOURNAL_FOREIGN',
      operation: 'journal.open',
      subject: join(directory, 'journal.db'),
    });
    expect(error.hint).toBeDefined();
    writeFileSync(join(directory, 'journal.db'), Buffer.alloc(4096, 'noise'));
    const journal = await open(directory);
    expect(journal.opened).toMatchObject({ created: true, quarantined: join(directory, 'journal.db.quarantine-1') });
  });

  it('is refused to a second process', async () => {
    const directory = scratch();
    const child = spawn(
      process.execPath,
      [compiled('test/journal/core/writer-child.js'), join(directory, 'journal.db'), '1'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    try {
      await once(child.stdout, 'data');
      expect((await thrownBy(() => open(directory))).code).toBe('JOURNAL_LOCKED');
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    // Positive control, and what kill -9 leaves: the lock went with the process.
    await (await open(directory)).verify();
  });

  it('leaves the event loop free while the database works', async () => {
    const directory = scratch();
    const { store } = bootCore(directory);
    for (let count = 0; count < 500; count += 1)
      ask(store, 'apply', ask(store, 'begin', order()).transaction.key, cancel);
    const turns = async (work: () => Promise<unknown>): Promise<number> => {
      let count = 0;
      let busy = true;
      const turn = (): void => {
        count += 1;
        if (busy) setImmediate(turn);
      };
      setImmediate(turn);
      await work();
      busy = false;
      return count;
    };
    // Positive control: the same work in this thread lets nothing else run.
    expect(await turns(async () => ask(store, 'verify'))).toBe(0);
    store.close();
    const journal = await open(directory);
    expect(await turns(() => journal.verify())).toBeGreaterThan(20);
  });

  it('empties the WAL on schedule and makes the reserve again', async () => {
    const directory = scratch();
    const clock = new SimClock(NOW_MS);
    const journal = await open(directory, { clock });
    await journal.begin(order());
    expect(statSync(join(directory, 'journal.db-wal')).size).toBeGreaterThan(0);
    rmSync(join(directory, 'journal.db.reserve'));
    const low = told(journal, 'lowSpace', 'JOURNAL_FULL');
    expect((await thrownBy(() => journal.begin(order()))).code).toBe('JOURNAL_FULL');
    await low;
    const well = told(journal, 'ok');
    await clock.advance(60_000);
    await well;
    expect(statSync(join(directory, 'journal.db-wal')).size).toBe(0);
    expect((await journal.begin(order())).isNew).toBe(true);
    await journal.close();
    expect(clock.pending).toBe(0);
  });

  it('opens again when its thread has died, and keeps epoch and numbers', async () => {
    const directory = scratch();
    const clock = new SimClock(NOW_MS);
    // The real thread with one weakness: it dies of the STAN 666.
    const weak = join(scratch(), 'weak.mjs');
    writeFileSync(
      weak,
      `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', (it) => { if (it.call?.name === 'byStan' && it.call.args[0] === 666) process.exit(3); });
      await import(${JSON.stringify(workerUrl().href)});`,
    );
    const journal = await open(directory, { clock, workerUrl: pathToFileURL(weak) });
    const identity = journal.identity();
    const { key } = (await journal.begin(order())).transaction;
    await journal.apply(key, approveOffline());

    const failed = told(journal, 'failed');
    const dying = await Promise.allSettled([journal.byStan(666), journal.apply(key, settleAdvice(key))]);
    expect(dying.map((it) => it.status === 'rejected' && (it.reason as { code: string }).code)).toEqual([
      'JOURNAL_IO',
      'JOURNAL_IO',
    ]);
    await failed;
    expect(await thrownBy(() => journal.begin(order()))).toMatchObject({ code: 'JOURNAL_IO', retryable: true });

    // Gone from its path: no new journal is begun under the running agent.
    renameSync(join(directory, 'journal.db'), join(directory, 'elsewhere'));
    const vanished = told(journal, 'failed', 'JOURNAL_IO');
    await clock.advance(1_000);
    expect((await vanished).problem?.message).toContain('gone');
    renameSync(join(directory, 'elsewhere'), join(directory, 'journal.db'));
    const well = told(journal, 'ok');
    await clock.advance(2_000);
    expect((await well).problem).toBeNull();

    expect(journal.identity()).toEqual(identity);
    expect((await journal.transaction(key))?.transaction.state).toBe('approved');
    expect((await journal.begin(order())).transaction.key.number).toBe(2);
    await journal.verify();
  });

  it('closes while it has failed', async () => {
    const clock = new SimClock(NOW_MS);
    const directory = scratch();
    const weak = join(scratch(), 'weak.mjs');
    writeFileSync(
      weak,
      `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', (it) => { if (it.call?.name === 'byStan') process.exit(3); });
      await import(${JSON.stringify(workerUrl().href)});`,
    );
    const journal = await open(directory, { clock, workerUrl: pathToFileURL(weak) });
    const failed = told(journal, 'failed');
    await thrownBy(() => journal.byStan(1));
    await failed;
    await Promise.all([journal.close(), journal.close()]);
    expect(clock.pending).toBe(0);
    expect((await thrownBy(() => journal.queue())).code).toBe('JOURNAL_CLOSED');
  });

  describe('with a mirror', () => {
    class MemoryMirror implements Mirror {
      readonly log: string[] = [];
      readonly appended: PendingPosting[] = [];
      broken = false;
      hold: Promise<void> = Promise.resolve();

      async append(records: readonly PendingPosting[]): Promise<void> {
        await this.hold;
        if (this.broken) throw new Error('device gone');
        this.appended.push(...records);
        this.log.push(`append ${records.map(({ posting }) => posting.sequence).join(' ')}`);
      }

      async release(sequences: readonly number[]): Promise<void> {
        this.log.push(`release ${sequences.join(' ')}`);
      }

      async mark(): Promise<void> {}
      async rewrite(): Promise<void> {}
      async tidy(): Promise<void> {}
      async close(): Promise<void> {}
    }

    it('tells nobody before the mirror is written', async () => {
      const mirror = new MemoryMirror();
      const journal = await open(scratch(), { mirror });
      const { key } = (await journal.begin(order())).transaction;
      let letGo = (): void => undefined;
      mirror.hold = new Promise((resolve) => {
        letGo = resolve;
      });
      const approving = journal.apply(key, approveOffline()).then((applied) => {
        mirror.log.push('acknowledged');
        return applied;
      });
      // A later call is answered after it, though its commit is long done.
      const reading = journal.queue().then(() => mirror.log.push('read'));
      letGo();
      const applied = await approving;
      await reading;
      expect(mirror.log).toEqual(['append 1', 'acknowledged', 'read']);
      expect(plain(mirror.appended)).toEqual([plain({ posting: applied.posting, transaction: applied.transaction })]);
      await journal.apply(key, settleAdvice(key));
      expect(mirror.log.at(-1)).toBe('release 1');
    });

    it('acknowledges what is committed when the mirror fails, and says so in its health', async () => {
      const mirror = new MemoryMirror();
      const journal = await open(scratch(), { mirror });
      const { key } = (await journal.begin(order())).transaction;
      mirror.broken = true;
      const sick = told(journal, 'ok', 'JOURNAL_IO');
      expect((await journal.apply(key, approveOffline())).posting?.sequence).toBe(1);
      expect((await sick).problem).toMatchObject({ operation: 'journal.mirror' });
      mirror.broken = false;
      await journal.apply(key, settleAdvice(key));
      expect(journal.health()).toMatchObject({ state: 'ok', problem: null });
    });
  });
});
