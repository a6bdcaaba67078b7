import type { Behind } from '../../domain/course/behind.js';
import type { Clock, Mirror, Random } from '../../ports/index.js';
import type { MirrorReport } from '../core/mirror-report.js';
import type { SpaceOptions } from '../file/space.js';

export interface JournalOptions extends SpaceOptions {
  /** The database file, in a directory of mode 0700 (made when missing). */
  readonly path: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly mirror: Mirror | null;
  /** The mirror's file, which every opening compares with the journal; left out or null: none. */
  readonly mirrorPath?: string | null;
  /** What host or reader have seen of the journal that it does not hold: a new epoch begins. Null for nothing. */
  readonly behind?: Behind | null;
  /** What each opening found in the mirror. */
  readonly onMirror?: (report: MirrorReport) => void;
  /** How often the WAL is emptied and the space looked at, ms. */
  readonly maintenanceMs: number;
  /** The compiled `journal-worker.js`, when it is not beside this file. */
  readonly workerUrl?: URL;
}
