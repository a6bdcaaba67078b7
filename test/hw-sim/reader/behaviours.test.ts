import { describe, expect, it } from 'vitest';
import { behaviourFrom, describeBehaviours } from '../../../hw-sim/reader/behaviours/behaviours.js';
import { readDisplayLog } from '../../../hw-sim/reader/store/display-log.js';
import { type Cell, CELL_LENGTH } from '../../../src/reader/cells/link/cell.js';
import { AgentDouble, KEY, START } from './agent-double.js';
import { type ReaderBench, readerBench } from './bench.js';

interface Course {
  readonly bench: ReaderBench;
  readonly agent: AgentDouble;
  /** What the agent's end got, byte for byte. */
  readonly heard: Buffer;
  readonly acks: readonly Cell[];
}

/** A reset, a sale that ends approved offline, and then some time; with these misbehaviours on the healthy reader. */
async function course(...behaviours: string[]): Promise<Course> {
  const bench = readerBench({ behaviours });
  const link = await bench.line.ports.open();
  const heard: Uint8Array[] = [];
  const agent = new AgentDouble({
    ...link,
    onBytes: (listener) =>
      link.onBytes((chunk) => {
        heard.push(chunk);
        listener(chunk);
      }),
  });
  agent.reset();
  await bench.clock.advance(10);
  bench.reader.insert('contactless-tc');
  agent.send(START);
  await bench.clock.advance(50);
  agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
  await bench.clock.advance(5000);
  return { bench, agent, heard: Buffer.concat(heard), acks: agent.cells.filter(({ type }) => type === 'ACK') };
}

const counts = ({ bench }: Course): Readonly<Record<string, number>> => bench.reader.state().counts;

describe('the healthy reader', () => {
  it('does the course without one fault: the control of all that follow', async () => {
    const healthy = await course();
    expect(healthy.agent.messages.map(({ kind }) => kind)).toEqual(['card', 'result']);
    expect(healthy.agent.stages()).toEqual(['shownApproved']);
    expect(healthy.acks).toHaveLength(2);
    expect(healthy.agent.discarded).toEqual([]);
    expect(healthy.heard.length % CELL_LENGTH).toBe(0);
    expect(counts(healthy)).toEqual({});
    expect(healthy.bench.line.lostBytes).toBe(0);
  });
});

describe('misbehaviours on the wire', () => {
  it.each([
    ['drop', -3],
    ['insert', 3],
    ['duplicate', 3],
    ['flip', 0],
  ])('%s changes bytes and length', async (name, grown) => {
    const healthy = await course();
    // Few enough that the course still gets through: retransmission does what it is for.
    const struck = await course(`${name}:rate=0.01,times=3,dir=out`);
    expect(struck.agent.discarded.length).toBeGreaterThan(0);
    expect((struck.heard.length - grown) % CELL_LENGTH).toBe(0);
    expect(struck.heard.equals(healthy.heard)).toBe(false);
    expect(struck.bench.line.traffic.length).toBeGreaterThan(0);
  });

  it('strikes what comes in', async () => {
    const struck = await course();
    struck.bench.reader.setBehaviours(['flip:rate=1,times=1,dir=in']);
    struck.agent.send({ kind: 'ping' });
    await struck.bench.clock.advance(500);
    expect(counts(struck)).toMatchObject({ discarded: 1, damaged: 1 });
    expect(struck.agent.cells.at(-1)?.type).toBe('NAK');
  });

  it('same seed, same faults', async () => {
    const [first, second] = [await course('flip:rate=0.01'), await course('flip:rate=0.01')];
    expect(first.heard.equals(second.heard)).toBe(true);
  });

  it('noise comes between cells', async () => {
    const noisy = await course('noise:everyMs=20,bytes=5');
    expect(noisy.heard.length).toBeGreaterThan((await course()).heard.length + 200 * 5);
    expect(noisy.agent.stages()).toEqual(['shownApproved']);
  });

  it('foreign speaks another protocol', async () => {
    const foreign = await course('foreign:text=ATDT');
    expect(foreign.agent.cells).toEqual([]);
    expect(foreign.heard.toString('latin1')).toMatch(/^(?:ATDT\r\n)+$/);
  });

  it('bootText stands before RSTACK and at every boot', async () => {
    const talkative = await course('bootText:text=BOOT');
    expect(talkative.heard.subarray(0, 6).toString('latin1')).toBe('BOOT\xa5\x5a');
    expect(talkative.agent.stages()).toEqual(['shownApproved']);
    talkative.agent.discarded.length = 0;
    talkative.bench.reader.reboot();
    await talkative.bench.clock.advance(1000);
    talkative.agent.reset();
    await talkative.bench.clock.advance(10);
    expect(talkative.agent.discarded).toEqual([4, 4]);
    expect(talkative.agent.rstack?.cause).toBe('watchdog');
  });
});

