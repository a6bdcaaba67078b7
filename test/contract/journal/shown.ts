import { expect, it } from 'vitest';
import { shownDifference } from '../../../src/domain/postings/shown.js';
import type { Display, Transaction } from '../../../src/domain/transaction.js';
import type { JournalCalls } from '../../../src/journal/core/journal-calls.js';
import { approveOffline, cancel, card, order } from '../../support/journal.js';
import { Sales } from '../journal-sales.js';

/** What was shown rides on the next commit, whatever that is for (storage rules, Commits). */
export function journalShownContract(current: () => JournalCalls, reopen: () => Promise<void>): void {
  const sales = new Sales(current);
  const shownOf = async (key: Transaction['key']): Promise<Display | undefined> =>
    (await current().transaction(key))?.transaction.shown;
  const commits = async (): Promise<number> => (await current().stats()).commits;

  it('takes no commit of its own for what was shown, and keeps it with the next one', async () => {
    const [first, second] = [await sales.online(100), await sales.started(200)];
    const before = await commits();
    let isKept = false;
    const kept = current()
      .noteShown({ key: first, shown: 'approved', cause: null })
      .then(() => (isKept = true));
    expect(await shownOf(first)).toBe('unknown');
    // What writes nothing carries nothing.
    expect((await current().begin(order({ amount: 200, idempotencyKey: 'once' }))).isNew).toBe(true);
    await kept;
    expect(await shownOf(first)).toBe('approved');
    isKept = false;
    void current()
      .noteShown({ key: second, shown: 'nothing', cause: null })
      .then(() => (isKept = true));
    expect((await current().begin(order({ amount: 200, idempotencyKey: 'once' }))).isNew).toBe(false);
    expect(isKept).toBe(false);
    expect(await commits()).toBe(before + 1);
    await current().apply(second, cancel);
    // Not decided when it was noted, and by now it is: the commit that decides carries the note too.
    expect(await shownOf(second)).toBe('nothing');
    expect(await commits()).toBe(before + 2);
    await reopen();
    expect((await current().transaction(first))?.transaction).toMatchObject({ shown: 'approved' });
    expect((await current().transaction(first))?.entries.at(-1)).toMatchObject({ event: 'shown', state: 'posted' });
    await current().verify();
  });

  it('loses no call over a note of what it does not hold, nor the note of another one', async () => {
    const key = await sales.offline(100);
    const unknown = { ...key, number: 99 };
    const noted = Promise.all([
      current().noteShown({ key: unknown, shown: 'approved', cause: null }),
      current().noteShown({ key, shown: 'declined', cause: 'another card reader' }),
    ]);
    await sales.started(200);
    await noted;
    expect(await shownOf(key)).toBe('declined');
  });

  it('keeps it in a commit of its own when asked to; once more costs nothing', async () => {
    const key = await sales.offline(100);
    const before = await commits();
    await current().keepShown([{ key, shown: 'approved', cause: null }]);
    await current().keepShown([{ key, shown: 'approved', cause: null }]);
    expect(await commits()).toBe(before + 1);
  });

  it('lists what nobody knows of, of what went to a reader', async () => {
    await sales.online(1);
    const { transaction } = await current().begin({ ...order({ amount: 100 }), reader: 'SIM-1' });
    expect(await current().unshown(10)).toEqual([]);
    await current().apply(transaction.key, approveOffline());
    expect((await current().unshown(10)).map(({ reader }) => reader)).toEqual(['SIM-1']);
    await current().keepShown([{ key: transaction.key, shown: 'approved', cause: null }]);
    expect(await current().unshown(10)).toEqual([]);
  });

  it('finds by index what was shown otherwise than it is booked', async () => {
    const keys = await Promise.all([1, 2, 3, 4, 5].map((amount) => sales.started(amount)));
    const [agreed, unshown, declined, cancelled, undecided] = keys as [
      Transaction['key'],
      Transaction['key'],
      Transaction['key'],
      Transaction['key'],
      Transaction['key'],
    ];
    for (const key of [agreed, unshown]) await current().apply(key, approveOffline());
    for (const key of [declined, cancelled]) await current().apply(key, cancel);
    await current().keepShown([
      { key: agreed, shown: 'approved', cause: null },
      { key: unshown, shown: 'nothing', cause: null },
      { key: declined, shown: 'approved', cause: null },
      { key: cancelled, shown: 'declined', cause: null },
    ]);
    const found = async (after = 0): Promise<unknown[]> =>
      (await current().shownDifferences(1, after, 10)).map(({ number, transaction }) => [
        number,
        shownDifference(transaction),
      ]);
    expect(await found()).toEqual([
      [unshown.number, 'bookedNotShown'],
      [declined.number, 'shownNotBooked'],
    ]);
    const booked = await current().apply(declined, { name: 'bookShown', card: card() });
    expect(booked).toMatchObject({
      transaction: { state: 'approved', shown: 'approved', verdict: { outcome: 'approved', by: 'reader' } },
      posting: { content: { kind: 'advice', response: 'Y3' } },
    });
    expect(await found(unshown.number)).toEqual([[declined.number, 'bookedAsShown']]);
    expect(undecided.number).toBe(5);
    await current().verify();
  });
}
