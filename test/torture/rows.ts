import { damage } from './damage.js';
import { badDisks } from './disk/bad-disks.js';
import { syscallFaults } from './disk/syscall-faults.js';
import { fuzz } from './fuzz/fuzz.js';
import { soak } from './load/soak.js';
import { stalls } from './load/stalls.js';
import { powerCuts } from './power/power-cuts.js';
import type { TortureRow } from './programme/row.js';
import { clockJumps } from './stage/clock-jumps.js';
import { agentKills, partnerKills } from './stage/kills.js';
import { networkFaults } from './stage/network-faults.js';
import { readerFaults } from './stage/reader-faults.js';
import { weeks } from './weeks.js';
import { worlds } from './worlds.js';

/** In the order of the table. */
export const ROWS: readonly TortureRow[] = [
  worlds,
  weeks,
  powerCuts,
  syscallFaults,
  badDisks,
  stalls,
  damage,
  agentKills,
  partnerKills,
  clockJumps,
  networkFaults,
  readerFaults,
  ...fuzz,
  soak,
];
