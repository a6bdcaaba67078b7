import { join } from 'node:path';
import type { TransactionKey } from '../../../src/domain/key.js';
import type { Call, CallArgs, CallName, CallResult } from '../../../src/journal/core/calls.js';
import type { BootOptions, OpenReport } from '../../../src/journal/core/recovery.js';
import { markOf } from '../../../src/journal/core/status.js';
import type { Store } from '../../../src/journal/core/store.js';
import { MirrorLog } from '../../../src/journal/mirror/mirror-log.js';
import { debtsOf, mirrorCommit } from '../../../src/journal/mirror/mirroring.js';
import type { Mirror } from '../../../src/ports/index.js';
import { approveOffline, bootCore, NOW_MS, order } from '../../support/journal.js';

/** Of the tills of one test run. */
let sales = 0;

/** The core with its mirror, wired as `journal-client.ts` wires them, without the thread. */
export class MirroredCore {
  readonly store: Store;
  readonly report: OpenReport;
  readonly #mirror: Mirror | null;
  #atMs = NOW_MS;

  private constructor(store: Store, report: OpenReport, mirror: Mirror | null) {
    this.store = store;
    this.report = report;
    this.#mirror = mirror;
  }

  static async open(directory: string, change: Partial<BootOptions> = {}): Promise<MirroredCore> {
    const mirrorPath = change.mirrorPath === undefined ? join(directory, 'mirror.log') : change.mirrorPath;
    const { store, report } = bootCore(directory, { ...change, mirrorPath });
    const core = new MirroredCore(store, report, mirrorPath === null ? null : new MirrorLog(mirrorPath));
    try {
      const { records, at } = await core.ask('unsettled');
      await core.#mirror?.rewrite(records, store.identity, at);
      return core;
    } catch (error) {
      await core.close();
      throw error;
    }
  }

  async ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>> {
    this.#atMs += 1;
    const call = { name, args, atMs: this.#atMs } as unknown as Call;
    const [outcome] = this.store.serve([call]);
    if (outcome === undefined || !outcome.ok) throw outcome?.error ?? new Error('no outcome');
    if (this.#mirror !== null && this.store.changes !== null) {
      const problem = await mirrorCommit(this.#mirror, debtsOf(this.store.changes), markOf(this.store.status()));
      if (problem !== null) throw problem;
    }
    return outcome.value as CallResult<Name>;
  }

  /** A sale approved offline, and so owed. */
  async owe(amount = 1250): Promise<TransactionKey> {
    sales += 1;
    const { transaction } = await this.ask('begin', order({ amount, idempotencyKey: `till-${sales}` }));
    await this.ask('apply', transaction.key, approveOffline());
    return transaction.key;
  }

  tidy(): Promise<void> {
    return this.#mirror?.tidy() ?? Promise.resolve();
  }

  async close(): Promise<void> {
    this.store.close();
    await this.#mirror?.close();
  }
}
