import type { SimRandom } from '../sim-random.js';
import { Calendar, nextDate, type ShopTerms } from './calendar.js';

/** A shop for a week: where it lies, when it is open, when it closes its batches. */
export interface Shop {
  readonly terms: ShopTerms;
  readonly calendar: Calendar;
  /** In its order; one that ends after midnight too. */
  readonly open: readonly Opening[];
  /** Switched off whenever it is closed. */
  readonly isOffAtNight: boolean;
  /** No clock that runs without power: each start is at this one, until somebody sets it. */
  readonly wakesAtMs: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

interface Opening {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The Mondays of weeks in which clocks are changed over, or are not. */
const PLACES = [
  { timeZone: 'Europe/Berlin', mondays: ['2027-03-22', '2027-10-25', '2027-06-07'] },
  { timeZone: 'America/New_York', mondays: ['2027-03-08', '2027-11-01'] },
  // By half an hour.
  { timeZone: 'Australia/Lord_Howe', mondays: ['2027-03-29', '2027-09-27'] },
  // At midnight.
  { timeZone: 'America/Santiago', mondays: ['2027-03-29', '2027-08-30'] },
  { timeZone: 'Asia/Shanghai', mondays: ['2027-05-03', '2027-09-27'] },
  { timeZone: 'Asia/Kolkata', mondays: ['2027-02-22'] },
  { timeZone: 'UTC', mondays: ['2027-02-22'] },
] as const;

/** Some times that summer time skips or brings twice, some right at a cut-over, some around midnight. */
const SCHEDULES = [
  ['23:30'],
  ['22:00'],
  ['14:00', '22:00'],
  ['06:15', '14:30', '23:55'],
  ['04:00'],
  ['03:59', '15:00'],
  ['02:30'],
  ['02:15', '13:00'],
  ['00:00'],
  ['00:30', '12:00'],
  ['20:00', '20:05'],
] as const;
const CUT_OVERS = ['04:00', '04:00', '04:00', '00:00', '06:00', '02:30', '00:30'] as const;

const HOURS = [
  { from: '08:00', to: '18:30' },
  { from: '06:00', to: '13:00' },
  { from: '11:00', to: '23:45' },
  { from: '18:00', to: '02:45' },
  { from: '20:00', to: '04:30' },
  { from: '00:30', to: '23:50' },
] as const;

const DAYS = 7;

export function drawShop(random: SimRandom): Shop {
  const { timeZone, mondays } = random.pick(PLACES);
  const terms = { timeZone, dayStartsAt: random.pick(CUT_OVERS), schedule: random.pick(SCHEDULES) };
  const calendar = new Calendar(terms);
  const monday = random.pick(mondays);
  const hours = random.pick(HOURS);
  const restDay = random.chance(0.4) ? random.below(DAYS) : -1;
  const open = Array.from({ length: DAYS }, (_, day) => nextDate(monday, day))
    .filter((_, day) => day !== restDay)
    .map((date) => ({
      fromMs: calendar.instantOf(date, hours.from),
      untilMs: calendar.instantOf(hours.to < hours.from ? nextDate(date, 1) : date, hours.to),
    }));
  const startMs = calendar.instantOf(monday, '00:00');
  return {
    terms,
    calendar,
    open,
    isOffAtNight: random.chance(0.5),
    wakesAtMs: random.chance(0.15) ? random.pick([0, 946_684_800_000]) : null,
    startMs,
    endMs: calendar.instantOf(nextDate(monday, DAYS + 1), '12:00'),
  };
}
