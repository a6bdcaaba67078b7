import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import type { PostingView } from '../../src/api/postings.js';
import type { SaleView } from '../../src/api/sales.js';
import type { Answered } from '../../src/api/table.js';
import { exitStatusOf } from '../../src/cli/shell/exit-codes.js';
import { TillpostError } from '../../src/domain/errors.js';
import { scratchDirectories } from '../support/scratch.js';
import { type Agent, agentIn } from './agent.js';
import { bare, differingBatch, matchedBatch } from './sample-batch.js';
import { type Ran, sampleSale } from './till.js';

const scratch = scratchDirectories();
const agents: Agent[] = [];

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.close();
});

async function agentWith(answers: Readonly<Record<string, unknown>>): Promise<Agent> {
  const agent = await agentIn(scratch(), answers);
  agents.push(agent);
  return agent;
}

const parsed = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
const errorOf = ({ err }: Ran): Record<string, unknown> => parsed(err)['error'] as Record<string, unknown>;
const KEY = 'T0000001-9f1c2a0b7d3e4f55-b41c72de-7';

describe('resend', () => {
  const item = { key: KEY, stan: 7, type: 'sale', state: 'posted', amount: 1250, currency: 'EUR' } as const;
  const sends = { ...item, sends: 'approval', card_data_erased: true, refused: null } as const;
  const waits = { ...item, stan: 8, sends: null, card_data_erased: false, refused: 'it waits already' } as const;
  const found = { count: 1, amounts: [{ currency: 'EUR', count: 1, amount: 1250 }], items: [sends, waits] };
  const words = ['resend', '--batch', '17', '--missing', '--reason', 'lost'];
  const asked = { batch: 17, missing: true };

  it('shows what is sent again, and asks whoever sits there', async () => {
    for (const [answer, status] of [
      ['y', 0],
      ['', 11],
      ['no', 11],
    ] as const) {
      const agent = await agentWith({ 'resend.preview': found, 'resend.start': found });
      const { err, ...ran } = await agent.run(words, { watched: true, ask: () => Promise.resolve(answer) });
      expect(ran.status).toBe(status);
      expect(err).toContain(`${KEY}, STAN 7, sale, 12.50 EUR: its approval, without card data: they were erased`);
      expect(err).toContain('! ' + `${KEY}, STAN 8, sale, 12.50 EUR: it waits already`);
      expect(agent.asked.map(({ method }) => method)).toEqual([
        'resend.preview',
        ...(status === 0 ? ['resend.start'] : []),
      ]);
    }
  });

  it('needs --yes where nobody can be asked', async () => {
    const agent = await agentWith({ 'resend.preview': found, 'resend.start': found });
    expect(await agent.run(words)).toMatchObject({ status: 65, err: expect.stringContaining('give --yes') as string });
    expect(agent.asked).toHaveLength(1);
    const { status, out } = await agent.run([...words, '--yes']);
    expect([status, out]).toEqual([0, expect.stringContaining('Is sent again: 1 transaction, 12.50 EUR')]);
    expect(parsed((await agent.run([...words, '--yes', '--json'])).out)).toEqual(found);
    expect(agent.asked.at(-1)).toMatchObject({ method: 'resend.start', params: { ...asked, reason: 'lost' } });
  });

  it('says why nothing can be sent, and what it has to be told', async () => {
    const agent = await agentWith({ 'resend.preview': { count: 0, amounts: [], items: [waits] } });
    const { status, err } = await agent.run([...words, '--yes', '--json']);
    expect(status).toBe(65);
    expect((parsed(err)['error'] as { code: string }).code).toBe('RESEND_REFUSED');
    expect(err).toContain('it waits already');
    for (const wrong of [['resend'], ['resend', '--reason', 'x'], ['resend', KEY, '--stan', '7', '--reason', 'x']])
      expect((await agent.run(wrong)).status).not.toBe(0);
    expect((await agent.run(['resend', '--missing', '--reason', 'x'])).status).toBe(65);
  });
});

