import { expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.js';
import type { TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { JournalCalls } from '../../src/journal/core/journal-calls.js';
import type { ReceiptFate } from '../../src/ports/index.js';
import { card, receipt, reverse, takeBack } from '../support/journal.js';
import { Sales } from './journal-sales.js';

const POLICY = { parkAfter: 3, temporary: ['96'], malformed: ['30'], outOfPatience: [] };

/** The part of the contract that the host's receipts ask for (uplink rules, 2 and 12). */
export function journalReceiptContract(current: () => JournalCalls): void {
  const sales = new Sales(current);

  const take = (...answers: readonly Answer[]): Promise<readonly ReceiptFate[]> => current().receipts(answers, POLICY);
  const kinds = async (...answers: readonly Answer[]): Promise<string[]> =>
    (await take(...answers)).map(({ kind }) => kind);
  /** What the host says of an advice, by the amount that `Sales.offline` was given. */
  const posted = (key: TransactionKey, sequence: number, amount = 1250, change: Partial<Answer> = {}): Answer =>
    receipt(key, { sequence, posted: money(amount, 'EUR'), ...change });
  const rejected = (key: TransactionKey, sequence = 1): Answer =>
    receipt(key, { sequence, outcome: 'REJECTED', responseCode: '05', posted: null });

  async function timedOut(): Promise<TransactionKey> {
    const key = await sales.started(3);
    await current().apply(key, { name: 'goOnline', card: card() });
    await current().apply(key, reverse);
    return key;
  }

  it('settles a whole message in one commit, and says what became of each in its order', async () => {
    const [first, second] = [await sales.offline(1), await sales.offline(2)];
    const reversed = await timedOut();
    const waiting = await sales.offline(4);
    const before = await current().stats();
    const { entry } = current().head();
    expect(
      await take(
        posted(second, 2, 2),
        receipt(reversed, { sequence: 3, outcome: 'REVERSED', batch: 0, posted: null }),
        posted(first, 1, 1, { outcome: 'ALREADY_POSTED' }),
        receipt(waiting, { sequence: 4, outcome: 'RETRY_LATER', posted: null, batch: 0, retryAfterMs: 7_000 }),
      ),
    ).toEqual([
      { kind: 'settled', posting: 'advice', reason: '' },
      { kind: 'settled', posting: 'reversal', reason: '' },
      { kind: 'settled', posting: 'advice', reason: '' },
      { kind: 'later', posting: 'advice', afterMs: 7_000 },
    ]);
    expect((await current().stats()).commits).toBe(before.commits + 1);
    expect(current().head().entry).toBe(entry + 3);
    const states = await Promise.all([first, second, reversed, waiting].map((key) => sales.state(key)));
    expect(states).toEqual(['posted', 'posted', 'reversed', 'approved']);
    expect((await current().transaction(first))?.transaction).toMatchObject({ postedBatch: 1, card: { secret: null } });
    expect(await current().queue()).toMatchObject({ advices: 1, reversals: 0, parked: 0 });
    expect(await current().offlineUsage()).toMatchObject([{ count: 1, amount: 4 }]);
    await current().verify();
  });

  it('keeps another amount as a fact, and the posting pending', async () => {
    const key = await sales.offline();
    const { entry } = current().head();
    expect(await take(posted(key, 1, 1))).toEqual([
      { kind: 'mismatch', posting: 'advice', reason: 'host posted 0.01 EUR for 12.50 EUR' },
    ]);
    expect(current().head().entry).toBe(entry + 1);
    expect(await sales.state(key)).toBe('approved');
    expect(await current().queue()).toMatchObject({ advices: 1 });
    expect(await current().mismatches(1, 10)).toEqual([key]);
    expect(await kinds(posted(key, 1))).toEqual(['settled']);
    await current().verify();
  });

  it('moves nothing for what it does not owe', async () => {
    const [key, other] = [await sales.offline(), await sales.offline()];
    const online = await sales.online();
    const [head, { commits }] = [current().head(), await current().stats()];
    expect(
      await kinds(
        posted({ ...key, number: 99 }, 1),
        posted({ ...key, epoch: 'ff'.repeat(8) }, 1),
        posted({ ...key, terminalId: 'T9' }, 1),
        posted(key, 99),
        posted(other, 1),
        posted(online, 1),
      ),
    ).toEqual(Array<string>(6).fill('unknownKey'));
    expect(current().head()).toEqual(head);
    expect((await current().stats()).commits).toBe(commits);
    // Positive control.
    expect(await kinds(posted(key, 1), posted(other, 2))).toEqual(['settled', 'settled']);
  });

  it('takes a receipt once: repeated in its message, later, and with another amount', async () => {
    const key = await sales.offline();
    expect(await kinds(posted(key, 1), posted(key, 1), posted(key, 1, 1))).toEqual(['settled', 'repeated', 'repeated']);
    const [head, { commits }] = [current().head(), await current().stats()];
    expect(await take(posted(key, 1, 1250, { outcome: 'ALREADY_POSTED' }), rejected(key))).toEqual([
      { kind: 'repeated' },
      { kind: 'repeated' },
    ]);
    expect(await take(posted(key, 1, 1))).toEqual([
      { kind: 'otherAmount', reason: 'host posted 0.01 EUR for 12.50 EUR' },
    ]);
    expect(current().head()).toEqual(head);
    expect((await current().stats()).commits).toBe(commits);
    expect(await sales.state(key)).toBe('posted');
  });

  it('counts refusals, one a message, and parks at the last', async () => {
    const key = await sales.offline();
    expect(await kinds(rejected(key), rejected(key), rejected(key))).toEqual(['refused', 'repeated', 'repeated']);
    expect(await take(rejected(key))).toEqual([
      { kind: 'refused', posting: 'advice', reason: 'host rejected it with 05' },
    ]);
    expect((await current().posting(1))?.posting).toMatchObject({ state: 'pending', refusals: 2 });
    expect(await take(rejected(key))).toEqual([
      { kind: 'parked', posting: 'advice', reason: 'host rejected it with 05' },
    ]);
    expect(await current().listPostings('parked', 0, 10)).toMatchObject([
      { posting: { sequence: 1, parkedReason: 'host rejected it with 05' }, transaction: { state: 'parked' } },
    ]);
    expect(await current().queue()).toMatchObject({ advices: 0, parked: 1 });
    expect(await kinds(rejected(key))).toEqual(['repeated']);
    await current().verify();
  });

  it('counts nothing for the host’s passing trouble, keeps it as a fact once, and parks when its time is over', async () => {
    const key = await sales.offline();
    const troubled = { ...rejected(key), responseCode: '96' };
    const waits = [{ kind: 'refused', posting: 'advice', reason: 'host rejected it with 96' }];
    const { entry } = current().head();
    for (let times = 0; times < 5; times += 1) expect(await take(troubled)).toEqual(waits);
    expect(current().head().entry).toBe(entry + 1);
    expect((await current().posting(1))?.posting).toMatchObject({ state: 'pending', refusals: 0 });
    expect((await current().transaction(key))?.transaction.answer).toMatchObject({ responseCode: '96' });
    const hours = { ...POLICY, outOfPatience: [1], parkTemporaryAfterMs: 6 * 3_600_000 };
    expect(await current().receipts([troubled], hours)).toEqual(waits);
    const judged = await current().receipts([troubled], { ...POLICY, outOfPatience: [1] });
    expect(judged).toEqual([{ kind: 'parked', posting: 'advice', reason: 'host rejected it with 96 for too long' }]);
    await current().verify();
  });

  it('reads each receipt against what those before it have changed', async () => {
    const key = await sales.offline();
    await current().apply(key, takeBack());
    const tombstone = receipt(key, { outcome: 'REVERSED', batch: 0, posted: null });
    // The advice of what is taken back settles, whatever the host says of it.
    expect(await kinds({ ...tombstone, sequence: 2 }, { ...tombstone, sequence: 1 })).toEqual(['settled', 'settled']);
    expect(await sales.state(key)).toBe('voided');
    expect(await current().queue()).toMatchObject({ advices: 0, reversals: 0 });
    await current().verify();
  });

  it('lets one that cannot be written fail alone, with all that it had begun', async () => {
    const keys = [await sales.offline(1), await sales.offline(2), await sales.offline(3)];
    const { entry } = current().head();
    const answers = keys.map((key, index) => posted(key, index + 1, index + 1));
    // No batch has such a number: the row is refused when sums and entry are written already.
    const bad = { ...answers[1]!, batch: -1 };
    const fates = await take(answers[0]!, bad, answers[1]!, answers[2]!);
    expect(fates.map(({ kind }) => kind)).toEqual(['settled', 'failed', 'settled', 'settled']);
    expect(fates[1]).toMatchObject({ posting: 'advice', error: { code: 'INTERNAL', operation: 'journal.receipts' } });
    expect(current().head().entry).toBe(entry + 3);
    expect(await current().queue()).toMatchObject({ advices: 0 });
    expect(await current().offlineUsage()).toEqual([]);
    await current().verify();
    const last = await sales.offline(4);
    expect(await kinds({ ...posted(last, 4, 4), batch: -1 })).toEqual(['failed']);
    expect(await current().queue()).toMatchObject({ advices: 1 });
    expect(await current().offlineUsage()).toMatchObject([{ count: 1, amount: 4 }]);
    await current().verify();
  });
}
