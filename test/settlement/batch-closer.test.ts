import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { TillpostError } from '../../src/domain/errors.js';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { BatchEvent, BatchRow } from '../../src/domain/settlement.js';
import type { Journal, SettlementReply } from '../../src/ports/index.js';
import { Waits } from '../../src/settlement/waits.js';
import {
  ANSWER_TIMEOUT_MS,
  BUSINESS_DATE,
  DRAIN_MAX_MS,
  type Loss,
  openSettlement,
  type SettlementBench,
  type Step,
} from './bench.js';

const EUR = (amount: number) => money(amount, 'EUR');

/** A host that misses the first row, has another amount in the second, and holds one that this journal does not. */
function seeded(rows: readonly BatchRow[]): readonly BatchRow[] {
  const [first, second, ...others] = rows;
  const strange = { ...first!, key: { ...first!.key, number: 999 }, money: EUR(7) };
  return [{ ...second!, money: EUR(5) }, ...others, strange];
}

async function differences(bench: SettlementBench, batch = 1): Promise<string[]> {
  return (await bench.journal.differences(batch)).map(
    ({ kind, key, terminal, host }) => `${kind} ${key.number} ${terminal?.amount ?? '-'} ${host?.amount ?? '-'}`,
  );
}

const SEEDED = ['missingAtHost 1 100 -', 'amountDiffers 2 101 5', 'missingAtTerminal 999 - 7'];

