import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { AuthorizationResult, ReaderResult } from '../../src/ports/index.js';
import { type FakeCard, fakeCard } from '../support/fakes/fake-card.js';
import { sampleAnswer } from '../support/samples.js';
import { type Bench, GENEROUS, openBench, openedBench, RECOVERY_WAIT_MS } from './bench.js';

/** Payment rules, Cards of a single cryptogram: what follows when no second GENERATE AC can be asked for. */

const contactless = (cryptogram: 'TC' | 'ARQC' | 'AAC' | 'none' = 'ARQC'): FakeCard =>
  fakeCard({ first: { cryptogram, singleCryptogram: true } });

async function waving(card = contactless()): Promise<Bench> {
  const bench = await openedBench();
  bench.reader.card = card;
  return bench;
}

const approves = (transaction: Transaction): AuthorizationResult => ({
  kind: 'answer',
  answer: sampleAnswer({ key: transaction.key, posted: transaction.money }),
});

const owed = async (bench: Bench): Promise<unknown[]> =>
  (await bench.journal.listPostings('pending', 0, 10)).map(({ posting }) => posting.content);
const shown = (bench: Bench): readonly string[] => bench.reader.shown.map(({ outcome }) => outcome);
const active = (bench: Bench): readonly string[] =>
  bench.alerts.active().map(({ code, subject }) => `${code} ${subject}`);

describe('a card of a single cryptogram', () => {
  it('is approved by the host alone, and never asked again', async () => {
    const bench = await waving();
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state: 'posted', verdict: { outcome: 'approved', by: 'host' } });
    expect(transaction.card).toMatchObject({ singleCryptogram: true, cryptogram: 'ARQC' });
    expect(bench.reader.calls).not.toContain('continueOnline');
    expect(shown(bench)).toEqual(['approved']);
    expect(active(bench)).toEqual([]);
  });

  // [cryptogram, deferred by policy, state, code, posting]
  it.each([
    ['TC', false, 'approved', 'Y1', { kind: 'advice', response: 'Y1' }],
    ['ARQC', false, 'declined', 'Z3', null],
    ['ARQC', true, 'approved', 'Y3', { kind: 'advice', response: 'Y3' }],
    ['none', true, 'declined', 'Z3', null],
    ['AAC', true, 'declined', 'Z1', null],
  ] as const)('%s without the host, deferred %s: %s, %s', async (cryptogram, deferred, state, code, posting) => {
    const bench = await waving(contactless(cryptogram));
    bench.host.state = 'offline';
    bench.limits = { ...GENEROUS, deferred };
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state, deferred: state === 'approved' && cryptogram === 'ARQC' });
    expect(transaction.verdict).toMatchObject({ responseCode: code });
    expect(await owed(bench)).toEqual(posting === null ? [] : [posting]);
    expect(bench.reader.calls).not.toContain('unableOnline');
    expect(shown(bench)).toEqual([state]);
  });

  it.each([
    [false, 'reversing', 'declined', { kind: 'reversal', reason: 'timeout' }],
    [true, 'approved', 'approved', { kind: 'advice', response: 'Y3' }],
  ] as const)('no reply from the host, deferred %s: %s', async (deferred, state, outcome, posting) => {
    const bench = await waving();
    bench.host.answer = () => Promise.resolve({ kind: 'unknown', mayHaveLeft: true, why: 'timeout' });
    bench.limits = { ...GENEROUS, deferred };
    expect((await bench.sell()).transaction).toMatchObject({ state, verdict: { outcome } });
    expect(await owed(bench)).toEqual([posting]);
    expect(shown(bench)).toEqual([outcome]);
  });
});

