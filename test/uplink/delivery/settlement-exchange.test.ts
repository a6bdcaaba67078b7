import { afterEach, describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.js';
import type { Batch, BatchRow, Difference } from '../../../src/domain/settlement.js';
import type { SettlementReply } from '../../../src/ports/index.js';
import { DETAILS_MAX, type SettlementAnswerMessage } from '../../../src/protocol/envelope.js';
import { thrownBy } from '../../support/thrown.js';
import { Bench, TERMINAL } from '../bench.js';
import { IDS } from '../contents.js';

let bench: Bench;
afterEach(async () => {
  await bench.close();
  await bench.clock.advance(60_000);
  expect(bench.clock.pending).toBe(0);
});

const DEADLINE_MS = 10_000;
const BATCH: Batch = {
  number: 3,
  merchantId: 'M0001',
  businessDate: '2027-01-31',
  state: 'reconciling',
  openedAtMs: 0,
  closedAtMs: null,
  sequence: 41,
  totals: [{ type: 'sale', currency: 'EUR', count: 2, amount: 2_500 }],
  hostTotals: null,
  waiting: 0,
  parked: 0,
  isEmpty: false,
};
const row = (number: number): BatchRow => ({
  key: { terminalId: IDS.terminalId, epoch: bench.journal.identity().epoch, mark: 'b41c72de', number },
  type: 'sale',
  money: money(1_250, 'EUR'),
});

/** What the call came to after so long; `waiting` when it has not. */
async function after(
  forMs: number,
  call: () => Promise<SettlementReply | null>,
): Promise<SettlementReply | null | 'waiting'> {
  let result: SettlementReply | null | 'waiting' = 'waiting';
  void call().then((told) => (result = told));
  await bench.clock.advance(forMs);
  return result;
}
const totals =
  (repeat = false) =>
  () =>
    bench.uplink.sendTotals(BATCH, repeat, DEADLINE_MS);
const details = (page: number, last: boolean, rows: readonly BatchRow[]) => () =>
  bench.uplink.sendDetails(BATCH, page, last, rows, DEADLINE_MS);

describe('settlement exchange', () => {
  it('brings the host’s word on totals', async () => {
    bench = await new Bench().open();
    expect(await after(100, totals())).toEqual({ matched: true, totals: BATCH.totals, differences: [] });
    expect(bench.host.settlements).toEqual([
      {
        kind: 'totals',
        batch: 3,
        businessDate: '2027-01-31',
        epoch: bench.journal.identity().epoch,
        sequence: 41,
        totals: BATCH.totals,
        repeat: false,
      },
    ]);
  });

  it('brings the differences with the last page', async () => {
    bench = await new Bench().open();
    const missing: Difference = { ...row(9), kind: 'missingAtHost', terminal: money(1_250, 'EUR'), host: null };
    const found = { key: missing.key, kind: missing.kind, type: missing.type, terminal: missing.terminal, host: null };
    bench.host.answerSettlement = (honest) => ({
      ...honest,
      matched: false,
      differences: honest.page === 2 ? [found] : [],
    });
    expect(await after(100, details(1, false, [row(8)]))).toEqual({ matched: false, totals: [], differences: [] });
    expect(await after(100, details(2, true, [row(9)]))).toEqual({ matched: false, totals: [], differences: [found] });
    expect(bench.host.settlements).toMatchObject([
      { kind: 'details', page: 1, last: false, rows: [{ key: { number: 8 } }] },
      { kind: 'details', page: 2, last: true, rows: [{ key: { number: 9 } }] },
    ]);
  });

  it('is null when the answer is lost, the link stays, and asking again brings it', async () => {
    bench = await new Bench().open();
    bench.host.answerSettlement = () => null;
    expect(await after(DEADLINE_MS - 1, totals())).toBe('waiting');
    await bench.clock.advance(1);
    expect(bench.counters.of('settlement.timeout')).toBe(1);
    bench.host.answerSettlement = (honest) => honest;
    expect(await after(100, totals(true))).toMatchObject({ matched: true });
    expect(bench.host.settlements).toMatchObject([{ repeat: false }, { repeat: true }]);
    expect(bench.uplink.status().state).toBe('online');
  });

  it('counts an answer that comes too late, and a second one; neither answers anything else', async () => {
    bench = await new Bench().open();
    bench.host.delayMs = DEADLINE_MS + 500;
    expect(await after(DEADLINE_MS, totals())).toBeNull();
    bench.host.delayMs = 0;
    bench.host.answerSettlement = () => null;
    // The late answer to totals must not pass for the answer to a page.
    expect(await after(1_000, details(1, true, [row(8)]))).toBe('waiting');
    expect(bench.counters.of('settlement.unasked')).toBe(1);
    let honestly: SettlementAnswerMessage | null = null;
    bench.host.answerSettlement = (honest) => (honestly = honest);
    expect(await after(100, totals(true))).toMatchObject({ matched: true });
    bench.host.say('down/settlement', honestly!);
    await bench.clock.advance(100);
    expect(bench.counters.of('settlement.unasked')).toBe(2);
    expect(bench.counters.of('settlement.answered')).toBe(1);
  });

  it.each<[string, Partial<SettlementAnswerMessage>]>([
    ['batch', { batch: 4 }],
    ['epoch', { epoch: 'ff'.repeat(8) }],
    ['page', { page: 1 }],
  ])('does not take the answer for another %s', async (_what, change) => {
    bench = await new Bench().open();
    bench.host.answerSettlement = (honest) => ({ ...honest, ...change });
    expect(await after(DEADLINE_MS - 1, totals())).toBe('waiting');
    expect(bench.counters.of('settlement.unasked')).toBe(1);
    await bench.clock.advance(1_000);
  });

  it('is null at once, and nothing leaves, while the link is not online', async () => {
    bench = new Bench();
    await bench.openHost();
    bench.broker.unreachable = true;
    bench.uplink.start();
    await bench.clock.advance(200);
    expect(await after(0, totals())).toBeNull();
    bench.broker.unreachable = false;
    bench.uplink.nudge();
    await bench.clock.advance(1_000);
    expect(bench.host.settlements).toHaveLength(0);
  });

  it('is null as soon as the connection breaks', async () => {
    bench = await new Bench().open();
    bench.host.answerSettlement = () => null;
    expect(await after(1_000, totals())).toBe('waiting');
    let told: SettlementReply | null | 'waiting' = 'waiting';
    void bench.uplink.sendDetails(BATCH, 1, true, [], DEADLINE_MS).then((reply) => (told = reply));
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(1);
    expect(told).toBeNull();
    await bench.clock.advance(3_000);
    expect(await after(100, totals(true))).toBe('waiting');
    bench.host.answerSettlement = (honest) => honest;
    expect(await after(100, totals(true))).toMatchObject({ matched: true });
  });

  it('is null when the broker refuses the message, with an alert that the next success clears', async () => {
    bench = await new Bench().open();
    bench.broker.pubackCode = (message) => (message.topic.endsWith('settlement') ? 0x87 : null);
    expect(await after(100, totals())).toBeNull();
    expect(bench.alerts.raised).toMatchObject([
      { code: 'BROKER_REFUSED', subject: expect.stringContaining('up/settlement') as string },
    ]);
    bench.broker.pubackCode = () => null;
    expect(await after(100, totals())).toMatchObject({ matched: true });
    expect(bench.alerts.cleared).toContainEqual(expect.objectContaining({ code: 'BROKER_REFUSED' }));
  });

  it('is null, with an alert, for a page that the broker’s packet size cannot hold', async () => {
    bench = await new Bench({ broker: { maximumPacketSize: 2_048 } }).open();
    const rows = Array.from({ length: DETAILS_MAX }, (_, n) => row(n + 1));
    expect(await after(100, details(1, true, rows))).toBeNull();
    expect(bench.alerts.codes()).toEqual(['BROKER_REFUSED']);
    expect(bench.uplink.status().state).toBe('online');
    // Positive control: a small one passes.
    expect(await after(100, details(1, true, rows.slice(0, 5)))).toMatchObject({ matched: true });
  });

  it('refuses what the protocol cannot bear', async () => {
    bench = await new Bench().open();
    const rows = Array.from({ length: DETAILS_MAX + 1 }, (_, n) => row(n + 1));
    expect(await thrownBy(details(1, true, rows))).toMatchObject({ code: 'INTERNAL' });
    const open: Batch = { ...BATCH, state: 'open', sequence: null };
    expect(await thrownBy(() => bench.uplink.sendTotals(open, false, DEADLINE_MS))).toMatchObject({ code: 'INTERNAL' });
    expect(bench.host.settlements).toHaveLength(0);
  });

  it('keeps within a broker’s window of two messages while postings drain', async () => {
    bench = await new Bench({ broker: { receiveMaximum: 2, latencyMs: 50 } }).open();
    for (let n = 0; n < 30; n += 1) await bench.advice();
    expect(await after(1_000, totals())).toMatchObject({ matched: true });
    await bench.clock.advance(20_000);
    expect(await bench.pending()).toBe(0);
    expect(bench.broker.connects).toBe(2); // host and terminal, once each: the broker ends who exceeds its window
  });

  it('ends with the uplink', async () => {
    bench = await new Bench().open();
    bench.host.answerSettlement = () => null;
    let told: SettlementReply | null | 'waiting' = 'waiting';
    void totals()().then((reply) => (told = reply));
    const stopping = bench.uplink.stop();
    await bench.clock.advance(2_000);
    await stopping;
    expect(told).toBeNull();
    expect(await totals()()).toBeNull();
  });
});
