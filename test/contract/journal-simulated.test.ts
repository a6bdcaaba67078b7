import { SimClock } from '../../hw-sim/sim-clock.js';
import { openSimJournal, SimDisk } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { NOW_MS, TERMINAL } from '../support/journal.js';
import { journalContract } from './journal.js';

journalContract('simulated', () => {
  const clock = new SimClock(NOW_MS);
  const random = new SimRandom(1);
  const disk = new SimDisk(random);
  return {
    open: () => openSimJournal({ terminalId: TERMINAL, clock, random, disk }),
    dispose: () => disk.destroy(),
  };
});
