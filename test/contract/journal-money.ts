import { expect, it } from 'vitest';
import type { HostCommand } from '../../src/domain/host-command.js';
import { money } from '../../src/domain/money.js';
import type { JournalCalls } from '../../src/journal/core/journal-calls.js';
import {
  approveOffline,
  cancel,
  card,
  NOW_MS,
  order,
  receipt,
  reverse,
  settleAdvice,
  settleReversal,
  takeBack,
} from '../support/journal.js';
import { ISSUED } from '../support/samples.js';
import { thrownBy } from '../support/thrown.js';
import { closeBatch, numbers, Sales, token } from './journal-sales.js';
/** The part of the contract that is about money (payment rules, States): voids, refunds, limits, resends, the host's orders. */
export function journalMoneyContract(current: () => JournalCalls, reopen: () => Promise<void>): void {
  const sales = new Sales(current);

  it('voids what is not posted: both records go, and the till finds it by the key of the void', async () => {
    const key = await sales.offline();
    const { posting, transaction } = await current().apply(key, takeBack('void-1'));
    expect(posting).toMatchObject({ sequence: 2, content: { kind: 'reversal', reason: 'operatorVoid' } });
    expect(transaction.state).toBe('voiding');
    expect((await current().byIdempotencyKey('void-1'))?.key).toEqual(key);
    expect(await current().queue()).toMatchObject({ advices: 1, reversals: 1 });
    await current().apply(key, settleReversal(key));
    expect(await current().queue()).toMatchObject({ advices: 1, reversals: 0 });
    // The advice is still owed, so it may not be purged.
    expect(await current().purge(2 * NOW_MS, 10)).toBe(0);
    await current().apply(key, settleAdvice(key, { outcome: 'REVERSED', batch: 0, posted: null }));
    expect(await sales.state(key)).toBe('voided');
    expect(await current().offlineUsage()).toEqual([]);
    await current().verify();
    await reopen();
    expect((await current().byIdempotencyKey('void-1'))?.state).toBe('voided');
    expect(await current().purge(2 * NOW_MS, 10)).toBe(1);
    await current().verify();
  });

  it('takes no key for two purposes', async () => {
    const sold = (await current().begin(order({ idempotencyKey: 'k-1' }))).transaction.key;
    await current().apply(sold, approveOffline());
    const other = await sales.offline();
    for (const key of [sold, other]) {
      expect((await thrownBy(() => current().apply(key, takeBack('k-1')))).code).toBe('IDEMPOTENCY_MISMATCH');
    }
    await current().apply(other, takeBack('k-2'));
    expect((await thrownBy(() => current().apply(sold, takeBack('k-2')))).code).toBe('IDEMPOTENCY_MISMATCH');
    expect((await thrownBy(() => current().begin(order({ idempotencyKey: 'k-2' })))).code).toBe('IDEMPOTENCY_MISMATCH');
    expect(await sales.state(sold)).toBe('approved');
    await current().verify();
  });

  it('parks, retries and resolves by the kind that is parked', async () => {
    const key = await sales.offline();
    const parkAs = (posting: 'advice' | 'reversal'): Promise<unknown> =>
      current().apply(key, { name: 'park', posting, answer: receipt(key, { outcome: 'REJECTED' }), reason: 'no' });
    const refused = async (name: 'retryAdvice' | 'retryReversal' | 'retryVoid'): Promise<string> =>
      (await thrownBy(() => current().apply(key, { name }))).code;
    await parkAs('advice');
    expect([await refused('retryVoid'), await refused('retryReversal')]).toEqual(['ILLEGAL_EVENT', 'ILLEGAL_EVENT']);
    expect((await current().apply(key, { name: 'retryAdvice' })).posting).toMatchObject({
      state: 'pending',
      refusals: 0,
      parkedReason: null,
    });
    await current().apply(key, takeBack());
    await parkAs('reversal');
    expect([await refused('retryAdvice'), await refused('retryReversal')]).toEqual(['ILLEGAL_EVENT', 'ILLEGAL_EVENT']);
    expect(await current().queue()).toMatchObject({ advices: 1, reversals: 0, parked: 1 });
    await current().apply(key, { name: 'retryVoid' });
    expect(await sales.state(key)).toBe('voiding');
    await parkAs('reversal');
    const resolved = await current().apply(key, { name: 'resolve', reason: 'refunded in cash' });
    expect(resolved.posting).toMatchObject({ state: 'resolved', resolution: 'refunded in cash', parkedReason: 'no' });
    expect(await current().offlineUsage()).toEqual([]);
    await current().apply(key, settleAdvice(key));
    expect(await current().queue()).toMatchObject({ advices: 0, reversals: 0, parked: 0 });
    expect(await current().listPostings('resolved', 0, 10)).toMatchObject([{ posting: { sequence: 2 } }]);
    await current().verify();
  });

  it('refuses a receipt for what is not owed', async () => {
    const key = await sales.online();
    const event = { posting: 'advice', answer: receipt(key), reason: 'no' } as const;
    for (const name of ['refuse', 'park'] as const) {
      expect((await thrownBy(() => current().apply(key, { name, ...event }))).code).toBe('ILLEGAL_EVENT');
    }
    expect((await thrownBy(() => current().apply(key, settleAdvice(key)))).code).toBe('ILLEGAL_EVENT');
    await current().verify();
  });

  it('counts the offline room of each card, over restarts, and gives it back with the receipt', async () => {
    const other = 'ee'.repeat(16);
    const [first, second] = [await sales.offline(100), await sales.offline(50), await sales.offline(7, other)];
    for (let restart = 0; restart < 3; restart += 1) {
      expect(await current().cardUsage(token, 'EUR')).toEqual({ count: 2, amount: 150 });
      expect(await current().cardUsage(other, 'EUR')).toEqual({ count: 1, amount: 7 });
      expect(await current().cardUsage(token, 'JPY')).toEqual({ count: 0, amount: 0 });
      expect(await current().offlineUsage()).toMatchObject([{ count: 3, amount: 157 }]);
      await current().verify();
      await reopen();
    }
    await current().apply(first, settleAdvice(first));
    expect(await current().cardUsage(token, 'EUR')).toEqual({ count: 1, amount: 50 });
    await current().apply(second, settleAdvice(second));
    expect(await current().cardUsage(token, 'EUR')).toEqual({ count: 0, amount: 0 });
    await current().verify();
  });

  it("forgets what is used on the host's order, and later receipts give nothing back", async () => {
    const key = await sales.offline(100);
    await sales.offline(50);
    await current().resetOfflineUsage();
    expect([await current().offlineUsage(), await current().cardUsage(token, 'EUR')]).toEqual([
      [],
      { count: 0, amount: 0 },
    ]);
    expect((await current().transaction(key))?.transaction.offlineRoom).toBe(false);
    await current().verify();
    await sales.offline(7);
    await current().apply(key, settleAdvice(key));
    expect(await current().offlineUsage()).toMatchObject([{ count: 1, amount: 7 }]);
    expect(await current().cardUsage(token, 'EUR')).toEqual({ count: 1, amount: 7 });
    expect(await current().queue()).toMatchObject({ advices: 2 });
    await current().verify();
  });

  it('finds the newest similar approval, of the same kind, that still stands', async () => {
    const first = await sales.offline(100);
    const second = await sales.online(100);
    await sales.online(100, 1, 'refund');
    const asking = await sales.started(100);
    const like = async (
      change: { amount?: number; token?: string; windowMs?: number } = {},
    ): Promise<number | null> => {
      const { amount = 100, windowMs = 0 } = change;
      const found = await current().similar(change.token ?? token, money(amount, 'EUR'), windowMs, asking);
      return found?.key.number ?? null;
    };
    expect(await like()).toBe(second.number);
    expect([await like({ amount: 101 }), await like({ token: 'ee'.repeat(16) }), await like({ windowMs: -1 })]).toEqual(
      [null, null, null],
    );
    await current().apply(second, takeBack());
    expect(await like()).toBe(first.number);
    await current().apply(asking, { name: 'allowDuplicate', earlier: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-1' });
    await current().verify();
  });

  it('keeps settings over a restart and an entry of each change', async () => {
    expect(await current().settings()).toEqual({
      limits: [],
      salesStopped: null,
      tamperedReaders: [],
      unseenLate: null,
    });
    const limits = [{ entryMode: 'chip', currency: 'EUR', limits: { ceiling: 500, allowed: true } }] as const;
    await current().changeSettings({ limits });
    await current().changeSettings({ salesStopped: 'audit of card 4111111111111111' });
    const { entry } = current().head();
    await current().changeSettings({ salesStopped: 'audit of card [redacted]' });
    expect(current().head().entry).toBe(entry);
    await reopen();
    expect(await current().settings()).toEqual({
      limits,
      salesStopped: 'audit of card [redacted]',
      tamperedReaders: [],
      unseenLate: null,
    });
    expect(await current().changeSettings({ salesStopped: null })).toEqual({
      limits,
      salesStopped: null,
      tamperedReaders: [],
      unseenLate: null,
    });
    const twice = await thrownBy(() => current().changeSettings({ limits: [limits[0], limits[0]] }));
    expect(twice.code).toBe('INVALID_REQUEST');
    await current().verify();
  });

  it('takes a command once, remembers it over a restart until it is finished', async () => {
    const stop: HostCommand = { counter: 5, ...ISSUED, order: { kind: 'stopSales', reason: 'audit' } };
    const accept = (counter: number): Promise<string> => current().acceptCommand({ ...stop, counter });
    expect(await accept(5)).toBe('accepted');
    expect(await accept(4)).toBe('replayed');
    await reopen();
    expect(await current().unfinishedCommands()).toEqual([stop]);
    expect(await accept(5)).toBe('accepted');
    // Another order under the same counter is none that was authenticated with it.
    expect(await current().acceptCommand({ counter: 5, ...ISSUED, order: { kind: 'resumeSales' } })).toBe('replayed');
    await current().finishCommand({ counter: 5, outcome: 'done', text: 'stopped' });
    await current().finishCommand({ counter: 5, outcome: 'refused', text: 'too late' });
    await current().finishCommand({ counter: 3, outcome: 'replayed', text: '' });
    expect(await accept(5)).toBe('replayed');
    expect(await current().unfinishedCommands()).toEqual([]);
    expect((await thrownBy(() => current().finishCommand({ counter: 9, outcome: 'done', text: '' }))).code).toBe(
      'NOT_FOUND',
    );
    expect((await thrownBy(() => accept(0))).code).toBe('INVALID_REQUEST');
    for (let counter = 6; counter < 130; counter += 1) {
      expect(await accept(counter)).toBe('accepted');
      await current().finishCommand({ counter, outcome: 'done', text: '' });
    }
    expect(await accept(7)).toBe('replayed');
    await current().verify();
  });

  it('names what may be sent again, and owes it once more', async () => {
    const paid = await sales.online(1);
    const stoodIn = await sales.offline(2);
    await current().apply(stoodIn, settleAdvice(stoodIn));
    const timedOut = await sales.started(3);
    await current().apply(timedOut, { name: 'goOnline', card: card() });
    await current().apply(timedOut, reverse);
    await current().apply(timedOut, settleReversal(timedOut));
    await current().apply(await sales.started(4), cancel);
    const owed = await sales.offline(5);
    const named = async (sequence: number, transaction: number, after = 0, limit = 10): Promise<number[]> =>
      numbers((await current().resendable(sequence, transaction, after, limit)).keys);
    expect(await named(0, 0)).toEqual([1, 2, 3]);
    expect(await named(1, 2)).toEqual([3]);
    expect(await named(1, 9)).toEqual([3]);
    expect(await named(9, 0, 1, 1)).toEqual([2]);
    const again = await current().apply(paid, { name: 'resend' });
    expect(again.posting).toMatchObject({ sequence: 4, content: { kind: 'advice', response: 'online' } });
    const others = await Promise.all([stoodIn, timedOut].map((key) => current().apply(key, { name: 'resend' })));
    expect(others).toMatchObject([{ posting: { sequence: 1, state: 'pending' } }, { posting: { sequence: 2 } }]);
    // Carried out twice it owes nothing twice.
    expect((await current().apply(paid, { name: 'resend' })).postings).toEqual([]);
    expect((await current().pending('advice', 0, 10)).map(({ posting }) => posting.sequence)).toEqual([1, 3, 4]);
    expect(await current().queue()).toMatchObject({ advices: 3, reversals: 1 });
    expect(await current().offlineUsage()).toMatchObject([{ count: 1, amount: 5 }]);
    await current().verify();
    await reopen();
    await current().apply(paid, settleAdvice(paid));
    await current().apply(timedOut, settleReversal(timedOut));
    const states = await Promise.all([paid, stoodIn, timedOut, owed].map((key) => sales.state(key)));
    expect(states).toEqual(['posted', 'posted', 'reversed', 'approved']);
    expect((await current().apply(paid, { name: 'resend' })).posting).toMatchObject({ sequence: 4 });
    await current().verify();
  });

  it('opens both records of what was voided, and says which sequences are no longer held', async () => {
    const keys = [await sales.offline(1), await sales.offline(2), await sales.offline(3)];
    for (const key of keys) await current().apply(key, settleAdvice(key));
    await current().apply(keys[2]!, takeBack());
    await current().apply(keys[2]!, settleReversal(keys[2]!, { batch: 1, reversedBatch: 1 }));
    await closeBatch(current(), 1);
    expect((await current().resendable(0, 0, 0, 10)).goneSequences).toEqual([]);
    expect(await current().purge(2 * NOW_MS, 2)).toBe(2);
    const { keys: left, goneSequences } = await current().resendable(0, 0, 0, 10);
    expect([numbers(left), goneSequences]).toEqual([[3], [1, 2]]);
    expect((await current().resendable(1, 0, 0, 10)).goneSequences).toEqual([2]);
    const { postings, posting } = await current().apply(keys[2]!, { name: 'resend' });
    expect(postings.map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(posting?.sequence).toBe(4);
    expect(await current().purge(2 * NOW_MS, 2)).toBe(0);
    await current().verify();
  });
}
