import { describe, expect, it } from 'vitest';
import { TimerGroup } from '../../../hw-sim/reader/link/timer-group.js';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { Kernel } from '../../../hw-sim/world/kernel.js';
import { ProcessClock, WallClock } from '../../../hw-sim/world/party-clock.js';
import { BookClock } from '../../../src/platform/book-clock.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { Clock } from '../../../src/ports/index.js';

interface ClockStand {
  readonly clock: Clock;
  /** Time goes on until it is settled. */
  readonly until: <T>(work: Promise<T>) => Promise<T>;
}

function simulated(around: (clock: SimClock) => Clock = (clock) => clock): ClockStand {
  const sim = new SimClock();
  return {
    clock: around(sim),
    until: async (work) => {
      await sim.advance(1000);
      return work;
    },
  };
}

function inWorld(): ClockStand {
  const kernel = new Kernel(7);
  return {
    clock: new ProcessClock(kernel, new WallClock(kernel, 1_800_000_000_000), 'agent'),
    until: (work) => kernel.until(work),
  };
}

const CLOCKS: readonly (readonly [string, () => ClockStand])[] = [
  ['system', () => ({ clock: new SystemClock(), until: (work) => work })],
  ['books, on the system’s', () => ({ clock: new BookClock(new SystemClock()), until: (work) => work })],
  ['simulated', () => simulated()],
  ['of a reader’s power cycle', () => simulated((clock) => new TimerGroup(clock))],
  ['of a process in a world', inWorld],
];

/** What every Clock must do (ports/basics.ts). Of two timers due at one moment either may come first. */
describe.each(CLOCKS)('clock: %s', (_, make) => {
  it('has whole milliseconds on the wall, and a monotonic time that never falls', async () => {
    const { clock, until } = make();
    expect(Number.isInteger(clock.wallMs())).toBe(true);
    const times: number[] = [clock.monotonicMs()];
    await until(
      new Promise<void>((resolve) => {
        const look = (left: number): void => {
          times.push(clock.monotonicMs());
          if (left === 0) resolve();
          else clock.after(left % 2, () => look(left - 1));
        };
        look(6);
      }),
    );
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('runs what is due once, later and in order of time; whatever was cancelled never', async () => {
    const { clock, until } = make();
    const ran: string[] = [];
    const done = new Promise<void>((resolve) => {
      clock.after(60, () => {
        ran.push('third');
        resolve();
      });
    });
    clock.after(30, () => {
      ran.push('second');
      late.cancel();
      own.cancel();
    });
    const own = clock.after(0, () => {
      ran.push('first');
      // Its own, while it runs: it is over already.
      own.cancel();
    });
    const never = clock.after(1, () => ran.push('cancelled at once'));
    never.cancel();
    never.cancel();
    const late = clock.after(45, () => ran.push('cancelled by the second'));
    expect(ran).toEqual([]);
    await until(done);
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('takes a delay that is over already as none', async () => {
    const { clock, until } = make();
    let ran = false;
    const done = new Promise<void>((resolve) => clock.after(-5, () => resolve(void (ran = true))));
    expect(ran).toBe(false);
    await until(done);
  });

  it('goes on when what it runs sets the next', async () => {
    const { clock, until } = make();
    let beats = 0;
    await until(
      new Promise<void>((resolve) => {
        const beat = (): void => {
          beats += 1;
          if (beats === 5) resolve();
          else clock.after(1, beat);
        };
        clock.after(1, beat);
      }),
    );
    expect(beats).toBe(5);
  });
});
