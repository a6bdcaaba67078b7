import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keyText, type TransactionKey } from '../../../src/domain/key.js';
import type { Booted, BootOptions } from '../../../src/journal/core/recovery.js';
import type { Store } from '../../../src/journal/core/store.js';
import { bootRenewed } from '../../../src/journal/renewal/renewal.js';
import { copyDirectory } from '../../support/copy-directory.js';
import {
  approveOffline,
  ask,
  FRESH,
  MERCHANT,
  NOW_MS,
  order,
  settleAdvice,
  takeBack,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { MirroredCore } from '../mirror/mirrored.js';

const NEXT = { epoch: '00000000000000aa', mark: '0a0b0c0d', chainKey: FRESH.chainKey };
const seenByHost = { epoch: FRESH.epoch, witness: 'host', missing: 'entries 6–9 with postings 2–3' } as const;

describe('a journal that is behind', () => {
  const scratch = scratchDirectories();
  const cores: MirroredCore[] = [];
  const stores: Store[] = [];
  afterEach(async () => {
    stores.splice(0).forEach((store) => store.close());
    await Promise.all(cores.splice(0).map((core) => core.close()));
  });

  /** The state in one directory, its mirror in another. */
  async function sold(): Promise<{ core: MirroredCore; state: string; mirrorPath: string }> {
    const [state, mirrorPath] = [scratch(), join(scratch(), 'mirror.log')];
    const core = await MirroredCore.open(state, { mirrorPath });
    cores.push(core);
    return { core, state, mirrorPath };
  }
  function copied(state: string): string {
    const copy = scratch();
    copyDirectory(state, copy);
    return copy;
  }
  function start(state: string, change: Partial<BootOptions> = {}, seen: typeof seenByHost | null = null): Booted {
    const booted = bootRenewed(
      {
        path: join(state, 'journal.db'),
        terminalId: TERMINAL,
        merchantId: MERCHANT,
        fresh: NEXT,
        atMs: NOW_MS,
        expectedEpoch: null,
        reserveBytes: 0,
        lowWaterBytes: 0,
        ...change,
      },
      seen,
    );
    stores.push(booted.store);
    return booted;
  }
  const owedBy = (store: Store): readonly string[] =>
    ask(store, 'unsettled')
      .records.map(({ posting }) => `${posting.content.kind} ${keyText(posting.key)}`)
      .sort();
  const advices = (...keys: readonly TransactionKey[]): readonly string[] =>
    keys.map((key) => `advice ${keyText(key)}`).sort();

  it('begins a new epoch when its mirror has seen more, and owes all that either owes', async () => {
    const { core, state, mirrorPath } = await sold();
    const [before, settled] = [await core.owe(), await core.owe()];
    await core.ask('apply', settled, settleAdvice(settled));
    const putBack = copied(state);
    const [later, voided] = [await core.owe(), await core.owe()];
    await core.ask('apply', before, takeBack());
    await core.ask('apply', voided, settleAdvice(voided));

    const { store, report } = start(putBack, { mirrorPath });
    expect(report.renewed).toMatchObject({
      behind: { epoch: FRESH.epoch, witness: 'mirror', missing: 'entries 7–12 with postings 1, 3–5' },
      epoch: NEXT.epoch,
      problem: null,
    });
    expect(store.identity.epoch).toBe(NEXT.epoch);
    expect(owedBy(store)).toEqual([...advices(before, later), `reversal ${keyText(before)}`].sort());
    expect(ask(store, 'transaction', settled)?.transaction.state).toBe('posted');
    expect(ask(store, 'begin', order()).transaction.key).toMatchObject({ epoch: NEXT.epoch, mark: NEXT.mark });
    ask(store, 'verify');
    store.close();
    const again = start(putBack, { mirrorPath: null });
    expect([again.report.renewed, again.store.identity.epoch]).toEqual([null, NEXT.epoch]);
  });

  it('owes what both courses owe when it went on by itself', async () => {
    const { core, state, mirrorPath } = await sold();
    const common = await core.owe();
    const putBack = copied(state);
    const theirs = [await core.owe(), await core.owe(), await core.owe()];
    // As many entries as there were, and more: by number it is behind of nothing.
    for (const sales of [2, 3, 4]) {
      const copy = copied(putBack);
      const alone = await MirroredCore.open(copy, { mirrorPath: null, fresh: { ...NEXT, mark: 'ffff000' + sales } });
      const ours: TransactionKey[] = [];
      for (let sale = 0; sale < sales; sale += 1) ours.push(await alone.owe(5));
      await alone.close();
      const { store, report } = start(copy, { mirrorPath });
      expect(report.renewed).toMatchObject({ behind: { witness: 'mirror' }, epoch: NEXT.epoch });
      expect(owedBy(store)).toEqual(advices(common, ...theirs, ...ours));
      ask(store, 'verify');
    }
  });

  it('begins a new epoch when host or reader have seen more of this very journal', async () => {
    const { core, state } = await sold();
    const owed = await core.owe();
    const running = (await core.ask('begin', order())).transaction.key;
    const putBack = copied(state);
    expect(start(copied(state), {}, { ...seenByHost, epoch: NEXT.epoch }).report.renewed).toBeNull();
    const { store, report } = start(putBack, {}, seenByHost);
    expect(report.renewed).toMatchObject({ behind: seenByHost, epoch: NEXT.epoch });
    expect(owedBy(store)).toEqual(advices(owed));
    expect(ask(store, 'unresolved').map(({ key }) => keyText(key))).toEqual([keyText(running)]);
    ask(store, 'apply', running, approveOffline());
    expect(owedBy(store)).toEqual(advices(owed, running));
    ask(store, 'verify');
  });

  it('sends a host that was given back an old book what it took over, too', async () => {
    const { core, state } = await sold();
    const keys = [await core.owe(), await core.owe(), await core.owe()];
    await core.ask('apply', keys[0]!, settleAdvice(keys[0]!));
    const { store } = start(copied(state), {}, seenByHost);
    for (const key of keys.slice(1)) ask(store, 'apply', key, settleAdvice(key));
    const own = ask(store, 'begin', order()).transaction.key;
    ask(store, 'apply', own, approveOffline());
    ask(store, 'apply', own, settleAdvice(own));
    const found: TransactionKey[] = [];
    let after = 0;
    for (;;) {
      const page = ask(store, 'resendable', 0, 0, after, 1);
      if (page.keys.length === 0) break;
      found.push(...page.keys);
      after = page.after;
    }
    expect(found.map(keyText).sort()).toEqual([...keys, own].map(keyText).sort());
    for (const key of found) ask(store, 'apply', key, { name: 'resend' });
    expect(owedBy(store)).toEqual(advices(...keys, own));
    ask(store, 'verify');
  });

  it('keeps its epoch while an agent runs on it: what came back is owed, and the next start renews', async () => {
    const { core, state, mirrorPath } = await sold();
    const before = await core.owe();
    const putBack = copied(state);
    const later = await core.owe();
    const { store, report } = start(putBack, { mirrorPath, expectedEpoch: FRESH.epoch });
    expect(report).toMatchObject({ renewed: null, mirror: { state: 'ahead' } });
    expect(owedBy(store)).toEqual(advices(before, later));
  });
});
