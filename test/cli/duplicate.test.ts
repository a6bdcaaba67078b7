import { resolve } from 'node:path';
import { spawn as spawnOnTerminal } from '@lydell/node-pty';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import type { SaleView } from '../../src/api/sales.js';
import { TillpostError } from '../../src/domain/errors.js';
import { scratchDirectories } from '../support/scratch.js';
import { type Agent, agentIn } from './agent.js';
import { sampleSale } from './till.js';

const scratch = scratchDirectories();
const agents: Agent[] = [];
const MAIN = resolve(import.meta.dirname, '../../dist/src/main.js');
const KEY = 'T0000001-9f1c2a0b7d3e4f55-b41c72de-7';

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.close();
});

async function agentWith(answers: Readonly<Record<string, unknown>>): Promise<Agent> {
  const agent = await agentIn(scratch(), answers);
  agents.push(agent);
  return agent;
}

const question = {
  earlier: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-6',
  earlier_started_at: '2027-01-15T08:00:00.000Z',
  answer_within_ms: 15_000,
};

interface Asking extends Agent {
  readonly end: (view: SaleView) => void;
}

/** An agent whose sale asks until it is confirmed, then ends as confirmed. */
async function asking(): Promise<Asking> {
  let end: (view: SaleView) => void = () => undefined;
  const ended = new Promise<SaleView>((done) => (end = done));
  const agent = await agentWith({
    'sale.start': () => ended,
    'agent.status': { sale: { key: KEY, till_id: null, order_reference: null, step: 'suspected duplicate', question } },
    'sale.cancel': () => {
      end(sampleSale({ outcome: 'cancelled', by: 'operator', response_code: '17' }));
      return { cancelling: true };
    },
    'sale.confirm': ({ proceed }: { proceed: boolean }) => {
      end(
        sampleSale(
          proceed
            ? {}
            : {
                outcome: 'declined',
                by: 'policy',
                response_code: '94',
                reason: `suspected duplicate of ${question.earlier}`,
              },
        ),
      );
      return { confirmed: proceed };
    },
  });
  return { ...agent, end };
}

const confirmed = ({ asked }: Agent): unknown[] =>
  asked.filter(({ method }) => method === 'sale.confirm').map(({ params }) => params);

describe('a suspected duplicate', () => {
  /** Moves the clock until the command has ended: the polls are on it. */
  async function until<Value>(clock: SimClock, running: Promise<Value>): Promise<Value> {
    let over = false;
    void running.finally(() => (over = true)).catch(() => undefined);
    while (!over) {
      await clock.advance(500);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return running;
  }

  /** A question that was under way when the command ended is still answered; then no timer is left. */
  async function quiet(clock: SimClock): Promise<void> {
    while (clock.pending > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  it.each([
    [['y'], true, 0],
    [[' YES '], true, 0],
    [['n'], false, 10],
    [['No'], false, 10],
    [['', 'what?', 'ye', 'y'], true, 0],
  ] as const)('is put to the person at the terminal: %j', async (words, proceed, status) => {
    const agent = await asking();
    const clock = new SimClock();
    const said = [...words] as string[];
    const questions: string[] = [];
    const ask = async (text: string): Promise<string> => {
      questions.push(text);
      return said.shift()!;
    };
    const ran = await until(clock, agent.run(['sale', '12.50'], { clock, watched: true, ask }));
    expect(ran.status).toBe(status);
    expect(questions).toEqual(words.map(() => 'Take it once more? [y/n] '));
    expect(ran.err).toContain(`Same card and amount as ${question.earlier} of ${question.earlier_started_at}.`);
    const own = { till_id: null, idempotency_key: expect.stringMatching(/^cli-/) as string };
    expect(confirmed(agent)).toEqual([{ proceed, ...own }]);
    await quiet(clock);
  });

  it('ends when the sale ends, though nobody answered', async () => {
    const agent = await asking();
    const clock = new SimClock();
    let ended = false;
    const ask = (_text: string, signal: AbortSignal): Promise<string> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(new Error('over'));
        });
        agent.end(sampleSale({ outcome: 'declined', by: 'policy', response_code: '94' }));
      });
    const ran = await until(clock, agent.run(['sale', '12.50'], { clock, watched: true, ask }));
    expect([ran.status, ended]).toEqual([10, true]);
    expect(confirmed(agent)).toEqual([]);
    await quiet(clock);
  });

  it('is not answered for a person who left', async () => {
    const agent = await asking();
    const clock = new SimClock();
    const ask = (): Promise<string> => {
      agent.end(sampleSale({ outcome: 'declined' }));
      return Promise.reject(new Error('input closed'));
    };
    expect((await until(clock, agent.run(['sale', '12.50'], { clock, watched: true, ask }))).status).toBe(10);
    expect(confirmed(agent)).toEqual([]);
  });

  it.each([[true], [false]])('is a hint where nobody can answer (watched: %s)', async (watched) => {
    const agent = await asking();
    const clock = new SimClock();
    const heard = (text: string): void => {
      if (text.includes('tillpost confirm yes')) agent.end(sampleSale());
    };
    const ran = await until(clock, agent.run(['sale', '12.50'], { clock, watched, heard }));
    expect(ran.status).toBe(0);
    expect(ran.err.split('`tillpost confirm yes -k cli-').length).toBe(2);
  });

  it('never disturbs JSON', async () => {
    const agent = await agentWith({
      'sale.start': sampleSale(),
      'agent.status': { sale: { key: KEY, till_id: null, order_reference: null, step: 'x', question } },
    });
    const clock = new SimClock();
    const ran = await until(
      clock,
      agent.run(['sale', '12.50', '--json'], { clock, watched: true, ask: () => Promise.resolve('y') }),
    );
    expect([ran.err, agent.asked.map(({ method }) => method)]).toEqual(['', ['sale.start']]);
  });

  it.each([
    ['yes', true],
    ['no', false],
  ] as const)('confirm %s', async (word, proceed) => {
    const agent = await agentWith({ 'sale.confirm': { confirmed: proceed } });
    const { status, out } = await agent.run(['confirm', word, '--till', '2']);
    expect([status, agent.asked[0]?.params]).toEqual([0, { proceed, till_id: '2' }]);
    expect(out).toBe(proceed ? 'Taking it once more.\n' : 'Refusing it.\n');
    const nothing = await agentWith({
      'sale.confirm': new TillpostError('NOTHING_TO_CONFIRM', 'no question is open', { operation: 'sale' }),
    });
    expect((await nothing.run(['confirm', word, '--till', '2'])).status).toBe(75);
  });

  it('is shown by status', async () => {
    const { out } = await (
      await agentWith({
        'agent.status': {
          version: '1',
          uptime_ms: 0,
          merchant_id: 'M1',
          terminal_id: 'T1',
          epoch: 'e',
          sale: { key: KEY, till_id: null, order_reference: null, step: 'waiting for the till', question },
          undecided: [],
          shown_not_booked: [],
          sales_stopped: 'terminal recalled',
          open_batch: 17,
          settlement: 'waiting for the host',
          reader: { state: 'ready', serial_number: null, firmware: null, problem: null },
          link: { state: 'online', address: 'a', protocol_version: 5, problem: null, last_echo_ago_ms: 0 },
          journal: { state: 'ok', problem: null, disk_free_bytes: 0, head: { entry: 0, mac: '' } },
          queue: {
            advices: 0,
            reversals: 0,
            parked: 0,
            oldest_created_at: null,
            amounts: [],
            parked_amounts: [],
            pauses: [],
          },
          alerts: [],
          counters: {},
        },
      })
    ).run(['status']);
    for (const part of [
      `asks whether it repeats ${question.earlier}`,
      'tillpost confirm yes|no',
      'by the host: terminal recalled',
      '17 is open, closing: waiting for the host',
    ]) {
      expect(out).toContain(part);
    }
  });
});

