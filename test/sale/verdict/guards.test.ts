import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/domain/answer.js';
import { type ErrorCode, TillpostError } from '../../../src/domain/errors.js';
import { money } from '../../../src/domain/money.js';
import type { PostingContent } from '../../../src/domain/posting.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { ReaderResult } from '../../../src/ports/index.js';
import { CancelWish } from '../../../src/sale/verdict/cancel-wish.js';
import { AGENT_STOPPED, BY_OPERATOR } from '../../../src/sale/verdict/verdicts.js';
import { fakeCard } from '../../support/fakes/fake-card.js';
import { sampleAnswer, sampleCard } from '../../support/samples.js';
import { type Bench, GENEROUS, openedBench } from '../bench.js';

const owed = async ({ journal }: Bench): Promise<readonly PostingContent[]> =>
  (await journal.listPostings('pending', 0, 10)).map(({ posting }) => posting.content);
const events = async ({ journal }: Bench, { key }: Transaction): Promise<readonly string[]> =>
  (await journal.transaction(key))!.entries.map(({ event }) => event);
const alerts = (bench: Bench): readonly string[] => bench.alerts.active().map(({ code, text }) => `${code}: ${text}`);

const reversal = (reason: 'timeout' | 'readerFailed' | 'amountMismatch' | 'operatorVoid' | 'cardDeclined') =>
  ({ kind: 'reversal', reason }) as const;
const Y3: PostingContent = { kind: 'advice', response: 'Y3' };

describe('the host’s word on a request', () => {
  const OTHER = money(1251, 'EUR');
  interface Row {
    readonly says: Partial<Answer>;
    readonly state: Transaction['state'];
    readonly verdict: object;
    readonly owes: readonly PostingContent[];
    readonly alert?: string;
  }
  const host = (responseCode: string, reason: string) => ({ outcome: 'declined', by: 'host', responseCode, reason });
  const agent = { outcome: 'declined', by: 'agent', responseCode: 'Z3', reason: 'host posted another amount' };
  const ROWS: readonly Row[] = [
    { says: {}, state: 'posted', verdict: { by: 'host', responseCode: '00' }, owes: [] },
    { says: { outcome: 'ALREADY_POSTED' }, state: 'posted', verdict: { by: 'host' }, owes: [] },
    {
      says: { outcome: 'REJECTED', responseCode: '51', posted: null },
      state: 'declined',
      verdict: host('51', 'declined by the host'),
      owes: [],
    },
    ...(['REVERSED', 'ALREADY_REVERSED'] as const).map((outcome) => ({
      says: { outcome, responseCode: '94', posted: null },
      state: 'declined' as const,
      verdict: host('94', 'reversed at the host'),
      owes: [],
    })),
    {
      // What stands there is not this sale: nothing is reversed.
      says: { outcome: 'CONFLICT', responseCode: '94', posted: OTHER },
      state: 'declined',
      verdict: host('94', 'conflict at the host'),
      owes: [],
      alert: 'AMOUNT_MISMATCH: host holds the key with another amount',
    },
    // The host may have it after all: the advice under its key settles that.
    { says: { outcome: 'RETRY_LATER', posted: null }, state: 'approved', verdict: { by: 'card' }, owes: [Y3] },
    {
      says: { posted: OTHER },
      state: 'reversing',
      verdict: agent,
      owes: [reversal('amountMismatch')],
      alert: 'AMOUNT_MISMATCH: host posted 12.51 EUR for 12.50 EUR',
    },
    {
      says: { posted: null },
      state: 'reversing',
      verdict: agent,
      owes: [reversal('amountMismatch')],
      alert: 'AMOUNT_MISMATCH: host posted no amount for 12.50 EUR',
    },
    {
      says: { posted: money(1250, 'USD') },
      state: 'reversing',
      verdict: agent,
      owes: [reversal('amountMismatch')],
      alert: 'AMOUNT_MISMATCH: host posted 12.50 USD for 12.50 EUR',
    },
  ];

  it.each(ROWS)('$says: $state', async ({ says, state, verdict, owes, alert }) => {
    const bench = await openedBench();
    bench.host.answer = async ({ key, money: posted }) => {
      return { kind: 'answer', answer: sampleAnswer({ key, posted, ...says }) };
    };
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state, verdict });
    expect(await owed(bench)).toEqual(owes);
    expect(alerts(bench)).toEqual(alert === undefined ? [] : [alert]);
    expect((await events(bench, transaction)).includes('amountMismatch')).toBe(alert !== undefined);
  });

  it('RETRY_LATER is reversed where the sale is not approved: the host may have it', async () => {
    const bench = await openedBench();
    bench.limits = { ...GENEROUS, allowed: false };
    bench.host.answer = async ({ key }) => {
      return { kind: 'answer', answer: sampleAnswer({ key, outcome: 'RETRY_LATER', posted: null }) };
    };
    expect((await bench.sell()).transaction.state).toBe('reversing');
    expect(await owed(bench)).toEqual([reversal('timeout')]);
  });

  it.each([
    ['timeout', 'timeout'],
    ['badMac', 'badMac'],
    ['offline', 'timeout'],
  ] as const)('none came, %s: reversed for %s', async (why, reason) => {
    const bench = await openedBench();
    bench.limits = { ...GENEROUS, allowed: false };
    bench.host.answer = async () => ({ kind: 'unknown', mayHaveLeft: true, why });
    expect((await bench.sell()).transaction.state).toBe('reversing');
    expect(await owed(bench)).toEqual([{ kind: 'reversal', reason }]);
  });

  it('is not asked for where the host cannot be reached: nothing is written of a request', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    const { transaction } = await bench.sell();
    expect(await events(bench, transaction)).toEqual(['begin', 'approveOffline']);
  });
});

