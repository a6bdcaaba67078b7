import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_BDK, openCardBlock } from '../../../hw-sim/reader/cards/card-encryption.js';
import { allCards, cardNamed } from '../../../hw-sim/reader/cards/cards.js';
import { readDisplayLog } from '../../../hw-sim/reader/store/display-log.js';
import { decodeCell } from '../../../src/reader/cells/link/cell.js';
import type { ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { type AgentDouble, KEY, OTHER_KEY, START } from './agent-double.js';
import { type ReaderBench, readerBench } from './bench.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function sell(bench: ReaderBench, agent: AgentDouble, card: string): Promise<ReaderMessage & { kind: 'card' }> {
  bench.reader.insert(card);
  agent.send(START);
  await bench.clock.advance(20);
  const message = agent.last();
  if (message?.kind !== 'card') throw new Error(`expected a card, got ${message?.kind}`);
  return message;
}

/** Every byte that the reader wrote anywhere. */
function allSinks({ folder, line }: ReaderBench): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return [
    ...files.map((file) => hex(readFileSync(join(file.parentPath, file.name)))),
    hex(Buffer.concat(line.traffic)),
    // The end of a cell may cut a number: messages are looked at whole as well.
    hex(Buffer.concat(line.traffic.map(payloadOf))),
  ].join('|');
}

function payloadOf(bytes: Uint8Array): Uint8Array {
  const cell = decodeCell(bytes);
  return typeof cell !== 'string' && cell.type === 'DATA' ? cell.payload : new Uint8Array(0);
}

function tracesOf(pan: string, sinks: string): string[] {
  const forms = { ascii: hex(Buffer.from(pan)), bcd: pan, hexText: hex(Buffer.from(hex(Buffer.from(pan)))) };
  return Object.entries(forms)
    .filter(([, form]) => sinks.includes(form))
    .map(([name]) => name);
}

