import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../src/domain/errors.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { ReaderStage } from '../../src/ports/index.js';
import { fakeCard } from '../support/fakes/fake-card.js';
import { sampleCard } from '../support/samples.js';
import { type Bench, GENEROUS, openBench, RECOVERY_WAIT_MS, SHOWN_IDLE_MS } from './bench.js';

/** What a crash left: a transaction in the journal and a stage at the reader. */
async function crashed(
  state: 'started' | 'authorizing',
  stage: ReaderStage | 'absent',
  card = fakeCard(),
): Promise<Bench> {
  const bench = await openBench();
  const { transaction } = await bench.journal.begin({
    type: 'sale',
    money: money(1250, 'EUR'),
    idempotencyKey: 'K1',
    startedAtMs: 0,
    clock: 'unchecked',
  });
  if (state === 'authorizing') await bench.journal.apply(transaction.key, { name: 'goOnline', card: sampleCard() });
  if (stage === 'absent') bench.reader.setReady(false);
  else if (stage !== 'unknownKey') {
    bench.reader.held = {
      order: { key: transaction.key, money: transaction.money, type: 'sale', timeoutMs: 1 },
      stage,
      card,
    };
  }
  return bench;
}

async function recovered(bench: Bench): Promise<Transaction> {
  bench.desk.start();
  await bench.clock.advance(RECOVERY_WAIT_MS);
  await bench.desk.idle();
  return (await bench.journal.byIdempotencyKey('K1'))!;
}

const postingKinds = async (bench: Bench): Promise<string[]> =>
  (await bench.journal.listPostings('pending', 0, 10)).map(({ posting }) => posting.content.kind);