describe('a cancel that the reader does not hear', () => {
  const DEAF = new TillpostError('READER_ERROR', 'deaf', { operation: 'reader.cancel' });

  it.each([
    ['continueOnline', 'online', 'reversing', [reversal('operatorVoid')]],
    ['unableOnline', 'offline', 'cancelled', []],
    ['start', 'offline', 'cancelled', []],
  ] as const)('is heeded all the same before the commit that approves: during %s', async (call, link, state, owes) => {
    const bench = await openedBench();
    bench.host.state = link;
    bench.reader.failures.set('cancel', DEAF);
    if (call === 'start') bench.reader.card = fakeCard({ first: { cryptogram: 'TC' } });
    bench.reader.bend(call, async (result) => {
      await bench.desk.cancel();
      return result;
    });
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state, verdict: { outcome: 'cancelled', by: 'operator' } });
    expect(await owed(bench)).toEqual(owes);
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });

  it('is reversed as the reader’s failure when nobody at the till asked for it', async () => {
    const bench = await openedBench();
    bench.reader.failures.set('cancel', DEAF);
    let stopping: Promise<void> = Promise.resolve();
    bench.reader.bend('continueOnline', (result) => {
      stopping = bench.desk.stop();
      return result;
    });
    const { transaction } = await bench.sell();
    await stopping;
    expect(transaction).toMatchObject({
      state: 'reversing',
      verdict: { by: 'agent', reason: 'the agent was stopped' },
    });
    expect(await owed(bench)).toEqual([reversal('readerFailed')]);
  });
});

describe('a cancel while a card is awaited', () => {
  const RESET = 'reset: the reader does not follow CANCEL';
  it.each([true, false])('resets the reader only where it waits on: follows %s', async (follows) => {
    const bench = await openedBench();
    const { reader } = bench;
    reader.beforeCard = () => new Promise(() => undefined);
    const cancel = reader.cancel.bind(reader);
    let told = 0;
    reader.cancel = (key) => {
      told += 1;
      return follows || told > 1 ? cancel(key) : reader.result(key);
    };
    const selling = bench.sell();
    await bench.clock.advance(0);
    await bench.desk.cancel();
    await bench.clock.advance(10_000);
    expect((await selling).transaction).toMatchObject({ state: 'cancelled', verdict: { by: 'operator' } });
    expect(reader.calls.filter((call) => call.startsWith('reset'))).toEqual(follows ? [] : [RESET]);
  });

  it('is no error of the till’s when the reader does not take it', async () => {
    const bench = await openedBench();
    bench.reader.failures.set('cancel', new TillpostError('READER_ERROR', 'deaf', { operation: 'reader.cancel' }));
    let present = (): void => undefined;
    bench.reader.beforeCard = () => new Promise((resolve) => (present = resolve));
    const selling = bench.sell();
    await bench.clock.advance(0);
    await bench.desk.cancel();
    present();
    expect((await selling).transaction).toMatchObject({ verdict: { outcome: 'cancelled', by: 'operator' } });
  });
});