/** The compiled program with a terminal of its own, which is how a cashier has it; `make test` builds it first. */
describe('a suspected duplicate on a real terminal', () => {
  interface Terminal {
    readonly said: () => string;
    readonly type: (text: string) => void;
    readonly shows: (part: string) => Promise<void>;
    readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
  }

  function onTerminal(agent: Agent): Terminal {
    const child = spawnOnTerminal(process.execPath, [MAIN, 'sale', '12.50', '--config', agent.config], {
      cols: 200,
      rows: 40,
    });
    let said = '';
    const waiting = new Set<() => void>();
    child.onData((text) => {
      said += text;
      for (const look of waiting) look();
    });
    const ended = new Promise<{ exitCode: number; signal?: number | undefined }>((done) => child.onExit(done));
    const shows = (part: string): Promise<void> =>
      new Promise((done, failed) => {
        const look = (): void => {
          if (!said.includes(part)) return;
          waiting.delete(look);
          done();
        };
        waiting.add(look);
        look();
        void ended.then(() => failed(new Error(`ended before it showed ${JSON.stringify(part)}:\n${said}`)));
      });
    return { said: () => said, type: (text) => child.write(text), shows, ended };
  }

  it('takes the answer that is typed', async () => {
    const agent = await asking();
    const terminal = onTerminal(agent);
    await terminal.shows('Take it once more? [y/n] ');
    terminal.type('y\r');
    expect((await terminal.ended).exitCode).toBe(0);
    expect(confirmed(agent)).toEqual([expect.objectContaining({ proceed: true })]);
    expect(terminal.said()).toContain('APPROVED');
  });

  it('answers nothing when the input is closed, and tells how the sale ended', async () => {
    const agent = await asking();
    const terminal = onTerminal(agent);
    await terminal.shows('[y/n] ');
    terminal.type('\u0004');
    agent.end(sampleSale({ outcome: 'declined', by: 'policy', response_code: '94' }));
    expect((await terminal.ended).exitCode).toBe(10);
    expect(confirmed(agent)).toEqual([]);
  });

  it('ends with the sale while the question is open', async () => {
    const agent = await asking();
    const terminal = onTerminal(agent);
    await terminal.shows('[y/n] ');
    agent.end(sampleSale({ outcome: 'declined', by: 'policy', response_code: '94' }));
    expect((await terminal.ended).exitCode).toBe(10);
    expect(terminal.said()).toContain('DECLINED');
  });

  it('cancels the sale at Ctrl-C, as everywhere else, and prints what became of it', async () => {
    const agent = await asking();
    const terminal = onTerminal(agent);
    await terminal.shows('[y/n] ');
    terminal.type('\u0003');
    const { exitCode, signal } = await terminal.ended;
    expect([exitCode, signal ?? 0]).toEqual([11, 0]);
    expect(terminal.said()).toMatch(/^idempotency key cli-[0-9a-f]{24}[^]*CANCELLED/);
    expect(confirmed(agent)).toEqual([]);
  });
});
