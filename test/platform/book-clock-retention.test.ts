import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { openJournal } from '../../src/journal/thread/journal-client.js';
import { BookClock } from '../../src/platform/book-clock.js';
import { approveOffline, MERCHANT, NOW_MS, order, settleAdvice, TERMINAL, workerUrl } from '../support/journal.js';
import { scratchDirectories } from '../support/scratch.js';

const RETENTION_MS = 30 * 86_400_000;
const scratch = scratchDirectories();

/** Sold and settled while the date said 1970, and a look at retention once it is right again. */
async function settledIn1970(hostHeard: boolean): Promise<{ readonly tooEarly: number; readonly inTime: number }> {
  const clock = new SimClock(NOW_MS);
  const books = new BookClock(clock);
  books.follow(() => (hostHeard ? NOW_MS + clock.monotonicMs() - clock.wallMs() : null));
  const journal = await openJournal({
    path: join(scratch(), 'journal.db'),
    terminalId: TERMINAL,
    merchantId: MERCHANT,
    clock: books,
    random: new SimRandom(3),
    mirror: null,
    reserveBytes: 65_536,
    lowWaterBytes: 1,
    maintenanceMs: 60_000,
    workerUrl: workerUrl(),
  });
  try {
    clock.setWall(0);
    const { key } = (await journal.begin(order())).transaction;
    await journal.apply(key, approveOffline());
    await journal.apply(key, settleAdvice(key));
    for (const name of ['seal', 'fixTotals'] as const) await journal.applyBatch(1, { name });
    const hostTotals = (await journal.batch(1))!.totals;
    await journal.applyBatch(1, { name: 'matched', hostTotals });
    clock.setWall(NOW_MS);
    const tooEarly = await journal.purge(NOW_MS - RETENTION_MS, 10);
    return { tooEarly, inTime: await journal.purge(NOW_MS + 1, 10) };
  } finally {
    await journal.close();
  }
}

it('keeps for its retention what was settled under a date of 1970, since the host had told its time', async () => {
  expect(await settledIn1970(true)).toEqual({ tooEarly: 0, inTime: 1 });
});

it('keeps it also when no host was heard, until something with a believable date is old enough', async () => {
  expect(await settledIn1970(false)).toEqual({ tooEarly: 0, inTime: 0 });
});
