/**
 * Business dates and due closings on the local calendar (payment rules, Days and clocks). Pure but for the machine's
 * time zone.
 */
export interface DayRules {
  /** Local times of day, "HH:MM", at which a closing is due. */
  readonly schedule: readonly string[];
  /** The cut-over, "HH:MM": before it it is still the day before. */
  readonly dayStartsAt: string;
  /** A posting that waited longer is late, ms; left out: none is. */
  readonly lateAfterMs?: number;
}

/** Until the agent has said how its shop does it. */
export const PLAIN_DAYS: DayRules = { schedule: [], dayStartsAt: '04:00' };

/** A closing that fell due. */
export interface DueClosing {
  /** Local date and time, "YYYY-MM-DDTHH:MM": once, whatever the clock does. */
  readonly due: string;
  readonly atMs: number;
  /** YYYY-MM-DD of the day that it closes. */
  readonly businessDate: string;
}

/** However long a terminal was switched off: more days are made up for by none. */
const DAYS_BACK_MAX = 400;
const DAY_MS = 86_400_000;

/** YYYY-MM-DD. A day begins once, also where its cut-over is skipped or comes twice. */
export function businessDate(atMs: number, dayStartsAt: string): string {
  const { date } = localMinute(atMs);
  return atMs < momentOf(date, dayStartsAt) ? dayBefore(date) : date;
}

/** "YYYY-MM-DDTHH:MM" of a moment. */
export function minuteText(atMs: number): string {
  const { date, time } = localMinute(atMs);
  return `${date}T${time}`;
}

/**
 * Closings that fell due after `lastDue`, up to `nowMs`, oldest first.
 *
 * @param lastDue the local minute up to which they were made, as `minuteText` has it
 */
export function dueClosings(
  lastDue: string,
  nowMs: number,
  { schedule, dayStartsAt }: DayRules,
): readonly DueClosing[] {
  if (schedule.length === 0) return [];
  const found: DueClosing[] = [];
  const today = new Date(nowMs);
  const first = new Date(today.getFullYear(), today.getMonth(), today.getDate() - DAYS_BACK_MAX, 12);
  const from = lastDue.slice(0, 10) > minuteText(first.getTime()).slice(0, 10) ? lastDue.slice(0, 10) : null;
  const [year, month, day] = from === null ? [first.getFullYear(), first.getMonth(), first.getDate()] : partsOf(from);
  for (let days = 0; ; days += 1) {
    const date = minuteText(new Date(year, month, day + days, 12).getTime()).slice(0, 10);
    for (const time of schedule) {
      const closing = { due: `${date}T${time}`, atMs: momentOf(date, time) };
      if (closing.atMs > nowMs || closing.due <= lastDue) continue;
      // At the cut-over the day that ends is closed.
      found.push({ ...closing, businessDate: time <= dayStartsAt ? dayBefore(date) : date });
    }
    if (momentOf(date, '00:00') > nowMs) return found;
  }
}

/** When the next closing is due; null without a schedule. */
export function nextDueMs(lastDue: string, nowMs: number, { schedule }: DayRules): number | null {
  const moments = [0, 1, 2].flatMap((days) => {
    const now = new Date(nowMs);
    const date = minuteText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12).getTime()).slice(
      0,
      10,
    );
    return schedule.map((time) => ({ due: `${date}T${time}`, atMs: momentOf(date, time) }));
  });
  const next = moments.filter(({ due, atMs }) => due > lastDue && atMs > nowMs).map(({ atMs }) => atMs);
  return next.length === 0 ? null : Math.min(...next);
}

/** A time that summer time skips is when the clock has passed it; one that comes twice, the first time. */
function momentOf(date: string, time: string): number {
  const [year, month, day] = partsOf(date);
  const [hours = '', minutes = ''] = time.split(':');
  const atMs = new Date(year, month, day, Number(hours), Number(minutes)).getTime();
  const minute = `${date}T${time}`;
  // Of a skipped one `Date` counts on over the gap: the clock passed it before.
  return minuteText(atMs) === minute ? atMs : firstPast(minute, atMs);
}

/** When the clock jumped over that minute, at most a day before. */
function firstPast(minute: string, afterMs: number): number {
  let fromMs = afterMs - DAY_MS;
  let untilMs = afterMs;
  while (untilMs - fromMs > 1) {
    const middleMs = Math.floor((fromMs + untilMs) / 2);
    if (minuteText(middleMs) > minute) untilMs = middleMs;
    else fromMs = middleMs;
  }
  return untilMs;
}

function dayBefore(date: string): string {
  const [year, month, day] = partsOf(date);
  return minuteText(new Date(year, month, day - 1, 12).getTime()).slice(0, 10);
}

/** The month as `Date` counts it, from 0. */
function partsOf(date: string): readonly [year: number, month: number, day: number] {
  const [year = '', month = '', day = ''] = date.split('-');
  return [Number(year), Number(month) - 1, Number(day)];
}

function localMinute(atMs: number): { readonly date: string; readonly time: string } {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    date: `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}
