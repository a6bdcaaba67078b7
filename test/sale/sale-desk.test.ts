import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../src/domain/errors.js';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { AuthorizationResult } from '../../src/ports/index.js';
import { fakeCard } from '../support/fakes/fake-card.js';
import { refused } from '../support/fakes/fake-reader-memory.js';
import { sampleAnswer } from '../support/samples.js';
import { type Bench, GENEROUS, openedBench, RECOVERY_WAIT_MS, SHOWN_IDLE_MS } from './bench.js';

const answer =
  (outcome: 'POSTED' | 'REJECTED' | 'CONFLICT' | 'REVERSED' | 'ALREADY_POSTED', code = '00') =>
  (transaction: Transaction) =>
    Promise.resolve<AuthorizationResult>({
      kind: 'answer',
      answer: sampleAnswer({
        key: transaction.key,
        outcome,
        responseCode: code,
        posted: outcome.endsWith('POSTED') ? transaction.money : null,
      }),
    });
const unknown =
  (mayHaveLeft: boolean, why: 'timeout' | 'offline' | 'badMac' | 'retryLater' = 'timeout') =>
  () =>
    Promise.resolve<AuthorizationResult>({ kind: 'unknown', mayHaveLeft, why });

async function postings(bench: Bench): Promise<unknown[]> {
  return (await bench.journal.listPostings('pending', 0, 10)).map(({ posting }) => posting.content);
}

interface Case {
  readonly what: string;
  readonly set: (bench: Bench) => void;
  readonly state: Transaction['state'];
  readonly outcome: string;
  readonly by: string;
  readonly code: string;
  readonly posting: unknown;
}

const advice = (response: 'Y1' | 'Y3') => ({ kind: 'advice', response });
const reversal = (reason: string) => ({ kind: 'reversal', reason });