describe('boot', () => {
  // [journal, reader, state, posting, shown]: nobody was told anything yet, so each must come to one answer. A reader
  // that ended the sale itself has told the cardholder, and shows nothing more.
  it.each([
    ['started', 'absent', 'cancelled', null, null],
    ['started', 'unknownKey', 'cancelled', null, null],
    ['started', 'waitingCard', 'cancelled', null, 'cancelled'],
    ['started', 'cancelled', 'cancelled', null, 'nothing'],
    ['started', 'timeout', 'cancelled', null, 'nothing'],
    ['started', 'cardRead', 'posted', null, 'approved'],
    ['started', 'finalTc', 'approved', 'advice', 'approved'],
    ['started', 'finalAac', 'declined', null, 'declined'],
    ['started', 'shownApproved', 'approved', 'advice', null],
    ['started', 'shownDeclined', 'declined', null, 'nothing'],
    ['authorizing', 'absent', 'reversing', 'reversal', null],
    ['authorizing', 'unknownKey', 'reversing', 'reversal', null],
    ['authorizing', 'cancelled', 'reversing', 'reversal', 'nothing'],
    ['authorizing', 'timeout', 'reversing', 'reversal', 'nothing'],
    ['authorizing', 'cardRead', 'approved', 'advice', 'approved'],
    ['authorizing', 'finalTc', 'approved', 'advice', 'approved'],
    ['authorizing', 'finalAac', 'reversing', 'reversal', 'declined'],
    ['authorizing', 'shownApproved', 'approved', 'advice', null],
    ['authorizing', 'shownDeclined', 'reversing', 'reversal', 'nothing'],
    ['authorizing', 'waitingCard', 'reversing', 'reversal', 'cancelled'],
  ] as const)('%s, reader at %s: %s', async (state, stage, end, posting, shown) => {
    const bench = await crashed(state, stage);
    const transaction = await recovered(bench);
    expect(transaction.state).toBe(end);
    expect(await postingKinds(bench)).toEqual(posting === null ? [] : [posting]);
    const seen = shown === 'nothing' ? [] : [shown];
    if (shown !== null) expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(seen);
    expect(bench.reader.calls).not.toContain('start');
    expect(await bench.journal.unresolved()).toEqual([]);
  });

  // The issuer saw no TC of it: the host asks it again.
  it.each([
    ['TC', true, false],
    ['ARQC', true, true],
    ['none', true, true],
    ['ARQC', false, false],
    ['TC', false, false],
  ] as const)('keeps what was shown as approved: %s, single %s: deferred %s', async (cryptogram, single, deferred) => {
    const card = fakeCard({ first: { cryptogram, singleCryptogram: single } });
    const bench = await crashed('started', 'shownApproved', card);
    expect(await recovered(bench)).toMatchObject({ state: 'approved', deferred });
    expect(bench.alerts.active()).toMatchObject([
      { code: 'READER_RESULT_UNKNOWN', text: 'reader shows approved, the journal did not know' },
    ]);
  });

  it('does not take a second cryptogram from a card that gives one', async () => {
    const bench = await crashed('started', 'finalTc', fakeCard({ first: { singleCryptogram: true } }));
    expect(await recovered(bench)).toMatchObject({
      state: 'cancelled',
      verdict: { by: 'reader', reason: 'second cryptogram of a card of one' },
    });
  });

  it.each([
    ['started', 'cardRead', 'cancelled'],
    ['started', 'finalTc', 'cancelled'],
    ['authorizing', 'cardRead', 'reversing'],
    ['authorizing', 'finalTc', 'reversing'],
  ] as const)('approves nothing on a reader that was tampered with: %s, %s', async (state, stage, end) => {
    const bench = await crashed(state, stage);
    bench.reader.tamper();
    expect(await recovered(bench)).toMatchObject({
      state: end,
      verdict: { outcome: 'cancelled', by: 'reader', reason: 'card reader reports tampering' },
    });
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });

  it('ends a sale whose reader waits on after every CANCEL, and names the reader', async () => {
    const bench = await crashed('started', 'waitingCard');
    const { reader } = bench;
    reader.cancel = (key) => reader.result(key);
    expect(await recovered(bench)).toMatchObject({
      state: 'cancelled',
      verdict: { by: 'reader', reason: 'card reader does not end its wait' },
    });
    expect(bench.alerts.active()).toMatchObject([{ code: 'READER_NOT_FOLLOWING' }]);
  });

  it('keeps the limits: a TC found at boot is refused when the policy says so', async () => {
    const bench = await crashed('authorizing', 'finalTc');
    bench.limits = { ...GENEROUS, ceiling: 1 };
    const verdict = { outcome: 'declined', by: 'policy', responseCode: 'Z3' };
    expect(await recovered(bench)).toMatchObject({ state: 'reversing', verdict });
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['declined']);
  });

  it('takes no sale before everything is decided, and answers the till that asks again', async () => {
    const bench = await crashed('authorizing', 'absent');
    bench.desk.start();
    await bench.clock.advance(0);
    await expect(bench.sell(1, 'K2')).rejects.toMatchObject({ code: 'RECOVERING', retryable: true });
    const again = bench.sell(1250, 'K1');
    await bench.clock.advance(RECOVERY_WAIT_MS);
    expect(await again).toMatchObject({ repeated: true, transaction: { state: 'reversing' } });
  });

  it('tells the cardholder a verdict that was committed but never shown', async () => {
    const before = await openBench();
    before.host.state = 'offline';
    before.desk.start();
    await before.desk.idle();
    before.reader.loseAt('complete', 'before');
    expect((await before.sell(1250, 'K1')).transaction.state).toBe('approved');
    expect(before.reader.shown).toEqual([]);

    const after = await openBench(before.journal, before.reader);
    before.reader.setReady(true);
    after.desk.start();
    await after.desk.idle();
    expect(before.reader.shown.map(({ outcome }) => outcome)).toEqual(['approved']);
    await after.clock.advance(SHOWN_IDLE_MS);
    expect(before.reader.held).toBeNull();
  });

  it.each([
    ['a number that was not given yet', 8, true],
    ['a number that retention may have taken', 1, false],
  ])('finds the journal behind by a key of its epoch that the reader holds: %s', async (_, number, isBehind) => {
    const before = await openBench();
    before.desk.start();
    await before.desk.idle();
    const { key } = (await before.sell()).transaction;
    before.reader.held = {
      order: { key: { ...key, mark: '0a0b0c0d', number }, money: money(1, 'EUR'), type: 'sale', timeoutMs: 1 },
      stage: 'shownApproved',
      card: fakeCard(),
    };
    const after = await openBench(before.journal, before.reader);
    before.reader.setReady(true);
    after.desk.start();
    await after.desk.idle();
    const missing = `transaction T0000001-${key.epoch}-0a0b0c0d-8`;
    expect(after.behind).toEqual(isBehind ? [{ epoch: key.epoch, witness: 'reader', missing }] : []);
  });

  it('frees a reader that holds a key of another journal, and raises it', async () => {
    const bench = await openBench();
    const key = { terminalId: 'T0000001', epoch: 'ffffffffffffffff', mark: 'b41c72de', number: 3 };
    bench.reader.held = {
      order: { key, money: money(1, 'EUR'), type: 'sale', timeoutMs: 1 },
      stage: 'shownApproved',
      card: fakeCard(),
    };
    bench.reader.setReady(true);
    bench.desk.start();
    await bench.desk.idle();
    expect(bench.alerts.active().map(({ code }) => code)).toEqual(['READER_RESULT_UNKNOWN']);
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  it('goes on without a sale that cannot be decided, and names it', async () => {
    const bench = await crashed('authorizing', 'cardRead');
    const { journal } = bench;
    const apply = journal.apply.bind(journal);
    journal.apply = async (key, event) => {
      if (key.number === 1) throw new TillpostError('INTERNAL', 'row 1 is damaged', { operation: 'journal.apply' });
      return apply(key, event);
    };
    bench.desk.start();
    for (let turns = 0; turns < 10; turns += 1) await bench.clock.advance(RECOVERY_WAIT_MS);
    await bench.desk.idle();
    expect(bench.alerts.active()).toMatchObject([
      { code: 'SALE_UNDECIDED', text: 'sale of 12.50 EUR: row 1 is damaged', count: 3 },
    ]);
    bench.reader.held = null;
    expect((await bench.sell()).transaction).toMatchObject({ key: { number: 2 }, state: 'posted' });

    journal.apply = apply;
    const again = await openBench(journal, bench.reader);
    again.desk.start();
    await again.clock.advance(RECOVERY_WAIT_MS);
    await again.desk.idle();
    expect(await journal.unresolved()).toEqual([]);
  });
});
