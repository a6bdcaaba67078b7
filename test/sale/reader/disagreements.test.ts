import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../../src/domain/errors.js';
import { money } from '../../../src/domain/money.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { ReaderResult } from '../../../src/ports/index.js';
import { fakeCard } from '../../support/fakes/fake-card.js';
import type { ReaderCall } from '../../support/fakes/fake-reader.js';
import { sampleCard } from '../../support/samples.js';
import { type Bench, openedBench, RECOVERY_WAIT_MS } from '../bench.js';

const PROTOCOL = new TillpostError('READER_PROTOCOL', 'the reader answered with another card than before', {
  operation: 'reader.result',
});
const OTHER = sampleCard({ token: '99'.repeat(16), maskedPan: '555555******4444' });

interface Row {
  readonly what: string;
  readonly set: (bench: Bench) => void;
  readonly state: Transaction['state'];
  readonly alert: string | null;
}

const bend =
  (call: 'start' | 'continueOnline' | 'complete', change: Partial<ReaderResult>) =>
  ({ reader }: Bench): void =>
    reader.bend(call, (result) => ({ ...result, ...change }));

const ROWS: readonly Row[] = [
  { what: 'signs a refund', set: bend('start', { signedType: 'refund' }), state: 'declined', alert: 'AMOUNT_MISMATCH' },
  {
    what: 'signs another amount',
    set: bend('start', { signed: money(1251, 'EUR') }),
    state: 'declined',
    alert: 'AMOUNT_MISMATCH',
  },
  {
    what: 'says that it breaks its protocol, at the card',
    set: ({ reader }) => reader.failures.set('start', PROTOCOL),
    state: 'cancelled',
    alert: null,
  },
  {
    what: 'tells another card after the host approved',
    set: bend('continueOnline', { card: OTHER }),
    state: 'reversing',
    alert: null,
  },
  {
    what: 'tells another amount with the second cryptogram',
    set: bend('continueOnline', { signed: money(1251, 'EUR') }),
    state: 'reversing',
    alert: 'AMOUNT_MISMATCH',
  },
  {
    what: 'tells another type with the second cryptogram',
    set: bend('continueOnline', { signedType: 'refund' }),
    state: 'reversing',
    alert: 'AMOUNT_MISMATCH',
  },
  {
    what: 'tells another first cryptogram with the second one',
    set: bend('continueOnline', { card: sampleCard({ cryptogram: 'none' }) }),
    state: 'reversing',
    alert: null,
  },
  {
    what: 'shows approved for declined',
    set: (bench) => {
      bench.reader.card = fakeCard({ first: { cryptogram: 'AAC' } });
      bend('complete', { stage: 'shownApproved' })(bench);
    },
    state: 'approved',
    alert: 'READER_RESULT_UNKNOWN',
  },
  {
    what: 'shows approved without a card',
    set: bend('start', { stage: 'shownApproved', card: null, signed: null, signedType: null }),
    // It tells the card when it is asked again.
    state: 'approved',
    alert: 'READER_RESULT_UNKNOWN',
  },
  {
    what: 'forgets the second cryptogram',
    set: bend('continueOnline', { stage: 'cardRead', final: null }),
    state: 'posted',
    alert: null,
  },
  {
    what: 'shows declined for approved',
    set: bend('complete', { stage: 'shownDeclined' }),
    state: 'posted',
    alert: 'READER_RESULT_UNKNOWN',
  },
];

const REFUSED = new TillpostError('READER_ERROR', 'the reader refused complete with WRONG_STAGE', {
  operation: 'reader.complete',
});

describe('a reader that refuses to end a sale', () => {
  const REFUSALS: readonly { readonly calls: readonly ReaderCall[]; readonly next: Transaction['state'] }[] = [
    { calls: ['complete'], next: 'posted' },
    { calls: ['complete', 'confirm'], next: 'posted' },
    { calls: ['complete', 'result'], next: 'posted' },
    { calls: ['complete', 'cancel', 'confirm'], next: 'cancelled' },
  ];
  it.each(REFUSALS)('$calls refused: the next sale is $next, and posted as soon as it follows', async (row) => {
    const bench = await openedBench();
    for (const call of row.calls) bench.reader.failures.set(call, REFUSED);
    expect((await bench.sell()).transaction.state).toBe('posted');
    expect((await bench.sell()).transaction.state).toBe(row.next);
    expect(bench.alerts.active().map(({ code }) => code)).toContain('READER_RESULT_UNKNOWN');
    bench.reader.failures.clear();
    expect((await bench.sell()).transaction.state).toBe('posted');
  });
});

describe('a reader that disagrees', () => {
  it.each(ROWS)('$what: $state', async ({ set, state, alert }) => {
    const bench = await openedBench();
    set(bench);
    const { transaction } = await bench.sell();
    expect(transaction.state).toBe(state);
    expect(bench.alerts.active().map(({ code }) => code)).toEqual(alert === null ? [] : [alert]);
    // The next sale goes through as usual.
    bench.reader.failures.clear();
    bench.reader.card = fakeCard();
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  it('tells another card when it is back: what the host approved is taken back', async () => {
    const bench = await openedBench();
    const { reader, clock } = bench;
    reader.card = fakeCard();
    reader.loseAt('continueOnline', 'after');
    reader.bend('result', (result) => ({ ...result, card: OTHER }));
    reader.onStatus(({ state }) => {
      if (state !== 'ready') clock.after(100, () => reader.setReady(true));
    });
    const selling = bench.sell();
    await clock.advance(RECOVERY_WAIT_MS);
    expect((await selling).transaction).toMatchObject({ state: 'reversing', card: { token: sampleCard().token } });
  });
});