describe('a sale at the reader', () => {
  it('goes online, gets the second cryptogram and is shown', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    const { card } = await sell(bench, agent, 'chip-arqc-tc');
    expect(card).toMatchObject({
      cryptogram: 'ARQC',
      amount: 1250,
      currency: 978,
      maskedPan: '555555******4444',
      singleCryptogram: false,
      encrypted: true,
    });

    agent.send({ kind: 'continueOnline', key: KEY, responseCode: '00', arpc: new Uint8Array(0) });
    await bench.clock.advance(20);
    expect(agent.last()).toMatchObject({ kind: 'final', final: { cryptogram: 'TC' } });

    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: 'Thank you', deferred: false });
    await bench.clock.advance(20);
    expect(agent.stages()).toEqual(['shownApproved']);
    expect(readDisplayLog(bench.displayLogPath)).toEqual([
      {
        at: expect.any(Number) as number,
        monotonicUs: expect.any(Number) as number,
        key: '9f1c2a0b7d3e4f55-b41c72de-17',
        start: expect.stringMatching(/^[0-9a-f]{20}$/) as string,
        shown: 'approved',
        type: 'sale',
        amount: 1250,
        currency: 978,
        text: 'Thank you',
        maskedPan: '555555******4444',
      },
    ]);

    agent.send({ kind: 'confirm', key: KEY });
    agent.send({ kind: 'getResult', key: KEY });
    await bench.clock.advance(20);
    expect(agent.stages().at(-1)).toBe('unknownKey');
  });

  it('signs a refund as one and shows it as one', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    bench.reader.insert('chip-arqc-tc');
    agent.send({ ...START, type: 'refund' });
    await bench.clock.advance(20);
    const message = agent.last();
    if (message?.kind !== 'card') throw new Error(`expected a card, got ${message?.kind}`);
    expect(message.card.type).toBe('refund');
    expect(hex(message.card.tlv.reveal())).toContain('9c0120');
    agent.send({ kind: 'continueOnline', key: KEY, responseCode: '00', arpc: new Uint8Array(0) });
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
    await bench.clock.advance(50);
    expect(readDisplayLog(bench.displayLogPath)).toMatchObject([{ shown: 'approved', type: 'refund' }]);
  });

  it('shows a deferred authorization as approved on the ARQC alone', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    await sell(bench, agent, 'chip-arqc-aac');
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: true });
    await bench.clock.advance(50);
    expect(agent.stages()).toEqual(['shownApproved']);
    expect(readDisplayLog(bench.displayLogPath)).toMatchObject([{ shown: 'approved' }]);
  });

  it('says which card was pulled and which cannot be read, and sells again afterwards', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    await sell(bench, agent, 'pulled');
    agent.send({ kind: 'continueOnline', key: KEY, responseCode: '00', arpc: new Uint8Array(0) });
    await bench.clock.advance(20);
    expect(agent.last()).toMatchObject({ kind: 'error', code: 'CARD_PULLED' });
    agent.send({ kind: 'complete', key: KEY, outcome: 'declined', text: '', deferred: false });
    await bench.clock.advance(20);
    expect(agent.stages()).toEqual(['shownDeclined']);

    bench.reader.insert('unreadable');
    agent.send({ ...START, key: OTHER_KEY });
    await bench.clock.advance(20);
    expect(agent.last()).toMatchObject({ kind: 'error', code: 'CARD_UNREADABLE' });
    agent.send({ kind: 'getResult', key: OTHER_KEY });
    await bench.clock.advance(20);
    expect(agent.stages().at(-1)).toBe('timeout');

    bench.reader.insert('chip-tc');
    agent.send({ ...START, key: Buffer.concat([KEY.subarray(0, 15), Buffer.of(99)]) });
    await bench.clock.advance(20);
    expect(agent.last()).toMatchObject({ kind: 'card' });
  });

  it('sends KEEPALIVE every 500 ms while it waits for a card, and ends by itself', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    agent.send({ ...START, timeoutMs: 2200 });
    await bench.clock.advance(2100);
    expect(agent.messages).toEqual(Array(4).fill({ kind: 'keepalive', stage: 'waitingCard' }));
    await bench.clock.advance(200);
    expect(agent.stages()).toEqual(['timeout']);
    expect(readDisplayLog(bench.displayLogPath).map(({ shown }) => shown)).toEqual(['not completed']);
    await bench.clock.advance(2000);
    expect(agent.messages).toHaveLength(5);
  });

  it('gives up on an agent that is silent, but never on one that may have approved', async () => {
    for (const [card, stage] of [
      ['chip-arqc-tc', 'timeout'],
      ['contactless-tc', 'cardRead'],
      ['chip-aac', 'cardRead'],
    ]) {
      const bench = readerBench({ agentPatienceMs: 10_000 });
      const agent = await bench.connect();
      await sell(bench, agent, card!);
      await bench.clock.advance(100_000);
      agent.send({ kind: 'getResult', key: KEY });
      await bench.clock.advance(20);
      expect(agent.stages(), card).toEqual([stage]);
    }
  });

  it('presents queued cards one at each START, then the automatic one', async () => {
    const bench = readerBench({ autoCard: 'magstripe' });
    bench.reader.queue(['chip-aac', 'contactless-tc']);
    const agent = await bench.connect();
    const modes: string[] = [];
    for (let number = 1; number <= 4; number += 1) {
      const key = Buffer.concat([KEY.subarray(0, 15), Buffer.of(number)]);
      agent.send({ ...START, key });
      await bench.clock.advance(300);
      const message = agent.last();
      modes.push(message?.kind === 'card' ? message.card.entryMode : String(message?.kind));
      agent.send({ kind: 'cancel', key });
      await bench.clock.advance(20);
    }
    expect(modes).toEqual(['chip', 'contactless', 'magstripe', 'magstripe']);
  });

  it('keeps a queued card for the next START when the sale ended before it came', async () => {
    const bench = readerBench({ cardDelayMs: 1000 });
    bench.reader.queue(['chip-aac']);
    const agent = await bench.connect();
    agent.send(START);
    await bench.clock.advance(500);
    agent.send({ kind: 'cancel', key: KEY });
    await bench.clock.advance(2000);
    expect(bench.reader.state().cards.coming).toEqual(['chip-aac']);
    expect(bench.reader.state().ksnCounter).toBe(0);
  });

  it('answers PING, GET_INFO, SELF_TEST and obeys DISPLAY and BEEP', async () => {
    const bench = readerBench({ serialNumber: 'SIM-TEST' });
    const agent = await bench.connect();
    await bench.clock.advance(4500);
    for (const kind of ['ping', 'getInfo', 'selfTest'] as const) agent.send({ kind });
    agent.send({ kind: 'display', text: 'Welcome' });
    agent.send({ kind: 'beep', count: 2 });
    await bench.clock.advance(50);
    expect(agent.messages).toMatchObject([
      { kind: 'keepalive', stage: null },
      { kind: 'info', serialNumber: 'SIM-TEST', firmware: '1.0.0', uptimeSeconds: 4 },
      { kind: 'testReport', passed: true },
    ]);
    expect(bench.reader.state()).toMatchObject({ screen: 'Welcome', beeps: 2 });
  });
});