describe('closing a batch', () => {
  it('is matched when both sides count the same', async () => {
    const bench = await openSettlement();
    bench.link.book.set(1, await bench.posted(3));
    const batch = await bench.until(bench.settlement.settle());
    const totals = [{ type: 'sale', currency: 'EUR', count: 3, amount: 303 }];
    expect(batch).toMatchObject({
      number: 1,
      state: 'closed',
      totals,
      hostTotals: totals,
      waiting: 0,
      sequence: 1,
      businessDate: BUSINESS_DATE,
    });
    expect(bench.link.asked).toEqual([{ step: 'totals', repeat: false, last: false, rows: 0 }]);
    expect(await differences(bench)).toEqual([]);
    expect(bench.alerts.active()).toEqual([]);
    expect([bench.journal.openBatch(), (await bench.journal.currentBatch()).state]).toEqual([2, 'open']);
    expect(bench.settlement.step()).toBeNull();
  });

  it('closes an empty batch, and the next one after it', async () => {
    const bench = await openSettlement();
    expect((await bench.until(bench.settlement.settle())).number).toBe(1);
    expect((await bench.until(bench.settlement.settle())).number).toBe(2);
  });

  it('finds what differs row by row, over pages, stores it and raises it', async () => {
    const bench = await openSettlement();
    bench.link.book.set(1, seeded(await bench.posted(120)));
    const batch = await bench.until(bench.settlement.settle());
    expect(batch).toMatchObject({ state: 'closed', totals: [{ count: 120 }], hostTotals: [{ count: 120 }] });
    expect(bench.link.asked.map(({ step, last, rows }) => [step, last, rows])).toEqual([
      ['totals', false, 0],
      ['page 1', false, 50],
      ['page 2', false, 50],
      ['page 3', true, 20],
    ]);
    expect(await differences(bench)).toEqual(SEEDED);
    expect(bench.alerts.active()).toMatchObject([{ code: 'SETTLEMENT_DIFFERS', subject: 'batch 1' }]);
  });

  it.each([
    ['a match that is none', (honest: SettlementReply) => ({ ...honest, matched: true }), 1],
    ['a difference where there is none', (honest: SettlementReply) => ({ ...honest, matched: false }), 0],
    ['a match without totals', (honest: SettlementReply) => ({ ...honest, matched: true, totals: [] }), 0],
  ])('believes no host that tells of %s: both words must say so', async (_, lie, strange) => {
    const bench = await openSettlement();
    const rows = await bench.posted(2);
    bench.link.book.set(1, strange === 0 ? rows : seeded(rows));
    bench.link.bend = (step, honest) => (step === 'totals' ? lie(honest) : honest);
    const batch = await bench.until(bench.settlement.settle());
    expect(batch.state).toBe('closed');
    expect(bench.link.asked.map(({ step }) => step)).toEqual(['totals', 'page 1']);
    expect(await differences(bench)).toHaveLength(strange === 0 ? 0 : SEEDED.length);
    // Positive control: an honest word on the next one ends it at once.
    bench.link.bend = (_step, honest) => honest;
    await bench.until(bench.settlement.settle());
    expect(bench.link.asked.slice(2).map(({ step }) => step)).toEqual(['totals']);
  });

  it('asks a host that does not answer at a growing distance, up to a minute', async () => {
    const bench = await openSettlement();
    bench.link.online = false;
    await bench.settlement.begin();
    await bench.clock.advance(200_000);
    const { askedAtMs } = bench.link;
    const gaps = askedAtMs.slice(1).map((atMs, at) => (atMs - askedAtMs[at]!) / 1_000);
    expect(gaps).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await bench.settlement.stop();
    expect(bench.settlement.step()).toBeNull();
    const asked = askedAtMs.length;
    await bench.clock.advance(600_000);
    expect(askedAtMs).toHaveLength(asked);
  });

  it.each([
    [100, 10],
    [101, 1],
  ])('looks for what waits of %i sales %i times a second', async (count, times) => {
    const bench = await openSettlement();
    bench.host.state = 'offline';
    const { journal, clock } = bench;
    const order = { type: 'sale', money: EUR(1), idempotencyKey: null, startedAtMs: 0, clock: 'unchecked' } as const;
    await Promise.all(Array.from({ length: count }, () => journal.begin(order)));
    await bench.settlement.begin();
    await clock.advance(1_500);
    let looks = 0;
    const batch = journal.batch.bind(journal);
    journal.batch = (number) => {
      looks += 1;
      return batch(number);
    };
    await clock.advance(5_000);
    expect(looks).toBe(5 * times);
  });

  it('leaves no timer behind where a wait is cut short', async () => {
    const clock = new SimClock();
    const waits = new Waits(clock);
    const paused = waits.pause(1_000);
    const asked = waits.answer(new Promise<string>(() => undefined));
    waits.cut();
    expect([await paused, await asked, clock.pending]).toEqual([undefined, null, 0]);
    expect(await waits.answer(Promise.resolve('word'))).toBe('word');
  });

  it('goes to its end once begun, with nobody waiting', async () => {
    const bench = await openSettlement();
    bench.link.book.set(1, await bench.posted(1));
    await bench.settlement.begin();
    await bench.clock.advance(2_000);
    expect((await bench.journal.batch(1))?.state).toBe('closed');
    expect(bench.settlement.step()).toBeNull();
  });

  it('tells those who wait what cannot be waited for, and is asked again as if nothing had been', async () => {
    const bench = await openSettlement();
    const journal = bench.journal;
    const unclosedBatch = journal.unclosedBatch.bind(journal);
    journal.unclosedBatch = async () => {
      throw new TillpostError('INTERNAL', 'odd', { operation: 'journal' });
    };
    const closings = await Promise.allSettled([bench.settlement.settle(), bench.settlement.settle()]);
    expect(closings).toMatchObject([
      { status: 'rejected', reason: { code: 'INTERNAL' } },
      { status: 'rejected', reason: { code: 'INTERNAL' } },
    ]);
    journal.unclosedBatch = unclosedBatch;
    const again = [bench.settlement.settle(), bench.settlement.settle()];
    expect((await bench.until(Promise.all(again))).map(({ state }) => state)).toEqual(['closed', 'closed']);
  });

  it.each([
    [0, [0]],
    [1, [1]],
    [50, [50]],
    [51, [50, 1]],
    [100, [50, 50]],
    [101, [50, 50, 1]],
  ])('%i rows go in pages of %j, the last one marked', async (count, pages) => {
    const bench = await openSettlement();
    const rows = await bench.posted(count);
    const key = { terminalId: 'T0000001', epoch: bench.journal.identity().epoch, mark: 'b41c72de', number: 999 };
    bench.link.book.set(1, [...rows, { key, type: 'sale', money: EUR(7) }]);
    await bench.until(bench.settlement.settle());
    const details = bench.link.asked.slice(1);
    expect(details.map((page) => page.rows)).toEqual(pages);
    expect(details.map(({ last }) => last)).toEqual(pages.map((_, at) => at === pages.length - 1));
    expect(await differences(bench)).toEqual(['missingAtTerminal 999 - 7']);
  });

  const steps: readonly Step[] = ['totals', 'page 1', 'page 2', 'page 3'];
  it.each(steps.flatMap((step) => (['question', 'answer'] as const).map((loss): [Step, Loss] => [step, loss])))(
    '%s: the %s is lost, and it is asked again',
    async (step, loss) => {
      const bench = await openSettlement();
      bench.link.book.set(1, seeded(await bench.posted(120)));
      bench.link.lose.set(step, loss);
      expect((await bench.until(bench.settlement.settle())).state).toBe('closed');
      expect(await differences(bench)).toEqual(SEEDED);
      const again = bench.link.asked.filter((asked) => asked.step === step);
      expect(again.map(({ repeat }) => repeat)).toEqual([false, step === 'totals']);
    },
  );

  it('is joined by whoever asks while it runs', async () => {
    const bench = await openSettlement();
    const { key } = await bench.owed();
    bench.link.book.set(1, [{ key, type: 'sale', money: EUR(1250) }]);
    const closings = [bench.settlement.settle(), bench.settlement.settle()];
    const begun = [bench.settlement.begin(), bench.settlement.begin()];
    await bench.clock.advance(0);
    expect(await Promise.all(begun)).toEqual([1, 1]);
    expect(bench.settlement.step()).toBe('batch 1: draining');
    await bench.receipt(key);
    const batches = await bench.until(Promise.all(closings));
    expect(batches.map(({ number }) => number)).toEqual([1, 1]);
    expect(bench.link.asked.map(({ repeat }) => repeat)).toEqual([false]);
    expect(bench.journal.openBatch()).toBe(2);
  });

  it('can be begun without waiting for the host: it is on disk before the number is told', async () => {
    const bench = await openSettlement();
    bench.link.online = false;
    expect(await bench.settlement.begin()).toBe(1);
    expect((await bench.journal.batch(1))?.state).not.toBe('open');
    bench.link.online = true;
    expect((await bench.until(bench.settlement.settle())).number).toBe(1);
  });
});

