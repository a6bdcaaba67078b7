import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { openSimJournal, SimDisk, type SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { approveOffline, NOW_MS, order, TERMINAL } from '../support/journal.js';
import { thrownBy } from '../support/thrown.js';

describe('the simulated journal', () => {
  const clock = new SimClock(NOW_MS);
  const disks: SimDisk[] = [];
  afterEach(() => {
    for (const disk of disks.splice(0)) disk.destroy();
  });

  async function bench(seed = 5): Promise<{ disk: SimDisk; journal: SimJournal; open: () => Promise<SimJournal> }> {
    const random = new SimRandom(seed);
    const disk = new SimDisk(random);
    disks.push(disk);
    const open = (): Promise<SimJournal> => openSimJournal({ terminalId: TERMINAL, clock, random, disk });
    return { disk, journal: await open(), open };
  }

  it('takes the same course from the same seed', async () => {
    const run = async (seed: number): Promise<string> => {
      const { journal } = await bench(seed);
      await journal.begin(order());
      return `${journal.identity().epoch} ${journal.head().mac}`;
    };
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });

  it('keeps what was committed when its process dies, and never answers the rest', async () => {
    const { journal, open } = await bench();
    const { key } = (await journal.begin(order())).transaction;
    const answers: string[] = [];
    void journal.apply(key, approveOffline()).then(() => answers.push('approved'));
    journal.die();
    void journal.recent(1).then(() => answers.push('read'));
    await clock.advance(10_000);
    expect(answers).toEqual([]);
    const next = await open();
    expect((await next.unresolved()).map((it) => it.key)).toEqual([key]);
    expect(next.identity().sequenceAtOpen).toBe(0);
  });

  it('fails a commit with JOURNAL_IO, tells its health, and is back after a second', async () => {
    const { disk, journal } = await bench();
    const states: string[] = [];
    journal.onHealth(({ state }) => states.push(state));
    disk.ioErrors = 1;
    expect((await thrownBy(() => journal.begin(order()))).code).toBe('JOURNAL_IO');
    expect((await thrownBy(() => journal.recent(1))).code).toBe('JOURNAL_IO');
    await clock.advance(1_000);
    expect(states).toEqual(['failed', 'ok']);
    expect((await journal.begin(order())).transaction.key.number).toBe(1);
  });

  it('stalls as a worn disk does, and refuses sales when space is low', async () => {
    const { disk, journal } = await bench();
    disk.stallMs = 3_000;
    let done = false;
    const beginning = journal.begin(order()).then(() => {
      done = true;
    });
    await clock.advance(2_999);
    expect(done).toBe(false);
    await clock.advance(1);
    await beginning;
    disk.stallMs = 0;
    disk.free = 0;
    expect((await thrownBy(() => journal.begin(order()))).code).toBe('JOURNAL_FULL');
    expect(journal.health().state).toBe('lowSpace');
  });
});
