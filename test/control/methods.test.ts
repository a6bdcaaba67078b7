import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { strictAnswer, strictError } from '../../hw-sim/stage/till.js';
import type { MethodName } from '../../src/api/table.js';
import { createMethods, type MethodParts } from '../../src/control/methods.js';
import type { Method } from '../../src/control/server.js';
import { TillpostError } from '../../src/domain/errors.js';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { Posting } from '../../src/domain/posting.js';
import type { Batch } from '../../src/domain/settlement.js';
import { EventCounters } from '../../src/health/counters.js';
import type {
  Journal,
  PendingPosting,
  ResendItem,
  RunningSale,
  SaleDesk,
  SaleRequest,
  StoredTransaction,
  VoidRequest,
} from '../../src/ports/index.js';
import { FakeHost } from '../support/fakes/fake-host.js';
import { FakeReader } from '../support/fakes/fake-reader.js';
import { sampleAnswer, sampleCard, sampleKey, sampleTransaction } from '../support/samples.js';
import { thrownBy } from '../support/thrown.js';

const approved = sampleTransaction({
  state: 'approved',
  idempotencyKey: 'till-1',
  card: sampleCard(),
  verdict: { outcome: 'approved', by: 'card', responseCode: 'Y3', reason: null },
});

function posting(sequence: number, change: Partial<Posting> = {}): PendingPosting {
  const sample: Posting = {
    sequence,
    key: sampleKey,
    content: { kind: 'advice', response: 'Y3' },
    money: money(1250, 'EUR'),
    state: 'pending',
    opening: 1,
    refusals: 0,
    parkedReason: null,
    createdAtMs: 1_800_000_000_000,
    ...change,
  };
  return { posting: sample, transaction: approved };
}

const stored: StoredTransaction = {
  transaction: approved,
  postings: [posting(1).posting],
  entries: [{ number: 1, event: 'approveOffline', atMs: 1_800_000_000_000, state: 'approved' }],
};

/** The part of the journal that the methods read. */
class FakeJournal implements Partial<Journal> {
  readonly listed: unknown[] = [];
  postings: PendingPosting[] = [];
  salesStopped: string | null = null;
  sameStan = [approved];
  openBatch = () => 17;
  settings = () =>
    Promise.resolve({ limits: [], salesStopped: this.salesStopped, tamperedReaders: [], unseenLate: null });
  identity = () => ({
    terminalId: 'T0000001',
    merchantId: 'M0001',
    epoch: '9f1c2a0b7d3e4f55',
    sequenceAtOpen: 0,
    continues: [],
  });
  head = () => ({ entry: 3, mac: 'ab'.repeat(32), transactions: 1, postings: 1 });
  health = () => ({ state: 'ok', problem: null, diskFreeBytes: 5_000_000 }) as const;
  unresolved = () => Promise.resolve([]);
  shownStanding = () => Promise.resolve([]);
  queue = () =>
    Promise.resolve({
      advices: 1,
      reversals: 0,
      parked: 0,
      oldestCreatedAtMs: 1_800_000_000_000,
      oldestAgeMs: 0,
      amounts: [{ currency: 'EUR', count: 1, amount: 1250 }],
      parkedAmounts: [{ currency: 'EUR', count: 3, amount: 4100 }],
    });
  transaction = (key: { number: number }) => Promise.resolve(key.number === 7 ? stored : null);
  byStan = (stan: number) => Promise.resolve(stan === 7 ? this.sameStan : []);
  byIdempotencyKey = (key: string) => Promise.resolve(key === 'till-1' ? approved : null);
  unposted = () => Promise.resolve([]);
  listPostings = (state: string, after: number, limit: number) => {
    this.listed.push([state, after, limit]);
    return Promise.resolve(this.postings.filter((it) => it.posting.sequence > after).slice(0, limit));
  };
}

const closed: Batch = {
  number: 17,
  merchantId: 'M0001',
  businessDate: '2027-01-15',
  state: 'closed',
  openedAtMs: 1_800_000_000_000,
  closedAtMs: 1_800_000_060_000,
  sequence: 41,
  totals: [{ type: 'sale', currency: 'EUR', count: 2, amount: 2500 }],
  hostTotals: [{ type: 'sale', currency: 'EUR', count: 2, amount: 2500 }],
  waiting: 1,
  parked: 0,
  isEmpty: false,
};

