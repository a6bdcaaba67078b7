import { afterEach, describe, expect, it } from 'vitest';
import { SIM_UPLINK } from '../../hw-sim/sim-uplink.js';
import { keyText } from '../../src/domain/key.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { Bench, CARD, TERMINAL } from './bench.js';

let bench: Bench;
afterEach(async () => {
  await bench.close();
  await bench.clock.advance(60_000);
  expect(bench.clock.pending).toBe(0);
});

const stored = async ({ key }: Transaction): Promise<Transaction> =>
  (await bench.journal.transaction(key))!.transaction;

describe('void', () => {
  it('of an unposted sale sends the reversal first, and the advice that meets the tombstone settles', async () => {
    bench = new Bench();
    const sale = await bench.advice();
    await bench.takeBack(sale);
    expect(await bench.state(sale)).toBe('voiding');
    await bench.open();
    await bench.clock.advance(2_000);
    expect(bench.host.course).toEqual(['reversal 1', 'advice 1']);
    expect(bench.host.postings[0]).toMatchObject({
      kind: 'reversal',
      reason: 'operatorVoid',
      card: { maskedPan: CARD.maskedPan },
    });
    expect(await bench.state(sale)).toBe('voided');
    expect(await bench.pending()).toBe(0);
    expect(bench.host.posted()).toEqual([]);
    expect(bench.counters.of('receipt.parked')).toBe(0);
  });

  it('of a sale whose advice is on its way leaves nothing posted, and both batches known', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = () => null;
    const sale = await bench.advice();
    await bench.clock.advance(100);
    await bench.takeBack(sale);
    bench.host.answerPosting = (_, honest) => honest;
    await bench.clock.advance(60_000);
    expect(bench.host.course).toEqual(['advice 1', 'reversal 1', 'advice 1 repeat']);
    expect(await stored(sale)).toMatchObject({ state: 'voided', postedBatch: 1, voidedBatch: 1, offlineRoom: false });
    expect(await bench.pending()).toBe(0);
    expect(bench.host.posted()).toEqual([]);
  });

  it('of a posted sale reverses it', async () => {
    bench = await new Bench().open();
    const sale = await bench.advice();
    await bench.clock.advance(200);
    expect(await bench.state(sale)).toBe('posted');
    await bench.takeBack(sale);
    await bench.clock.advance(200);
    expect(await bench.state(sale)).toBe('voided');
    expect(bench.host.posted()).toEqual([]);
  });

  it('that the host keeps refusing is parked, and its pending advice settles without being parked', async () => {
    bench = await new Bench({ uplink: { refusals: { ...SIM_UPLINK.refusals, parkAfter: 2 } } }).open();
    const code = { reversal: '57', advice: '05' } as const;
    bench.host.answerPosting = ({ kind }, honest) => ({
      ...honest,
      outcome: 'REJECTED',
      responseCode: code[kind],
      posted: null,
    });
    bench.broker.unreachable = true;
    bench.broker.cut(TERMINAL);
    const sale = await bench.advice();
    await bench.takeBack(sale);
    bench.broker.unreachable = false;
    await bench.clock.advance(120_000);
    expect(await bench.state(sale)).toBe('parked');
    const { postings } = (await bench.journal.transaction(sale.key))!;
    expect(postings.map(({ content, state }) => `${content.kind} ${state}`).sort()).toEqual([
      'advice receipted',
      'reversal parked',
    ]);
    expect(bench.alerts.raised).toContainEqual({
      code: 'POSTING_PARKED',
      subject: keyText(sale.key),
      text: 'host rejected it with 57',
    });
  });

  it.each(['CONFLICT', 'REJECTED'] as const)('of a sale parked by %s: nothing stands at the host', async (outcome) => {
    bench = await new Bench({ uplink: { refusals: { ...SIM_UPLINK.refusals, parkAfter: 1 } } }).open();
    bench.host.answerPosting = (_, honest) => ({ ...honest, outcome, responseCode: '05', posted: null, batch: 0 });
    const sale = await bench.advice();
    await bench.clock.advance(1_000);
    expect(await bench.state(sale)).toBe('parked');
    bench.host.answerPosting = (_, honest) => honest;
    await bench.journal.apply(sale.key, { name: 'void', idempotencyKey: null });
    bench.uplink.postingsReopened();
    await bench.clock.advance(5_000);
    expect([await bench.state(sale), await bench.pending(), bench.host.posted()]).toEqual(['voided', 0, []]);
    expect(await stored(sale)).toMatchObject({ offlineRoom: false, card: { secret: null } });
  });

  it('is told apart from a reversal that nobody here asked for', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, honest) => ({ ...honest, outcome: 'REVERSED', posted: null });
    const sale = await bench.advice();
    await bench.clock.advance(200);
    expect(await bench.state(sale)).toBe('parked');
  });
});

describe('refund', () => {
  it('goes as an advice of its own type', async () => {
    bench = await new Bench().open();
    const refund = await bench.advice(700, { type: 'refund' });
    await bench.clock.advance(200);
    expect(bench.host.postings).toMatchObject([
      { kind: 'advice', type: 'refund', money: { amount: 700 }, response: 'Y1', deferred: false },
    ]);
    expect(await stored(refund)).toMatchObject({ state: 'posted', postedBatch: 1 });
  });
});

