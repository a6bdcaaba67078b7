import { afterEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.js';
import { Bench } from './bench.js';

let bench: Bench;
afterEach(() => bench.close());

describe('receipts of before a reopening', () => {
  it('settle nothing: what a restored host asked for again reaches it', async () => {
    bench = await new Bench().open();
    const old: Answer[] = [];
    bench.host.answerPosting = (_, honest) => (old.push(honest), honest);
    const sales = [];
    for (let at = 0; at < 3; at += 1) sales.push(await bench.advice(1_000 + at));
    const voided = await bench.advice(2_000);
    await bench.takeBack(voided);
    await bench.clock.advance(2_000);
    expect([await bench.pending(), old.length]).toEqual([0, 5]);

    // The host is given back a book from before all of it, and orders a resend; its answers are late.
    bench.host.ledger.clear();
    bench.host.silent = true;
    await bench.resend(...sales, voided);
    expect(await bench.pending()).toBe(5);
    const { commits } = await bench.journal.stats();
    bench.host.say('down/receipt', { kind: 'receipts', answers: old });
    await bench.clock.advance(1_000);
    expect(await bench.pending()).toBe(5);
    expect((await bench.journal.stats()).commits).toBe(commits);

    bench.host.silent = false;
    await bench.clock.advance(120_000);
    expect([await bench.pending(), bench.host.posted().length]).toEqual([0, 3]);
    expect(bench.host.postings.at(-1)).toMatchObject({ opening: 2 });
  });

  it('refuse nothing: what a person had sent again is not parked by an old refusal', async () => {
    bench = await new Bench().open();
    const refusals: Answer[] = [];
    bench.host.answerPosting = (_, { posted: _amount, ...honest }) => {
      const refusal: Answer = { ...honest, posted: null, outcome: 'CONFLICT', responseCode: '94', batch: 0 };
      refusals.push(refusal);
      return refusal;
    };
    const { key } = await bench.advice();
    await bench.clock.advance(2_000);
    expect((await bench.journal.queue()).parked).toBe(1);
    bench.host.silent = true;
    await bench.journal.apply(key, { name: 'retryAdvice' });
    bench.host.say('down/receipt', { kind: 'receipts', answers: refusals });
    await bench.clock.advance(1_000);
    expect(await bench.journal.queue()).toMatchObject({ parked: 0, advices: 1 });
  });
});