describe('the wish to cancel', () => {
  it('is the first one, and is not past while there is one', () => {
    const wish = new CancelWish();
    wish.wish(BY_OPERATOR);
    wish.wish(AGENT_STOPPED);
    expect([wish.heed(), wish.wished, wish.past]).toEqual([BY_OPERATOR, BY_OPERATOR, false]);
    const none = new CancelWish();
    expect([none.past, none.heed(), none.past]).toEqual([false, null, true]);
  });
});

describe('what the card signed', () => {
  it.each([
    ['start', { signed: null }, 'no amount', 'declined'],
    ['start', { signed: money(1251, 'EUR') }, 'a sale of 12.51 EUR', 'declined'],
    ['start', { signedType: 'refund' }, 'a refund of 12.50 EUR', 'declined'],
    ['continueOnline', { signed: null }, 'no amount', 'reversing'],
    ['continueOnline', { signed: money(1250, 'USD') }, 'a sale of 12.50 USD', 'reversing'],
    ['continueOnline', { signedType: 'refund' }, 'a refund of 12.50 EUR', 'reversing'],
  ] as const)('at %s, %j, is told: %s', async (call, change: Partial<ReaderResult>, named, state) => {
    const bench = await openedBench();
    bench.reader.bend(call, (result) => ({ ...result, ...change }));
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state, verdict: { by: 'agent', reason: 'card signed another amount' } });
    expect(alerts(bench)).toEqual([`AMOUNT_MISMATCH: card signed ${named} for a sale of 12.50 EUR`]);
    expect((await events(bench, transaction)).filter((event) => event === 'amountMismatch')).toHaveLength(1);
    expect(await owed(bench)).toEqual(state === 'reversing' ? [reversal('amountMismatch')] : []);
  });

  it('is missing with the second cryptogram: nothing is approved on a card that is not there', async () => {
    const bench = await openedBench();
    bench.reader.bend('continueOnline', (result) => ({ ...result, card: null }));
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state: 'reversing', verdict: { reason: 'card reader lost the card data' } });
    expect(await owed(bench)).toEqual([reversal('readerFailed')]);
    expect(alerts(bench)).toEqual([]);
  });

  it('is missing at the card: cancelled, and a reader that shows nothing of it raises nothing', async () => {
    const bench = await openedBench();
    bench.reader.bend('start', (result) => ({ ...result, card: null }));
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state: 'cancelled', verdict: { reason: 'card reader lost the card data' } });
    expect(alerts(bench)).toEqual([]);
  });
});