const CASES: readonly Case[] = [
  {
    what: 'host says yes',
    set: () => undefined,
    state: 'posted',
    outcome: 'approved',
    by: 'host',
    code: '00',
    posting: null,
  },
  {
    what: 'host had it already',
    set: ({ host }) => (host.answer = answer('ALREADY_POSTED')),
    state: 'posted',
    outcome: 'approved',
    by: 'host',
    code: '00',
    posting: null,
  },
  {
    what: 'host says no',
    set: ({ host }) => (host.answer = answer('REJECTED', '51')),
    state: 'declined',
    outcome: 'declined',
    by: 'host',
    code: '51',
    posting: null,
  },
  {
    what: 'host holds a tombstone',
    set: ({ host }) => (host.answer = answer('REVERSED', '21')),
    state: 'declined',
    outcome: 'declined',
    by: 'host',
    code: '21',
    posting: null,
  },
  {
    what: 'host holds another amount',
    set: ({ host }) => (host.answer = answer('CONFLICT', '94')),
    state: 'declined',
    outcome: 'declined',
    by: 'host',
    code: '94',
    posting: null,
  },
  {
    what: 'card refuses after the host approved',
    set: ({ reader }) => (reader.card = fakeCard({ online: 'AAC' })),
    state: 'reversing',
    outcome: 'declined',
    by: 'card',
    code: 'Z3',
    posting: reversal('cardDeclined'),
  },
  {
    what: 'no reply, card says TC',
    set: ({ host }) => (host.answer = unknown(true)),
    state: 'approved',
    outcome: 'approved',
    by: 'card',
    code: 'Y3',
    posting: advice('Y3'),
  },
  {
    what: 'no reply, card says AAC',
    set: ({ host, reader }) => ((host.answer = unknown(true)), (reader.card = fakeCard({ offline: 'AAC' }))),
    state: 'reversing',
    outcome: 'declined',
    by: 'card',
    code: 'Z3',
    posting: reversal('cardDeclined'),
  },
  {
    what: 'no reply, over the ceiling',
    set: (bench) => ((bench.host.answer = unknown(true)), (bench.limits = { ...GENEROUS, ceiling: 1 })),
    state: 'reversing',
    outcome: 'declined',
    by: 'policy',
    code: 'Z3',
    posting: reversal('timeout'),
  },
  {
    what: 'reply with a bad MAC, over the ceiling',
    set: (bench) => ((bench.host.answer = unknown(true, 'badMac')), (bench.limits = { ...GENEROUS, ceiling: 1 })),
    state: 'reversing',
    outcome: 'declined',
    by: 'policy',
    code: 'Z3',
    posting: reversal('badMac'),
  },
  {
    what: 'request provably never left, over the ceiling',
    set: (bench) => ((bench.host.answer = unknown(false, 'offline')), (bench.limits = { ...GENEROUS, ceiling: 1 })),
    state: 'declined',
    outcome: 'declined',
    by: 'policy',
    code: 'Z3',
    posting: null,
  },
  {
    what: 'offline',
    set: ({ host }) => (host.state = 'offline'),
    state: 'approved',
    outcome: 'approved',
    by: 'card',
    code: 'Y3',
    posting: advice('Y3'),
  },
  {
    what: 'broker only',
    set: ({ host }) => (host.state = 'brokerOnly'),
    state: 'approved',
    outcome: 'approved',
    by: 'card',
    code: 'Y3',
    posting: advice('Y3'),
  },
  {
    what: 'offline, card says AAC',
    set: ({ host, reader }) => ((host.state = 'offline'), (reader.card = fakeCard({ offline: 'AAC' }))),
    state: 'declined',
    outcome: 'declined',
    by: 'card',
    code: 'Z3',
    posting: null,
  },
  {
    what: 'offline, entry mode not allowed',
    set: (bench) => ((bench.host.state = 'offline'), (bench.limits = { ...GENEROUS, allowed: false })),
    state: 'declined',
    outcome: 'declined',
    by: 'policy',
    code: 'Z3',
    posting: null,
  },
  {
    what: 'offline, online PIN',
    set: ({ host, reader }) => ((host.state = 'offline'), (reader.card = fakeCard({ first: { onlinePin: true } }))),
    state: 'declined',
    outcome: 'declined',
    by: 'policy',
    code: 'Z3',
    posting: null,
  },
  {
    what: 'TC at the first cryptogram',
    set: ({ reader }) => (reader.card = fakeCard({ first: { cryptogram: 'TC' } })),
    state: 'approved',
    outcome: 'approved',
    by: 'card',
    code: 'Y1',
    posting: advice('Y1'),
  },
  {
    what: 'TC, over the ceiling',
    set: (bench) => (
      (bench.reader.card = fakeCard({ first: { cryptogram: 'TC' } })),
      (bench.limits = { ...GENEROUS, ceiling: 1 })
    ),
    state: 'declined',
    outcome: 'declined',
    by: 'policy',
    code: 'Z1',
    posting: null,
  },
  {
    what: 'AAC at the first cryptogram',
    set: ({ reader }) => (reader.card = fakeCard({ first: { cryptogram: 'AAC' } })),
    state: 'declined',
    outcome: 'declined',
    by: 'card',
    code: 'Z1',
    posting: null,
  },
  {
    what: 'card signed another amount',
    set: ({ reader }) => (reader.card = fakeCard({ signs: money(1251, 'EUR') })),
    state: 'declined',
    outcome: 'declined',
    by: 'agent',
    code: 'Z1',
    posting: null,
  },
  {
    what: 'reader finds another amount signed',
    set: ({ reader }) => reader.failures.set('start', new TillpostError('AMOUNT_MISMATCH', 'x', { operation: 'x' })),
    state: 'declined',
    outcome: 'declined',
    by: 'agent',
    code: 'Z1',
    posting: null,
  },
  {
    what: 'no card in time',
    set: ({ reader }) => (reader.card = null),
    state: 'cancelled',
    outcome: 'cancelled',
    by: 'reader',
    code: '17',
    posting: null,
  },
  {
    what: 'clear card data',
    set: ({ reader }) =>
      reader.failures.set('start', new TillpostError('CLEAR_CARD_DATA', 'clear', { operation: 'x' })),
    state: 'declined',
    outcome: 'declined',
    by: 'agent',
    code: 'Z1',
    posting: null,
  },
  {
    what: 'unreadable card',
    set: ({ reader }) => reader.failures.set('start', refused('CARD_UNREADABLE')),
    state: 'cancelled',
    outcome: 'cancelled',
    by: 'reader',
    code: '17',
    posting: null,
  },
  {
    what: 'card pulled at the second cryptogram',
    set: ({ reader }) => reader.failures.set('continueOnline', refused('CARD_PULLED')),
    state: 'reversing',
    outcome: 'declined',
    by: 'reader',
    code: 'Z3',
    posting: reversal('readerFailed'),
  },
];

