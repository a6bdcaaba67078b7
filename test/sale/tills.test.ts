import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { ClockQuality } from '../../src/domain/transaction.js';
import type { Caller, SaleName, SaleOutcome, SaleRequest } from '../../src/ports/index.js';
import { type Bench, KEY_WINDOW_MS, openedBench } from './bench.js';

const HOUR_MS = 3_600_000;

const ask = (change: Partial<SaleRequest> = {}): SaleRequest => ({
  type: 'sale',
  money: money(1250, 'EUR'),
  tillId: '1',
  idempotencyKey: '4711',
  allowDuplicate: false,
  ...change,
});

/** As a settlement does. */
async function closeBatch({ journal }: Bench): Promise<void> {
  const { number } = await journal.currentBatch();
  for (const event of [{ name: 'seal' }, { name: 'fixTotals' }, { name: 'matched', hostTotals: [] }] as const)
    await journal.applyBatch(number, event);
}

/** A client that a test hangs up. */
class Client implements Caller {
  /** Looks that find it there before it is gone. */
  looks = Number.POSITIVE_INFINITY;
  #whenGone = (): void => undefined;

  isThere(): Promise<boolean> {
    this.looks -= 1;
    return Promise.resolve(this.looks >= 0);
  }

  onGone(listener: () => void): () => void {
    this.#whenGone = listener;
    return () => (this.#whenGone = () => undefined);
  }

  hangUp(): void {
    this.looks = 0;
    this.#whenGone();
  }
}

/** A sale whose card does not come; in an array, since an async function would wait for it. */
async function waiting(bench: Bench, request = ask(), caller = new Client()): Promise<Promise<SaleOutcome>[]> {
  bench.reader.beforeCard = () => new Promise(() => undefined);
  const sale = bench.desk.sell(request, caller);
  await bench.clock.advance(0);
  return [sale];
}

describe('the key of a till', () => {
  it('is its own: another till gets a sale of its own under the same text', async () => {
    const bench = await openedBench();
    const outcomes = [
      await bench.desk.sell(ask()),
      await bench.desk.sell(ask({ tillId: '2' })),
      await bench.desk.sell(ask({ tillId: null })),
    ];
    expect(outcomes.map(({ repeated, stands }) => [repeated, stands])).toEqual(Array(3).fill([false, 'approved']));
    expect(bench.host.asked).toHaveLength(3);
    expect(await bench.desk.sell(ask({ tillId: '2' }))).toMatchObject({
      repeated: true,
      transaction: { key: outcomes[1]!.transaction.key, tillId: '2' },
    });
  });

  it('joins no other till’s running sale', async () => {
    const bench = await openedBench();
    const [first] = await waiting(bench);
    await expect(bench.desk.sell(ask({ tillId: '2' }))).rejects.toMatchObject({ code: 'BUSY' });
    await bench.desk.cancel();
    await first;
  });

  interface Use {
    readonly what: string;
    readonly isClosed: boolean;
    readonly ageMs: number;
    /** What the wall clock is set to meanwhile, and how it is judged. */
    readonly wall?: string;
    readonly clock?: ClockQuality;
    readonly isReuse: boolean;
  }

  it.each<Use>([
    { what: 'days later in the same batch', isClosed: false, ageMs: 10 * KEY_WINDOW_MS, isReuse: false },
    { what: 'in the next batch within the window', isClosed: true, ageMs: KEY_WINDOW_MS, isReuse: false },
    { what: 'in the next batch after the window', isClosed: true, ageMs: KEY_WINDOW_MS + 1, isReuse: true },
    ...(['1970-01-01', '2026-01-01', '2027-02-20', '2037-12-31'] as const).flatMap((wall) =>
      (['wrong', 'unchecked', 'trusted'] as const).flatMap((clock): readonly Use[] => [
        { what: 'minutes after a closing', isClosed: true, ageMs: HOUR_MS / 60, wall, clock, isReuse: false },
        { what: 'after window and closing', isClosed: true, ageMs: KEY_WINDOW_MS + 1, wall, clock, isReuse: true },
        {
          what: 'days later in the same batch',
          isClosed: false,
          ageMs: 9 * KEY_WINDOW_MS,
          wall,
          clock,
          isReuse: false,
        },
      ]),
    ),
  ])('given $what, the clock set to $wall and $clock: is reuse $isReuse', async ({ isClosed, isReuse, ...use }) => {
    const bench = await openedBench();
    bench.clockQuality = use.clock ?? 'trusted';
    const first = await bench.desk.sell(ask());
    if (isClosed) await closeBatch(bench);
    await bench.clock.advance(use.ageMs);
    if (use.wall !== undefined) bench.clock.setWall(Date.parse(use.wall));
    const again = bench.desk.sell(ask());
    if (isReuse) {
      const at = new Date(first.transaction.startedAtMs).toISOString();
      await expect(again).rejects.toMatchObject({
        code: 'KEY_REUSED',
        retryable: false,
        message: `the key was first used at ${at}: sale of 12.50 EUR, approved`,
        subject: `4711, ${keyText(first.transaction.key)}`,
      });
    } else {
      expect(await again).toMatchObject({ repeated: true, stands: 'approved' });
    }
    expect([bench.host.asked.length, (await bench.journal.recent(10)).length]).toEqual([1, 1]);
  });

  it.each([
    ['another amount', 'cancelled', { money: money(9, 'EUR') }],
    ['the same amount', 'cancelled', {}],
  ] as const)('of a sale that was %s is told with how that ended', async (_, stands, change) => {
    const bench = await openedBench();
    bench.reader.card = null;
    await bench.desk.sell(ask());
    await closeBatch(bench);
    await bench.clock.advance(KEY_WINDOW_MS + 1);
    await expect(bench.desk.sell(ask(change))).rejects.toMatchObject({
      code: 'KEY_REUSED',
      message: expect.stringContaining(`sale of 12.50 EUR, ${stands}`) as string,
    });
  });
});

describe('a cancel and an answer', () => {
  const NAMES: readonly (readonly [what: string, name: (key: SaleName['key']) => SaleName, fits: boolean])[] = [
    ['its till', () => ({ tillId: '1' }), true],
    ['its till and key', () => ({ tillId: '1', idempotencyKey: '4711' }), true],
    ['its transaction key', (key) => ({ key: key! }), true],
    ['another till', () => ({ tillId: '2' }), false],
    ['the till without a name', () => ({ tillId: null }), false],
    ['the same key of another till', () => ({ tillId: '2', idempotencyKey: '4711' }), false],
    ['the same key of the till without a name', () => ({ idempotencyKey: '4711' }), false],
    ['another key of its till', () => ({ tillId: '1', idempotencyKey: '4712' }), false],
    ['another transaction key', (key) => ({ key: { ...key!, number: 99 } }), false],
    ['its transaction key, but another till', (key) => ({ key: key!, tillId: '2' }), false],
  ];

  it.each(NAMES)('that name %s', async (_, name, fits) => {
    const bench = await openedBench();
    const [sale] = await waiting(bench);
    const { key, tillId } = bench.desk.current()!;
    expect(tillId).toBe('1');
    const cancelled = bench.desk.cancel(name(key));
    if (fits) {
      await cancelled;
      expect((await sale!).transaction.verdict).toMatchObject({ outcome: 'cancelled', by: 'operator' });
    } else {
      await expect(cancelled).rejects.toMatchObject({ code: 'NOTHING_TO_CANCEL', subject: keyText(key) });
      expect(bench.desk.current()?.step).toBe('waiting for a card');
      await bench.desk.cancel({ key });
      await sale;
    }
  });

  it.each(NAMES)('that name %s, to the question about a duplicate', async (_, name, fits) => {
    const bench = await openedBench({ duplicateWindowMs: 60_000 });
    await bench.desk.sell(ask({ idempotencyKey: 'K0' }));
    const sale = bench.desk.sell(ask());
    await bench.clock.advance(0);
    const { key, question } = bench.desk.current()!;
    expect(question).not.toBeNull();
    const answer = (): void => bench.desk.confirm(true, name(key));
    if (fits) answer();
    else {
      expect(answer).toThrow(expect.objectContaining({ code: 'NOTHING_TO_CONFIRM' }));
      bench.desk.confirm(false, { key });
    }
    expect((await sale).stands).toBe(fits ? 'approved' : 'declined');
  });
});

describe('a till that hangs up', () => {
  it('before its request was read begins nothing', async () => {
    const bench = await openedBench();
    const client = new Client();
    client.hangUp();
    await expect(bench.desk.sell(ask(), client)).rejects.toMatchObject({ code: 'TILL_GONE' });
    expect(bench.reader.calls).not.toContain('start');
    expect(await bench.journal.recent(1)).toEqual([]);
    expect((await bench.desk.sell(ask())).stands).toBe('approved');
  });

  it('before a card is asked for has none asked for', async () => {
    const bench = await openedBench();
    const client = new Client();
    client.looks = 1;
    const { transaction } = await bench.desk.sell(ask(), client);
    expect(transaction.verdict).toMatchObject({ outcome: 'cancelled', by: 'agent', reason: 'the till hung up' });
    expect(bench.reader.calls).not.toContain('start');
  });

  it.each([
    ['finish', 'approved', 'host'],
    ['cancel', 'cancelled', 'agent'],
  ] as const)('after it: sale.till_gone = %s', async (tillGone, stands, by) => {
    const bench = await openedBench({ tillGone });
    let comes = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (comes = resolve));
    const client = new Client();
    const sale = bench.desk.sell(ask(), client);
    await bench.clock.advance(0);
    client.hangUp();
    await bench.clock.advance(0);
    comes();
    await sale;
    // The answer is kept for its key.
    expect(await bench.desk.sell(ask())).toMatchObject({ repeated: true, stands, transaction: { verdict: { by } } });
  });

  it('and asks again under its key is there, on whatever connection', async () => {
    const bench = await openedBench({ tillGone: 'cancel' });
    let comes = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (comes = resolve));
    const [first, second] = [new Client(), new Client()];
    const sale = bench.desk.sell(ask(), first);
    await bench.clock.advance(0);
    const again = bench.desk.sell(ask(), second);
    await bench.clock.advance(0);
    first.hangUp();
    comes();
    expect((await sale).stands).toBe('approved');
    expect(await again).toMatchObject({ repeated: true, stands: 'approved' });
  });

  it('too late takes nothing back', async () => {
    const bench = await openedBench({ tillGone: 'cancel' });
    const client = new Client();
    const apply = bench.journal.apply.bind(bench.journal);
    bench.journal.apply = (key, event) => {
      if (event.name === 'approveOnline') client.hangUp();
      return apply(key, event);
    };
    expect((await bench.desk.sell(ask(), client)).transaction.state).toBe('posted');
  });
});