describe('draining', () => {
  it('waits for the running sale, refuses new ones, and lets them in once it is delivered', async () => {
    const bench = await openSettlement();
    const { key } = await bench.owed();
    let present = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (present = resolve));
    const running = bench.sell();
    await bench.clock.advance(0);
    const closing = bench.settlement.settle();
    await bench.clock.advance(1_000);
    expect((await bench.journal.batch(1))?.state).toBe('sealed');
    present();
    expect((await running).transaction).toMatchObject({ state: 'posted', postedBatch: 1 });
    bench.reader.beforeCard = () => Promise.resolve();
    await bench.clock.advance(1_000);
    await expect(bench.sell()).rejects.toMatchObject({ code: 'SETTLING', retryable: true });

    bench.link.online = false;
    await bench.receipt(key);
    await bench.clock.advance(200);
    expect(await bench.journal.batch(1)).toMatchObject({
      state: 'reconciling',
      waiting: 0,
      totals: [{ count: 2, amount: 2500 }],
    });
    expect((await bench.sell()).transaction.state).toBe('posted');
    bench.link.online = true;
    expect(await bench.until(closing)).toMatchObject({ state: 'closed' });
  });

  it('ends at its limit: sales go on, into the next batch; what is owed stays in its own, and its totals wait', async () => {
    const bench = await openSettlement();
    const { key } = await bench.owed();
    const closing = bench.settlement.settle();
    await bench.clock.advance(DRAIN_MAX_MS - 1);
    await expect(bench.sell()).rejects.toMatchObject({ code: 'SETTLING' });
    await bench.clock.advance(101);
    expect((await bench.sell()).transaction).toMatchObject({ state: 'posted', batch: 2 });
    await bench.clock.advance(600_000);
    expect(await bench.journal.batch(1)).toMatchObject({ state: 'sealed', waiting: 1 });
    expect(bench.settlement.step()).toBe('batch 1: 1 sales in it wait for the host');
    await bench.receipt(key);
    expect(await bench.until(closing)).toMatchObject({ state: 'closed', waiting: 0 });
    expect((await bench.journal.transaction(key))?.transaction).toMatchObject({ batch: 1, postedBatch: 1 });
  });

  it('does not wait at all without a link; each closing seals its own, and totals follow batch after batch', async () => {
    const bench = await openSettlement();
    const { key } = await bench.owed();
    bench.host.state = 'offline';
    bench.link.online = false;
    const first = bench.settlement.settle();
    await bench.clock.advance(0);
    const second = (await bench.sell()).transaction;
    expect(second).toMatchObject({ state: 'approved', batch: 2 });
    const closings = [first, bench.settlement.settle(), bench.settlement.settle()];
    await bench.clock.advance(300_000);
    expect(await bench.journal.currentBatch()).toMatchObject({ number: 3, isEmpty: true });
    expect(await bench.journal.batches(3)).toMatchObject([{ number: 3 }, { state: 'sealed' }, { state: 'sealed' }]);
    bench.host.state = 'online';
    bench.link.online = true;
    await bench.receipt(second.key, 2, 2);
    await bench.clock.advance(60_000);
    expect(bench.link.asked).toEqual([]);
    await bench.receipt(key);
    const closed = await bench.until(Promise.all(closings));
    expect(closed.map(({ number, totals }) => [number, totals[0]?.count])).toEqual([
      [1, 1],
      [2, 1],
      [2, 1],
    ]);
  });

  it('is not held up by what a person has: it is counted where it was approved, and the sums differ', async () => {
    const bench = await openSettlement();
    const { key } = await bench.owed();
    const answer = {
      key,
      sequence: 1,
      opening: 1,
      outcome: 'REJECTED',
      responseCode: '05',
      rrn: '',
      posted: null,
      hostTimeMs: 1,
      arpc: '',
      retryAfterMs: 0,
      batch: 0,
      reversedBatch: 0,
    } as const;
    await bench.journal.apply(key, { name: 'park', posting: 'advice', answer, reason: 'refused' });
    const closed = await bench.until(bench.settlement.settle());
    expect(closed).toMatchObject({ state: 'closed', waiting: 0, parked: 1, totals: [{ count: 1, amount: 1250 }] });
    expect(await differences(bench)).toEqual(['missingAtHost 1 1250 -']);
  });
});

