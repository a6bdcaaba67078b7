import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { mutateBytes } from '../../../hw-sim/fuzz/bytes.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import { TillpostError } from '../../../src/domain/errors.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { Call } from '../../../src/journal/core/calls.js';
import type { Store } from '../../../src/journal/core/store.js';
import { approveOffline, ask, bootCore, cancel, NOW_MS, order, plain, settleAdvice } from '../../support/journal.js';
import { memoryFolder } from './memory-folder.js';
import type { FuzzSession, FuzzTarget } from './target.js';
import { withFixedSalts } from './wal-salts.js';

/**
 * Database files: bytes of journal.db or of its -wal damaged, then the real boot. It is refused by a named
 * error, set aside, found out by the chain, or sound: then all that is read is what truly stood at that entry.
 */
export const databaseTarget: FuzzTarget = {
  name: 'database',
  batch: 25,
  every: 5,
  open: async (random, fragile) => new DatabaseSession(random, fragile),
};

const FILES = ['journal.db', 'journal.db-wal'] as const;
const PAGE = 4096;

class DatabaseSession implements FuzzSession {
  readonly #folder = memoryFolder('database');
  readonly #good = join(this.#folder, 'good');
  readonly #trial = join(this.#folder, 'trial');
  /** Everything readable, by the entry at which the chain stood. */
  readonly #truth = new Map<number, string>();
  #reached = 0;
  #problem: string | null = null;

