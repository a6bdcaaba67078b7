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

it('what was shown otherwise than it is booked stands as an alert after a restart, while its batch is not closed', async () => {
  const [clock, random] = [new SimClock(), new SimRandom(1)];
  const journal = new SimJournal(new SimDisk(random), { terminalId: 'T0000001', clock, random });
  const { key } = (await journal.begin(order())).transaction;
  await journal.apply(key, approveOffline());
  await journal.keepShown([{ key, shown: 'nothing', cause: null }]);
  const standing = async (): Promise<readonly unknown[]> => {
    const alerts = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
    raiseStandingAlerts(journal, alerts, silentLog);
    await journal.queue();
    return alerts.active().map(({ code, subject, text }) => [code, subject, text]);
  };
  const text = 'sale of 12.50 EUR stands as approved, but nothing was shown';
  expect(await standing()).toEqual([['READER_RESULT_UNKNOWN', keyText(key), text]]);
  await journal.applyBatch(1, { name: 'seal' });
  expect(await standing()).toHaveLength(1);
  await journal.applyBatch(1, { name: 'fixTotals' });
  await journal.applyBatch(1, { name: 'matched', hostTotals: [] });
  expect(await standing()).toEqual([]);
  await journal.close();
});

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
