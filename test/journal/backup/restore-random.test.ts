import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { asTillpostError } from '../../../src/domain/errors.js';
import { keyText, type TransactionKey } from '../../../src/domain/key.js';
import { restoreJournal } from '../../../src/journal/backup/restore.js';
import { copyDirectory } from '../../support/copy-directory.js';
import {
  approveOffline,
  FRESH,
  MERCHANT,
  NOW_MS,
  order,
  receipt,
  settleAdvice,
  settleReversal,
  takeBack,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { MirroredCore } from '../mirror/mirrored.js';
import { backedUp } from './backed-up.js';

/** Each harm; the longest run so far was 60. */
const SEEDS = 3;
const NEW = { ...FRESH, epoch: '00000000000000aa', mark: 'aabbccdd' };

/** What one copy may suffer; the other one is whole. */
const HARMS: Readonly<Record<string, (directory: string, pick: (below: number) => number) => void>> = {
  nothing: () => undefined,
  'journal gone': (directory) => {
    for (const suffix of ['', '-wal']) rmSync(join(directory, `journal.db${suffix}`), { force: true });
  },
  'journal is noise': (directory) => {
    rmSync(join(directory, 'journal.db-wal'), { force: true });
    writeFileSync(join(directory, 'journal.db'), Buffer.alloc(8192, 'no database '));
  },
  'WAL cut off': (directory, pick) => {
    const wal = join(directory, 'journal.db-wal');
    truncateSync(wal, pick(statSync(wal).size));
  },
  'sectors of the journal overwritten': (directory, pick) => {
    for (const suffix of ['', '-wal']) scribble(join(directory, `journal.db${suffix}`), pick);
  },
  'mirror gone': (directory) => rmSync(join(directory, 'mirror.log')),
  'mirror overwritten': (directory, pick) => scribble(join(directory, 'mirror.log'), pick),
};

function scribble(path: string, pick: (below: number) => number): void {
  const bytes = readFileSync(path);
  for (let times = 0; times < 3 && bytes.length > 512; times += 1) {
    const at = pick(bytes.length - 512);
    bytes.fill(0xee, at, at + 512);
  }
  writeFileSync(path, bytes);
}

describe('a restore after any course', () => {
  const scratch = scratchDirectories();

  /** A random course of sales with a backup in the middle. @returns what is owed at its end, by key, kind and state */
  async function course(
    directory: string,
    pick: (below: number) => number,
  ): Promise<{ backup: string; owed: ReadonlySet<string> }> {
    const core = await MirroredCore.open(directory);
    const keys: TransactionKey[] = [];
    const steps = 10 + pick(30);
    const backupAt = pick(steps);
    let backup = '';
    for (let step = 0; step < steps; step += 1) {
      if (step === backupAt) backup = backedUp(core.store, directory, join(scratch(), 'backups'));
      const key = keys[pick(Math.max(1, keys.length))];
      const move = pick(8);
      if (move < 3 || key === undefined) keys.push(await core.owe(100 + step));
      else {
        const event = [
          settleAdvice(key),
          settleReversal(key),
          takeBack(),
          { name: 'park', posting: 'advice', answer: receipt(key), reason: 'refused' } as const,
          { name: 'retryAdvice' } as const,
        ][move - 3]!;
        // What does not fit the state is refused and changes nothing.
        await core.ask('apply', key, event).catch((error: unknown) => {
          if (asTillpostError(error, 'test').code !== 'ILLEGAL_EVENT') throw error;
        });
      }
    }
    // Begun and not decided: the newest copy's word.
    if (pick(2) === 0) await core.ask('begin', order({ amount: 999 }));
    else await core.ask('apply', (await core.ask('begin', order({ amount: 998 }))).transaction.key, approveOffline());
    const owed = await owedBy(core);
    const killed = scratch();
    copyDirectory(directory, killed);
    await core.close();
    rmSync(directory, { recursive: true });
    copyDirectory(killed, directory);
    return { backup, owed };
  }

  async function owedBy(core: MirroredCore): Promise<ReadonlySet<string>> {
    const { records } = await core.ask('unsettled');
    return new Set(
      records.map(({ posting, transaction }) =>
        [keyText(posting.key), posting.content.kind, posting.state, transaction.state].join(' '),
      ),
    );
  }

  async function restoredAfter(
    seed: number,
    harm: string,
    withMirror = true,
  ): Promise<{ owed: ReadonlySet<string>; found: ReadonlySet<string> }> {
    const random = new SimRandom(seed);
    const pick = (below: number): number => Buffer.from(random.bytes(4)).readUInt32LE(0) % Math.max(1, below);
    const directory = scratch();
    const { backup, owed } = await course(directory, pick);
    HARMS[harm]!(directory, pick);
    const mirrorPath = withMirror ? join(directory, 'mirror.log') : null;
    restoreJournal({
      path: join(directory, 'journal.db'),
      mirrorPath,
      terminalId: TERMINAL,
      merchantId: MERCHANT,
      backup,
      fresh: NEW,
      atMs: NOW_MS,
      giveUp: !withMirror,
    });
    const core = await MirroredCore.open(directory, { fresh: NEW });
    try {
      await core.ask('verify');
      expect(core.store.identity.epoch).toBe(NEW.epoch);
      return { owed, found: await owedBy(core) };
    } finally {
      await core.close();
    }
  }

  it.each(Object.keys(HARMS))(
    `loses nothing that was owed: ${SEEDS} courses, %s`,
    async (harm) => {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const { owed, found } = await restoredAfter(seed, harm).catch((cause: unknown) => {
          throw new Error(`seed ${seed}, ${harm}`, { cause });
        });
        expect(
          [...owed].filter((it) => !found.has(it)),
          `seed ${seed}, ${harm}`,
        ).toEqual([]);
      }
    },
    120_000,
  );

  it('control: without the mirror log, and told to give up, such courses lose something', async () => {
    let lost = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const { owed, found } = await restoredAfter(seed, 'journal gone', false);
      lost += [...owed].filter((it) => !found.has(it)).length;
    }
    expect(lost).toBeGreaterThan(0);
  }, 60_000);
});
