import { expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { keyText } from '../../src/domain/key.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { createParkDesk } from '../../src/operations/park-desk.js';
import { raiseStandingAlerts } from '../../src/operations/standing-alerts.js';
import { FakeHost } from '../support/fakes/fake-host.js';
import { approveOffline, order } from '../support/journal.js';
import { sampleAnswer } from '../support/samples.js';
import { silentLog } from '../support/silent-log.js';

it('what is parked stands as an alert after a restart, until a person has dealt with it', async () => {
  const [clock, random] = [new SimClock(), new SimRandom(1)];
  const disk = new SimDisk(random);
  const options = { terminalId: 'T0000001', clock, random };
  const first = new SimJournal(disk, options);
  const { key } = (await first.begin(order())).transaction;
  await first.apply(key, approveOffline());
  const answer = sampleAnswer({ key, outcome: 'REJECTED', posted: null });
  await first.apply(key, { name: 'park', posting: 'advice', answer, reason: 'host rejected it with 05' });
  await first.close();

  const journal = new SimJournal(disk, options);
  const alerts = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
  expect(alerts.active()).toEqual([]);
  raiseStandingAlerts(journal, alerts, silentLog);
  await journal.queue();
  expect(alerts.active()).toMatchObject([
    { code: 'POSTING_PARKED', subject: keyText(key), text: 'host rejected it with 05' },
  ]);
  await createParkDesk(journal, new FakeHost(), alerts).resolve(1, 'paid in cash');
  expect(alerts.active()).toEqual([]);
  await journal.close();
  disk.destroy();
});
