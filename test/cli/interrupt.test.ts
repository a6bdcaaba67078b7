import { afterEach, describe, expect, it } from 'vitest';
import type { SaleView } from '../../src/api/sales.js';
import { TillpostError } from '../../src/domain/errors.js';
import { scratchDirectories } from '../support/scratch.js';
import { type Agent, agentIn } from './agent.js';
import { type Ran, type RunOptions, sampleSale } from './till.js';

const scratch = scratchDirectories();
const agents: Agent[] = [];

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.close();
});

const CANCELLED: Partial<SaleView> = { outcome: 'cancelled', told: 'cancelled', by: 'operator', response_code: '17' };
const nothing = new TillpostError('NOTHING_TO_CANCEL', 'no sale is running', { operation: 'sale.cancel' });

interface Terminal extends Agent {
  /** Ctrl-C, once the command listens and the agent has its sale. */
  readonly press: () => Promise<void>;
  readonly start: (words: readonly string[]) => Promise<Ran>;
  readonly end: (view: SaleView) => void;
}

/** An agent whose sale waits for a card, at a terminal with a Ctrl-C key. @param refusals of a cancel, before it is taken */
async function terminal(refusals = 0, whenCancelled: Partial<SaleView> | null = CANCELLED): Promise<Terminal> {
  let end: (view: SaleView) => void = () => undefined;
  const ended = new Promise<SaleView>((done) => (end = done));
  let began: () => void = () => undefined;
  const begun = new Promise<void>((done) => (began = done));
  let left = refusals;
  const agent = await agentIn(scratch(), {
    'sale.start': () => (began(), ended),
    'agent.status': { sale: null },
    'sale.cancel': () => {
      left -= 1;
      if (left >= 0) throw nothing;
      if (whenCancelled !== null) end(sampleSale(whenCancelled));
      return { cancelling: true };
    },
  });
  agents.push({ ...agent, close: () => (end(sampleSale()), agent.close()) });
  let interrupted: (() => void) | null = null;
  const options: RunOptions = {
    onInterrupt: (listener) => {
      interrupted = listener;
      return () => (interrupted = null);
    },
  };
  const press = async (): Promise<void> => {
    await begun;
    interrupted!();
  };
  return { ...agent, end, press, start: (words) => agent.run(words, options) };
}

const cancels = ({ asked }: Agent): unknown[] =>
  asked.filter(({ method }) => method === 'sale.cancel').map(({ params }) => params);

describe('Ctrl-C while a sale runs', () => {
  it('cancels that very sale and prints what became of it, and the key stands first', async () => {
    const desk = await terminal();
    const running = desk.start(['sale', '12.50', '-k', 'till-1', '--till', '2']);
    await desk.press();
    const { status, out, err } = await running;
    expect([status, out]).toEqual([11, expect.stringMatching(/^CANCELLED {2}12\.50 EUR {2}\(17 by operator\)\n/)]);
    expect(err.split('\n')[0]).toBe('idempotency key till-1');
    expect(cancels(desk)).toEqual([{ till_id: '2', idempotency_key: 'till-1' }]);
  });

  it('names the key that the command drew, and says so in JSON by the outcome alone', async () => {
    const desk = await terminal();
    const running = desk.start(['refund', '12.50', '--json']);
    await desk.press();
    const { status, out, err } = await running;
    expect([status, JSON.parse(out), err]).toEqual([11, expect.objectContaining({ outcome: 'cancelled' }), '']);
    expect(cancels(desk)).toEqual([
      { till_id: null, idempotency_key: expect.stringMatching(/^cli-[0-9a-f]{24}$/) as string },
    ]);
  });

  it('asks again while the sale has not begun', async () => {
    const desk = await terminal(2);
    const running = desk.start(['sale', '12.50']);
    await desk.press();
    expect((await running).status).toBe(11);
    expect(cancels(desk)).toHaveLength(3);
  });

  it('comes too late for one that is being approved: that is what is printed', async () => {
    const desk = await terminal(Number.POSITIVE_INFINITY);
    const running = desk.start(['sale', '12.50']);
    await desk.press();
    desk.end(sampleSale());
    expect(await running).toMatchObject({ status: 0, out: expect.stringMatching(/^APPROVED/) as string });
  });

  it('twice leaves at once, and says how to ask', async () => {
    const desk = await terminal(0, null);
    const running = desk.start(['sale', '12.50', '-k', 'till-1', '--till', '2']);
    await desk.press();
    await desk.press();
    const { status, err } = await running;
    expect([status, err]).toEqual([75, expect.stringContaining('tillpost show -k till-1 --till 2')]);
  });
});
