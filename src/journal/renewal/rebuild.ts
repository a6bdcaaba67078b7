import { chmodSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Sealed } from '../../domain/redaction.js';
import { EntryChain } from '../chain/entry-chain.js';
import { verifyAll } from '../check/verify.js';
import type { Call } from '../core/calls.js';
import { bootInMemory, type Fresh } from '../core/recovery.js';
import type { Store } from '../core/store.js';
import { Takeover } from '../core/takeover.js';
import { openDatabase } from '../file/database.js';
import { JOURNAL_FILES, syncPath } from '../file/files.js';
import { finishRestore, restoreNames, type SetAside } from '../file/restore-files.js';
import { DiskSpace } from '../file/space.js';
import type { MirroredDebt } from '../mirror/mirror-reading.js';
import type { Keepsakes } from './sources.js';

export interface RebuildOptions {
  /** Of the journal that is to be replaced. */
  readonly path: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly fresh: Fresh;
  readonly atMs: number;
}

const NO_SPACE = { reserveBytes: 0, lowWaterBytes: 0 };

/** Puts what was built in the place of the present journal. @param mirrorPath of a mirror log to be set aside too */
export function decide(path: string, mirrorPath: string | null): SetAside | null {
  const { building, ready } = restoreNames(path);
  renameSync(building, ready);
  syncPath(dirname(path));
  return finishRestore(path, mirrorPath);
}

/** What the new journal takes over. */
interface Taken extends Keepsakes {
  readonly debts: readonly MirroredDebt[];
  readonly settled: readonly MirroredDebt[];
}

/** The new journal, whole, checked and on the disk when this returns. */
export function build({ path, terminalId, merchantId, fresh, atMs }: RebuildOptions, taken: Taken, key: Sealed): void {
  const { building } = restoreNames(path);
  const db = openDatabase(building);
  let store: Store | null = null;
  try {
    chmodSync(building, 0o600);
    const identity = { terminalId, merchantId, fresh, atMs, expectedEpoch: null };
    const boot = (): Store => bootInMemory(db, identity, new DiskSpace(building, NO_SPACE), key, building).store;
    boot();
    const root = { terminalId, epoch: fresh.epoch };
    const chain = new EntryChain(key, terminalId, fresh.epoch);
    const tail = { entry: 0, mac: chain.origin, transactions: 0, postings: 0 };
    const takeover = new Takeover({ db, root, chain, tail, atMs });
    db.transaction(() => takeover.salvage([...taken.settled, ...taken.debts])).immediate();
    store = boot();
    keep(store, taken, atMs);
    verifyAll(db, chain);
  } finally {
    if (store === null) db.close();
    else store.close();
  }
  for (const suffix of JOURNAL_FILES.slice(1)) rmSync(building + suffix, { force: true });
}

function keep(store: Store, { settings, commands }: Keepsakes, atMs: number): void {
  const calls: Call[] = [
    { name: 'changeSettings', args: [settings], atMs },
    ...commands.flatMap(({ command, result }): Call[] => [
      { name: 'acceptCommand', args: [command], atMs },
      ...(result === null ? [] : [{ name: 'finishCommand' as const, args: [result] as [typeof result], atMs }]),
    ]),
  ];
  for (const outcome of store.serve(calls)) if (!outcome.ok) throw outcome.error;
}
