import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { openJournal } from '../../src/journal/thread/journal-client.js';
import { MERCHANT, NOW_MS, TERMINAL, workerUrl } from '../support/journal.js';
import { journalContract } from './journal.js';

journalContract('SQLite in a thread', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
  const clock = new SimClock(NOW_MS);
  const random = new SimRandom(1);
  return {
    open: () =>
      openJournal({
        path: join(directory, 'journal.db'),
        terminalId: TERMINAL,
        merchantId: MERCHANT,
        clock,
        random,
        mirror: null,
        reserveBytes: 65_536,
        lowWaterBytes: 1,
        maintenanceMs: 60_000,
        workerUrl: workerUrl(),
      }),
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
});
