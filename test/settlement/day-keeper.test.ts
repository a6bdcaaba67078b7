import { beforeEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { TillpostError } from '../../src/domain/errors.js';
import type { DaysKept } from '../../src/ports/index.js';
import { DayKeeper } from '../../src/settlement/day-keeper.js';
import { silentLog } from '../support/silent-log.js';

const RULES = { schedule: ['23:30'], dayStartsAt: '04:00' };
const FAILED = new TillpostError('JOURNAL_IO', 'disk', { operation: 'journal' });

describe('the keeper of days', () => {
  let clock: SimClock;
  let keeper: DayKeeper;
  /** What it asked of the journal and told the others, in its order. */
  let course: string[];
  let answer: DaysKept;
  let fails: boolean;
  let openBatch: number;
  let offsetMs: number | null;

  /** The journal answers a turn later, as one on a thread does. */
  const asked = async (what: string): Promise<DaysKept> => {
    course.push(what);
    if (fails) throw FAILED;
    return answer;
  };
  const said = async (): Promise<readonly string[]> => {
    await clock.advance(0);
    return course.splice(0);
  };

  beforeEach(() => {
    clock = new SimClock(1_000_000);
    course = [];
    answer = { isDated: false, nextDueInMs: null, confirmedMs: null };
    fails = false;
    openBatch = 1;
    offsetMs = null;
    keeper = new DayKeeper({
      journal: {
        startRun: (rules, wallMs) => asked(`startRun ${rules.schedule[0]} ${wallMs}`),
        dateRun: (hostMs) => asked(`dateRun ${hostMs}`),
        keepDays: () => asked('keepDays'),
        dueClosings: async () => [],
        openBatch: () => openBatch,
      },
      clock,
      log: silentLog,
      rules: RULES,
      hostOffsetMs: () => offsetMs,
      sealed: () => course.push('sealed'),
      dated: () => course.push('dated'),
    });
  });

  /** Started, and what that said forgotten. */
  async function started(): Promise<void> {
    keeper.start();
    await said();
  }
  /** The host was heard, and the journal knows. */
  async function dated(): Promise<void> {
    await started();
    offsetMs = 0;
    answer = { ...answer, isDated: true };
    keeper.look();
    await said();
  }

  it('begins a run, and looks at nothing before the journal has begun it', async () => {
    offsetMs = 5_000;
    keeper.look();
    expect(await said()).toEqual([]);
    keeper.start();
    keeper.look();
    expect(course).toEqual(['startRun 23:30 1000000']);
    // What was asked of it meanwhile is looked at once it has answered.
    expect(await said()).toEqual(['startRun 23:30 1000000', 'sealed', 'dateRun 1005000']);
  });

  it('tells the host’s time once, and again when book time has strayed from it', async () => {
    await started();
    expect([keeper.bookTimeMs(), keeper.knownMs()]).toEqual([null, null]);
    offsetMs = 5_000;
    answer = { ...answer, isDated: true };
    keeper.look();
    expect(await said()).toEqual(['dateRun 1005000', 'dated']);
    await clock.advance(10_000);
    expect([keeper.bookTimeMs(), keeper.knownMs()]).toEqual([1_015_000, 1_015_000]);
    keeper.look();
    expect(await said()).toEqual([]);
    for (const [strays, told] of [
      [60_000, []],
      [-60_000, []],
      [60_001, ['dateRun 1075001']],
      [0, ['dateRun 1015000']],
      [-60_001, ['dateRun 954999']],
    ] as const) {
      offsetMs = 5_000 + strays;
      keeper.look();
      expect(await said()).toEqual(told);
    }
  });

  it('says that what waited may leave when the first date comes, not at each', async () => {
    await started();
    offsetMs = 0;
    keeper.look();
    // The journal did not take it for dated.
    expect(await said()).toEqual(['dateRun 1000000']);
    answer = { ...answer, isDated: true };
    offsetMs = 100_000;
    keeper.look();
    expect(await said()).toEqual(['dateRun 1100000', 'dated']);
    offsetMs = 300_000;
    keeper.look();
    expect(await said()).toEqual(['dateRun 1300000']);
  });

  it('knows the time that the host confirmed before, until it is heard again', async () => {
    answer = { ...answer, confirmedMs: 777 };
    await started();
    expect([keeper.bookTimeMs(), keeper.knownMs()]).toEqual([null, 777]);
  });

  it('asks one thing at a time', async () => {
    await started();
    offsetMs = 0;
    keeper.look();
    keeper.look();
    expect(await said()).toEqual(['dateRun 1000000']);
  });

  it('says that something is sealed when another batch is open, and only then', async () => {
    await started();
    keeper.look();
    expect(await said()).toEqual([]);
    openBatch = 2;
    keeper.look();
    keeper.look();
    expect(await said()).toEqual(['sealed']);
    // A closing that was due seals in the commit that is asked for.
    offsetMs = 0;
    keeper.look();
    openBatch = 3;
    expect(await said()).toEqual(['dateRun 1000000', 'sealed']);
  });

  it('wakes the journal when a closing is due, and at least once an hour', async () => {
    answer = { ...answer, isDated: true, nextDueInMs: 7_200_000 };
    await dated();
    await clock.advance(3_599_999);
    expect(course.splice(0)).toEqual([]);
    answer = { ...answer, nextDueInMs: 500 };
    await clock.advance(1);
    expect(await said()).toEqual(['keepDays']);
    answer = { ...answer, nextDueInMs: null };
    await clock.advance(500);
    expect(await said()).toEqual(['keepDays']);
    // Nothing is due: nobody is woken.
    await clock.advance(10_000_000);
    expect(await said()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('tries to begin the run again until the journal takes it, each second', async () => {
    fails = true;
    await started();
    keeper.look();
    await clock.advance(999);
    expect(course).toEqual([]);
    await clock.advance(1);
    expect(await said()).toEqual(['startRun 23:30 1001000']);
    fails = false;
    await clock.advance(1_000);
    expect(await said()).toEqual(['startRun 23:30 1002000', 'sealed']);
  });

  it('takes the host’s time anew after a failure, not the one that was not taken', async () => {
    await started();
    offsetMs = 0;
    fails = true;
    keeper.look();
    expect(await said()).toEqual(['dateRun 1000000']);
    expect(keeper.bookTimeMs()).toBeNull();
    fails = false;
    offsetMs = 70_000;
    answer = { ...answer, isDated: true };
    await clock.advance(1_000);
    expect(await said()).toEqual(['keepDays', 'dated', 'dateRun 1071000']);
  });

  it('may be told at once after a failure: nothing is under way', async () => {
    await started();
    offsetMs = 0;
    fails = true;
    keeper.look();
    await said();
    keeper.look();
    expect(await said()).toEqual(['dateRun 1000000']);
  });

  it.each(['before it began', 'while it waits', 'while the journal works', 'while the journal fails'] as const)(
    'asks and says nothing any more once it is stopped %s',
    async (when) => {
      if (when !== 'before it began') {
        answer = { ...answer, nextDueInMs: 1_000 };
        await started();
      }
      fails = when === 'while the journal fails';
      if (when.startsWith('while the journal')) {
        offsetMs = 0;
        answer = { ...answer, isDated: true };
        keeper.look();
        course.splice(0);
      }
      keeper.stop();
      openBatch = 9;
      keeper.look();
      await clock.advance(10_000_000);
      expect(course).toEqual([]);
      expect(clock.pending).toBe(0);
    },
  );
});