describe('deferred authorization', () => {
  it('is marked as one, with its ARQC', async () => {
    bench = await new Bench().open();
    const sale = await bench.advice(500, { deferred: true });
    await bench.clock.advance(200);
    expect(bench.host.postings).toMatchObject([{ deferred: true, card: { cryptogram: 'ARQC' } }]);
    expect(bench.host.postings[0]).toHaveProperty('card.secret.emv');
    expect(await bench.state(sale)).toBe('posted');
  });
});

describe('batch', () => {
  it('is the one that the sale entered, sealed or not, and the host’s answer says where it stands', async () => {
    bench = new Bench();
    const waiting = await bench.advice();
    await bench.journal.applyBatch(1, { name: 'seal' });
    expect(bench.journal.openBatch()).toBe(2);
    await bench.open();
    await bench.clock.advance(200);
    expect(bench.host.postings).toMatchObject([{ batch: 1 }]);
    expect(await stored(waiting)).toMatchObject({ postedBatch: 1, voidedBatch: null });
    const asked = await bench.online();
    expect(bench.host.requests).toMatchObject([{ batch: 2 }]);
    expect(asked).toMatchObject({ state: 'posted', postedBatch: 2 });
  });
});

describe('resend', () => {
  it('brings to a host that lost its ledger everything once more, reversals first, marked as repeats', async () => {
    bench = await new Bench().open();
    const offline = await bench.advice();
    await bench.clock.advance(200);
    const online = await bench.online();
    const voided = await bench.advice();
    await bench.clock.advance(200);
    await bench.takeBack(voided);
    await bench.clock.advance(200);
    const standing = [keyText(offline.key), keyText(online.key)];
    expect(bench.host.posted()).toEqual(standing);

    bench.host.ledger.clear();
    bench.host.course.length = 0;
    await bench.resend(offline, online, voided);
    expect(await bench.pending()).toBe(4);
    await bench.clock.advance(1_000);
    expect(bench.host.course).toEqual(['reversal 3 repeat', 'advice 1 repeat', 'advice 3 repeat', 'advice 2']);
    expect([...bench.host.posted()].sort()).toEqual([...standing].sort());
    expect(await bench.pending()).toBe(0);
    expect(await Promise.all([offline, online, voided].map((sale) => bench.state(sale)))).toEqual([
      'posted',
      'posted',
      'voided',
    ]);
    // What proved the card is gone for good: the host gets what is still held.
    expect(bench.host.postings.at(-1)).toMatchObject({
      response: 'online',
      card: { secret: null, maskedPan: CARD.maskedPan },
    });
  });

  it('of what the host still has changes nothing', async () => {
    bench = await new Bench().open();
    const sale = await bench.advice();
    await bench.clock.advance(200);
    await bench.resend(sale);
    await bench.clock.advance(500);
    expect(bench.host.course).toEqual(['advice 1', 'advice 1 repeat']);
    expect(bench.host.posted()).toEqual([keyText(sale.key)]);
    expect(await bench.state(sale)).toBe('posted');
    expect(await bench.pending()).toBe(0);
  });

  it('in the middle of a drain reaches what lies behind, and sends nothing twice that is in flight', async () => {
    bench = await new Bench({ broker: { latencyMs: 40 } }).open();
    const early = await bench.advice();
    await bench.clock.advance(200);
    const sales = await Promise.all(Array.from({ length: 40 }, () => bench.advice()));
    await bench.clock.advance(60);
    bench.host.ledger.delete(keyText(early.key));
    await bench.resend(early);
    await bench.clock.advance(20_000);
    expect(await bench.pending()).toBe(0);
    expect(bench.host.posted()).toHaveLength(sales.length + 1);
    expect(bench.host.course.filter((what) => what.endsWith('repeat'))).toEqual(['advice 1 repeat']);
  });

  it('is not forgotten when a receipt of before is committed, but not yet told to the courier', async () => {
    bench = await new Bench().open();
    const { journal } = bench;
    const receipts = journal.receipts.bind(journal);
    let tell: (() => void) | null = null;
    journal.receipts = async (...taken) => {
      const fates = await receipts(...taken);
      if (tell === null) await new Promise<void>((resolve) => (tell = resolve));
      return fates;
    };
    const sale = await bench.advice();
    await bench.clock.advance(200);
    expect(await bench.state(sale)).toBe('posted');
    bench.host.ledger.clear();
    await bench.resend(sale);
    await bench.clock.advance(200);
    expect(bench.host.course).toEqual(['advice 1']); // in flight, as far as the courier knows
    tell!();
    await bench.clock.advance(200);
    expect(bench.host.course).toEqual(['advice 1', 'advice 1 repeat']);
    expect(await bench.pending()).toBe(0);
    expect(bench.host.posted()).toHaveLength(1);
  });

  it('survives a connection that breaks in between', async () => {
    bench = await new Bench().open();
    const sales = [await bench.advice(), await bench.advice(), await bench.advice()];
    await bench.clock.advance(500);
    bench.host.ledger.clear();
    bench.host.answerPosting = () => null;
    await bench.resend(...sales);
    await bench.clock.advance(20);
    bench.broker.cut(TERMINAL);
    bench.host.answerPosting = (_, honest) => honest;
    await bench.clock.advance(5_000);
    expect(await bench.pending()).toBe(0);
    expect(bench.host.posted()).toHaveLength(3);
  });
});