describe('refund', () => {
  const refund = (change: Partial<SaleView> = {}): SaleView => sampleSale({ type: 'refund', ...change });

  it('asks for a refund with a key of its own', async () => {
    const agent = await agentWith({ 'sale.start': refund() });
    const { status, out } = await agent.run(['refund', '1.250', 'BHD']);
    expect([status, out]).toEqual([0, expect.stringMatching(/^APPROVED {2}refund {2}12\.50 EUR/)]);
    expect(agent.asked[0]?.params).toEqual({
      amount: 1250,
      currency: 'BHD',
      type: 'refund',
      idempotency_key: expect.stringMatching(/^cli-[0-9a-f]{24}$/) as string,
    });
  });

  it.each([
    ['declined', 10],
    ['cancelled', 11],
    ['voided', 13],
    [null, 75],
  ] as const)('tells %s by status %s', async (outcome, status) => {
    const agent = await agentWith({ 'sale.start': refund({ outcome }) });
    expect((await agent.run(['refund', '5'])).status).toBe(status);
    expect((await agent.run(['refund', '5', '--json'])).status).toBe(status);
  });

  it('passes on that a duplicate is meant, as sale does', async () => {
    const agent = await agentWith({ 'sale.start': sampleSale() });
    await agent.run(['refund', '5', '--allow-duplicate', '-k', 'till-1']);
    await agent.run(['sale', '5', '--allow-duplicate', '-k', 'till-2']);
    expect(agent.asked.map(({ params }) => params)).toEqual([
      { amount: 500, currency: 'EUR', type: 'refund', idempotency_key: 'till-1', allow_duplicate: true },
      { amount: 500, currency: 'EUR', idempotency_key: 'till-2', allow_duplicate: true },
    ]);
  });

  it.each([['0'], ['12.505'], ['1e3'], ['10000000000.00']])('refuses %s without asking the agent', async (amount) => {
    const agent = await agentWith({ 'sale.start': refund() });
    const ran = await agent.run(['refund', amount, '--json']);
    expect([ran.status, errorOf(ran)['code'], agent.asked]).toEqual([65, 'AMOUNT_INVALID', []]);
  });

  it.each(['SETTLING', 'SALES_STOPPED', 'BUSY'] as const)('hands on %s with status 75', async (code) => {
    const agent = await agentWith({
      'sale.start': new TillpostError(code, 'not now', { operation: 'sale', retryable: true }),
    });
    const ran = await agent.run(['refund', '5', '--json']);
    expect([ran.status, errorOf(ran)['code'], exitStatusOf(code)]).toEqual([75, code, 75]);
  });
});

describe('void', () => {
  const voiding = sampleSale({ state: 'voiding' });

  it.each([
    [[KEY], { key: KEY }],
    [['--stan', '7'], { stan: 7 }],
    [['--stan', '7', '-k', 'void-1'], { stan: 7, idempotency_key: 'void-1' }],
  ])('%j', async (words, params) => {
    const agent = await agentWith({ 'sale.void': voiding });
    const { status, out } = await agent.run(['void', ...words]);
    expect([status, agent.asked]).toEqual([0, [{ method: 'sale.void', params }]]);
    expect(out).toMatch(/^VOID {2}sale {2}12\.50 EUR\n/);
    expect(out).toContain('voiding: committed; the host is told before anything else');
    expect(parsed((await agent.run(['void', ...words, '--json'])).out)).toEqual(voiding);
  });

  it('says when it was void before, and when the host has it', async () => {
    const { out } = await (
      await agentWith({ 'sale.void': sampleSale({ state: 'voided', repeated: true }) })
    ).run(['void', KEY]);
    expect(out).toContain('voided: the host has taken it back');
    expect(out).toMatch(/repeated +yes/);
  });

  it.each([[[]], [[KEY, '--stan', '7']], [['--stan', 'x']]])('refuses %j with 65', async (words) => {
    const agent = await agentWith({ 'sale.void': voiding });
    expect([(await agent.run(['void', ...words])).status, agent.asked]).toEqual([65, []]);
  });

  it('exits 65 when it is refused', async () => {
    const agent = await agentWith({
      'sale.void': new TillpostError('VOID_REFUSED', 'its batch is closed', {
        operation: 'sale.void',
        hint: 'Refund it.',
      }),
    });
    const { status, err } = await agent.run(['void', KEY]);
    expect([status, err]).toEqual([65, 'tillpost: its batch is closed [VOID_REFUSED]\n  Refund it.\n']);
  });

  it('tells that it may be repeated when no answer came', async () => {
    const agent = await agentWith({
      'sale.void': new TillpostError('LINK_CLOSED', 'the agent hung up', { operation: 'sale.void' }),
    });
    const { status, err } = await agent.run(['void', KEY]);
    expect([status, err]).toEqual([75, expect.stringContaining('not taken back twice')]);
  });
});