  constructor(
    private readonly random: SimRandom,
    private readonly fragile: boolean,
  ) {
    const { store } = bootCore(join(this.#folder, 'made'));
    this.#fill(store);
    copyFiles(join(this.#folder, 'made'), this.#good);
    store.close();
    const wal = join(this.#good, FILES[1]);
    writeFileSync(wal, withFixedSalts(readFileSync(wal)));
  }

  /** The number of the file, then its damaged bytes. */
  input(): Uint8Array {
    const { random } = this;
    const at = random.chance(0.6) ? 0 : 1;
    const whole = readFileSync(join(this.#good, FILES[at]));
    return Buffer.concat([Uint8Array.of(at), this.#damaged(whole)]);
  }

  feed(input: Uint8Array): void {
    this.#problem = null;
    const file = FILES[input[0]!] ?? FILES[0];
    rmSync(this.#trial, { recursive: true, force: true });
    copyFiles(this.#good, this.#trial);
    writeFileSync(join(this.#trial, file), input.subarray(1));
    if (this.fragile) {
      this.#readOnTrust();
      return;
    }
    const store = this.#boot();
    if (store === null) return;
    try {
      this.#judge(store);
    } finally {
      store.close();
    }
  }

  /** The undamaged files: all of it is read, and a sale is taken. */
  async good(): Promise<string | null> {
    if (this.#problem !== null) return this.#problem;
    copyFiles(this.#good, this.#trial);
    const store = this.#boot();
    if (store === null) return 'the undamaged journal was refused';
    const { entry } = store.head();
    const whole = Math.max(...this.#truth.keys());
    this.#judge(store);
    store.close();
    return entry === whole ? null : `the undamaged journal opened at entry ${entry} of ${whole}`;
  }

  reached(): number {
    return this.#reached;
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #boot(): Store | null {
    try {
      const { store, report } = bootCore(this.#trial);
      if (report.quarantined === null) return store;
      // Set aside and said so: a new journal, in which the next sale must stand.
      if (!existsSync(report.quarantined) || report.problem === null)
        this.#problem = 'set aside without a word or a file';
      sell(store);
      store.close();
      return null;
    } catch (thrown) {
      return named(thrown);
    }
  }

  #judge(store: Store): void {
    let seen: string;
    try {
      ask(store, 'verify');
      seen = dump(store);
      this.#reached += 1;
    } catch (thrown) {
      named(thrown);
      return;
    }
    const { entry } = store.head();
    const truth = this.#truth.get(entry);
    if (seen !== truth) throw new Error(`verified at entry ${entry}, and reads other than what stood there`);
    sell(store);
    ask(store, 'verify');
  }

  /** Broken on purpose: a journal without a chain, believed as SQLite reads it. */
  #readOnTrust(): void {
    copyFiles(this.#good, join(this.#folder, 'whole'));
    const whole = rawRows(join(this.#folder, 'whole'));
    const seen = rawRows(this.#trial);
    if (whole === null || seen === null || seen.head !== whole.head) return;
    if (seen.rows !== whole.rows) throw new Error('the same head, and other rows than were committed: nobody noticed');
  }

  #fill(store: Store): void {
    const note = (): void => void this.#truth.set(store.head().entry, dump(store));
    // Times of its own: those of `ask` go on from session to session.
    let atMs = NOW_MS;
    const write = (name: 'begin' | 'apply', args: unknown): Transaction => {
      const [outcome] = store.serve([{ name, args, atMs: (atMs += 1000) } as Call]);
      if (outcome?.ok !== true) throw outcome?.error ?? new Error('the core gave no outcome');
      note();
      return (outcome.value as { transaction: Transaction }).transaction;
    };
    note();
    for (let sales = 1; sales <= 8; sales += 1) {
      const sale = write('begin', [order({ amount: 100 + this.random.below(5_000), idempotencyKey: `till-${sales}` })]);
      write('apply', [sale.key, sales % 4 === 0 ? cancel : approveOffline()]);
      if (sales === 2) write('apply', [sale.key, settleAdvice(sale.key, { sequence: 2, posted: sale.money })]);
      // Half of it in the file, half of it in the WAL.
      if (sales === 4) store.maintain();
    }
  }

  #damaged(whole: Buffer): Buffer {
    const { random } = this;
    if (whole.length < 2 * PAGE || random.chance(0.4)) return mutateBytes(whole, random, 3);
    const result = Buffer.from(whole);
    const page = random.below(Math.floor(whole.length / PAGE)) * PAGE;
    // A sector lost or written to the wrong place, or a few bits of one page.
    const sector = page + random.below(8) * 512;
    if (random.chance(0.3)) return result.fill(0, sector, sector + 512);
    if (random.chance(0.3)) whole.copy(result, sector, random.below(whole.length - 512));
    else
      for (let bits = 1 + random.below(8); bits > 0; bits -= 1)
        result[page + random.below(PAGE)]! ^= 1 << random.below(8);
    return result.subarray(0, whole.length);
  }
}

function sell(store: Store): void {
  const { transaction } = ask(store, 'begin', order());
  ask(store, 'apply', transaction.key, approveOffline());
}

interface RawRows {
  readonly head: number;
  readonly rows: string;
}

/** What any SQLite program reads; null when even that refuses. */
function rawRows(folder: string): RawRows | null {
  const db = new Sqlite(join(folder, FILES[0]));
  try {
    const head = db.prepare<[], number>('SELECT max(number) FROM entry').pluck().get() ?? 0;
    return {
      head,
      rows: JSON.stringify(
        ['entry', 'sale_transaction', 'posting'].map((table) => db.prepare(`SELECT * FROM ${table}`).all()),
      ),
    };
  } catch (thrown) {
    if (thrown instanceof Sqlite.SqliteError) return null;
    throw thrown;
  } finally {
    db.close();
  }
}

function dump(store: Store): string {
  const transactions = ask(store, 'recent', 1000).map(({ key }) => ask(store, 'transaction', key));
  // How long something has waited goes on by itself.
  const queue = { ...ask(store, 'queue'), oldestAgeMs: 0 };
  return JSON.stringify(plain([transactions, queue, ask(store, 'offlineUsage'), ask(store, 'unresolved')]));
}

/** An error with a name of the house is how damage may show; any other is a crash. */
function named(thrown: unknown): null {
  if (!(thrown instanceof TillpostError) || thrown.code === 'INTERNAL') throw thrown;
  return null;
}

function copyFiles(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { mode: 0o700 });
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
}
