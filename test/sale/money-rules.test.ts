import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { OfflineLimits } from '../../src/domain/offline-policy.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { fakeCard } from '../support/fakes/fake-card.js';
import { type Bench, GENEROUS, openedBench } from './bench.js';

const advices = async (bench: Bench): Promise<readonly Transaction[]> =>
  (await bench.journal.pending('advice', 0, 10)).map(({ transaction }) => transaction);

describe('a refund', () => {
  it('bears its type to reader, journal and host', async () => {
    const bench = await openedBench();
    const started: string[] = [];
    const start = bench.reader.start.bind(bench.reader);
    bench.reader.start = (order) => {
      started.push(order.type);
      return start(order);
    };
    const { transaction } = await bench.sell(1250, null, { type: 'refund' });
    expect([started, transaction.type, transaction.state]).toEqual([['refund'], 'refund', 'posted']);
    expect(bench.host.asked.map(({ type }) => type)).toEqual(['refund']);
  });

  it('goes offline only where the limits say so', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    const { transaction } = await bench.sell(1250, null, { type: 'refund' });
    expect(transaction).toMatchObject({
      state: 'declined',
      verdict: { by: 'policy', reason: 'a refund may not go offline' },
    });
    bench.limits = { ...GENEROUS, refunds: true };
    expect((await bench.sell(1250, null, { type: 'refund' })).transaction.state).toBe('approved');
    expect((await advices(bench)).map(({ type }) => type)).toEqual(['refund']);
  });

  it('is another thing than a sale under the same idempotency key', async () => {
    const bench = await openedBench();
    await bench.sell(1250, 'K1');
    await expect(bench.sell(1250, 'K1', { type: 'refund' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  });
});

describe('a deferred authorization', () => {
  const DEFERRED: OfflineLimits = { ...GENEROUS, deferred: true };

  it('keeps the ARQC for the host: the card is asked for no second cryptogram', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    bench.limits = DEFERRED;
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({
      state: 'approved',
      deferred: true,
      card: { cryptogram: 'ARQC' },
      verdict: { outcome: 'approved', by: 'policy', responseCode: 'Y3' },
    });
    expect(bench.reader.calls).not.toContain('unableOnline');
    expect(bench.reader.shown).toMatchObject([{ outcome: 'approved', deferred: true }]);
    expect(await advices(bench)).toMatchObject([{ deferred: true, card: { cryptogram: 'ARQC' } }]);
  });

  it('stands in as well when a request may have left: the advice has the same key, and nothing is reversed', async () => {
    const bench = await openedBench();
    bench.limits = DEFERRED;
    bench.host.answer = () => Promise.resolve({ kind: 'unknown', mayHaveLeft: true, why: 'timeout' });
    expect((await bench.sell()).transaction).toMatchObject({ state: 'approved', deferred: true });
    expect(await bench.journal.queue()).toMatchObject({ advices: 1, reversals: 0 });
  });

  it('is off by default, and not for a card that has given TC', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    expect((await bench.sell()).transaction).toMatchObject({
      state: 'approved',
      deferred: false,
      card: { cryptogram: 'TC' },
    });
    expect(bench.reader.calls).toContain('unableOnline');
    bench.limits = DEFERRED;
    bench.reader.card = fakeCard({ first: { cryptogram: 'TC' } });
    expect((await bench.sell()).transaction).toMatchObject({ state: 'approved', deferred: false });
    expect(bench.reader.shown.map(({ deferred }) => deferred)).toEqual([false, false]);
  });

  it('without a cryptogram there is none to forward: the card is asked', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    bench.limits = DEFERRED;
    bench.reader.card = fakeCard({ first: { cryptogram: 'none' } });
    await bench.sell();
    expect(bench.reader.calls).toContain('unableOnline');
  });
});