/** Dies at the nth commit of the closing: before it reached the disk, or right after. */
function dyingAt(bench: SettlementBench, nth: number, when: 'before' | 'after'): (journal: Journal) => Journal {
  return (journal) => {
    let count = 0;
    const applyBatch: Journal['applyBatch'] = async (number: number, event: BatchEvent) => {
      count += 1;
      if (count === nth && when === 'before') bench.die();
      const batch = await journal.applyBatch(number, event);
      if (count !== nth) return batch;
      bench.die();
      return new Promise(() => undefined);
    };
    return new Proxy(journal, {
      get: (target, name) => {
        if (name === 'applyBatch') return applyBatch;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
}

describe('a closing that a crash interrupts', () => {
  // seal, fixTotals, differs, explained
  const points = [1, 2, 3, 4].flatMap((nth) =>
    (['before', 'after'] as const).map((when): [number, 'before' | 'after'] => [nth, when]),
  );

  it.each(points)('at commit %i, %s it: goes on to the same end', async (nth, when) => {
    const bench = await openSettlement();
    const rows = await bench.posted(120);
    bench.link.book.set(1, seeded(rows));
    const { key } = await bench.owed();
    await bench.receipt(key);
    bench.link.book.set(1, [...seeded(rows), { key, type: 'sale', money: EUR(1250) }]);
    bench.die();
    await bench.boot(dyingAt(bench, nth, when));
    void bench.settlement.settle();
    await bench.clock.advance(60_000);
    const asked = bench.link.asked.length;
    await bench.boot();
    bench.settlement.start();
    await bench.clock.advance(60_000);

    if (nth === 1 && when === 'before') {
      expect(await bench.journal.currentBatch()).toMatchObject({ number: 1, state: 'open' });
      await bench.until(bench.settlement.settle());
    }
    expect(await bench.journal.batch(1)).toMatchObject({ state: 'closed', waiting: 0, totals: [{ count: 121 }] });
    expect(await differences(bench)).toEqual(SEEDED);
    expect(bench.journal.openBatch()).toBe(2);
    expect((await bench.sell()).transaction.state).toBe('posted');
    // What another process may have sent is a repeat; before the totals were fixed there was nothing to send.
    const again = bench.link.asked.slice(asked).filter(({ step }) => step === 'totals');
    if (nth > 2 || (nth === 2 && when === 'after')) expect(again.every(({ repeat }) => repeat)).toBe(true);
  });

  it('stops in the middle of a wait, and goes on at the next start', async () => {
    const bench = await openSettlement();
    bench.link.book.set(1, await bench.posted(2));
    bench.link.lose.set('totals', 'answer');
    const closing = bench.settlement.settle();
    closing.catch(() => undefined);
    await bench.clock.advance(10);
    expect(bench.link.asked).toHaveLength(1);
    await bench.settlement.stop();
    await expect(closing).rejects.toMatchObject({ code: 'STOPPING' });
    await expect(bench.settlement.settle()).rejects.toMatchObject({ code: 'STOPPING' });
    bench.die();
    await bench.boot();
    bench.settlement.start();
    await bench.clock.advance(ANSWER_TIMEOUT_MS);
    expect((await bench.journal.batch(1))?.state).toBe('closed');
  });

  it('begins none at start when none was interrupted', async () => {
    const bench = await openSettlement();
    bench.settlement.start();
    await bench.clock.advance(60_000);
    expect([bench.link.asked, (await bench.journal.currentBatch()).state]).toEqual([[], 'open']);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'survives an I/O error at call %i of its journal, and closes no other batch',
    async (nth) => {
      const bench = await openSettlement();
      bench.link.book.set(1, seeded(await bench.posted(3)));
      let calls = 0;
      bench.die();
      await bench.boot(
        (journal) =>
          new Proxy(journal, {
            get: (target, name) => {
              const value: unknown = Reflect.get(target, name, target);
              if (typeof value !== 'function' || name === 'openBatch') return value;
              return async (...args: unknown[]): Promise<unknown> => {
                calls += 1;
                // Every other one says that it failed although it stands: a commit may be on disk without a word.
                const stands = calls === nth && nth % 2 === 0;
                const result: unknown =
                  calls === nth && !stands ? null : await (value.apply(target, args) as Promise<unknown>);
                if (calls === nth)
                  throw new TillpostError('JOURNAL_IO', 'EIO', { operation: 'journal', retryable: true });
                return result;
              };
            },
          }),
      );
      expect(await bench.until(bench.settlement.settle())).toMatchObject({ number: 1, state: 'closed' });
      expect(calls).toBeGreaterThan(nth);
      expect(await differences(bench)).toEqual(SEEDED);
      expect(await bench.journal.currentBatch()).toMatchObject({ number: 2, state: 'open' });
      expect(keyText((await bench.sell()).transaction.key)).toContain('T0000001');
    },
  );
});
