import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  businessDate,
  type DayRules,
  dueClosings,
  minuteText,
  nextDueMs,
  PLAIN_DAYS,
} from '../../../src/domain/days/business-days.js';

const at = (text: string): number => new Date(text).getTime();
const zone = process.env['TZ'];

beforeEach(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('business date', () => {
  it.each([
    ['2027-01-15T03:59', '04:00', '2027-01-14'],
    ['2027-01-15T04:00', '04:00', '2027-01-15'],
    ['2027-01-01T00:30', '04:00', '2026-12-31'],
    ['2027-03-01T00:30', '01:00', '2027-02-28'],
    ['2027-01-15T00:00', '00:00', '2027-01-15'],
    ['2027-01-15T23:59', '04:00', '2027-01-15'],
    ['2027-12-09T09:05', '10:00', '2027-12-08'],
  ])('of %s with the cut-over at %s is %s', (moment, dayStartsAt, date) => {
    expect(businessDate(at(moment), dayStartsAt)).toBe(date);
    expect(minuteText(at(moment))).toBe(moment);
  });

  it('is cut over at four and closed by nobody, until the agent says otherwise', () => {
    expect(PLAIN_DAYS).toEqual({ schedule: [], dayStartsAt: '04:00' });
  });
});

describe('where clocks are changed over', () => {
  it.each([
    ['skipped', '2027-03-28T01:59', '02:30', '2027-03-27'],
    ['skipped', '2027-03-28T03:00', '02:30', '2027-03-28'],
    ['met twice, before the first time', '2027-10-31T02:29:59+02:00', '02:30', '2027-10-30'],
    ['met twice, after the first time', '2027-10-31T02:31+02:00', '02:30', '2027-10-31'],
    ['met twice, and the hour comes again: a day has begun once', '2027-10-31T02:10+01:00', '02:30', '2027-10-31'],
  ])('the cut-over is %s', (_, moment, dayStartsAt, date) => {
    expect(businessDate(at(moment), dayStartsAt)).toBe(date);
  });

  it.each([
    // By half an hour, at 02:00.
    ['Australia/Lord_Howe', '2027-10-02T15:30Z', '02:15', '2027-10-03'],
    // At midnight.
    ['America/Santiago', '2027-09-05T04:00Z', '00:00', '2027-09-05'],
    ['America/New_York', '2027-03-14T07:00Z', '02:15', '2027-03-14'],
  ])('in %s what is skipped is due right then', (place, moment, time, date) => {
    process.env['TZ'] = place;
    const found = (nowMs: number): readonly string[] =>
      dueClosings(`${date.slice(0, 8)}01T00:00`, nowMs, { schedule: [time], dayStartsAt: '04:00' })
        .filter((it) => it.due.startsWith(date))
        .map((it) => new Date(it.atMs).toISOString());
    expect(found(at(moment) - 1)).toEqual([]);
    expect(found(at(moment))).toEqual([new Date(at(moment)).toISOString()]);
    expect(businessDate(at(moment), time)).toBe(date);
    expect(businessDate(at(moment) - 1, time)).not.toBe(date);
  });
});

describe('due closings', () => {
  const due = (last: string, now: string, ...schedule: string[]): string[] =>
    dueClosings(last, at(now), { schedule, dayStartsAt: '04:00' }).map((it) => `${it.due} ${it.businessDate}`);

  it('are each local time of each day once, the oldest first', () => {
    expect(due('2027-01-14T23:30', '2027-01-17T12:00', '14:00', '23:30')).toEqual([
      '2027-01-15T14:00 2027-01-15',
      '2027-01-15T23:30 2027-01-15',
      '2027-01-16T14:00 2027-01-16',
      '2027-01-16T23:30 2027-01-16',
    ]);
    expect(due('2027-01-16T23:30', '2027-01-16T12:00', '23:30')).toEqual([]);
    expect(due('2027-01-15T12:00', '2027-01-16T04:00', '00:30', '04:00', '04:01')).toEqual([
      '2027-01-16T00:30 2027-01-15',
      '2027-01-16T04:00 2027-01-15',
    ]);
    expect(due('2027-02-28T12:00', '2027-03-01T04:01', '04:01')).toEqual(['2027-03-01T04:01 2027-03-01']);
    expect(due('2027-01-15T12:00', '2027-01-17T12:00')).toEqual([]);
  });

  it('come once where summer time skips them, and once where it brings them twice', () => {
    expect(due('2027-03-27T12:00', '2027-03-28T01:59', '02:30')).toEqual([]);
    // The clock that showed 01:59 shows 03:00: it has passed it.
    expect(due('2027-03-27T12:00', '2027-03-28T03:00', '02:30')).toEqual(['2027-03-28T02:30 2027-03-27']);
    const twice = dueClosings('2027-10-30T12:00', Date.UTC(2027, 9, 31, 0, 30), {
      schedule: ['02:30'],
      dayStartsAt: '04:00',
    });
    expect(twice.map((it) => it.due)).toEqual(['2027-10-31T02:30']);
    expect(due('2027-10-31T02:30', '2027-10-31T12:00', '02:30')).toEqual([]);
  });

  it.each(['2020-01-01T00:00', '2025-12-10T23:30', '2025-12-11T00:00'])(
    'go back 400 days, however long the terminal lay in a cupboard: since %s',
    (last) => {
      const found = due(last, '2027-01-15T23:30', '23:30');
      expect([found.length, found[0], found.at(-1)]).toEqual([
        401,
        '2025-12-11T23:30 2025-12-11',
        '2027-01-15T23:30 2027-01-15',
      ]);
    },
  );

  const MINUTE_MS = 60_000;
  const DAY_MS = 86_400_000;
  const time = fc
    .integer({ min: 0, max: 1439 })
    .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
  const moment = fc
    .integer({ min: at('2027-03-20T00:00') / MINUTE_MS, max: at('2027-11-10T00:00') / MINUTE_MS })
    .map((minute) => minute * MINUTE_MS);
  const rules = fc.record<DayRules>({
    schedule: fc.uniqueArray(time, { minLength: 1, maxLength: 3 }).map((times) => times.sort()),
    dayStartsAt: time,
  });

  it('are what a look at every minute finds: each time of the schedule that has passed since', () => {
    fc.assert(
      fc.property(rules, moment, fc.integer({ min: 1, max: 3000 }), ({ schedule, dayStartsAt }, now, backMinutes) => {
        const last = minuteText(now - backMinutes * MINUTE_MS);
        // Where summer time skips a minute no look meets it: those are in the table above.
        const met = new Set<string>();
        for (let minute = backMinutes + 180; minute >= 0; minute -= 1) met.add(minuteText(now - minute * MINUTE_MS));
        const expected = [...met].filter((text) => text > last && schedule.includes(text.slice(11))).sort();
        const found = dueClosings(last, now, { schedule, dayStartsAt });
        const isSkipped = ({ due, atMs }: (typeof found)[number]): boolean => minuteText(atMs) !== due;
        expect(found.filter((it) => !isSkipped(it)).map((it) => it.due)).toEqual(expected);
        for (const { due: text, businessDate: date } of found) {
          const isBefore = text.slice(11) <= dayStartsAt;
          expect(date).toBe(minuteText(at(`${text.slice(0, 10)}T12:00`) - (isBefore ? DAY_MS : 0)).slice(0, 10));
        }
      }),
    );
  });

  it('come next when one more is due, and not before', () => {
    fc.assert(
      fc.property(rules, moment, fc.integer({ min: -3000, max: 3000 }), (it, now, lastMinutes) => {
        const last = minuteText(now - lastMinutes * MINUTE_MS);
        const next = nextDueMs(last, now, it);
        const dueBy = (ms: number): number => dueClosings(last, ms, it).length;
        if (next === null) {
          expect(dueBy(now + 2 * DAY_MS)).toBe(dueBy(now));
          return;
        }
        expect(next).toBeGreaterThan(now);
        expect(dueBy(next - 1)).toBe(dueBy(now));
        expect(dueBy(next)).toBeGreaterThan(dueBy(now));
      }),
    );
  });

  it.each([
    ['2027-01-15T10:00', '2027-01-15T12:00', ['14:00', '23:30'], '2027-01-15T14:00'],
    ['2027-01-15T10:00', '2027-01-15T14:00', ['14:00', '23:30'], '2027-01-15T23:30'],
    ['2027-01-15T10:00', '2027-01-31T23:30', ['14:00'], '2027-02-01T14:00'],
    // The clock was set back: what was made is not due again.
    ['2027-01-16T14:00', '2027-01-15T12:00', ['14:00'], '2027-01-17T14:00'],
    ['2027-01-15T10:00', '2027-01-15T12:00', [], null],
  ])('after %s, at %s with %j: next at %s', (last, now, schedule, next) => {
    const found = nextDueMs(last, at(now), { schedule, dayStartsAt: '04:00' });
    expect(found === null ? null : minuteText(found)).toBe(next);
  });
});
