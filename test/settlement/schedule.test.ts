import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { isDue, localTime, minutesOf, startSchedule } from '../../src/settlement/schedule.js';

const at = (day: number, hours: number, minutes = 0, seconds = 0): number =>
  new Date(2027, 0, day, hours, minutes, seconds).getTime();

describe('the times at which a batch is closed', () => {
  it('are read as local times of day', () => {
    expect(localTime(at(5, 9, 7))).toEqual({ date: '2027-01-05', minutes: 547 });
    expect([minutesOf('00:00'), minutesOf('09:07'), minutesOf('23:59')]).toEqual([0, 547, 1439]);
  });

  it.each([
    ['before it', ['22:30'], at(5, 22, 29), at(5, 22, 29, 50), false],
    ['the minute begins', ['22:30'], at(5, 22, 29, 55), at(5, 22, 30, 5), true],
    ['the minute goes on', ['22:30'], at(5, 22, 30, 5), at(5, 22, 30, 15), false],
    ['after it', ['22:30'], at(5, 22, 31), at(5, 22, 31, 10), false],
    ['midnight begins', ['00:00'], at(5, 23, 59, 55), at(6, 0, 0, 5), true],
    ['midnight passed', ['00:00'], at(6, 0, 0, 5), at(6, 0, 0, 15), false],
    ['just before midnight, looked at just after', ['23:59'], at(5, 23, 58, 55), at(6, 0, 0, 5), true],
    ['an evening time is not due after midnight once it was met', ['23:59'], at(5, 23, 59, 5), at(6, 0, 0, 5), false],
    ['a time of tomorrow is not due at midnight', ['22:30'], at(5, 22, 31), at(6, 0, 0, 5), false],
    ['a jump over several', ['06:00', '14:00', '22:00'], at(5, 5), at(5, 23), true],
    ['a jump between two', ['06:00', '14:00', '22:00'], at(5, 7), at(5, 13), false],
    ['a jump to the next day, over it', ['22:00'], at(5, 23), at(6, 23), true],
    ['a jump over days', ['12:00'], at(5, 13), at(9, 11), true],
    ['set back over it', ['22:00'], at(5, 23), at(5, 21), false],
    ['set back to yesterday', ['22:00'], at(6, 1), at(5, 23), false],
    ['no movement', ['22:00'], at(5, 22), at(5, 22), false],
    ['no times', [], at(5, 0), at(9, 0), false],
  ] as const)('%s', (_, times, before, now, due) => {
    expect(isDue(times, before, now)).toBe(due);
  });

  it('is looked at every so often, and ends when told', async () => {
    const clock = new SimClock(at(5, 22, 29, 55));
    let closings = 0;
    const end = startSchedule(clock, ['22:30', '00:00'], () => (closings += 1));
    await clock.advance(4_000);
    expect(closings).toBe(0);
    await clock.advance(60_000);
    expect(closings).toBe(1);
    await clock.advance(90 * 60_000);
    expect(closings).toBe(2);
    await clock.advance(23 * 3_600_000);
    expect(closings).toBe(3);
    end();
    expect(clock.pending).toBe(0);
    await clock.advance(48 * 3_600_000);
    expect(closings).toBe(3);
  });

  it('closes once when a clock that said 1970 is put right, and once more at the next time', async () => {
    const clock = new SimClock(0);
    let closings = 0;
    const end = startSchedule(clock, ['22:30'], () => (closings += 1));
    await clock.advance(15_000);
    clock.setWall(at(5, 12));
    await clock.advance(15_000);
    expect(closings).toBe(1);
    clock.setWall(at(5, 22, 29));
    await clock.advance(120_000);
    expect(closings).toBe(2);
    end();
  });

  it('sets no timer without times', () => {
    const clock = new SimClock();
    startSchedule(clock, [], () => undefined)();
    expect(clock.pending).toBe(0);
  });
});