describe('an error of the reader', () => {
  const fails = (code: ErrorCode, message = 'odd'): TillpostError =>
    new TillpostError(code, message, { operation: 'x' });
  const long = `b${'a'.repeat(99)}`;

  it.each([
    ['start', fails('CLEAR_CARD_DATA'), 'declined', 'agent', 'clear card data refused', null],
    ['start', fails('AMOUNT_MISMATCH'), 'declined', 'agent', 'card signed another amount', null],
    ['start', fails('READER_PROTOCOL', long), 'cancelled', 'reader', long.slice(0, 80), null],
    ['start', fails('READER_ERROR'), 'cancelled', 'reader', 'odd', null],
    ['start', fails('INTERNAL'), 'cancelled', 'agent', 'given up: INTERNAL', null],
    ['continueOnline', fails('CLEAR_CARD_DATA'), 'reversing', 'agent', 'clear card data refused', 'readerFailed'],
    ['continueOnline', fails('AMOUNT_MISMATCH'), 'reversing', 'agent', 'card signed another amount', 'amountMismatch'],
    ['continueOnline', fails('READER_PROTOCOL'), 'reversing', 'reader', 'odd', 'readerFailed'],
    ['continueOnline', fails('READER_ERROR'), 'reversing', 'reader', 'card reader lost', 'readerFailed'],
    ['continueOnline', fails('INTERNAL'), 'reversing', 'agent', 'given up: INTERNAL', 'readerFailed'],
  ] as const)('at %s, %s: %s by %s, %s', async (call, error, state, by, reason, because) => {
    const bench = await openedBench();
    bench.reader.failures.set(call, error);
    const { transaction } = await bench.sell();
    expect(transaction).toMatchObject({ state, verdict: { by, reason } });
    expect(await owed(bench)).toEqual(because === null ? [] : [reversal(because)]);
    const mismatches = (await events(bench, transaction)).filter((event) => event === 'amountMismatch');
    expect(mismatches).toHaveLength(error.code === 'AMOUNT_MISMATCH' ? 1 : 0);
    bench.reader.failures.clear();
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  it.each([
    [fails('READER_PROTOCOL'), 'cancelled', 'operator'],
    // What was found out about the card is no doing of whoever cancelled.
    [fails('CLEAR_CARD_DATA'), 'declined', 'agent'],
  ] as const)('while somebody cancels, %s: %s by %s', async (error, state, by) => {
    const bench = await openedBench();
    bench.reader.failures.set('start', error);
    const start = bench.reader.start.bind(bench.reader);
    bench.reader.start = async (order) => {
      await bench.desk.cancel();
      return start(order);
    };
    expect((await bench.sell()).transaction).toMatchObject({ state, verdict: { by } });
  });

  it('that answers the second cryptogram with the first stage is asked three times', async () => {
    const bench = await openedBench();
    const { reader } = bench;
    let asked = 0;
    reader.continueOnline = (key) => {
      asked += 1;
      return reader.result(key);
    };
    expect((await bench.sell()).transaction).toMatchObject({
      state: 'reversing',
      verdict: { reason: 'card reader lost' },
    });
    expect([asked, await owed(bench)]).toEqual([3, [reversal('readerFailed')]]);
  });
});

describe('a card of a single cryptogram, right before the host’s approval is committed', () => {
  const single = fakeCard({ first: { singleCryptogram: true } });
  it.each<[string, (bench: Bench) => void, Transaction['state'], readonly PostingContent[]]>([
    ['still there', () => undefined, 'posted', []],
    [
      'not known at first, and there when it is asked for by its key',
      ({ reader }) => reader.bend('openStage', (result) => ({ ...result, stage: 'waitingCard' })),
      'posted',
      [],
    ],
    [
      'there, and it tells another amount then',
      ({ reader }) => {
        reader.bend('openStage', (result) => ({ ...result, stage: 'waitingCard' }));
        reader.bend('result', (result) => ({ ...result, signed: money(1, 'EUR') }));
      },
      'reversing',
      [reversal('amountMismatch')],
    ],
    [
      'there, and it tells another card then',
      ({ reader }) => {
        reader.bend('openStage', (result) => ({ ...result, stage: 'waitingCard' }));
        reader.bend('result', (result) => ({ ...result, card: sampleCard({ maskedPan: '555555******4444' }) }));
      },
      'reversing',
      [reversal('readerFailed')],
    ],
    [
      'gone',
      ({ reader }) => {
        reader.bend('openStage', (result) => ({ ...result, stage: 'unknownKey' }));
        reader.bend('result', (result) => ({ ...result, stage: 'timeout' }));
      },
      'reversing',
      [reversal('readerFailed')],
    ],
  ])('%s', async (_, set, state, owes) => {
    const bench = await openedBench();
    bench.reader.card = single;
    // The sale before has been asked for by then.
    bench.host.answer = async ({ key, money: posted }) => {
      set(bench);
      return { kind: 'answer', answer: sampleAnswer({ key, posted }) };
    };
    const { transaction } = await bench.sell();
    expect(transaction.state).toBe(state);
    expect(await owed(bench)).toEqual(owes);
  });
});