describe('limits', () => {
  const view: Answered<'limits.list'> = {
    limits: [
      {
        entry_mode: 'contactless',
        currency: 'EUR',
        allowed: true,
        deferred: true,
        refunds: false,
        by_host: true,
        ceiling: 5_000,
        stored_count: { used: 40, allowed: 50 },
        stored_amount: { used: 100_000, allowed: 100_000 },
        oldest_age_ms: { used: 3_900_000, allowed: 86_400_000 },
        queue_depth: { used: 43, allowed: 10_000 },
        card_count: 3,
        card_amount: 15_000,
      },
      {
        entry_mode: 'manual',
        currency: 'JPY',
        allowed: false,
        deferred: false,
        refunds: false,
        by_host: false,
        ceiling: 50,
        stored_count: { used: 0, allowed: 50 },
        stored_amount: { used: 0, allowed: 1_000 },
        oldest_age_ms: { used: 3_900_000, allowed: 86_400_000 },
        queue_depth: { used: 43, allowed: 10_000 },
        card_count: 3,
        card_amount: 150,
      },
    ],
  };

  it('shows used and allowed, and marks what is near and what is used up', async () => {
    const agent = await agentWith({ 'limits.list': view });
    const { status, out } = await agent.run(['limits']);
    expect(status).toBe(0);
    for (const part of [
      'yes, deferred',
      '50.00 EUR',
      '40 / 50 !',
      '1000.00 EUR / 1000.00 EUR X',
      '3, 150.00 EUR',
      'host',
      '0 JPY / 1000 JPY',
      '3, 150 JPY',
      'configuration',
      '43 / 10000',
      '1 h 5 min / 24 h 0 min',
      '! from 80 % on',
    ])
      expect(out).toContain(part);
    expect(parsed((await agent.run(['limits', '--json'])).out)).toEqual(view);
  });

  it('says when there are none', async () => {
    expect((await (await agentWith({ 'limits.list': { limits: [] } })).run(['limits'])).out).toMatch(
      /^No offline limits/,
    );
  });
});

