import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { DayRules } from '../../src/domain/days/business-days.js';
import type { TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import { SteadyClock } from '../../src/platform/steady-clock.js';
import type { SaleOrder } from '../../src/ports/index.js';
import { DayKeeper } from '../../src/settlement/day-keeper.js';
import { sampleCard } from '../support/samples.js';
import { silentLog } from '../support/silent-log.js';

const at = (text: string): number => new Date(text).getTime();
const HOUR_MS = 3_600_000;
const zone = process.env['TZ'];

beforeEach(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** A terminal's days: a journal on a disk, a wall clock that lies, a host that is there or not. */
class Shop {
  readonly disk = new SimDisk(new SimRandom(1));
  clock!: SimClock;
  journal!: SimJournal;
  keeper!: DayKeeper;
  /** As the last echo told it, carried on by the monotonic clock. */
  #host: { readonly hostMs: number; readonly atMs: number } | null = null;

  constructor(readonly rules: DayRules) {}

  /** Switched on; `shown` is what the wall clock says then. */
  async boot(shown: string): Promise<void> {
    this.#host = null;
    this.clock = new SimClock(at(shown));
    const clock = new SteadyClock(this.clock);
    const options = { terminalId: 'T0000001', merchantId: 'M0001', clock, random: new SimRandom(2) };
    this.journal = new SimJournal(this.disk, options);
    this.keeper = new DayKeeper({
      journal: this.journal,
      clock: this.clock,
      log: silentLog,
      rules: this.rules,
      hostOffsetMs: () =>
        this.#host && this.#host.hostMs + this.clock.monotonicMs() - this.#host.atMs - this.clock.wallMs(),
      sealed: () => undefined,
      dated: () => undefined,
    });
    this.keeper.start();
    await this.clock.advance(0);
  }

  async off(): Promise<void> {
    this.keeper.stop();
    await this.journal.close();
  }

  /** The host is heard: it is `time` now. */
  async heard(time: string): Promise<void> {
    this.#host = { hostMs: at(time), atMs: this.clock.monotonicMs() };
    this.keeper.look();
    await this.clock.advance(0);
    await this.clock.advance(0);
  }

  async sell(amount = 100, idempotencyKey: string | null = null): Promise<TransactionKey> {
    const { key } = (await this.journal.begin(this.order(amount, idempotencyKey))).transaction;
    await this.journal.apply(key, { name: 'approveOffline', card: sampleCard(), response: 'Y1', deferred: false });
    return key;
  }

  /** As a terminal stamps it that knows that its clock is wrong. */
  order(amount: number, idempotencyKey: string | null): SaleOrder {
    const stamp = { startedAtMs: this.clock.wallMs(), clock: 'wrong' } as const;
    return { type: 'sale', money: money(amount, 'EUR'), idempotencyKey, ...stamp };
  }

  /** `number date state: amounts`, oldest first. */
  async batches(): Promise<string[]> {
    const sales = (await this.journal.recent(100)).toReversed();
    return (await this.journal.batches(100)).toReversed().map(({ number, businessDate: date, state }) => {
      const amounts = sales.filter(({ batch }) => batch === number).map((it) => it.money.amount);
      return `${number} ${date ?? '-'} ${state}: ${amounts.join(' ')}`.trimEnd();
    });
  }

  async due(): Promise<string[]> {
    return (await this.journal.dueClosings(100))
      .toReversed()
      .map((it) => `${it.due} ${it.businessDate} ${it.batch ?? '-'}`);
  }

  async pending(): Promise<number> {
    return (await this.journal.pending('advice', 0, 100)).length;
  }
}

const CANCELLED = { outcome: 'cancelled', by: 'reader', responseCode: '17', reason: 'no card in time' } as const;

describe('days at a shop', () => {
  const nightly: DayRules = { schedule: ['23:30'], dayStartsAt: '04:00' };

  it('settled on Friday evening, sold on Monday: Monday’s date', async () => {
    const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
    await shop.boot('2027-01-15T20:00');
    await shop.heard('2027-01-15T20:00');
    await shop.sell(1);
    await shop.journal.applyBatch(1, { name: 'seal' });
    await shop.clock.advance(61 * HOUR_MS);
    await shop.sell(2);
    expect(await shop.batches()).toEqual(['1 2027-01-15 sealed: 1', '2 2027-01-18 open: 2']);
    await shop.clock.advance(24 * HOUR_MS);
    await shop.sell(3);
    expect(await shop.batches()).toEqual(['1 2027-01-15 sealed: 1', '2 2027-01-18 sealed: 2', '3 2027-01-19 open: 3']);
    await shop.journal.verify();
  });

  it('switched off over closings: each is made at the next start, once, with its own date; none without sales is sent', async () => {
    const shop = new Shop(nightly);
    await shop.boot('2027-01-15T09:00');
    await shop.heard('2027-01-15T09:00');
    await shop.sell(1);
    await shop.off();
    await shop.boot('2027-01-18T09:00');
    await shop.heard('2027-01-18T09:00');
    await shop.sell(2);
    expect(await shop.batches()).toEqual(['1 2027-01-15 sealed: 1', '2 2027-01-18 open: 2']);
    expect(await shop.due()).toEqual([
      '2027-01-15T23:30 2027-01-15 1',
      '2027-01-16T23:30 2027-01-16 -',
      '2027-01-17T23:30 2027-01-17 -',
    ]);
    // Set back and heard again: nothing is due twice.
    await shop.off();
    await shop.boot('2027-01-18T09:05');
    await shop.heard('2027-01-17T22:00');
    await shop.clock.advance(2 * HOUR_MS);
    expect((await shop.due()).length).toBe(3);
    await shop.clock.advance(25 * HOUR_MS);
    expect((await shop.due()).at(-1)).toBe('2027-01-18T23:30 2027-01-18 2');
    await shop.journal.verify();
  });

  it('runs through the evening: closed at its time, also with the host away since the morning', async () => {
    const shop = new Shop(nightly);
    await shop.boot('2027-01-15T09:00');
    await shop.heard('2027-01-15T09:00');
    for (let day = 0; day < 3; day += 1) {
      await shop.sell(10 + day);
      // Whatever the wall clock is set to.
      shop.clock.setWall(at('1970-01-01T00:00') + day);
      await shop.clock.advance(24 * HOUR_MS);
    }
    expect(await shop.batches()).toEqual([
      '1 2027-01-15 sealed: 10',
      '2 2027-01-16 sealed: 11',
      '3 2027-01-17 sealed: 12',
      '4 - open:',
    ]);
  });

  it('offline for days, switched off each night: sales wait for the host’s time and get their days by it', async () => {
    const shop = new Shop(nightly);
    await shop.boot('2027-01-15T09:00');
    await shop.heard('2027-01-15T09:00');
    await shop.sell(1);
    // The wall clock is two hours ahead all the time.
    for (const [day, amount] of [
      [16, 2],
      [17, 3],
    ] as const) {
      await shop.off();
      await shop.boot(`2027-01-${day}T11:00`);
      await shop.sell(amount);
      await shop.clock.advance(8 * HOUR_MS);
    }
    expect([await shop.batches(), await shop.pending()]).toEqual([['1 2027-01-15 open: 1'], 1]);
    await shop.off();
    await shop.boot('2027-01-18T11:00');
    await shop.sell(4);
    expect((await shop.journal.queue()).oldestAgeMs).toBeLessThan(24 * HOUR_MS);
    await shop.heard('2027-01-18T09:00');
    expect(await shop.batches()).toEqual([
      '1 2027-01-15 sealed: 1',
      '2 2027-01-16 sealed: 2',
      '3 2027-01-17 sealed: 3',
      '4 2027-01-18 open: 4',
    ]);
    expect(await shop.pending()).toBe(4);
    expect((await shop.journal.queue()).oldestAgeMs).toBe(72 * HOUR_MS);
    await shop.journal.verify();
  });

  it('sold at 1970, then the clock is set while the host is away: the sale waits as long as it does', async () => {
    const shop = new Shop(nightly);
    await shop.boot('1970-01-01T00:00');
    await shop.sell(1);
    await shop.clock.advance(60_000);
    shop.clock.setWall(at('2026-11-26T12:00'));
    expect((await shop.journal.queue()).oldestAgeMs).toBe(60_000);
    await shop.heard('2026-11-26T12:00');
    expect((await shop.journal.queue()).oldestAgeMs).toBe(60_000);
    expect(await shop.batches()).toEqual(['1 2026-11-26 open: 1']);
  });

  it.each(['1970-01-01T00:00', '2028-03-01T00:00', '2027-01-15T12:10'])(
    'asks for a duplicate by the time that passed, with the wall clock set to %s',
    async (wall) => {
      const shop = new Shop(nightly);
      await shop.boot('2027-01-15T12:00');
      const first = await shop.sell(500);
      await shop.clock.advance(30_000);
      shop.clock.setWall(at(wall));
      const again = await shop.sell(500);
      const { token } = sampleCard();
      const similar = (windowMs: number) => shop.journal.similar(token, money(500, 'EUR'), windowMs, again);
      expect((await similar(60_000))?.key).toEqual(first);
      expect(await similar(20_000)).toBeNull();
    },
  );

  it('closed by hand before the date is known: what it holds stays in it and is dated with it', async () => {
    const shop = new Shop(nightly);
    await shop.boot('2027-01-15T12:00');
    await shop.sell(1);
    expect((await shop.journal.currentBatch()).isEmpty).toBe(false);
    await shop.journal.applyBatch(1, { name: 'seal' });
    await shop.sell(2);
    await shop.heard('2027-01-15T13:00');
    expect(await shop.batches()).toEqual(['1 2027-01-15 sealed: 1', '2 2027-01-15 open: 2']);
    await shop.journal.verify();
  });

  const WALLS = [
    '2027-01-15T12:00',
    '1970-01-01T00:00',
    '2025-12-31T23:59',
    '2028-03-01T00:00',
    '2037-12-31T23:59',
  ] as const;
  const WINDOW_MS = 72 * HOUR_MS;

  it.each(WALLS.flatMap((first) => WALLS.map((then) => [first, then] as const)))(
    'a key is judged by book time: sold at %s, closed by hand, power cut, back at %s, asked again',
    async (first, then) => {
      const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
      await shop.boot(first);
      const key = await shop.sell(500, 'ticket 4711');
      const isReused = (): Promise<boolean> => shop.journal.isReused(key, WINDOW_MS);
      expect([await isReused(), await shop.journal.isReused(key, 0)]).toEqual([false, false]);
      await shop.journal.applyBatch(1, { name: 'seal' });
      await shop.clock.advance(300_000);
      expect([await isReused(), await shop.journal.isReused(key, 200_000)]).toEqual([false, true]);
      await shop.off();
      await shop.boot(then);
      await shop.clock.advance(300_000);
      shop.clock.setWall(at(first));
      expect(await isReused()).toBe(false);
      await shop.clock.advance(60 * HOUR_MS);
      expect(await isReused()).toBe(false);
      await shop.clock.advance(13 * HOUR_MS);
      expect(await isReused()).toBe(true);
    },
  );

  it.each(WALLS)(
    'a key asked for again once the host was heard, sold and sealed at %s before a power cut',
    async (wall) => {
      const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
      await shop.boot(wall);
      const key = await shop.sell(500, 'ticket 4711');
      await shop.journal.applyBatch(1, { name: 'seal' });
      await shop.off();
      await shop.boot('2027-01-15T12:05');
      await shop.heard('2027-01-15T12:05');
      expect(await shop.journal.isReused(key, WINDOW_MS)).toBe(false);
      await shop.clock.advance(WINDOW_MS + 600_000);
      expect(await shop.journal.isReused(key, WINDOW_MS)).toBe(true);
      await shop.journal.verify();
    },
  );

  it('a key counts the time that the terminal was switched off from when the host is heard, not before', async () => {
    const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
    await shop.boot('2027-01-15T12:00');
    await shop.heard('2027-01-15T12:00');
    const key = await shop.sell(500, 'ticket 4711');
    await shop.journal.applyBatch(1, { name: 'seal' });
    await shop.off();
    await shop.boot('2027-01-25T12:00');
    expect(await shop.journal.isReused(key, WINDOW_MS)).toBe(false);
    await shop.heard('2027-01-25T12:00');
    expect(await shop.journal.isReused(key, WINDOW_MS)).toBe(true);
  });

  it('a key of a sale that entered the open batch only when it was dated is no closed batch’s', async () => {
    const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
    await shop.boot('2027-01-15T12:00');
    await shop.heard('2027-01-15T12:00');
    await shop.sell(1);
    await shop.off();
    await shop.boot('2027-01-17T12:00');
    const key = await shop.sell(500, 'ticket 4711');
    await shop.heard('2027-01-17T12:00');
    expect(await shop.batches()).toEqual(['1 2027-01-15 sealed: 1', '2 2027-01-17 open: 500']);
    expect(await shop.journal.isReused(key, -1)).toBe(false);
  });

  it.each(WALLS)('posting delays are of book time, with the wall clock set to %s', async (wall) => {
    const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
    await shop.boot('2027-01-15T12:00');
    await shop.heard('2027-01-15T12:00');
    await shop.sell(1);
    await shop.clock.advance(50_000);
    shop.clock.setWall(at(wall));
    await shop.clock.advance(40_000);
    const [timed] = await shop.journal.batchTimes(1, 0, 10);
    expect([timed?.postedAtMs, timed?.waitedMs]).toEqual([null, 90_000]);
  });

  it.each(WALLS)('retention ends by book time, with the wall clock at %s all the while', async (wall) => {
    const shop = new Shop({ schedule: [], dayStartsAt: '04:00' });
    await shop.boot(wall);
    expect(shop.keeper.bookTimeMs()).toBeNull();
    await shop.heard('2027-01-15T12:00');
    const { key } = (await shop.journal.begin(shop.order(7, null))).transaction;
    await shop.journal.apply(key, { name: 'cancel', verdict: CANCELLED, card: null });
    const purge = (days: number): Promise<number> =>
      shop.journal.purge(shop.keeper.bookTimeMs()! - days * 24 * HOUR_MS, 10);
    await shop.clock.advance(29 * 24 * HOUR_MS);
    expect(await purge(30)).toBe(0);
    await shop.clock.advance(2 * 24 * HOUR_MS);
    expect(await purge(30)).toBe(1);
    await shop.journal.verify();
  });
});