describe('a sale', () => {
  it.each(CASES)('$what: $outcome by $by ($code), $state', async ({ set, state, outcome, by, code, posting }) => {
    const bench = await openedBench();
    set(bench);
    const { transaction } = await bench.sell();
    expect(transaction.state).toBe(state);
    expect(transaction.verdict).toMatchObject({ outcome, by, responseCode: code });
    expect(await postings(bench)).toEqual(posting === null ? [] : [posting]);
    expect(bench.host.postings).toBe(posting === null ? 0 : 1);
    const shown = bench.reader.shown.map((each) => each.outcome);
    expect(shown.filter((each) => each === 'approved')).toHaveLength(outcome === 'approved' ? 1 : 0);
    expect(transaction.card?.secret ?? null).toEqual(state === 'approved' ? expect.anything() : null);
  });

  it('tells the cardholder only what is committed', async () => {
    const bench = await openedBench();
    const complete = bench.reader.complete.bind(bench.reader);
    const committed: string[] = [];
    bench.reader.complete = async (key, ...rest) => {
      committed.push((await bench.journal.transaction(key))!.transaction.state);
      return complete(key, ...rest);
    };
    await bench.sell();
    bench.host.state = 'offline';
    await bench.sell();
    expect(committed).toEqual(['posted', 'approved']);
  });

  it('reverses what the host posted with another amount, and says so', async () => {
    const bench = await openedBench();
    bench.host.answer = (transaction) =>
      Promise.resolve({ kind: 'answer', answer: sampleAnswer({ key: transaction.key, posted: money(9999, 'EUR') }) });
    const { transaction } = await bench.sell();
    expect(transaction.state).toBe('reversing');
    expect(await postings(bench)).toEqual([reversal('amountMismatch')]);
    expect(bench.alerts.active().map(({ code }) => code)).toContain('AMOUNT_MISMATCH');
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['declined']);
  });

  it('refuses a second sale while one runs, and one while the reader is away', async () => {
    const bench = await openedBench();
    let release = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (release = resolve));
    const first = bench.sell();
    await expect(bench.sell()).rejects.toMatchObject({ code: 'BUSY', retryable: true });
    await bench.clock.advance(0);
    release();
    expect((await first).transaction.state).toBe('posted');
    bench.reader.setReady(false);
    await expect(bench.sell()).rejects.toMatchObject({ code: 'READER_NOT_READY', retryable: true });
    expect(await bench.journal.recent(10)).toHaveLength(1);
  });

  it('counts offline sales against the limit until the host has them', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    bench.limits = { ...GENEROUS, storedCount: 2 };
    const outcomes = [await bench.sell(), await bench.sell(), await bench.sell()];
    expect(outcomes.map(({ transaction }) => transaction.state)).toEqual(['approved', 'approved', 'declined']);
    expect(outcomes[2]!.transaction.verdict!.reason).toContain('2 of 2');
    expect(bench.alerts.active().map(({ code }) => code)).toEqual(
      expect.arrayContaining(['OFFLINE_LIMIT_NEAR', 'OFFLINE_LIMIT']),
    );
    const { key } = outcomes[0]!.transaction;
    await bench.journal.apply(key, { name: 'settleAdvice', answer: sampleAnswer({ key, sequence: 1 }) });
    expect((await bench.sell()).transaction.state).toBe('approved');
  });
});