describe('misbehaviours of the link', () => {
  it('lostAck sends none', async () => {
    expect((await course('lostAck')).acks).toEqual([]);
    expect((await course('lostAck:times=1')).acks).toHaveLength(1);
  });

  it('lateAck sends them after the delay', async () => {
    const late = await course('lateAck:delayMs=6000');
    expect(late.acks).toHaveLength(0);
    expect(late.agent.stages()).toEqual(['shownApproved']);
    await late.bench.clock.advance(6000);
    expect(late.agent.cells.filter(({ type }) => type === 'ACK')).toHaveLength(2);
  });

  it('silent says nothing but has heard', async () => {
    const silent = await course('silent');
    expect(silent.agent.cells).toEqual([]);
    expect(silent.bench.reader.state().linkUp).toBe(true);
  });

  it('wrongVersion chooses version 2', async () => {
    const wrong = await course('wrongVersion');
    expect(wrong.agent.rstack?.version).toBe(2);
    expect(wrong.agent.cells.every(({ version }) => version === 2)).toBe(true);
  });

  it('wrongSession bears another session than RSTACK gave', async () => {
    const wrong = await course('wrongSession');
    const { session } = wrong.agent;
    expect(wrong.acks.map((ack) => ack.session)).toEqual(wrong.acks.map(() => (session + 1) % 256));
    expect(wrong.agent.messages).toEqual([]);
  });

  it('notReady says so in every cell', async () => {
    expect((await course('notReady')).acks.every(({ notReady }) => notReady)).toBe(true);
  });

  it('neverLast leaves messages without an end', async () => {
    const endless = await course('neverLast');
    expect(endless.agent.cells.filter(({ type, last }) => type === 'DATA' && last)).toEqual([]);
    expect(endless.agent.messages).toEqual([]);
  });

  it('unplugMidCell leaves the beginning of a cell and comes back', async () => {
    const cut = await course('unplugMidCell:after=20,type=DATA,backMs=1000');
    expect(cut.heard.length % CELL_LENGTH).toBe(20);
    expect(cut.agent.messages).toEqual([]);
    expect(cut.bench.reader.state()).toMatchObject({ plugged: true, powered: true, linkUp: false });
    const again = await cut.bench.connect();
    expect(again.rstack).toMatchObject({ cause: 'powerOn', lastKey: new Uint8Array(KEY) });
    again.send({ kind: 'getResult', key: KEY });
    await cut.bench.clock.advance(20);
    expect(again.stages()).toEqual(['cardRead']);
  });

  it.each([
    ['cardRead', 'stored', [], 'cardRead', 0],
    ['cardRead', 'sent', ['card'], 'cardRead', 0],
    ['shownApproved', 'shown', ['card'], 'shownApproved', 1],
    ['shownApproved', 'stored', ['card'], 'shownApproved', 1],
  ])('reboot at %s once %s', async (stage, when, before, after, shown) => {
    const rebooted = await course(`reboot:stage=${stage},when=${when}`);
    const { agent, bench } = rebooted;
    expect(agent.messages.map(({ kind }) => kind)).toEqual(before);
    expect(bench.reader.state()).toMatchObject({ powered: true, linkUp: false });
    agent.reset();
    await bench.clock.advance(10);
    expect(agent.rstack?.cause).toBe('watchdog');
    agent.send({ kind: 'getResult', key: KEY });
    await bench.clock.advance(20);
    expect(agent.stages()).toEqual([after]);
    expect(readDisplayLog(bench.displayLogPath)).toHaveLength(shown);
  });
});

describe('misbehaviours of messages', () => {
  it('signsOtherAmount changes field, tag and stored result alike', async () => {
    const { agent } = await course('signsOtherAmount:by=100');
    const [first] = agent.messages;
    const card = first?.kind === 'card' ? first.card : null;
    expect(card?.amount).toBe(1350);
    expect(Buffer.from(card!.tlv.reveal()).toString('hex')).toContain('9f0206000000001350');
  });

  it('lostMessage loses those of one kind', async () => {
    expect((await course('lostMessage:kind=card')).agent.messages.map(({ kind }) => kind)).toEqual(['result']);
  });

  it.each([
    ['garbledMessage', 1],
    ['oversizedMessage', 4000],
  ])('%s is no message', async (spec, bytesLeast) => {
    const bench = readerBench({ behaviours: [`${spec}:times=1`] });
    const agent = new AgentDouble(await bench.line.ports.open());
    agent.reset();
    await bench.clock.advance(10);
    bench.reader.insert('contactless-tc');
    agent.send(START);
    const arrived = bench.clock.advance(500);
    await expect(arrived).rejects.toMatchObject({ code: 'READER_PROTOCOL' });
    const bytes = agent.cells
      .filter(({ type }) => type === 'DATA')
      .reduce((sum, { payload }) => sum + payload.length, 0);
    expect(bytes).toBeGreaterThan(bytesLeast);
    expect(agent.messages).toEqual([]);
  });
});

describe('the stack', () => {
  it('can be exchanged while the reader runs', async () => {
    const { bench, agent } = await course('lostAck');
    bench.reader.setBehaviours([]);
    agent.send({ kind: 'ping' });
    await bench.clock.advance(20);
    expect(agent.cells.filter(({ type }) => type === 'ACK')).toHaveLength(1);
  });

  it('keeps the old ones when a new one is wrong', async () => {
    const { bench } = await course('lostAck');
    expect(() => bench.reader.setBehaviours(['silent', 'nonsense'])).toThrow(/no behaviour nonsense; there are drop/);
    expect(bench.reader.state().behaviours).toEqual(['lostAck']);
  });

  it.each([
    ['drop:rate=2', /rate must be a number from 0 to 1/],
    ['drop:dir=up', /dir must be one of in, out, both/],
    ['drop:speed=1', /unknown parameter speed/],
    ['drop:rate', /"rate" is not parameter=value/],
    ['reboot:stage=lunch', /stage must be one of any, waitingCard/],
    ['', /is not name:parameter=value/],
  ])('refuses %j with the reason', (spec, reason) => {
    expect(() => behaviourFrom(spec)).toThrow(reason);
  });

  it('describes every behaviour on one line', () => {
    for (const line of describeBehaviours()) expect(() => behaviourFrom(line.split(' ')[0]!)).not.toThrow();
  });
});
