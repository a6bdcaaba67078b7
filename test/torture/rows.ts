import { badDisks } from './bad-disks.js';
import { clockJumps } from './clock-jumps.js';
import { damage } from './damage.js';
import { fuzz } from './fuzz.js';
import { agentKills, partnerKills } from './kills.js';
import { networkFaults } from './network-faults.js';
import { powerCuts } from './power-cuts.js';
import { readerFaults } from './reader-faults.js';
import type { TortureRow } from './row.js';
import { soak } from './soak.js';
import { stalls } from './stalls.js';
import { syscallFaults } from './syscall-faults.js';
import { worlds } from './worlds.js';

/** In the order of the table. */
export const ROWS: readonly TortureRow[] = [
  worlds, powerCuts, syscallFaults, badDisks, stalls, damage, agentKills, partnerKills, clockJumps, networkFaults,
  readerFaults, ...fuzz, soak,
];