describe('a till’s idempotency key', () => {
  it('returns the first outcome, whatever came since', async () => {
    const bench = await openedBench();
    const first = await bench.sell(1250, 'K1');
    bench.host.answer = answer('REJECTED', '05');
    const again = await bench.sell(1250, 'K1');
    expect(again).toMatchObject({ repeated: true, transaction: { key: first.transaction.key, state: 'posted' } });
    expect(bench.host.asked).toHaveLength(1);
    await expect(bench.sell(1251, 'K1')).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  });

  it('joins the sale that runs', async () => {
    const bench = await openedBench();
    let release = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (release = resolve));
    const first = bench.sell(1250, 'K1');
    await bench.clock.advance(0);
    const joined = bench.sell(1250, 'K1');
    await expect(bench.sell(1, 'K1')).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    release();
    expect(keyText((await joined).transaction.key)).toBe(keyText((await first).transaction.key));
    expect((await joined).repeated).toBe(true);
    expect(bench.reader.calls.filter((call) => call === 'start')).toHaveLength(1);
  });
});

describe('cancel', () => {
  it('ends the wait for a card', async () => {
    const bench = await openedBench();
    bench.reader.beforeCard = () => new Promise(() => undefined);
    const sale = bench.sell();
    await bench.clock.advance(0);
    await bench.desk.cancel();
    expect((await sale).transaction).toMatchObject({ state: 'cancelled', verdict: { by: 'operator' } });
    await expect(bench.desk.cancel()).rejects.toMatchObject({ code: 'NOTHING_TO_CANCEL' });
  });

  it('takes back what the host approved meanwhile', async () => {
    const bench = await openedBench();
    bench.host.answer = async (transaction) => {
      await bench.desk.cancel();
      return answer('POSTED')(transaction);
    };
    expect((await bench.sell()).transaction).toMatchObject({
      state: 'reversing',
      verdict: { outcome: 'cancelled', by: 'operator' },
    });
    expect(await postings(bench)).toEqual([reversal('operatorVoid')]);
  });

  it('comes too late once the approval is on its way to the disk', async () => {
    const bench = await openedBench();
    const apply = bench.journal.apply.bind(bench.journal);
    let refusedCancel: Promise<unknown> = Promise.resolve();
    bench.journal.apply = (key, event) => {
      if (event.name === 'approveOnline') refusedCancel = bench.desk.cancel().catch((error: unknown) => error);
      return apply(key, event);
    };
    expect((await bench.sell()).transaction.state).toBe('posted');
    expect(await refusedCancel).toMatchObject({ code: 'NOTHING_TO_CANCEL' });
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['approved']);
  });
});

