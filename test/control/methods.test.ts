import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { type MethodParts, createMethods } from '../../src/control/methods.js';
import { TillpostError } from '../../src/domain/errors.js';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { Posting } from '../../src/domain/posting.js';
import { EventCounters } from '../../src/health/counters.js';
import type { Journal, PendingPosting, SaleRequest, StoredTransaction } from '../../src/ports.js';
import { FakeHost } from '../support/fake-host.js';
import { FakeReader } from '../support/fake-reader.js';
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
    sequence, key: sampleKey, content: { kind: 'advice', response: 'Y3' }, money: money(1250, 'EUR'), state: 'pending',
    refusals: 0, parkedReason: null, createdAtMs: 1_800_000_000_000, ...change,
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
  identity = () => ({ terminalId: 'T0000001', epoch: '9f1c2a0b7d3e4f55', sequenceAtOpen: 0 });
  head = () => ({ entry: 3, mac: 'ab'.repeat(32) });
  health = () => ({ state: 'ok', problem: null, diskFreeBytes: 5_000_000 }) as const;
  queue = () => Promise.resolve({
    advices: 1, reversals: 0, parked: 0, oldestCreatedAtMs: 1_800_000_000_000, amounts: [{ currency: 'EUR', count: 1, amount: 1250 }],
  });
  transaction = (key: { number: number }) => Promise.resolve(key.number === 7 ? stored : null);
  byStan = (stan: number) => Promise.resolve(stan === 7 ? [approved] : []);
  byIdempotencyKey = (key: string) => Promise.resolve(key === 'till-1' ? approved : null);
  listPostings = (state: string, after: number, limit: number) => {
    this.listed.push([state, after, limit]);
    return Promise.resolve(this.postings.filter((it) => it.posting.sequence > after).slice(0, limit));
  };
}

