import type { Clock, Timer } from '../ports/index.js';

const LOOK_EVERY_MS = 10_000;
const DAY_MS = 86_400_000;

/** Local time of day of a wall clock, minutes since midnight, and its date. */
export interface LocalTime {
  readonly date: string;
  readonly minutes: number;
}

export function localTime(wallMs: number): LocalTime {
  const time = new Date(wallMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    date: `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`,
    minutes: time.getHours() * 60 + time.getMinutes(),
  };
}

/** "HH:MM" as minutes since midnight. */
export function minutesOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/**
 * Whether one of the times lies in (before, now], by the wall clock. Setting the clock back closes nothing, a
 * jump over several times closes once; a time that is met again after the clock was set back counts again.
 */
export function isDue(times: readonly string[], beforeMs: number, nowMs: number): boolean {
  if (nowMs <= beforeMs) return false;
  if (nowMs - beforeMs >= DAY_MS) return times.length > 0;
  const before = localTime(beforeMs);
  const now = localTime(nowMs);
  return times.some((time) => {
    const at = minutesOf(time);
    if (before.date === now.date) return before.minutes < at && at <= now.minutes;
    return at <= now.minutes || at > before.minutes;
  });
}

/** Calls `due` at each of the local times "HH:MM". @returns ends the schedule */
export function startSchedule(clock: Clock, times: readonly string[], due: () => void): () => void {
  if (times.length === 0) return () => undefined;
  let lastMs = clock.wallMs();
  let timer: Timer;
  const look = (): void => {
    const nowMs = clock.wallMs();
    if (isDue(times, lastMs, nowMs)) due();
    lastMs = nowMs;
    timer = clock.after(LOOK_EVERY_MS, look);
  };
  timer = clock.after(LOOK_EVERY_MS, look);
  return () => timer.cancel();
}
