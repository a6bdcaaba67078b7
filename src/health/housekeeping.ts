import { asTillpostError } from '../domain/errors.js';
import type { Clock, Log, QueueReads, QueueSummary, Retention, Timer } from '../ports/index.js';

export interface HousekeepingParts {
  readonly journal: QueueReads & Retention;
  readonly clock: Clock;
  readonly log: Log;
  /** How long what is final stays readable, ms. */
  readonly retentionMs: number;
  /** Book time, ms; null while nobody has confirmed it: no retention ends by it then. */
  readonly bookTimeMs: () => number | null;
  /** Looks with it at what else nobody asks for. */
  readonly onLook?: () => void;
}

export interface Housekeeping {
  /** As of the last look; null before the first. */
  queue(): QueueSummary | null;
  /** Looks now, for what comes next. */
  refresh(): void;
  stop(): void;
}

const REFRESH_MS = 5_000;
const PURGE_EVERY_MS = 60_000;
// Small, so that a sale never waits behind a long delete.
const PURGE_SLICE = 50;

/**
 * What nobody asks for: keeps the queue's summary at hand for heartbeats, and purges what is final and older
 * than its retention, slice by slice, while nothing is owed (a queue at rest is the terminal's quiet hour).
 */
export function startHousekeeping(parts: HousekeepingParts): Housekeeping {
  const { journal, clock, log, retentionMs, bookTimeMs, onLook } = parts;
  let queue: QueueSummary | null = null;
  let looking = false;
  let stopped = false;
  let purgeAtMs = clock.monotonicMs() + PURGE_EVERY_MS;
  let timer: Timer | null = null;

  async function look(): Promise<void> {
    queue = await journal.queue();
    const atRest = queue.advices + queue.reversals === 0;
    const nowMs = bookTimeMs();
    if (clock.monotonicMs() < purgeAtMs || !atRest || nowMs === null) return;
    const gone = await journal.purge(nowMs - retentionMs, PURGE_SLICE);
    // A full slice means that more is waiting: the next look goes on.
    if (gone < PURGE_SLICE) purgeAtMs = clock.monotonicMs() + PURGE_EVERY_MS;
    if (gone > 0) log.info('purged', { transactions: gone });
  }

  function refresh(): void {
    if (looking || stopped) return;
    looking = true;
    onLook?.();
    timer?.cancel();
    look()
      .catch((error: unknown) =>
        log.debug('no look at the queue', { error: asTillpostError(error, 'housekeeping').toJSON() }),
      )
      .finally(() => {
        looking = false;
        if (!stopped) timer = clock.after(REFRESH_MS, refresh);
      });
  }

  refresh();
  return {
    queue: () => queue,
    refresh,
    stop: () => {
      stopped = true;
      timer?.cancel();
    },
  };
}