describe('card data', () => {
  it.each(allCards().filter(({ leaks, fails }) => leaks === 'nothing' && fails !== 'unreadable'))(
    '$name: encrypted, and its number in no sink',
    async (profile) => {
      const bench = readerBench();
      const agent = await bench.connect();
      const { card } = await sell(bench, agent, profile.name);
      agent.send({ kind: 'unableOnline', key: KEY });
      agent.send({ kind: 'complete', key: KEY, outcome: 'declined', text: '', deferred: false });
      agent.send({ kind: 'getResult', key: KEY });
      await bench.clock.advance(100);

      expect(openCardBlock(DEMO_BDK, card.ksn.reveal(), card.ciphertext.reveal())).toEqual({
        pan: profile.pan,
        expiry: profile.expiry,
      });
      expect(tracesOf(profile.pan, allSinks(bench))).toEqual([]);
    },
  );

  // The positive control of the search: what leaks is found, on the wire and on the disk.
  it.each(['leaky', 'leaky-track'])('%s: the number is found', async (name) => {
    const bench = readerBench();
    const agent = await bench.connect();
    const { card } = await sell(bench, agent, name);
    expect(card.encrypted).toBe(name === 'leaky-track');
    const { pan } = cardNamed(name);
    // On the wire as tag 57; in the stored result the same bytes are written as digits.
    expect(tracesOf(pan, allSinks(bench))).toEqual(['ascii', 'bcd']);
  });

  it('never repeats a KSN, gives one card one token and other cards others', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    const first = await sell(bench, agent, 'contactless-arqc');
    agent.send({ kind: 'cancel', key: KEY });
    await bench.clock.advance(20);
    bench.reader.insert('contactless-arqc');
    agent.send({ ...START, key: OTHER_KEY });
    await bench.clock.advance(20);
    const second = agent.last() as ReaderMessage & { kind: 'card' };
    expect(hex(second.card.token)).toBe(hex(first.card.token));
    expect(hex(second.card.ksn.reveal())).not.toBe(hex(first.card.ksn.reveal()));
    expect(new Set(allCards().map(({ pan }) => pan)).size).toBe(8);
  });
});

describe('power and cable', () => {
  it('ends a card wait at a reboot and says so', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    agent.send(START);
    await bench.clock.advance(20);
    bench.reader.reboot('watchdog');
    await bench.clock.advance(1000);
    agent.reset();
    await bench.clock.advance(10);
    expect(agent.rstack).toMatchObject({ cause: 'watchdog', lastKey: new Uint8Array(KEY) });
    agent.send({ kind: 'getResult', key: KEY });
    await bench.clock.advance(20);
    expect(agent.stages()).toEqual(['cancelled']);
  });

  it('keeps a read card over an unplugging; the agent sees its port close', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    const closings: boolean[] = [];
    agent.link.onClosed(({ unplugged }) => closings.push(unplugged));
    await sell(bench, agent, 'chip-arqc-tc');
    bench.reader.unplug();
    expect(closings).toEqual([true]);
    await expect(bench.line.ports.open()).rejects.toMatchObject({ code: 'PORT_MISSING' });

    bench.reader.plug();
    const again = await bench.connect();
    expect(again.rstack?.cause).toBe('powerOn');
    again.send({ kind: 'unableOnline', key: KEY });
    await bench.clock.advance(20);
    expect(again.last()).toMatchObject({ kind: 'final', final: { cryptogram: 'TC' } });
    again.reset();
    await bench.clock.advance(10);
    expect(again.rstack?.cause).toBe('requested');
  });

  it('names no key when nothing is stored', async () => {
    const agent = await readerBench().connect();
    expect(agent.rstack?.lastKey).toEqual(new Uint8Array(16));
  });

  it('after a cut between display and memory, does not show a second time', async () => {
    const bench = readerBench({ behaviours: ['reboot:stage=shownApproved,when=shown'] });
    const agent = await bench.connect();
    await sell(bench, agent, 'contactless-tc');
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
    await bench.clock.advance(1000);
    expect(agent.stages()).toEqual([]);
    agent.reset();
    await bench.clock.advance(10);
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
    await bench.clock.advance(20);
    expect(agent.stages()).toEqual(['shownApproved']);
    expect(readDisplayLog(bench.displayLogPath)).toHaveLength(1);
  });

  it('tells two sales under one key apart, and shows the second though the first was shown', async () => {
    const bench = readerBench();
    const agent = await bench.connect();
    await sell(bench, agent, 'contactless-tc');
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
    agent.send({ kind: 'confirm', key: KEY });
    await bench.clock.advance(20);
    await sell(bench, agent, 'contactless-tc');
    bench.reader.reboot();
    await bench.clock.advance(1000);
    agent.reset();
    await bench.clock.advance(10);
    agent.send({ kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: false });
    await bench.clock.advance(20);
    const lines = readDisplayLog(bench.displayLogPath);
    expect(lines.map(({ key }) => key)).toEqual(Array(2).fill('9f1c2a0b7d3e4f55-b41c72de-17'));
    expect(new Set(lines.map(({ start }) => start)).size).toBe(2);
  });
});