interface Counter {
  readonly journal: FakeJournal;
  readonly asked: SaleRequest[];
  readonly call: (method: string, params?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

function counter(change: Partial<MethodParts> = {}): Counter {
  const journal = new FakeJournal();
  const asked: SaleRequest[] = [];
  const clock = new SimClock();
  const methods = createMethods({
    desk: {
      sell: async (request) => { asked.push(request); return { transaction: approved, repeated: false }; },
      cancel: () => Promise.reject(new TillpostError('NOTHING_TO_CANCEL', 'no sale is running', { operation: 'sale' })),
      current: () => ({ key: sampleKey, step: 'waiting for a card' }),
    },
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
  return { journal, asked, call: async (method, params = {}) => methods.get(method)!(params) };
}

const SALE = { amount: 1250, currency: 'EUR' };

describe('sale.start', () => {
  it('sells and shows plain JSON without anything of the card but its masked number', async () => {
    const { call, asked } = counter();
    const view = await call('sale.start', { ...SALE, idempotency_key: 'till-1' });
    expect(asked).toEqual([{ money: money(1250, 'EUR'), idempotencyKey: 'till-1' }]);
    expect(view).toEqual({
      key: keyText(sampleKey), stan: 7, type: 'sale', state: 'approved', outcome: 'approved', by: 'card', response_code: 'Y3',
      reason: null, amount: 1250, currency: 'EUR', masked_pan: '411111******1111', entry_mode: 'contactless', scheme: 'VISA',
      rrn: null, started_at: '2027-01-15T08:00:00.000Z', idempotency_key: 'till-1', repeated: false,
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

  it('hands on that a sale is running', async () => {
    const busy = new TillpostError('BUSY', 'a sale is running', { operation: 'sale', retryable: true });
    const { call } = counter({ desk: { sell: () => Promise.reject(busy), cancel: () => Promise.resolve(), current: () => null } });
    expect(await thrownBy(() => call('sale.start', SALE))).toBe(busy);
    expect(await call('sale.cancel')).toEqual({ cancelling: true });
  });
});

describe('the other methods', () => {
  it('show the agent as it is', async () => {
    expect(await counter().call('agent.status')).toEqual({
      version: '1.2.3', uptime_ms: 1_500, merchant_id: 'M1', terminal_id: 'T0000001', epoch: '9f1c2a0b7d3e4f55',
      sale: { key: keyText(sampleKey), step: 'waiting for a card' },
      reader: { state: 'ready', serial_number: 'SIM1', firmware: '1.0', problem: null },
      link: { state: 'online', address: 'fake', protocol_version: 5, problem: null, last_echo_ago_ms: 0 },
      journal: { state: 'ok', problem: null, disk_free_bytes: 5_000_000, head: { entry: 3, mac: 'ab'.repeat(32) } },
      queue: {
        advices: 1, reversals: 0, parked: 0, oldest_created_at: '2027-01-15T08:00:00.000Z', amounts: [{ currency: 'EUR', count: 1, amount: 1250 }],
      },
      alerts: [{ code: 'DISK_LOW', subject: '/x', text: 'low', raised_at: '2027-01-15T08:00:00.000Z', count: 2 }],
      counters: {},
    });
    expect(await counter().call('agent.ping')).toEqual({ version: '1.2.3' });
    expect((await thrownBy(() => counter().call('sale.cancel'))).code).toBe('NOTHING_TO_CANCEL');
  });

  it('page through the queue without gap or repeat', async () => {
    const { call, journal } = counter();
    journal.postings = Array.from({ length: 5 }, (_, index) => posting(index + 1));
    const sequences: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = (await call('queue.list', { after, limit: 2 })) as { postings: { sequence: number }[]; next: number | null };
      sequences.push(...page.postings.map(({ sequence }) => sequence));
      after = page.next;
    }
    expect(sequences).toEqual([1, 2, 3, 4, 5]);
    expect(journal.listed[0]).toEqual(['pending', 0, 3]);
  });

  it('show what a parked reversal waits for', async () => {
    const { call, journal } = counter();
    journal.postings = [posting(9, { content: { kind: 'reversal', reason: 'timeout' }, state: 'parked', parkedReason: 'rejected', refusals: 3 })];
    expect(await call('queue.list', { state: 'parked' })).toEqual({
      postings: [{
        sequence: 9, key: keyText(sampleKey), stan: 7, kind: 'reversal', detail: 'timeout', state: 'parked', amount: 1250,
        currency: 'EUR', refusals: 3, parked_reason: 'rejected', created_at: '2027-01-15T08:00:00.000Z',
      }],
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

  it.each([{ key: keyText(sampleKey) }, { stan: 7 }, { idempotency_key: 'till-1' }])('show a transaction by %j', async (params) => {
    const { transactions } = (await counter().call('transaction.show', params)) as { transactions: unknown[] };
    expect(transactions).toHaveLength(1);
    expect(transactions[0]).toMatchObject({
      key: keyText(sampleKey), clock: 'unchecked', host_outcome: null,
      postings: [{ sequence: 1, detail: 'Y3' }],
      entries: [{ number: 1, event: 'approveOffline', state: 'approved', at: '2027-01-15T08:00:00.000Z' }],
    });
    expect(JSON.stringify(transactions)).not.toMatch(/sealed|ciphertext|ksn|token/);
  });

  it('name the host’s RRN once there is one, and survive a clock out of bounds', async () => {
    const odd = sampleTransaction({ answer: sampleAnswer(), startedAtMs: 9e15 });
    const { call } = counter({ desk: { sell: () => Promise.resolve({ transaction: odd, repeated: true }), cancel: () => Promise.resolve(), current: () => null } });
    expect(await call('sale.start', SALE)).toMatchObject({ rrn: '000000000007', started_at: 'invalid', outcome: null, repeated: true });
  });

  it.each([
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
    ['sale.cancel', { key: 'x' }],
  ])('refuse bad params: %s %j', async (method, params) => {
    expect((await thrownBy(() => counter().call(method, params))).code).toBe('INVALID_REQUEST');
  });

  it.each([{ key: 'T0000001-9f1c2a0b7d3e4f55-8' }, { stan: 8 }, { idempotency_key: 'till-2' }])('say when nothing is there: %j', async (params) => {
    const error = await thrownBy(() => counter().call('transaction.show', params));
    expect(error.code).toBe('NOT_FOUND');
    expect(error.subject).toContain(String(Object.values(params)[0]));
  });
});