describe('a reader that is lost in the middle', () => {
  const lossPoints = (['start', 'continueOnline', 'complete', 'confirm'] as const).flatMap((call) =>
    (['before', 'after'] as const).map((when) => [call, when] as const),
  );

  it.each(lossPoints)('%s, link reset %s the reader heard it, and back', async (call, when) => {
    const bench = await openedBench();
    bench.reader.loseAt(call, when);
    const back = bench.reader.onStatus(({ state }) => {
      if (state !== 'ready') setImmediate(() => bench.reader.setReady(true));
    });
    const { transaction } = await bench.sell();
    await bench.clock.advance(SHOWN_IDLE_MS);
    await bench.desk.idle();
    back();
    const approved = !(call === 'start' && when === 'before');
    expect(transaction.verdict!.outcome).toBe(approved ? 'approved' : 'cancelled');
    expect(bench.reader.shown.filter(({ outcome }) => outcome === 'approved')).toHaveLength(approved ? 1 : 0);
    expect(bench.reader.calls.filter((each) => each === 'start')).toHaveLength(1);
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  it('restarted while nobody sold: it is looked for before START', async () => {
    const bench = await openedBench();
    // Nothing was heard of it: whatever is asked first is lost, and the reset brings it back.
    for (const call of ['openStage', 'start'] as const) bench.reader.loseAt(call, 'before');
    bench.reader.onStatus(({ state }) => {
      bench.reader.forgetLosses();
      if (state !== 'ready') setImmediate(() => bench.reader.setReady(true));
    });
    expect((await bench.sell()).transaction).toMatchObject({ state: 'posted', verdict: { outcome: 'approved' } });
  });

  it('gone while nobody sold: the sale is refused before it begins', async () => {
    const bench = await openedBench();
    bench.reader.loseAt('openStage', 'before');
    const sale = bench.sell();
    sale.catch(() => undefined);
    await bench.clock.advance(RECOVERY_WAIT_MS);
    await expect(sale).rejects.toMatchObject({ code: 'READER_NOT_READY', retryable: true });
    expect(await bench.journal.recent(10)).toEqual([]);
  });

  it('and stays away: nothing approved, and the host is told', async () => {
    const bench = await openedBench();
    bench.reader.loseAt('continueOnline', 'after');
    const sale = bench.sell();
    await bench.clock.advance(RECOVERY_WAIT_MS);
    expect((await sale).transaction.state).toBe('reversing');
    expect(await postings(bench)).toEqual([reversal('readerFailed')]);
    bench.reader.setReady(true);
    await bench.desk.idle();
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['declined']);
  });

  it('and gone again over what it held: the next sale waits for it, and that is settled first', async () => {
    const bench = await openedBench();
    bench.reader.loseAt('confirm', 'before');
    const first = await bench.sell();
    expect(first.transaction.state).toBe('posted');
    await bench.clock.advance(SHOWN_IDLE_MS);
    // Back, and gone again while it is asked; a sale has been asked for meanwhile.
    const result = bench.reader.result.bind(bench.reader);
    let lose = (): void => undefined;
    bench.reader.result = async (key) => {
      bench.reader.result = result;
      await new Promise<void>((resolve) => (lose = resolve));
      bench.reader.setReady(false);
      return result(key);
    };
    bench.reader.setReady(true);
    const second = bench.sell();
    await bench.clock.advance(0);
    lose();
    await bench.clock.advance(0);
    expect(bench.desk.current()).toBeNull();
    bench.reader.setReady(true);
    expect((await second).transaction.state).toBe('posted');
    expect(bench.reader.shown.map(({ key }) => key)).toEqual(
      [first, await second].map(({ transaction }) => keyText(transaction.key)),
    );
    await bench.clock.advance(SHOWN_IDLE_MS);
    expect(bench.reader.held).toBeNull();
  });
});

describe('a journal that fails', () => {
  it('never lets the cardholder hear of an approval that is not on disk, and decides it once the disk is well', async () => {
    const bench = await openedBench();
    const apply = bench.journal.apply.bind(bench.journal);
    let broken = true;
    bench.journal.apply = (key, event) =>
      broken && event.name === 'approveOnline'
        ? Promise.reject(new TillpostError('JOURNAL_IO', 'EIO', { operation: 'journal.commit', retryable: true }))
        : apply(key, event);
    const failed = bench.sell(1250, 'K1');
    await expect(failed).rejects.toMatchObject({ code: 'JOURNAL_IO' });
    expect(bench.reader.shown).toEqual([]);
    broken = false;
    const again = await bench.sell(1250, 'K1');
    expect(again).toMatchObject({
      repeated: true,
      transaction: { state: 'approved', verdict: { responseCode: 'Y3' } },
    });
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['approved']);
  });

  it('keeps no cardholder waiting for the next sale when it fails as the reader comes back', async () => {
    const bench = await openedBench();
    bench.reader.loseAt('complete', 'before');
    expect((await bench.sell()).transaction.state).toBe('posted');
    const transaction = bench.journal.transaction.bind(bench.journal);
    bench.journal.transaction = () => {
      bench.journal.transaction = transaction;
      return Promise.reject(new TillpostError('JOURNAL_IO', 'EIO', { operation: 'journal', retryable: true }));
    };
    bench.reader.setReady(true);
    await bench.clock.advance(0);
    await bench.desk.idle();
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['approved']);
    await bench.clock.advance(SHOWN_IDLE_MS);
    expect(bench.reader.held).toBeNull();
  });
});