describe('park', () => {
  const posting: PostingView = {
    sequence: 9,
    key: KEY,
    stan: 7,
    kind: 'reversal',
    detail: 'operatorVoid',
    state: 'parked',
    amount: 1250,
    currency: 'EUR',
    refusals: 3,
    parked_reason: 'host rejected it with 14',
    created_at: '2027-01-15T08:00:00.000Z',
  };

  it('list', async () => {
    const agent = await agentWith({ 'park.list': { postings: [posting], pauses: [], next: 9 } });
    const { out } = await agent.run(['park', 'list', '--after', '3', '--limit', '1']);
    for (const part of [
      'parked because',
      'host rejected it with 14',
      'reversal operatorVoid',
      'tillpost park list --after 9',
    ])
      expect(out).toContain(part);
    expect(agent.asked[0]?.params).toEqual({ after: 3, limit: 1 });
    expect(parsed((await agent.run(['park', 'list', '--json'])).out)).toEqual({
      postings: [posting],
      pauses: [],
      next: 9,
    });
    expect(
      (await (await agentWith({ 'park.list': { postings: [], pauses: [], next: null } })).run(['park', 'list'])).out,
    ).toBe('No parked postings.\n');
  });

  it('retry and resolve', async () => {
    const agent = await agentWith({
      'park.retry': { ...posting, state: 'pending' },
      'park.resolve': { ...posting, state: 'resolved' },
    });
    expect(await agent.run(['park', 'retry', '9'])).toEqual({
      status: 0,
      out: `9, reversal operatorVoid, 12.50 EUR, ${KEY}: is sent again\n`,
      err: '',
    });
    expect((await agent.run(['park', 'resolve', '9', '--reason', 'paid in cash'])).out).toContain(
      'resolved, the reason is recorded',
    );
    expect(parsed((await agent.run(['park', 'resolve', '9', '--reason', 'x', '--json'])).out)).toMatchObject({
      sequence: 9,
      state: 'resolved',
    });
    expect(agent.asked.slice(0, 2)).toEqual([
      { method: 'park.retry', params: { sequence: 9 } },
      { method: 'park.resolve', params: { sequence: 9, reason: 'paid in cash' } },
    ]);
  });

  it('retries all, or by reason', async () => {
    const again = { count: 12, amounts: [{ currency: 'EUR', count: 12, amount: 15_000 }] };
    const agent = await agentWith({ 'park.reopen': again });
    expect((await agent.run(['park', 'retry', '--all'])).out).toBe('12 postings are sent again: 150.00 EUR\n');
    expect(parsed((await agent.run(['park', 'retry', '--reason', '96', '--json'])).out)).toEqual(again);
    expect(agent.asked.map(({ params }) => params)).toEqual([{}, { reason: '96' }]);
  });

  it.each([
    [['retry']],
    [['retry', '9', '--all']],
    [['retry', 'x']],
    [['resolve', '-1', '--reason', 'x']],
    [['list', '--limit', 'x']],
  ])('refuses %j without asking', async (words) => {
    const agent = await agentWith({});
    const { status } = await agent.run(['park', ...words]);
    expect([2, 65]).toContain(status);
    expect(agent.asked).toEqual([]);
  });

  it('exits 65 when the sequence is not parked', async () => {
    const agent = await agentWith({
      'park.retry': new TillpostError('NOT_FOUND', 'no such parked posting', { operation: 'park.retry' }),
    });
    expect((await agent.run(['park', 'retry', '9'])).status).toBe(65);
  });
});

describe('settle', () => {
  it('exits 0 when matched and 12 when not, and says which', async () => {
    const matched = await (await agentWith({ 'settlement.start': bare(matchedBatch()) })).run(['settle']);
    expect(matched).toEqual({
      status: 0,
      err: '',
      out: [
        'Batch 17 of 2027-01-15: closed, MATCHED',
        '  Refunds  1 × 5.00 EUR, host 1 × 5.00 EUR',
        '  Sales    1 × 1.250 BHD, host 1 × 1.250 BHD',
        '  Sales    12 × 1234.50 EUR, host 12 × 1234.50 EUR',
        'Report with: tillpost batch show 17 --report\n',
      ].join('\n'),
    });
    const differs = await (await agentWith({ 'settlement.start': bare(differingBatch()) })).run(['settle']);
    expect([differs.status, differs.out]).toEqual([12, expect.stringContaining('closed, DIFFERS')]);
    expect(differs.out).toContain('1 sales in it wait for the host');
    const json = await (await agentWith({ 'settlement.start': bare(differingBatch()) })).run(['settle', '--json']);
    expect([json.status, parsed(json.out)]).toEqual([12, bare(differingBatch())]);
  });

  it('tells the steps to whoever watches', async () => {
    const clock = new SimClock();
    let end: (view: unknown) => void = () => undefined;
    const ended = new Promise((resolve) => (end = resolve));
    const steps = ['sealed', 'sealed', 'waiting for the host'];
    const agent = await agentWith({
      'settlement.start': () => ended,
      'agent.status': () => {
        const settlement = steps.shift() ?? null;
        if (settlement === null) end(bare(matchedBatch()));
        return { settlement };
      },
    });
    let over = false;
    const running = agent.run(['settle'], { clock, watched: true }).finally(() => (over = true));
    while (!over) {
      await clock.advance(500);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await running).toMatchObject({
      status: 0,
      err: 'Closing the batch.\n  … sealed\n  … waiting for the host\n',
    });
    expect(clock.pending).toBe(0);
  });

  it('says that the closing goes on when no answer came', async () => {
    const agent = await agentWith({
      'settlement.start': new TillpostError('TIMEOUT', 'no answer', { operation: 'settlement.start' }),
    });
    const ran = await agent.run(['settle', '--json']);
    expect([ran.status, errorOf(ran)['code'], errorOf(ran)['hint']]).toEqual([
      75,
      'TIMEOUT',
      expect.stringContaining('joins a closing'),
    ]);
  });
});

