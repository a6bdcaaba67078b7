import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import type { PostingView } from '../../src/api/postings.js';
import type { StatusView } from '../../src/api/status.js';
import type { TransactionDetailView } from '../../src/api/transactions.js';
import { EXIT, EXIT_MEANINGS, exitStatusOf } from '../../src/cli/shell/exit-codes.js';
import type { Method } from '../../src/control/server.js';
import { ERROR_CODES, TillpostError } from '../../src/domain/errors.js';
import { scratchDirectories } from '../support/scratch.js';
import { answerAs, type Ran, sampleSale, tillpost, writeConfig } from './till.js';

const scratch = scratchDirectories();
const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const it of open.splice(0)) await it.close();
});

interface Terminal {
  readonly run: (...words: string[]) => Promise<Ran>;
  readonly config: string;
  readonly asked: { readonly method: string; readonly params: unknown }[];
}

/** A configuration and an agent that answers. */
async function terminal(answers: Readonly<Record<string, unknown>>): Promise<Terminal> {
  const directory = scratch();
  const config = writeConfig(directory);
  const asked: { method: string; params: unknown }[] = [];
  const methods = Object.entries(answers).map(([method, answer]): [string, Method] => [
    method,
    async (params) => {
      asked.push({ method, params });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  ]);
  open.push(await answerAs(directory, Object.fromEntries(methods)));
  return { run: (...words) => tillpost([...words, '--config', config]), config, asked };
}

/** What is said after the key, which stands first. */
const withoutKey = (err: string): string => err.replace(/^idempotency key .*\n/, '');
const parsed = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
const errorOf = ({ err }: Ran): Record<string, unknown> => parsed(err)['error'] as Record<string, unknown>;

describe('exit statuses', () => {
  it('are documented, every one, in --help', async () => {
    const { out, status } = await tillpost(['--help']);
    expect(status).toBe(0);
    for (const [number, meaning] of EXIT_MEANINGS) expect(out).toContain(`${String(number).padStart(2)}  ${meaning}`);
    expect(EXIT_MEANINGS.map(([number]) => number).sort()).toEqual(Object.values(EXIT).sort());
  });

  it('exist for every error, and none of them says that all went well', () => {
    for (const code of ERROR_CODES) {
      expect(Object.values(EXIT)).toContain(exitStatusOf(code));
      expect([EXIT.ok, EXIT.declined, EXIT.cancelled]).not.toContain(exitStatusOf(code));
    }
  });
});

describe('sale', () => {
  it.each([
    [['12.50'], 1250, 'EUR'],
    [['12.50', 'EUR'], 1250, 'EUR'],
    [['1250', '--minor'], 1250, 'EUR'],
    [['500', 'JPY'], 500, 'JPY'],
    [['1.250', 'BHD'], 1250, 'BHD'],
    [['0.01'], 1, 'EUR'],
  ])('%j asks for %d %s with a key of its own', async (words, amount, currency) => {
    const { run, asked } = await terminal({ 'sale.start': sampleSale() });
    expect((await run('sale', ...words)).status).toBe(0);
    expect(asked).toEqual([
      {
        method: 'sale.start',
        params: { amount, currency, idempotency_key: expect.stringMatching(/^cli-[0-9a-f]{24}$/) as string },
      },
    ]);
  });

  it.each([
    ['approved', 0],
    ['declined', 10],
    ['cancelled', 11],
    ['voided', 13],
    [null, 75],
  ] as const)('tells %s by status %d', async (outcome, status) => {
    const { run } = await terminal({
      'sale.start': sampleSale({ outcome, reason: 'because', response_code: 'Z3', by: 'policy' }),
    });
    const people = await run('sale', '12.50');
    // So that what became of it can be asked, whatever ends the command.
    expect([people.status, people.err]).toEqual([
      status,
      expect.stringMatching(/^idempotency key cli-[0-9a-f]{24}\n$/),
    ]);
    expect(people.out).toMatch(
      new RegExp(`^${(outcome ?? 'not decided yet').toUpperCase()}  12\\.50 EUR  \\(Z3 by policy\\)\n`),
    );
    expect(people.out).toContain('because');
    expect(people.out).toContain('411111******1111 VISA contactless');
    const json = await run('sale', '12.50', '--json');
    expect([json.status, parsed(json.out)['outcome']]).toEqual([status, outcome]);
  });

  it('passes the till’s key on, and says when nothing was taken now', async () => {
    const { run, asked } = await terminal({ 'sale.start': sampleSale({ repeated: true }) });
    const { out } = await run('sale', '12.50', '-k', 'till-1');
    expect(asked[0]?.params).toMatchObject({ idempotency_key: 'till-1' });
    expect(out).toMatch(/repeated +yes/);
  });

  it.each([
    [['0'], 'AMOUNT_INVALID', 65],
    [['0.00'], 'AMOUNT_INVALID', 65],
    [['-5'], 'AMOUNT_INVALID', 65],
    [['-5', '--minor'], 'AMOUNT_INVALID', 65],
    [['12.505'], 'AMOUNT_INVALID', 65],
    [['12.5', 'JPY'], 'AMOUNT_INVALID', 65],
    [['12.5', '--minor'], 'AMOUNT_INVALID', 65],
    [['1e3'], 'AMOUNT_INVALID', 65],
    [['1e3', '--minor'], 'AMOUNT_INVALID', 65],
    [['0x10', '--minor'], 'AMOUNT_INVALID', 65],
    [['', '--minor'], 'AMOUNT_INVALID', 65],
    [[''], 'AMOUNT_INVALID', 65],
    [['12,50'], 'AMOUNT_INVALID', 65],
    [['ten'], 'AMOUNT_INVALID', 65],
    [['10000000000.00'], 'AMOUNT_INVALID', 65],
    [['999999999999999', '--minor'], 'AMOUNT_INVALID', 65],
    [['5', 'EUX'], 'CURRENCY_UNKNOWN', 65],
    [['5', 'eur'], 'CURRENCY_UNKNOWN', 65],
  ])('refuses %j without asking the agent', async (words, code, status) => {
    const { run, asked } = await terminal({ 'sale.start': sampleSale() });
    const json = await run('sale', '--json', ...words);
    expect([json.status, json.out, errorOf(json)['code']]).toEqual([status, '', code]);
    expect(errorOf(json)['hint']).toBeTruthy();
    const people = await run('sale', ...words);
    expect(people.err).toContain(`[${code}]\n  `);
    expect(asked).toEqual([]);
  });

  it('needs a currency from somewhere', async () => {
    const directory = scratch();
    const config = join(directory, 'tillpost.toml');
    writeFileSync(config, '[control]\nsocket = "c.sock"\n');
    const { status, err } = await tillpost(['sale', '5', '--config', config]);
    expect([status, err]).toEqual([65, expect.stringContaining('terminal.currency')]);
  });

  it.each(['BUSY', 'READER_NOT_READY', 'RECOVERING', 'JOURNAL_FULL', 'IDEMPOTENCY_MISMATCH', 'INTERNAL'] as const)(
    'hands on %s as the agent said it',
    async (code) => {
      const said = new TillpostError(code, 'not that', {
        operation: 'sale',
        subject: 'T-1',
        retryable: code === 'BUSY',
        hint: 'Do this.',
      });
      const { run } = await terminal({ 'sale.start': said });
      const json = await run('sale', '5', '--json');
      expect(json.status).toBe(exitStatusOf(code));
      expect(errorOf(json)).toEqual(said.toJSON());
      expect(withoutKey((await run('sale', '5')).err)).toBe(`tillpost: not that (T-1) [${code}]\n  Do this.\n`);
    },
  );

  it('shows the steps to whoever watches, on standard error only', async () => {
    const { config } = await terminal({ 'sale.start': sampleSale() });
    const { out, err } = await tillpost(['sale', '12.50', '-c', config], { watched: true });
    expect(err).toContain('12.50 EUR: present the card');
    expect(out).toMatch(/^APPROVED/);
    expect((await tillpost(['sale', '12.50', '-c', config, '--json'], { watched: true })).err).toBe('');
  });
});

describe('a sale whose answer does not come', () => {
  /** Something that listens where the agent should and does as told with a connection. */
  async function listening(serve: Parameters<typeof createServer>[1] & object): Promise<string> {
    const directory = scratch();
    mkdirSync(join(directory, 'run'), { mode: 0o700 });
    const server = createServer(serve);
    await new Promise<void>((resolve) => server.listen(join(directory, 'run', 'control.sock'), resolve));
    open.push({ close: () => new Promise((resolve) => server.close(resolve)) });
    return writeConfig(directory);
  }

  it('tells how to ask again when the agent hangs up', async () => {
    const config = await listening((socket) => socket.once('data', () => socket.destroy()));
    const { status, err } = await tillpost(['sale', '5', '-c', config]);
    expect(status).toBe(75);
    expect(err).toContain('[LINK_CLOSED]');
    const [, key = ''] = /tillpost show -k (cli-[0-9a-f]+)/.exec(err) ?? [];
    expect(key).not.toBe('');
    expect(err).toContain('never taken twice');
  });

  it('tells how to ask again when the time is over', async () => {
    const clock = new SimClock();
    let arrived: () => void = () => undefined;
    const request = new Promise<void>((resolve) => (arrived = resolve));
    const config = await listening((socket) => socket.on('data', arrived));
    const running = tillpost(['sale', '5', '-k', 'till-9', '--json', '-c', config], { clock });
    await request;
    // Card, question and answer have their time each.
    await clock.advance(30_000 + 15_000 + 90_000);
    const ran = await running;
    expect([ran.status, errorOf(ran)['code']]).toEqual([75, 'TIMEOUT']);
    expect(errorOf(ran)['hint']).toContain('tillpost show -k till-9');
    expect(clock.pending).toBe(0);
  });

  it.each(['not JSON\n', '{"jsonrpc":"2.0","id":1,"error":null}\n', '5\n', 'null\n'])(
    'takes the answer %j for no outcome',
    async (answer) => {
      const config = await listening((socket) => socket.once('data', () => socket.end(answer)));
      const { status, out } = await tillpost(['sale', '5', '-c', config]);
      expect(status).not.toBe(0);
      expect(out).toBe('');
    },
  );
});

const STATUS: StatusView = {
  version: '1.2.3',
  uptime_ms: 3_900_000,
  merchant_id: 'M1',
  terminal_id: 'T0000001',
  epoch: '9f1c2a0b7d3e4f55',
  sale: null,
  undecided: [],
  shown_not_booked: [],
  sales_stopped: null,
  open_batch: 17,
  settlement: null,
  reader: { state: 'missing', serial_number: null, firmware: null, problem: 'no such port' },
  link: {
    state: 'brokerOnly',
    address: 'mqtt://127.0.0.1:1883',
    protocol_version: 4,
    problem: 'no echo',
    last_echo_ago_ms: 4_200,
  },
  journal: { state: 'ok', problem: null, disk_free_bytes: 5_242_880, head: { entry: 3, mac: 'ab' } },
  queue: {
    advices: 2,
    reversals: 1,
    parked: 0,
    oldest_created_at: '2027-01-15T08:00:00.000Z',
    amounts: [{ currency: 'EUR', count: 2, amount: 2500 }],
    pauses: [],
    parked_amounts: [],
  },
  alerts: [{ code: 'READER_LOST', subject: '/dev/x', text: 'gone', raised_at: '2027-01-15T08:00:00.000Z', count: 3 }],
  counters: {},
};

describe('status, cancel, queue, show', () => {
  it('status', async () => {
    const { run } = await terminal({ 'agent.status': STATUS });
    const { status, out } = await run('status');
    expect(status).toBe(0);
    for (const part of [
      'T0000001 of M1',
      '1 h 5 min',
      'missing, no such port',
      'brokerOnly, mqtt://127.0.0.1:1883, MQTT 3.1.1, echo 4 s ago, no echo',
      '5 MiB free',
      '2 advices, 1 reversals',
      '25.00 EUR',
      '! READER_LOST /dev/x: gone (3 times)',
    ]) {
      expect(out).toContain(part);
    }
    expect(parsed((await run('status', '--json')).out)).toEqual(STATUS);
  });

  it('status while the journal has failed', async () => {
    const journal = { ...STATUS.journal, state: 'failed', problem: 'the journal cannot be written' };
    const { run } = await terminal({ 'agent.status': { ...STATUS, journal, queue: null } });
    const { status, out } = await run('status');
    expect([status, out]).toEqual([
      0,
      expect.stringMatching(/failed, .*the journal cannot be written[^]*unknown until the journal is well/),
    ]);
  });

  it('cancel', async () => {
    const { run, asked } = await terminal({ 'sale.cancel': { cancelling: true }, 'agent.status': STATUS });
    for (const words of [['--till', '2'], ['-k', 'till-1', '--till', '2'], ['T0000001-9f1c2a0b7d3e4f55-b41c72de-7']])
      expect((await run('cancel', ...words)).status).toBe(0);
    expect(asked.map(({ params }) => params)).toEqual([
      { till_id: '2' },
      { till_id: '2', idempotency_key: 'till-1' },
      { key: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-7' },
    ]);
    // Without a name it could be another till's.
    const bare = await run('cancel');
    expect([bare.status, bare.err]).toEqual([65, expect.stringContaining('name the sale')]);
    expect(asked.at(-1)?.method).toBe('agent.status');
    const nothing = new TillpostError('NOTHING_TO_CANCEL', 'no sale is running', { operation: 'sale' });
    expect((await (await terminal({ 'sale.cancel': nothing })).run('cancel', '--till', '2')).status).toBe(75);
  });

  it('queue', async () => {
    const posting: PostingView = {
      sequence: 4,
      key: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-7',
      stan: 7,
      kind: 'advice',
      detail: 'Y3',
      state: 'parked',
      amount: 1250,
      currency: 'EUR',
      refusals: 3,
      parked_reason: 'host rejected it with 14',
      created_at: '2027-01-15T08:00:00.000Z',
    };
    const { run, asked } = await terminal({ 'queue.list': { postings: [posting], pauses: [], next: 4 } });
    const { out } = await run('queue', '--state', 'parked', '--after', '3', '--limit', '1');
    for (const part of [
      'parked because',
      'host rejected it with 14',
      '12.50 EUR',
      'advice Y3',
      'tillpost queue --state parked --after 4',
    ])
      expect(out).toContain(part);
    expect(asked[0]?.params).toEqual({ state: 'parked', after: 3, limit: 1 });
    expect(parsed((await run('--json', 'queue')).out)).toEqual({ postings: [posting], pauses: [], next: 4 });
    expect((await (await terminal({ 'queue.list': { postings: [], pauses: [], next: null } })).run('queue')).out).toBe(
      'No pending postings.\n',
    );
  });

  it('show', async () => {
    const detail: TransactionDetailView = {
      ...sampleSale(),
      clock: 'unchecked',
      reader: 'SIM-0001',
      shown: 'nothing',
      shown_at: '2027-01-15T08:00:01.000Z',
      shown_difference: 'bookedNotShown',
      host_outcome: 'POSTED',
      postings: [
        {
          sequence: 4,
          key: 'k',
          kind: 'advice',
          detail: 'Y3',
          state: 'receipted',
          amount: 1250,
          currency: 'EUR',
          refusals: 0,
          parked_reason: null,
          created_at: '',
        },
      ],
      entries: [{ number: 1, event: 'settle', state: 'posted', at: '2027-01-15T08:00:00.000Z' }],
    };
    const { run, asked } = await terminal({ 'transaction.show': { transactions: [detail] } });
    const { out } = await run('show', '--stan', '7');
    for (const part of [
      'approved by host 00',
      '4  advice Y3, receipted',
      'settle → posted',
      '(clock unchecked)',
      'POSTED',
    ])
      expect(out).toContain(part);
    await run('show', detail.key);
    await run('show', '--idempotency-key', 'till-1');
    expect(asked.map(({ params }) => params)).toEqual([
      { stan: 7 },
      { key: detail.key },
      { idempotency_key: 'till-1' },
    ]);
  });

  it.each([
    [['show']],
    [['show', 'k', '--stan', '7']],
    [['show', '--stan', 'x']],
    [['queue', '--limit', '-1']],
    [['queue', '--after', '1.5']],
  ])('refuses %j with 65', async (words) => {
    const { run, asked } = await terminal({ 'transaction.show': {}, 'queue.list': {} });
    expect((await run(...words)).status).toBe(65);
    expect(asked).toEqual([]);
  });
});

describe('the command line', () => {
  it.each([
    [[]],
    [['nope']],
    [['sale']],
    [['sale', '1', 'EUR', 'x']],
    [['status', '--nope']],
    [['queue', '--state', 'sent']],
    [['config', 'nope']],
    [['sale', '1', '-k']],
    [['refund']],
    [['confirm']],
    [['confirm', 'maybe']],
    [['park', 'retry']],
    [['park', 'resolve', '1']],
    [['park', 'drop', '1']],
    [['batch', 'show', '--csv', '--report']],
  ])('refuses %j with 2, as JSON when asked', async (words) => {
    const people = await tillpost(words);
    expect([people.status, people.out]).toEqual([2, '']);
    expect(people.err).not.toBe('');
    const json = await tillpost(['--json', ...words]);
    expect(json.status).toBe(2);
    expect(errorOf(json)).toMatchObject({ code: 'INVALID_REQUEST', operation: 'cli' });
  });

  it('prints the version, and help for every command', async () => {
    expect(await tillpost(['--version'])).toEqual({ status: 0, out: '9.9.9\n', err: '' });
    for (const command of [
      'run',
      'sale',
      'refund',
      'void',
      'confirm',
      'cancel',
      'status',
      'limits',
      'queue',
      'park',
      'show',
      'settle',
      'batch',
      'config',
    ]) {
      const { status, out } = await tillpost([command, '--help']);
      expect([status, out]).toEqual([0, expect.stringContaining('--json')]);
    }
  });

  it('says how to start the agent when none answers', async () => {
    const config = writeConfig(scratch());
    for (const words of [
      ['status'],
      ['sale', '5'],
      ['refund', '5'],
      ['cancel'],
      ['confirm', 'yes'],
      ['queue'],
      ['show', '--stan', '1'],
      ['void', '--stan', '1'],
      ['limits'],
      ['park', 'list'],
      ['park', 'retry', '1'],
      ['settle'],
      ['batch', 'list'],
      ['batch', 'show'],
    ]) {
      const ran = await tillpost([...words, '--json', '-c', config]);
      expect([ran.status, ran.out]).toEqual([69, '']);
      expect(errorOf(ran)).toMatchObject({
        code: 'AGENT_NOT_RUNNING',
        hint: expect.stringContaining('tillpost run') as string,
      });
    }
  });

  it('finds its configuration by --config before or after the command, or TILLPOST_CONFIG', async () => {
    const { config } = await terminal({ 'agent.status': STATUS });
    expect((await tillpost(['--config', config, 'status'])).status).toBe(0);
    expect((await tillpost(['status', '--config', config])).status).toBe(0);
    expect((await tillpost(['status'], { env: { TILLPOST_CONFIG: config } })).status).toBe(0);
  });

  it('exits 78 for a configuration that is missing, broken or without a socket', async () => {
    const directory = scratch();
    const path = join(directory, 'x.toml');
    const missing = await tillpost(['status', '--json', '-c', path]);
    expect([missing.status, errorOf(missing)['code'], errorOf(missing)['subject']]).toEqual([
      78,
      'CONFIG_MISSING',
      path,
    ]);
    for (const text of ['[control', '', '[control]\nsocket = 5', 'control = 1']) {
      writeFileSync(path, text);
      expect([text, (await tillpost(['status', '-c', path])).status]).toEqual([text, 78]);
    }
  });

  it('config check', async () => {
    const config = writeConfig(scratch());
    expect(await tillpost(['config', 'check', '-c', config])).toEqual({
      status: 0,
      out: `${config}: in order\n`,
      err: '',
    });
    expect(parsed((await tillpost(['config', 'check', '--json', '-c', config])).out)).toEqual({
      path: config,
      ok: true,
    });
    writeFileSync(config, '[terminal]\nmerchant = "M"\n');
    const ran = await tillpost(['config', 'check', '--json', '-c', config]);
    expect([ran.status, ran.out, errorOf(ran)['code']]).toEqual([78, '', 'CONFIG_INVALID']);
    expect(errorOf(ran)['message']).toContain('terminal.merchant: unknown key');
  });
});
