import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLAIN_DAYS } from '../../../src/domain/days/business-days.js';
import { keyText } from '../../../src/domain/key.js';
import { restoreJournal } from '../../../src/journal/backup/restore.js';
import { inspectJournal } from '../../../src/journal/check/inspection.js';
import type { Held } from '../../../src/journal/merchant/held.js';
import { type Moved, moveMerchant, type MoveOptions } from '../../../src/journal/merchant/moving.js';
import { bootRenewed } from '../../../src/journal/renewal/renewal.js';
import { copyDirectory } from '../../support/copy-directory.js';
import {
  approveOnline,
  cancel,
  card,
  FRESH,
  MERCHANT,
  NOW_MS,
  order,
  receipt,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { backedUp } from '../backup/backed-up.js';
import { MirroredCore } from '../mirror/mirrored.js';

const WRONG = 'M0010';
const REFUSED_AT_LAST = { temporary: [], malformed: [], parkAfter: 3, outOfPatience: [] };
const yes = async (): Promise<boolean> => true;

/** Payment rules, Identity: what an identity holds that the host never answered is moved, and every copy says so. */
describe('what a wrong merchant holds', () => {
  const scratch = scratchDirectories();

  interface Site {
    readonly home: string;
    readonly state: string;
    readonly mirrorPath: string;
  }

  function site(): Site {
    const home = scratch();
    mkdirSync(join(home, 'state'), { mode: 0o700 });
    return { home, state: join(home, 'state'), mirrorPath: join(home, 'state.mirror', 'mirror.log') };
  }

  const open = ({ state, mirrorPath }: Site, merchantId = MERCHANT, epoch = FRESH.epoch): Promise<MirroredCore> =>
    MirroredCore.open(state, { mirrorPath, merchantId, fresh: { ...FRESH, epoch } });

  /** As an agent leaves it that never heard the host: undated, one sale in a batch that was sealed by hand, one after it. */
  async function soldAs(
    at: Site,
    work: (core: MirroredCore) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    const core = await open(at, WRONG);
    await core.ask('startRun', PLAIN_DAYS, NOW_MS);
    await core.owe(1_100);
    await core.ask('applyBatch', 1, { name: 'seal' });
    await core.owe(1_200);
    await work(core);
    await core.close();
  }

  const move = (at: Site, change: Partial<MoveOptions> = {}, confirm: (held: Held) => Promise<boolean> = yes) =>
    moveMerchant(
      {
        path: join(at.state, 'journal.db'),
        mirrorPath: at.mirrorPath,
        terminalId: TERMINAL,
        from: WRONG,
        to: MERCHANT,
        reason: 'typing error',
        wallMs: NOW_MS,
        mark: null,
        ...change,
      },
      confirm,
    );

  const inspected = ({ state, mirrorPath }: Site) =>
    inspectJournal({ path: join(state, 'journal.db'), terminalId: TERMINAL, mirrorPath });

  /** Who is owed for, by the journal that a start of the agent opens. */
  async function owed(core: MirroredCore): Promise<readonly string[]> {
    const { records } = await core.ask('unsettled');
    return records.map(({ posting, transaction }) =>
      [posting.sequence, keyText(posting.key).slice(-10), transaction.merchantId, posting.money.amount].join(' '),
    );
  }

  async function afterStart(
    at: Site,
    epoch?: string,
  ): Promise<{ state: string; merchant: string; owed: readonly string[] }> {
    const core = await open(at, MERCHANT, epoch);
    const found = { state: core.report.mirror.state, merchant: core.store.identity.merchantId, owed: await owed(core) };
    await core.ask('verify');
    await core.close();
    return found;
  }

  const MOVED = ['1 b41c72de-1 M0001 1100', '2 b41c72de-2 M0001 1200'];

  it('is the configured one’s after one commit: same keys, same sequences, its batches, in both copies', async () => {
    const at = site();
    await soldAs(at);
    expect(await afterStart(at)).toMatchObject({ merchant: WRONG });
    const before = inspected(at).head.entry;
    const shown: Held[] = [];
    const moved: Moved | null = await move(at, {}, async (held) => shown.push(held) > 0);
    expect(shown).toEqual([
      { postings: [{ kind: 'advice', currency: 'EUR', count: 2, amount: 2_300 }], undecided: [], batches: [1] },
    ]);
    // Two sales, two batches, the reason.
    expect(moved).toMatchObject({ entry: before + 5, mirrorProblem: null });
    expect(inspected(at).head.entry).toBe(before + 5);
    expect(await afterStart(at)).toEqual({ state: 'equal', merchant: MERCHANT, owed: MOVED });
    const core = await open(at);
    expect((await core.ask('batches', 5)).map(({ number, state, merchantId }) => [number, state, merchantId])).toEqual([
      [2, 'open', MERCHANT],
      [1, 'sealed', MERCHANT],
    ]);
    await core.close();
  });

  it('stays where it is when nobody confirms, or the question fails', async () => {
    const at = site();
    await soldAs(at);
    const { head } = inspected(at);
    expect(await move(at, {}, async () => false)).toBe(null);
    await expect(move(at, {}, () => Promise.reject(new Error('hung up')))).rejects.toThrow('hung up');
    expect(inspected(at).head).toEqual(head);
    expect(await afterStart(at)).toMatchObject({ state: 'equal', merchant: WRONG });
  });

  it('holds the journal while it asks', async () => {
    const at = site();
    await soldAs(at);
    await move(at, {}, async () => {
      await expect(open(at)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
      return true;
    });
    expect(await afterStart(at)).toMatchObject({ merchant: MERCHANT });
  });

  it('is the configured one’s in a journal that is rebuilt from the mirror log', async () => {
    const at = site();
    await soldAs(at);
    await move(at);
    rmSync(at.state, { recursive: true });
    mkdirSync(at.state, { mode: 0o700 });
    const found = await afterStart(at, '00000000000000aa');
    expect(found).toMatchObject({ state: 'salvaged', merchant: MERCHANT });
    expect(found.owed).toEqual(MOVED);
  });

  it('is the configured one’s again where a copy of before it is put back', async () => {
    const at = site();
    await soldAs(at);
    copyDirectory(at.state, join(at.home, 'copy'));
    await move(at);
    rmSync(at.state, { recursive: true });
    copyDirectory(join(at.home, 'copy'), at.state);
    const { store, report } = bootRenewed(
      {
        path: join(at.state, 'journal.db'),
        mirrorPath: at.mirrorPath,
        terminalId: TERMINAL,
        merchantId: MERCHANT,
        fresh: { ...FRESH, epoch: '00000000000000aa' },
        atMs: NOW_MS,
        expectedEpoch: null,
        reserveBytes: 0,
        lowWaterBytes: 0,
      },
      null,
    );
    store.close();
    expect(report).toMatchObject({ mirror: { state: 'ahead' }, renewed: { epoch: '00000000000000aa' } });
    expect(await afterStart(at)).toMatchObject({ merchant: MERCHANT, owed: MOVED });
  });

  it('stands when the mirror log cannot be written: the next start writes it', async () => {
    const at = site();
    await soldAs(at);
    mkdirSync(`${at.mirrorPath}.new`);
    expect((await move(at))?.mirrorProblem).toContain('EISDIR');
    rmSync(`${at.mirrorPath}.new`, { recursive: true });
    expect(await afterStart(at)).toEqual({ state: 'behind', merchant: MERCHANT, owed: MOVED });
    expect(await afterStart(at)).toEqual({ state: 'equal', merchant: MERCHANT, owed: MOVED });
  });

  it.each([
    ['of before it, with the journal in place', 'before', [], MERCHANT],
    ['of before it, with the mirror log alone', 'before', ['state'], MERCHANT],
    ['of after it, without the journal and its mirror log', 'after', ['state', 'state.mirror'], MERCHANT],
    ['of before it, when nothing else is left', 'before', ['state', 'state.mirror'], WRONG],
  ])('is in the name that the newest copy knows after a restore of a backup %s', async (_, which, gone, merchant) => {
    const at = site();
    const backups: Record<string, string> = {};
    await soldAs(at, async ({ store }) => (backups['before'] = backedUp(store, at.state, join(at.home, 'backups'))));
    await move(at);
    const core = await open(at);
    backups['after'] = backedUp(core.store, at.state, join(at.home, 'later'), NOW_MS + 60_000);
    await core.close();
    for (const name of gone) rmSync(join(at.home, name), { recursive: true });
    restoreJournal({
      path: join(at.state, 'journal.db'),
      mirrorPath: at.mirrorPath,
      terminalId: TERMINAL,
      merchantId: MERCHANT,
      backup: backups[which]!,
      fresh: { ...FRESH, epoch: '00000000000000bb' },
      atMs: NOW_MS,
      giveUp: false,
    });
    const found = await afterStart(at);
    expect(found).toMatchObject({ merchant, owed: MOVED.map((it) => it.replace(MERCHANT, merchant)) });
    // Nothing is lost by an old backup: it is moved once more.
    if (merchant === WRONG) expect(await move(at)).toMatchObject({ held: { postings: [{ count: 2 }] } });
    expect(await afterStart(at)).toMatchObject({ merchant: MERCHANT, owed: MOVED });
  });

  it.each<readonly [what: string, work: (core: MirroredCore) => Promise<unknown>]>([
    [
      'an approval',
      async (core) => {
        const { transaction } = await core.ask('begin', order({ amount: 900 }));
        await core.ask('apply', transaction.key, { name: 'goOnline', card: card() });
        await core.ask('apply', transaction.key, approveOnline(transaction.key));
      },
    ],
    [
      'a refusal',
      async (core) => {
        const key = await core.owe(900);
        await core.ask(
          'receipts',
          [receipt(key, { outcome: 'REJECTED', responseCode: '05', posted: null, sequence: 3 })],
          REFUSED_AT_LAST,
        );
      },
    ],
    [
      'a late reply',
      async (core) => {
        const { transaction } = await core.ask('begin', order({ amount: 900 }));
        await core.ask('apply', transaction.key, { name: 'lateReply', answer: receipt(transaction.key) });
        await core.ask('apply', transaction.key, cancel);
      },
    ],
    ['its time', async (core) => core.ask('dateRun', NOW_MS + 1_000)],
  ])('is not moved where the journal shows that the host answered: %s', async (_, work) => {
    const at = site();
    await soldAs(at, work);
    await expect(move(at)).rejects.toMatchObject({
      code: 'MOVE_REFUSED',
      message: expect.stringContaining('the host has answered as M0010: ') as string,
    });
    expect(await afterStart(at)).toMatchObject({ state: 'equal', merchant: WRONG });
  });

  it('is not moved on a journal that lacks what its mirror log knows', async () => {
    const at = site();
    await soldAs(at);
    copyDirectory(at.state, join(at.home, 'copy'));
    const core = await open(at, WRONG);
    await core.owe(1_300);
    await core.close();
    rmSync(at.state, { recursive: true });
    copyDirectory(join(at.home, 'copy'), at.state);
    const refused = { code: 'MOVE_REFUSED', message: 'the mirror log knows otherwise (ahead)' };
    await expect(move(at)).rejects.toMatchObject(refused);
    await expect(move(at)).rejects.toMatchObject(refused);
    expect(existsSync(join(at.state, 'journal.db.quarantine-1'))).toBe(false);
  });

  it('is not moved past a restore that was interrupted', async () => {
    const at = site();
    await soldAs(at);
    cpSync(join(at.state, 'journal.db'), join(at.state, 'journal.db.restored'));
    await expect(move(at)).rejects.toMatchObject({ code: 'MOVE_REFUSED', message: 'a restore was interrupted' });
  });
});