describe('offline limits', () => {
  const offline = async (limits: Partial<OfflineLimits>): Promise<Bench> => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    bench.limits = { ...GENEROUS, ...limits };
    return bench;
  };
  const other = fakeCard({ first: { token: '99'.repeat(16) } });

  it('count each card by its token', async () => {
    const bench = await offline({ cardCount: 2 });
    const states = [await bench.sell(), await bench.sell(), await bench.sell()].map(
      ({ transaction }) => transaction.state,
    );
    expect(states).toEqual(['approved', 'approved', 'declined']);
    bench.reader.card = other;
    expect((await bench.sell()).transaction.state).toBe('approved');
  });

  it('add up what a card took, per currency', async () => {
    const bench = await offline({ cardAmount: 2000 });
    expect((await bench.sell(1500)).transaction.state).toBe('approved');
    expect((await bench.sell(501)).transaction.verdict?.reason).toBe(
      "this card's offline amount would be 20.01 EUR of 20.00 EUR",
    );
    expect((await bench.sell(501, null, { money: money(501, 'CHF') })).transaction.state).toBe('approved');
    expect((await bench.sell(500)).transaction.state).toBe('approved');
  });

  it('keep room in the queue for reversals', async () => {
    const bench = await offline({ queueDepth: 1 });
    expect((await bench.sell()).transaction.state).toBe('approved');
    bench.reader.card = other;
    expect((await bench.sell()).transaction.verdict?.reason).toBe('1 of 1 postings wait already');
  });

  it('hold from the next sale on when the host replaces them, on top of what is configured', async () => {
    const bench = await offline({});
    expect((await bench.sell()).transaction.state).toBe('approved');
    await bench.journal.changeSettings({
      limits: [{ entryMode: 'contactless', currency: 'EUR', limits: { ceiling: 1249 } }],
    });
    expect((await bench.sell()).transaction.verdict?.reason).toContain('over the offline ceiling 12.49 EUR');
    expect((await bench.sell(1249)).transaction.state).toBe('approved');
    bench.reader.card = fakeCard({ first: { entryMode: 'chip' } });
    expect((await bench.sell()).transaction.state).toBe('approved');
  });
});

describe('the sales counter', () => {
  it('takes no sale while it is held, waits for the running one, and goes on when every holder has let go', async () => {
    const bench = await openedBench();
    let present = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (present = resolve));
    const sale = bench.sell();
    await bench.clock.advance(0);
    let isHeld = false;
    const holding = bench.desk.hold('the closing of batch 1').then((release) => ((isHeld = true), release));
    await bench.clock.advance(0);
    expect(isHeld).toBe(false);
    present();
    expect((await sale).transaction.state).toBe('posted');
    const release = await holding;
    bench.reader.beforeCard = () => Promise.resolve();
    await expect(bench.sell()).rejects.toMatchObject({
      code: 'SETTLING',
      retryable: true,
      message: 'no sale during the closing of batch 1',
    });
    const releaseOther = await bench.desk.hold('another');
    release();
    release();
    await expect(bench.sell()).rejects.toMatchObject({ code: 'SETTLING', message: 'no sale during another' });
    releaseOther();
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  it('takes no sale while the host stopped sales, and says why; a void is taken', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    await bench.journal.changeSettings({ salesStopped: 'contract ended' });
    await expect(bench.sell()).rejects.toMatchObject({
      code: 'SALES_STOPPED',
      message: 'the host stopped sales: contract ended',
    });
    expect((await bench.desk.void({ key: transaction.key, idempotencyKey: null })).transaction.state).toBe('voiding');
    await bench.journal.changeSettings({ salesStopped: null });
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  it('answers what was decided before, also while it is held or stopped', async () => {
    const bench = await openedBench();
    const first = await bench.sell(1250, 'K1');
    await bench.journal.changeSettings({ salesStopped: 'contract ended' });
    await bench.desk.hold('the closing of batch 1');
    const again = await bench.sell(1250, 'K1');
    expect([again.repeated, keyText(again.transaction.key)]).toEqual([true, keyText(first.transaction.key)]);
  });

  it('gives two tills that ask at the same instant with one key one sale', async () => {
    const bench = await openedBench();
    const both = await Promise.all([bench.sell(1250, 'K1'), bench.sell(1250, 'K1')]);
    expect(both.map(({ repeated }) => repeated)).toEqual([false, true]);
    expect(new Set(both.map(({ transaction }) => keyText(transaction.key))).size).toBe(1);
    expect(bench.reader.calls.filter((call) => call === 'start')).toHaveLength(1);
  });

  it('gives two tills that ask at the same instant without a key one sale and one refusal', async () => {
    const bench = await openedBench();
    const both = await Promise.allSettled([bench.sell(1250), bench.sell(990)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await bench.journal.recent(10)).toHaveLength(1);
  });
});
