import { expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { watchClock } from '../../src/agent/wiring.js';
import { clockDoubt } from '../../src/domain/clock-quality.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { silentLog } from '../support/silent-log.js';

it('tells of a clock that was set while the link stands, once, and that it is right again', () => {
  const nowMs = Date.UTC(2027, 2, 1);
  const clock = new SimClock(nowMs);
  const alerts = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
  let linkChanged: () => void = () => undefined;
  const look = watchClock(
    { onStatus: (listener) => ((linkChanged = listener as () => void), () => undefined) },
    () => clockDoubt(clock.wallMs(), nowMs),
    alerts,
    'T1',
  );
  linkChanged();
  expect(alerts.active()).toEqual([]);
  clock.setWall(0);
  look();
  look();
  expect(alerts.active()).toMatchObject([
    {
      code: 'CLOCK_WRONG',
      subject: 'T1',
      count: 1,
      text: 'the wall clock is wrong: it says 1970-01-01T00:00:00.000Z, and it was 2027-03-01T00:00:00.000Z before',
    },
  ]);
  clock.setWall(nowMs);
  look();
  expect(alerts.active()).toEqual([]);
});