describe('batch', () => {
  const open = matchedBatch({
    number: 18,
    state: 'open',
    closed_at: null,
    sequence: null,
    totals: [],
    host_totals: null,
    matched: null,
    totals_fixed: false,
  });

  it('list', async () => {
    const batches = [bare(open), bare(differingBatch())];
    const due = [
      { due: '2027-01-16T23:30', business_date: '2027-01-16', batch: null },
      { due: '2027-01-15T23:30', business_date: '2027-01-15', batch: 17 },
    ];
    const agent = await agentWith({ 'batch.list': { batches, due_closings: due } });
    const { status, out } = await agent.run(['batch', 'list', '--limit', '2']);
    expect(status).toBe(0);
    for (const part of [
      'OPEN',
      'DIFFERS',
      'Sales 2 × 30.00 EUR',
      '3 × 57.50 EUR',
      'Voids of earlier sales 0 × 0 JPY',
      '1 × 700 JPY',
      'Due closings without sales:\n  2027-01-16, due 2027-01-16 23:30\n',
    ])
      expect(out).toContain(part);
    expect(agent.asked[0]?.params).toEqual({ limit: 2 });
    expect(parsed((await agent.run(['batch', 'list', '--json'])).out)).toEqual({ batches, due_closings: due });
    expect((await agent.run(['batch', 'list', '--csv'])).out.split('\r\n')).toHaveLength(5);
  });

  it('show, in words, as CSV, on paper, as JSON', async () => {
    const agent = await agentWith({ 'batch.show': differingBatch() });
    const { status, out } = await agent.run(['batch', 'show', '17']);
    expect(status).toBe(0);
    for (const part of [
      'Batch 17 of 2027-01-15: closed, DIFFERS',
      `${'T0000042-9f1c2a0b7d3e4f55-b41c72de-3'}, STAN 3: here 12.50 EUR, at the host 20.00 EUR: 7.50 EUR more there`,
      'the host named 37.50 EUR (2 times); it is approved',
      'p50 0 s, p95 2 h 1 min',
      '3 waited longer than 1 h 0 min',
      '14 h 0 min and waits still',
    ])
      expect(out).toContain(part);
    expect((await agent.run(['batch', 'show', '17', '--csv'])).out).toMatch(/^record,batch,[^\n]*\r\ntotal,17,/);
    expect((await agent.run(['batch', 'show', '17', '--report'])).out).toMatch(
      /^ +SETTLEMENT REPORT\n[^]*\*\*\* DIFFERS \*\*\*/,
    );
    expect(parsed((await agent.run(['batch', 'show', '17', '--json'])).out)).toEqual(differingBatch());
    expect(agent.asked.map(({ params }) => params)).toEqual(Array.from({ length: 4 }, () => ({ number: 17 })));
  });

  it('shows the open batch when none is named', async () => {
    const agent = await agentWith({ 'batch.show': open });
    expect((await agent.run(['batch', 'show'])).out).toMatch(/^Batch 18 of 2027-01-15: open\n {2}nothing was posted\n/);
    expect(agent.asked[0]?.params).toEqual({});
  });

  it.each([
    [['show', 'x']],
    [['show', '-5']],
    [['list', '--limit', 'x']],
    [['show', '--csv', '--json']],
    [['show', '--report', '--json']],
    [['list', '--csv', '--json']],
  ])('refuses %j without asking', async (words) => {
    const agent = await agentWith({ 'batch.show': open, 'batch.list': { batches: [], due_closings: [] } });
    const { status, out } = await agent.run(['batch', ...words]);
    expect([2, 65]).toContain(status);
    expect([out, agent.asked]).toEqual(['', []]);
  });

  it('exits 65 when there is no such batch', async () => {
    const agent = await agentWith({
      'batch.show': new TillpostError('NOT_FOUND', 'no such batch', { operation: 'batch.show' }),
    });
    expect((await agent.run(['batch', 'show', '99'])).status).toBe(65);
  });
});