const nothingRuns = (code: 'NOTHING_TO_CANCEL' | 'NOTHING_TO_CONFIRM'): TillpostError =>
  new TillpostError(code, 'no sale is running', { operation: 'sale' });

function deskOf(change: Partial<SaleDesk> = {}): SaleDesk {
  return {
    sell: () => Promise.resolve({ transaction: approved, stands: 'approved', repeated: false }),
    void: () => Promise.resolve({ transaction: { ...approved, state: 'voiding' }, stands: 'voided', repeated: false }),
    cancel: () => Promise.reject(nothingRuns('NOTHING_TO_CANCEL')),
    confirm: () => {
      throw nothingRuns('NOTHING_TO_CONFIRM');
    },
    current: () => ({
      key: sampleKey,
      tillId: '2',
      orderReference: '4711',
      step: 'waiting for a card',
      question: null,
    }),
    hold: () => Promise.resolve(() => undefined),
    ...change,
  };
}

interface Counter {
  readonly journal: FakeJournal;
  readonly asked: SaleRequest[];
  readonly voided: VoidRequest[];
  /** What was done to parked postings. */
  readonly parked: unknown[];
  readonly call: (method: MethodName, params?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

function counter(change: Partial<MethodParts> = {}): Counter {
  const journal = new FakeJournal();
  const asked: SaleRequest[] = [];
  const voided: VoidRequest[] = [];
  const parked: unknown[] = [];
  const clock = new SimClock();
  const methods = createMethods({
    desk: deskOf({
      sell: async (request) => {
        asked.push(request);
        return { transaction: approved, stands: 'approved', repeated: false };
      },
      void: async (request) => {
        voided.push(request);
        return { transaction: { ...approved, state: 'voiding' }, stands: 'voided', repeated: false };
      },
    }),
    settlement: { settle: () => Promise.resolve(closed), begin: () => Promise.resolve(17), step: () => null },
    readers: {
      release: async (serialNumber) => {
        parked.push(['release', serialNumber]);
      },
    },
    park: {
      retry: async (sequence) => {
        parked.push(['retry', sequence]);
        return posting(sequence);
      },
      retryAll: async (words) => {
        parked.push(['retryAll', words]);
        return { count: 1, amounts: [{ currency: 'EUR', count: 1, amount: 1250 }] };
      },
      resolve: async (sequence, reason) => {
        parked.push(['resolve', sequence, reason]);
        return posting(sequence, { state: 'resolved', parkedReason: reason });
      },
    },
    late: {
      late: () => Promise.resolve({ afterMs: 1_000, waiting: LATE, posted: null, nextInMs: null }),
      seen: () => Promise.resolve({ afterMs: 1_000, waiting: null, posted: LATE, nextInMs: null }),
    },
    resend: {
      preview: () => Promise.resolve(RESENT),
      start: (choice, reason) => {
        parked.push(['resend', choice, reason]);
        return Promise.resolve(RESENT);
      },
    },
    gauges: () => Promise.resolve([]),
    lateAfterMs: 3_600_000,
    journal: journal as unknown as Journal,
    reader: new FakeReader(),
    host: new FakeHost(),
    alerts: {
      raise: () => undefined,
      clear: () => undefined,
      active: () => [{ code: 'DISK_LOW', subject: '/x', text: 'low', atMs: 1_800_000_000_000, count: 2 }],
    },
    counters: new EventCounters(),
    clock,
    ids: { merchantId: 'M1', terminalId: 'T0000001' },
    version: '1.2.3',
    startedAtMonotonicMs: -1_500,
    ...change,
  });
  return { journal, asked, voided, parked, call: (method, params = {}) => strictly(methods, method, params) };
}

/** What is answered, result or error, must be what the API table says. */
async function strictly(
  methods: ReadonlyMap<string, Method>,
  method: MethodName,
  params: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  try {
    return strictAnswer(method, await methods.get(method)!(params));
  } catch (error) {
    if (error instanceof TillpostError) strictError(method, error.code);
    throw error;
  }
}

const SALE = { amount: 1250, currency: 'EUR' };

const RESENT: readonly ResendItem[] = [
  {
    key: sampleKey,
    transaction: sampleTransaction({ state: 'posted' }),
    plan: { kind: 'sends', sends: 'approval', isCardErased: true },
  },
  { key: { ...sampleKey, number: 8 }, transaction: null, plan: { kind: 'refused', why: 'gone' } },
];

describe('resend.preview, resend.start', () => {
  const key = keyText(sampleKey);

  it('name what is sent again, and what not and why', async () => {
    const { call, parked } = counter();
    const view = {
      count: 1,
      amounts: [{ currency: 'EUR', count: 1, amount: 1250 }],
      items: [
        { key, stan: 7, sends: 'approval', card_data_erased: true, refused: null },
        { stan: null, amount: null, sends: null, card_data_erased: false, refused: 'gone' },
      ],
    };
    expect(await call('resend.preview', { batch: 3, missing: true })).toMatchObject(view);
    expect(parked).toEqual([]);
    expect(await call('resend.start', { batch: 3, missing: true, reason: ' lost ' })).toMatchObject(view);
    await call('resend.start', { stan: 7, batch: 3, reason: 'lost' });
    await call('resend.start', { key, reason: 'lost' });
    expect(parked).toEqual([
      ['resend', { by: 'missing', batch: 3 }, 'lost'],
      ['resend', { by: 'stan', stan: 7, batch: 3 }, 'lost'],
      ['resend', { by: 'key', key: sampleKey }, 'lost'],
    ]);
  });

  it.each([{}, { batch: 3 }, { missing: true }, { key, stan: 7 }, { key, batch: 3 }, { key, batch: 3, missing: true }])(
    'refuse %j',
    async (params) => {
      expect((await thrownBy(() => counter().call('resend.preview', params))).code).toBe('INVALID_REQUEST');
    },
  );

  it('need a reason', async () => {
    for (const reason of [undefined, ' ', '4111 1111 1111 1111'])
      expect((await thrownBy(() => counter().call('resend.start', { key, reason }))).code).toBe('INVALID_REQUEST');
  });
});

const LATE = {
  count: 2,
  amounts: [{ currency: 'EUR', count: 2, amount: 300 }],
  sinceMs: 1_800_000_000_000,
  longestMs: 1.5,
};

describe('late.show, late.seen', () => {
  it('tell what is late, and what was until a person looked', async () => {
    const { call } = counter();
    const sum = { count: 2, amounts: [{ currency: 'EUR', count: 2, amount: 300 }], longest_ms: 2 };
    const view = { ...sum, since: '2027-01-15T08:00:00.000Z' };
    expect(await call('late.show')).toEqual({ late_after_ms: 1_000, waiting: view, posted: null });
    expect(await call('late.seen')).toEqual({ late_after_ms: 1_000, waiting: null, posted: view });
  });
});

describe('reader.release', () => {
  it('frees the reader of that serial number', async () => {
    const { call, parked } = counter();
    expect(await call('reader.release', { serial_number: 'SIM-0001' })).toEqual({ released: 'SIM-0001' });
    expect(parked).toEqual([['release', 'SIM-0001']]);
  });
});

describe('sale.start', () => {
  it('sells and shows plain JSON without anything of the card but its masked number', async () => {
    const { call, asked } = counter();
    const view = await call('sale.start', { ...SALE, idempotency_key: 'till-1' });
    expect(asked).toEqual([
      {
        type: 'sale',
        money: money(1250, 'EUR'),
        tillId: null,
        idempotencyKey: 'till-1',
        orderReference: null,
        allowDuplicate: false,
      },
    ]);
    expect(view).toEqual({
      key: keyText(sampleKey),
      stan: 7,
      type: 'sale',
      state: 'approved',
      outcome: 'approved',
      told: 'approved',
      by: 'card',
      response_code: 'Y3',
      reason: null,
      amount: 1250,
      currency: 'EUR',
      masked_pan: '411111******1111',
      entry_mode: 'contactless',
      scheme: 'VISA',
      rrn: null,
      started_at: '2027-01-15T08:00:00.000Z',
      till_id: null,
      idempotency_key: 'till-1',
      order_reference: null,
      deferred: false,
      batch: null,
      voided_batch: null,
      repeated: false,
    });
  });

  it.each([
    ['zero', { ...SALE, amount: 0 }, 'AMOUNT_INVALID'],
    ['negative', { ...SALE, amount: -1250 }, 'AMOUNT_INVALID'],
    ['fractional', { ...SALE, amount: 12.5 }, 'AMOUNT_INVALID'],
    ['oversized', { ...SALE, amount: 1_000_000_000_000 }, 'AMOUNT_INVALID'],
    ['beyond exact numbers', { ...SALE, amount: 2 ** 53 }, 'AMOUNT_INVALID'],
    ['infinite', { ...SALE, amount: JSON.parse('1e999') as number }, 'AMOUNT_INVALID'],
    ['a text', { ...SALE, amount: '1250' }, 'AMOUNT_INVALID'],
    ['null', { ...SALE, amount: null }, 'AMOUNT_INVALID'],
    ['a list', { ...SALE, amount: [1250] }, 'AMOUNT_INVALID'],
    ['true', { ...SALE, amount: true }, 'AMOUNT_INVALID'],
    ['an unknown currency', { ...SALE, currency: 'EUX' }, 'CURRENCY_UNKNOWN'],
    ['a small currency', { ...SALE, currency: 'eur' }, 'CURRENCY_UNKNOWN'],
    ['a currency number', { ...SALE, currency: 978 }, 'CURRENCY_UNKNOWN'],
    ['a currency of Object', { ...SALE, currency: '__proto__' }, 'CURRENCY_UNKNOWN'],
    ['no amount', { currency: 'EUR' }, 'INVALID_REQUEST'],
    ['no currency', { amount: 1 }, 'INVALID_REQUEST'],
    ['a misspelt parameter', { ...SALE, 'idempotency-key': 'x' }, 'INVALID_REQUEST'],
    ['an empty idempotency key', { ...SALE, idempotency_key: '' }, 'INVALID_REQUEST'],
    ['a long idempotency key', { ...SALE, idempotency_key: 'x'.repeat(65) }, 'INVALID_REQUEST'],
    ['an unprintable idempotency key', { ...SALE, idempotency_key: 'a\nb' }, 'INVALID_REQUEST'],
    ['a type that is none', { ...SALE, type: 'void' }, 'INVALID_REQUEST'],
    ['a type that is a number', { ...SALE, type: 20 }, 'INVALID_REQUEST'],
    ['yes to a duplicate', { ...SALE, allow_duplicate: 'yes' }, 'INVALID_REQUEST'],
    ['nothing to a duplicate', { ...SALE, allow_duplicate: null }, 'INVALID_REQUEST'],
    ['an idempotency key that is a number', { ...SALE, idempotency_key: 5 }, 'INVALID_REQUEST'],
  ])('refuses %s with a hint, before any sale', async (_what, params, code) => {
    const { call, asked } = counter();
    const error = await thrownBy(() => call('sale.start', params));
    expect(error.code).toBe(code);
    expect(error.hint).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it.each([1, 999_999_999_999])('takes %d minor units', async (amount) => {
    const { call, asked } = counter();
    await call('sale.start', { amount, currency: 'JPY', idempotency_key: '~'.repeat(64) });
    expect(asked[0]?.money.amount).toBe(amount);
  });

  it('hands on which till asks, under which of its keys, and what people find the sale by', async () => {
    const { call, asked } = counter();
    await call('sale.start', { ...SALE, till_id: '2', idempotency_key: 'k', order_reference: 'table 5' });
    expect(asked[0]).toMatchObject({ tillId: '2', idempotencyKey: 'k', orderReference: 'table 5' });
    // What looks like a card number stays outside, and is the same each time where it names something.
    const pan = '4111111111111111';
    for (let time = 0; time < 2; time += 1)
      await call('sale.start', { ...SALE, till_id: pan, order_reference: `order ${pan}` });
    expect(JSON.stringify(asked)).not.toContain(pan);
    expect(asked[1]).toEqual(asked[2]);
  });

  it.each([
    [{ key: keyText(sampleKey) }, { key: sampleKey }],
    [{ till_id: '2' }, { tillId: '2' }],
    [{ till_id: null }, { tillId: null }],
    [{ idempotency_key: 'k' }, { idempotencyKey: 'k' }],
    [
      { till_id: null, idempotency_key: 'k' },
      { tillId: null, idempotencyKey: 'k' },
    ],
  ])('hands on which sale is cancelled and answered: %j', async (asked, name) => {
    const named: unknown[] = [];
    const desk = deskOf({
      cancel: async (which) => void named.push(which),
      confirm: (_, which) => void named.push(which),
    });
    const { call } = counter({ desk });
    await call('sale.cancel', asked);
    await call('sale.confirm', { proceed: true, ...asked });
    expect(named).toEqual([name, name]);
  });

  it('hands on that a sale is running', async () => {
    const busy = new TillpostError('BUSY', 'a sale is running', { operation: 'sale', retryable: true });
    const { call } = counter({ desk: deskOf({ sell: () => Promise.reject(busy), cancel: () => Promise.resolve() }) });
    expect(await thrownBy(() => call('sale.start', SALE))).toBe(busy);
    expect(await call('sale.cancel', { till_id: null })).toEqual({ cancelling: true });
  });
});

describe('refunds, voids and suspected duplicates', () => {
  it('take a refund, and a second sale that is meant', async () => {
    const { call, asked } = counter();
    await call('sale.start', { ...SALE, type: 'refund' });
    await call('sale.start', { ...SALE, type: 'sale', allow_duplicate: true });
    expect(asked.map(({ type, allowDuplicate }) => [type, allowDuplicate])).toEqual([
      ['refund', false],
      ['sale', true],
    ]);
  });

  it.each([{ key: keyText(sampleKey) }, { stan: 7 }])('void by %j', async (name) => {
    const { call, voided } = counter();
    expect(await call('sale.void', { ...name, idempotency_key: 'void-1' })).toMatchObject({
      key: keyText(sampleKey),
      outcome: 'voided',
      told: 'approved',
      state: 'voiding',
    });
    expect(voided).toEqual([{ key: sampleKey, tillId: null, idempotencyKey: 'void-1' }]);
    await call('sale.void', name);
    expect(voided[1]).toEqual({ key: sampleKey, tillId: null, idempotencyKey: null });
  });

  it('void nothing when the STAN names nobody or several', async () => {
    const { call, voided, journal } = counter();
    expect((await thrownBy(() => call('sale.void', { stan: 8 }))).code).toBe('NOT_FOUND');
    journal.sameStan = [approved, sampleTransaction({ key: { ...sampleKey, number: 1_000_006 } })];
    const error = await thrownBy(() => call('sale.void', { stan: 7 }));
    expect([error.code, error.message, error.hint]).toEqual([
      'INVALID_REQUEST',
      '2 transactions bear STAN 7',
      expect.stringContaining(keyText(sampleKey)),
    ]);
    expect(voided).toEqual([]);
  });

  it('hand on that a void is refused', async () => {
    const refused = new TillpostError('VOID_REFUSED', 'its batch is closed', { operation: 'sale.void' });
    expect(
      await thrownBy(() =>
        counter({ desk: deskOf({ void: () => Promise.reject(refused) }) }).call('sale.void', { stan: 7 }),
      ),
    ).toBe(refused);
  });

  it('show the question while the sale waits for its answer, and hand the answer on', async () => {
    const answers: boolean[] = [];
    const running: RunningSale = {
      key: sampleKey,
      tillId: null,
      orderReference: null,
      step: 'suspected duplicate',
      question: { earlier: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-6', startedAtMs: 1_800_000_000_000, untilMs: 9_000.4 },
    };
    const clock = new SimClock();
    const { call } = counter({
      clock,
      desk: deskOf({ current: () => running, confirm: (proceed) => void answers.push(proceed) }),
    });
    const question = async (): Promise<unknown> =>
      ((await call('agent.status')) as { sale: { question: unknown } }).sale.question;
    const shown = { earlier: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-6', earlier_started_at: '2027-01-15T08:00:00.000Z' };
    const left = Math.round(9_000.4 - clock.monotonicMs());
    expect(await question()).toEqual({ ...shown, answer_within_ms: left });
    await clock.advance(20_000);
    expect(await question()).toEqual({ ...shown, answer_within_ms: 0 });
    expect(await call('sale.confirm', { proceed: true, till_id: '2' })).toEqual({ confirmed: true });
    expect(await call('sale.confirm', { proceed: false, till_id: '2' })).toEqual({ confirmed: false });
    expect(answers).toEqual([true, false]);
    const foreign = await thrownBy(() => counter().call('sale.confirm', { proceed: true, till_id: '2' }));
    expect(foreign.code).toBe('NOTHING_TO_CONFIRM');
  });

  it('show what keeps sales out', async () => {
    const { call, journal } = counter({
      settlement: {
        settle: () => Promise.resolve(closed),
        begin: () => Promise.resolve(17),
        step: () => 'waiting for the host',
      },
    });
    journal.salesStopped = 'terminal recalled';
    expect(await call('agent.status')).toMatchObject({
      undecided: [],
      shown_not_booked: [],
      sales_stopped: 'terminal recalled',
      settlement: 'waiting for the host',
      open_batch: 17,
    });
    expect(await counter({ desk: deskOf({ current: () => null }) }).call('agent.status')).toMatchObject({ sale: null });
  });
});

describe('what is parked', () => {
  it('is listed like the queue', async () => {
    const { call, journal } = counter();
    journal.postings = [posting(3, { state: 'parked' }), posting(9, { state: 'parked' })];
    expect(await call('park.list', { limit: 1 })).toMatchObject({
      postings: [{ sequence: 3, state: 'parked' }],
      pauses: [],
      next: 3,
    });
    expect(journal.listed).toEqual([['parked', 0, 2]]);
  });

  it('is sent again, or resolved with a reason', async () => {
    const { call, parked } = counter();
    expect(await call('park.retry', { sequence: 9 })).toMatchObject({ sequence: 9, state: 'pending' });
    expect(await call('park.resolve', { sequence: 9, reason: '  paid in cash, slip №12  ' })).toMatchObject({
      state: 'resolved',
      parked_reason: 'paid in cash, slip №12',
    });
    await call('park.resolve', { sequence: 9, reason: 'x'.repeat(200) });
    expect(parked.slice(0, 2)).toEqual([
      ['retry', 9],
      ['resolve', 9, 'paid in cash, slip №12'],
    ]);
  });

  it.each([
    undefined,
    null,
    5,
    '',
    '  ',
    'two\nlines',
    'bell\u0007',
    'escape\u001b[31m',
    'turned\u202eround',
    'x'.repeat(201),
    'card 4111 1111 1111 1111',
  ])('is not resolved for the reason %j', async (reason) => {
    const { call, parked } = counter();
    const error = await thrownBy(() => call('park.resolve', { sequence: 9, reason }));
    expect(error.code).toBe('INVALID_REQUEST');
    expect(JSON.stringify(error)).not.toContain('4111 1111');
    expect(parked).toEqual([]);
  });
});

describe('limits.list', () => {
  it('shows each limit with what is used of it', async () => {
    const limits = {
      allowed: true,
      ceiling: 5_000,
      storedCount: 50,
      storedAmount: 100_000,
      oldestAgeMs: 86_400_000,
      cardCount: 3,
      cardAmount: 15_000,
      queueDepth: 10_000,
      deferred: false,
      refunds: true,
    };
    const clock = new SimClock();
    const { call, journal } = counter({
      clock,
      gauges: () =>
        Promise.resolve([
          { entryMode: 'chip', currency: 'EUR', limits, used: { count: 40, amount: 81_000 }, overridden: true },
        ]),
    });
    const queue = { advices: 41, reversals: 2, parked: 9, amounts: [], parkedAmounts: [] };
    journal.queue = () => Promise.resolve({ ...queue, oldestAgeMs: 5_000 } as never);
    const view = {
      entry_mode: 'chip',
      currency: 'EUR',
      allowed: true,
      deferred: false,
      refunds: true,
      by_host: true,
      ceiling: 5_000,
      stored_count: { used: 40, allowed: 50 },
      stored_amount: { used: 81_000, allowed: 100_000 },
      oldest_age_ms: { used: 5_000, allowed: 86_400_000 },
      queue_depth: { used: 43, allowed: 10_000 },
      card_count: 3,
      card_amount: 15_000,
    };
    expect(await call('limits.list')).toEqual({ limits: [view] });
    for (const oldestAgeMs of [null, 0]) {
      journal.queue = () => Promise.resolve({ ...queue, oldestAgeMs } as never);
      expect(await call('limits.list')).toEqual({
        limits: [{ ...view, oldest_age_ms: { used: 0, allowed: 86_400_000 } }],
      });
    }
    expect(await counter().call('limits.list')).toEqual({ limits: [] });
  });
});

describe('the other methods', () => {
  it('show why the journal has failed while it cannot be asked', async () => {
    const { call, journal } = counter();
    const failed = new TillpostError('JOURNAL_IO', 'the disk reported an error', { operation: 'journal.queue' });
    journal.queue = () => Promise.reject(failed);
    await expect(call('agent.status')).rejects.toThrow('the disk reported an error');
    journal.health = (() => ({ state: 'failed', problem: failed, diskFreeBytes: 0 })) as never;
    expect(await call('agent.status')).toMatchObject({
      journal: { state: 'failed', problem: 'the disk reported an error' },
      queue: null,
      undecided: null,
      sales_stopped: null,
      alerts: [{ code: 'DISK_LOW' }],
    });
  });

  it('show the agent as it is', async () => {
    expect(await counter().call('agent.status')).toEqual({
      version: '1.2.3',
      uptime_ms: 1_500,
      merchant_id: 'M1',
      terminal_id: 'T0000001',
      epoch: '9f1c2a0b7d3e4f55',
      sale: {
        key: keyText(sampleKey),
        till_id: '2',
        order_reference: '4711',
        step: 'waiting for a card',
        question: null,
      },
      undecided: [],
      shown_not_booked: [],
      sales_stopped: null,
      open_batch: 17,
      settlement: null,
      reader: { state: 'ready', serial_number: 'SIM1', firmware: '1.0', problem: null },
      link: { state: 'online', address: 'fake', protocol_version: 5, problem: null, last_echo_ago_ms: 0 },
      journal: { state: 'ok', problem: null, disk_free_bytes: 5_000_000, head: { entry: 3, mac: 'ab'.repeat(32) } },
      queue: {
        advices: 1,
        reversals: 0,
        parked: 0,
        oldest_created_at: '2027-01-15T08:00:00.000Z',
        amounts: [{ currency: 'EUR', count: 1, amount: 1250 }],
        pauses: [],
        parked_amounts: [{ currency: 'EUR', count: 3, amount: 4100 }],
      },
      alerts: [{ code: 'DISK_LOW', subject: '/x', text: 'low', raised_at: '2027-01-15T08:00:00.000Z', count: 2 }],
      counters: {},
    });
    expect(await counter().call('agent.ping')).toEqual({ version: '1.2.3' });
    expect((await thrownBy(() => counter().call('sale.cancel', { till_id: null }))).code).toBe('NOTHING_TO_CANCEL');
  });

  it('page through the queue without gap or repeat', async () => {
    const { call, journal } = counter();
    journal.postings = Array.from({ length: 5 }, (_, index) => posting(index + 1));
    const sequences: number[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page = (await call('queue.list', { after, limit: 2 })) as {
        postings: { sequence: number }[];
        next: number | null;
      };
      sequences.push(...page.postings.map(({ sequence }) => sequence));
      after = page.next;
    }
    expect(sequences).toEqual([1, 2, 3, 4, 5]);
    expect(journal.listed[0]).toEqual(['pending', 0, 3]);
  });

  it('show what a parked reversal waits for', async () => {
    const { call, journal } = counter();
    journal.postings = [
      posting(9, {
        content: { kind: 'reversal', reason: 'timeout' },
        state: 'parked',
        parkedReason: 'rejected',
        refusals: 3,
      }),
    ];
    expect(await call('queue.list', { state: 'parked' })).toEqual({
      postings: [
        {
          sequence: 9,
          key: keyText(sampleKey),
          stan: 7,
          kind: 'reversal',
          detail: 'timeout',
          state: 'parked',
          amount: 1250,
          currency: 'EUR',
          refusals: 3,
          parked_reason: 'rejected',
          created_at: '2027-01-15T08:00:00.000Z',
        },
      ],
      pauses: [],
      next: null,
    });
  });

  it('never hand a card number on as an idempotency key, yet know it again', async () => {
    const { call, asked } = counter();
    await call('sale.start', { ...SALE, idempotency_key: '4111111111111111' });
    await call('sale.start', { ...SALE, idempotency_key: '4111111111111111' });
    const [first, second] = asked.slice(-2).map(({ idempotencyKey }) => idempotencyKey);
    expect(first).toMatch(/^digest-[0-9a-f]{32}$/);
    expect(second).toBe(first);
  });

  it.each([{ key: keyText(sampleKey) }, { stan: 7 }, { idempotency_key: 'till-1' }])(
    'show a transaction by %j',
    async (params) => {
      const { transactions } = (await counter().call('transaction.show', params)) as { transactions: unknown[] };
      expect(transactions).toHaveLength(1);
      expect(transactions[0]).toMatchObject({
        key: keyText(sampleKey),
        clock: 'unchecked',
        host_outcome: null,
        postings: [{ sequence: 1, detail: 'Y3' }],
        entries: [{ number: 1, event: 'approveOffline', state: 'approved', at: '2027-01-15T08:00:00.000Z' }],
      });
      expect(JSON.stringify(transactions)).not.toMatch(/sealed|ciphertext|ksn|token/);
    },
  );

  it('name the host’s RRN once there is one, and survive a clock out of bounds', async () => {
    const odd = sampleTransaction({ answer: sampleAnswer(), startedAtMs: 9e15 });
    const { call } = counter({
      desk: deskOf({ sell: () => Promise.resolve({ transaction: odd, stands: null, repeated: true }) }),
    });
    expect(await call('sale.start', SALE)).toMatchObject({
      rrn: '000000000007',
      started_at: 'invalid',
      outcome: null,
      told: null,
      repeated: true,
    });
  });

  it.each<[MethodName, Readonly<Record<string, unknown>>]>([
    ['queue.list', { state: 'sent' }],
    ['queue.list', { limit: 0 }],
    ['queue.list', { limit: 201 }],
    ['queue.list', { limit: '5' }],
    ['queue.list', { after: -1 }],
    ['queue.list', { after: 0.5 }],
    ['queue.list', { offset: 1 }],
    ['transaction.show', {}],
    ['transaction.show', { key: keyText(sampleKey), stan: 7 }],
    ['transaction.show', { key: 'x' }],
    ['transaction.show', { key: 7 }],
    ['transaction.show', { stan: 0 }],
    ['transaction.show', { stan: 1_000_000 }],
    ['transaction.show', { stan: '7' }],
    ['transaction.show', { idempotency_key: '' }],
    ['agent.status', { verbose: true }],
    ['agent.ping', { x: 1 }],
    ['sale.cancel', {}],
    ['sale.cancel', { idempotency_key: null }],
    ['sale.cancel', { till_id: 'two words' }],
    ['sale.cancel', { key: 'x' }],
    ['sale.confirm', { proceed: true }],
    ['sale.confirm', {}],
    ['sale.confirm', { proceed: 'yes' }],
    ['sale.confirm', { proceed: 1 }],
    ['sale.confirm', { proceed: true, key: 'x' }],
    ['sale.void', {}],
    ['sale.void', { key: keyText(sampleKey), stan: 7 }],
    ['sale.void', { key: 'x' }],
    ['sale.void', { key: 7 }],
    ['sale.void', { stan: 0 }],
    ['sale.void', { stan: 7, idempotency_key: '' }],
    ['sale.void', { stan: 7, amount: 100 }],
    ['limits.list', { currency: 'EUR' }],
    ['park.list', { state: 'pending' }],
    ['reader.release', {}],
    ['reader.release', { serial_number: 'SIM-\u001b[2J' }],
    ['park.retry', {}],
    ['park.retry', { sequence: 0 }],
    ['park.retry', { sequence: '9' }],
    ['park.resolve', { reason: 'paid in cash' }],
    ['settlement.start', { number: 17 }],
    ['batch.list', { limit: 0 }],
    ['batch.list', { limit: 201 }],
    ['batch.show', { number: 0 }],
    ['batch.show', { number: '17' }],
    ['batch.show', { batch: 17 }],
  ])('refuse bad params: %s %j', async (method, params) => {
    expect((await thrownBy(() => counter().call(method, params))).code).toBe('INVALID_REQUEST');
  });

  it.each([{ key: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-8' }, { stan: 8 }, { idempotency_key: 'till-2' }])(
    'say when nothing is there: %j',
    async (params) => {
      const error = await thrownBy(() => counter().call('transaction.show', params));
      expect(error.code).toBe('NOT_FOUND');
      expect(error.subject).toContain(String(Object.values(params)[0]));
    },
  );
});