describe('a reader that is lost before the commit that approves', () => {
  const whileAsked = (bench: Bench, act: () => Promise<void> | void): void => {
    bench.host.answer = async (transaction) => {
      await act();
      return approves(transaction);
    };
  };

  it('and stays away: the host must get a reversal', async () => {
    const bench = await waving();
    whileAsked(bench, () => bench.reader.setReady(false));
    const sale = bench.sell();
    await bench.clock.advance(RECOVERY_WAIT_MS);
    expect((await sale).transaction).toMatchObject({ state: 'reversing', verdict: { outcome: 'declined' } });
    expect(await owed(bench)).toEqual([{ kind: 'reversal', reason: 'readerFailed' }]);
    expect(shown(bench)).toEqual([]);
  });

  it('and nobody knew of it yet: it is asked first', async () => {
    const bench = await waving();
    whileAsked(bench, () => bench.reader.loseAt('openStage', 'before'));
    const sale = bench.sell();
    await bench.clock.advance(RECOVERY_WAIT_MS);
    expect((await sale).transaction.state).toBe('reversing');
  });

  it('and came back with the card still read: it goes on', async () => {
    const bench = await waving();
    whileAsked(bench, () => (bench.reader.setReady(false), bench.reader.setReady(true)));
    expect((await bench.sell()).transaction.state).toBe('posted');
    expect(shown(bench)).toEqual(['approved']);
  });

  it('and another one stands there now: the host must get a reversal', async () => {
    const bench = await waving();
    whileAsked(bench, () => {
      bench.reader.setReady(false);
      bench.reader.held = null;
      bench.reader.setReady(true);
    });
    expect((await bench.sell()).transaction.state).toBe('reversing');
    expect(shown(bench)).toEqual([]);
  });

  it('heeds the till that cancelled meanwhile', async () => {
    const bench = await waving();
    whileAsked(bench, () => bench.desk.cancel());
    expect((await bench.sell()).transaction).toMatchObject({ state: 'reversing', verdict: { by: 'operator' } });
    expect(shown(bench)).toEqual(['cancelled']);
  });
});

describe('a reader that is lost after the commit that approves', () => {
  it('leaves the sale standing, with an alert until the cardholder was told', async () => {
    const bench = await waving();
    bench.reader.loseAt('complete', 'before');
    const { transaction } = await bench.sell();
    expect(transaction.state).toBe('posted');
    expect(await owed(bench)).toEqual([]);
    expect(active(bench)).toEqual([`APPROVAL_NOT_SHOWN ${keyText(transaction.key)}`]);
    bench.reader.setReady(true);
    await bench.desk.idle();
    expect(shown(bench)).toEqual(['approved']);
    expect(active(bench)).toEqual([]);
  });
});

describe('a reader that contradicts itself about the cryptograms of a card', () => {
  it('is not believed when it tells a second one of a card that gives none', async () => {
    const bench = await waving();
    bench.reader.bend('start', (result) => ({ ...result, stage: 'finalTc', final: 'TC' }));
    expect((await bench.sell()).transaction.verdict).toMatchObject({ outcome: 'cancelled', by: 'reader' });
    expect(shown(bench)).not.toContain('approved');
  });

  it('cannot take the last word from a card after the host was asked', async () => {
    const bench = await waving(fakeCard());
    const told = (result: ReaderResult): ReaderResult => ({
      ...result,
      card: { ...result.card!, singleCryptogram: true },
    });
    bench.reader.bend('continueOnline', (result) => told(result));
    expect((await bench.sell()).transaction).toMatchObject({ state: 'reversing', verdict: { by: 'reader' } });
  });
});

describe('boot', () => {
  // [journal, cryptogram, deferred by policy, state, posting]: what the reader holds at *cardRead* decides with them.
  it.each([
    ['started', 'ARQC', false, 'posted', null],
    ['authorizing', 'ARQC', false, 'reversing', 'reversal'],
    ['authorizing', 'ARQC', true, 'approved', 'advice'],
    ['authorizing', 'TC', false, 'approved', 'advice'],
  ] as const)('%s on %s, deferred %s: %s', async (state, cryptogram, deferred, end, posting) => {
    const bench = await openBench();
    const card = contactless(cryptogram);
    bench.limits = { ...GENEROUS, deferred };
    const { key, money } = (await begun(bench)).transaction;
    if (state === 'authorizing') await bench.journal.apply(key, { name: 'goOnline', card: card.card });
    bench.reader.held = { order: { key, money, type: 'sale', timeoutMs: 1 }, stage: 'cardRead', card };
    bench.desk.start();
    await bench.clock.advance(RECOVERY_WAIT_MS);
    await bench.desk.idle();
    expect((await bench.journal.transaction(key))!.transaction.state).toBe(end);
    expect((await owed(bench)).map((content) => (content as { kind: string }).kind)).toEqual(posting ? [posting] : []);
    expect(shown(bench)).toEqual([posting === 'reversal' ? 'declined' : 'approved']);
    expect(bench.reader.calls).not.toContain('unableOnline');
  });
});

function begun(bench: Bench): ReturnType<Bench['journal']['begin']> {
  const money = { amount: 1250, currency: { code: 'EUR', numeric: 978, exponent: 2 } };
  return bench.journal.begin({ type: 'sale', money, idempotencyKey: 'K1', startedAtMs: 0, clock: 'unchecked' });
}
