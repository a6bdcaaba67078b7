import { lstatSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { DISPLAY_LOG, readDisplayLog } from '../../../hw-sim/reader/store/display-log.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import { CELL_LENGTH } from '../../../src/reader/cells/link/cell.js';
import type { ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { createSerialPorts } from '../../../src/reader/serial/serial-link.js';
import { type AgentDouble, KEY, START } from './agent-double.js';
import { temporaryFolder } from './bench.js';
import { ReaderProcess } from './reader-process.js';

const running: ReaderProcess[] = [];

function readerProcess(): ReaderProcess {
  const process = new ReaderProcess(temporaryFolder());
  running.push(process);
  return process;
}

afterEach(async () => {
  for (const process of running.splice(0)) await process.end('SIGKILL');
});

const keyOf = (number: number): Uint8Array => {
  const key = Buffer.from(KEY);
  key.writeUInt32BE(number, 12);
  return key;
};

const closing = (agent: AgentDouble): Promise<{ readonly unplugged: boolean }> =>
  new Promise((resolve) => agent.link.onClosed(resolve));

describe('the reader as a process', () => {
  it('says when it is ready, sells over a real serial line, stops on SIGTERM', async () => {
    const reader = readerProcess();
    expect(await reader.start('--auto-card', 'contactless-tc', '--card-delay', '1', '--seed', '3')).toMatchObject({
      part: 'reader',
      link: reader.link,
      seed: 3,
    });
    const agent = await reader.connect();
    agent.send(START);
    await agent.until(() => agent.last()?.kind === 'card');
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
    await agent.until(() => agent.stages().includes('shownApproved'));
    expect(readDisplayLog(`${reader.stateDir}/${DISPLAY_LOG}`).map(({ shown }) => shown)).toEqual(['approved']);
    expect(agent.discarded).toEqual([]);
    await agent.link.close();

    expect(await reader.end('SIGTERM')).toBe(0);
    expect(lstatSync(reader.link, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('survives an agent that closes the port and opens it again, or that does not read', async () => {
    const reader = readerProcess();
    await reader.start('--behaviour', 'noise:everyMs=1,bytes=1024');
    const first = await reader.connect();
    await first.link.close();
    await expect(reader.order({ do: 'behaviours', specs: [] })).resolves.toMatchObject({ plugged: true });
    const second = await reader.connect();
    second.send({ kind: 'ping' });
    await second.until(() => second.last()?.kind === 'keepalive');
    await second.link.close();
  });

  it('loses what nobody reads, as a wire does, and stays alive', async () => {
    const reader = readerProcess();
    await reader.start('--behaviour', 'noise:everyMs=1,bytes=1024');
    let state = { lostBytes: 0 };
    while (state.lostBytes === 0) state = (await reader.order({ do: 'state' })) as typeof state;
    expect(state.lostBytes).toBeGreaterThan(0);
  });

  it('takes orders, and says what is wrong with one', async () => {
    const reader = readerProcess();
    await reader.start();
    const agent = await reader.connect();
    agent.send({ ...START, timeoutMs: 60_000 });
    await agent.until(() => agent.cells.some(({ type }) => type === 'ACK'));
    await reader.order({ do: 'insert', card: 'chip-aac', delayMs: 1 });
    await agent.until(() => agent.last()?.kind === 'card');
    await expect(reader.order({ do: 'auto', card: 'library-card' })).rejects.toThrow(
      /no card "library-card"; there are/,
    );
    await expect(reader.order({ do: 'dance' })).rejects.toThrow('no order "dance"');
    await expect(reader.order({ do: 'queue', cards: 'chip-aac' })).rejects.toThrow(
      'queue: cards must be a list of texts',
    );
    await expect(reader.order({ do: 'insert', card: 'chip-aac', delayMs: -1 })).rejects.toThrow(/delayMs/);

    const closed = closing(agent);
    await expect(reader.order({ do: 'unplug' })).resolves.toMatchObject({ plugged: false });
    expect(await closed).toMatchObject({ unplugged: true });
    expect(lstatSync(reader.link, { throwIfNoEntry: false })).toBeUndefined();
    await expect(createSerialPorts(reader.link, new SystemClock(), CELL_LENGTH).open()).rejects.toMatchObject({
      code: 'PORT_MISSING',
    });

    await expect(reader.order({ do: 'plug' })).resolves.toMatchObject({ plugged: true });
    const again = await reader.connect();
    expect(again.rstack?.lastKey).toEqual(new Uint8Array(KEY));
    await again.link.close();
  });

  it.each([
    [['--auto-card', 'nothing'], 'no card "nothing"; there are contactless-arqc'],
    [['--behaviour', 'nothing'], 'no behaviour nothing; there are drop'],
    [['--seed', 'x'], 'expected a whole number'],
    [['--no-such-option'], 'unknown option'],
  ])('ends with %j and says why', async (options, reason) => {
    const start = readerProcess().start(...options);
    await expect(start).rejects.toThrow('the reader ended with 1');
    await expect(start).rejects.toThrow(reason);
  });

  it('overwrites no file that is no link', async () => {
    const reader = readerProcess();
    writeFileSync(reader.link, 'precious');
    await expect(reader.start()).rejects.toThrow(/ended with 1: .*is there already and is no symlink/);
    expect(lstatSync(reader.link).isFile()).toBe(true);
  });
});

// What the agent was told may only be followed by these, after any number of kills.
const LATER: Readonly<Record<string, readonly string[]>> = {
  cardRead: ['cardRead', 'finalTc', 'shownApproved'],
  finalTc: ['finalTc', 'shownApproved'],
  shownApproved: ['shownApproved'],
};

describe('kill -9', () => {
  const seed = Number(process.env['TILLPOST_SEED'] ?? 20_260_101);

  it(`loses no result, repeats no KSN and shows nothing twice (seed ${seed})`, async () => {
    const random = new SimRandom(seed);
    const reader = readerProcess();
    const ksns: string[] = [];
    const told = new Map<number, string>();
    let number = 1;
    const options = ['--auto-card', 'chip-arqc-tc', '--card-delay', '1'];

    for (let life = 0; life < 12; life += 1) {
      await reader.start(...options);
      const agent = await reader.connect();
      for (const [sold, stage] of told) {
        agent.send({ kind: 'getResult', key: keyOf(sold) });
        const now = await agent.until(() => agent.stages().at(-1));
        expect(LATER[stage], `sale ${sold} was told to be ${stage}`).toContain(now);
        told.set(sold, now);
        agent.messages.length = 0;
      }
      // Ends what the last life left open, so that the next START is not refused.
      agent.send({ kind: 'cancel', key: keyOf(number) });
      await agent.until(() => agent.stages().at(-1));
      agent.messages.length = 0;
      for (const [sold, stage] of told) if (stage !== 'shownApproved') told.delete(sold);

      const closed = closing(agent);
      const killAfter = 1 + random.below(14);
      const killDelayMs = random.below(4);
      let heard = 0;
      const seen = (message: ReaderMessage): void => {
        if (message.kind === 'card') {
          ksns.push(Buffer.from(message.card.ksn.reveal()).toString('hex'));
          told.set(number, 'cardRead');
          agent.send({ kind: 'continueOnline', key: keyOf(number), responseCode: '00', arpc: new Uint8Array(0) });
        } else if (message.kind === 'final') {
          told.set(number, 'finalTc');
          agent.send({ kind: 'complete', key: keyOf(number), outcome: 'approved', text: '', deferred: false });
        } else if (message.kind === 'result') {
          told.set(number, message.result.stage);
          number += 1;
          agent.send({ ...START, key: keyOf(number) });
        }
      };
      number += 1;
      agent.send({ ...START, key: keyOf(number) });
      // Not at a pause of the protocol: anywhere in what follows the message.
      await agent.until(() => {
        for (const message of agent.messages.splice(0)) {
          heard += 1;
          seen(message);
        }
        return heard >= killAfter;
      });
      await new Promise((resolve) => setTimeout(resolve, killDelayMs));
      for (const message of agent.messages.splice(0)) seen(message);
      await reader.end('SIGKILL');
      expect(await closed).toMatchObject({ unplugged: true });
      // The last bytes may have arrived while the process died.
      for (const message of agent.messages.splice(0)) seen(message);
    }

    const approved = readDisplayLog(`${reader.stateDir}/${DISPLAY_LOG}`).filter(({ shown }) => shown === 'approved');
    expect(new Set(approved.map(({ key }) => key)).size).toBe(approved.length);
    expect(new Set(ksns).size).toBe(ksns.length);
    const toldApproved = [...told].filter(([, stage]) => stage === 'shownApproved');
    const shownNumbers = approved.map(({ key }) => Number(key.split('-')[2]));
    for (const [sold] of toldApproved) expect(shownNumbers).toContain(Buffer.from(keyOf(sold)).readUInt32BE(12));
    // The course was worth it: sales got through, and some were cut.
    expect(toldApproved.length).toBeGreaterThan(0);
    expect(ksns.length).toBeGreaterThan(toldApproved.length);
  }, 60_000);
});
