import { describe, expect, it } from 'vitest';
import { readDisplayLog } from '../../../hw-sim/reader/store/display-log.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { TransactionKey } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import type { CardReader, ReaderResult } from '../../../src/ports/index.js';
import { openReader } from '../../../src/reader/drivers.js';
import { silentLog } from '../../support/silent-log.js';
import { type ReaderBench, readerBench } from './bench.js';

// The agent's end and the reader's end of the link were written apart, from the same page. Here they meet.

const EPOCH = '9f1c2a0b7d3e4f55';
const keyOf = (number: number): TransactionKey => ({ terminalId: 'T1', epoch: EPOCH, mark: 'b41c72de', number });

function session(bench: ReaderBench): CardReader {
  const { clock, line } = bench;
  return openReader(
    { driver: 'cells', path: line.path },
    {
      ports: line.ports,
      clock,
      random: new SimRandom(11),
      log: silentLog,
      terminalId: 'T1',
      alerts: { raise: () => {}, clear: () => {}, active: () => [] },
      counters: { add: () => {}, snapshot: () => ({}) },
    },
  );
}

/** Moves time until the promise has settled; the clock is the only thing that runs. */
async function settled<T>({ clock }: ReaderBench, promise: Promise<T>): Promise<T | Error> {
  let outcome: { readonly value: T | Error } | null = null;
  promise.then(
    (value) => (outcome = { value }),
    (error: unknown) => (outcome = { value: error as Error }),
  );
  for (let waitedMs = 0; outcome === null && waitedMs < 600_000; waitedMs += 20) await clock.advance(20);
  if (outcome === null) throw new Error('nothing came in ten minutes');
  return (outcome as { readonly value: T | Error }).value;
}

/** Asks until an answer comes, as recovery does. */
async function insist(bench: ReaderBench, ask: () => Promise<ReaderResult>): Promise<ReaderResult> {
  for (let tries = 0; tries < 200; tries += 1) {
    const outcome = await settled(bench, ask());
    if (!(outcome instanceof Error)) return outcome;
    await bench.clock.advance(1000);
  }
  throw new Error('the reader never answered');
}

describe('agent and virtual reader', () => {
  it.each([
    ['a clean line', [], 0],
    ['bytes lost and gained', ['drop:rate=0.0005', 'insert:rate=0.0005', 'duplicate:rate=0.0005'], 1],
    ['bits flipped', ['flip:rate=0.002'], 1],
    ['ACKs lost', ['lostAck:rate=0.3'], 1],
    ['ACKs late', ['lateAck:rate=0.5,delayMs=700'], 1],
    ['reboots once stored', ['reboot:rate=0.15,times=99,when=stored'], 1],
    ['reboots once shown', ['reboot:rate=0.4,times=99,when=shown'], 1],
    ['boot text and reboots', ['bootText', 'reboot:rate=0.1,times=99,when=sent'], 1],
    ['the cable pulled inside cells', ['unplugMidCell:rate=0.05,times=99,backMs=700'], 1],
  ])('%s: every sale ends as the agent says, and is shown once', async (_name, behaviours, troubleLeast) => {
    const bench = readerBench({ autoCard: 'chip-arqc-tc', behaviours });
    const agent = session(bench);
    agent.open();
    const expected = new Map<string, string>();
    let trouble = 0;
    for (let number = 1; number <= 25; number += 1) {
      const key = keyOf(number);
      while (agent.status().state !== 'ready') await bench.clock.advance(100);
      const started = await settled(
        bench,
        agent.start({ key, money: money(100 + number, 'EUR'), type: 'sale', timeoutMs: 30_000 }),
      );
      // START is never repeated by itself: after a lost answer the agent asks.
      if (started instanceof Error) trouble += 1;
      let { stage } = started instanceof Error ? await insist(bench, () => agent.result(key)) : started;
      if (stage === 'cardRead') ({ stage } = await insist(bench, () => agent.continueOnline(key, '00', '')));
      if (stage === 'finalTc')
        ({ stage } = await insist(bench, () => agent.complete(key, 'approved', 'Thank you', false)));
      else ({ stage } = await insist(bench, () => agent.cancel(key)));
      expect(['shownApproved', 'cancelled', 'unknownKey']).toContain(stage);
      if (stage === 'shownApproved') expected.set(`${EPOCH}-b41c72de-${number}`, 'approved');
      await settled(bench, agent.confirm(key));
    }
    await settled(bench, agent.close());

    const approved = readDisplayLog(bench.displayLogPath).filter(({ shown }) => shown === 'approved');
    expect(new Map(approved.map(({ key, shown }) => [key, shown]))).toEqual(expected);
    expect(approved).toHaveLength(expected.size);
    expect(expected.size).toBeGreaterThan(5);
    const { counts, ksnCounter } = bench.reader.state();
    expect(ksnCounter).toBeGreaterThanOrEqual(expected.size);
    const faults = trouble + Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (troubleLeast === 0) expect(faults).toBe(0);
    else expect(faults).toBeGreaterThanOrEqual(troubleLeast);
  });
});
