import type { TillpostError } from '../../domain/errors.js';
import type { Applied, ChainHead, JournalMark, PendingPosting } from '../../ports/index.js';
import type { Writer } from '../books/writer.js';
import type { VerifyReport } from '../check/verify.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import type { LateQueries } from '../tables/late-queries.js';
import type { Queries } from '../tables/queries.js';

export type Outcome<Result = unknown> = (
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: TillpostError }
) & {
  /** Of a call with riders: whether its group wrote something, and they are on the disk with it. */
  readonly carried?: boolean;
};

/** What answers a call, in the journal's thread. */
export interface Core {
  readonly queries: Queries;
  readonly batches: BatchQueries;
  readonly late: LateQueries;
  readonly writer: Writer;
  /** In whose name the host is spoken to. */
  readonly merchantId: string;
  /** Runs part of a write by itself: what it throws undoes that part alone. */
  readonly alone: <Result>(operation: string, work: () => Result) => Outcome<Result>;
  /** Every change of a transaction is noted: the mirror is told of it after the commit. */
  readonly note: (applied: Applied) => Applied;
  readonly keeper: { readonly [Name in keyof KeeperCalls]: () => Awaited<ReturnType<KeeperCalls[Name]>> };
  /** Null when the journal does not hold the entry. */
  readonly entryMac: (entry: number) => string | null;
  readonly merchantInForce: (configured: string) => string;
  /** The newest posting sequence that is on the disk. */
  readonly durablePostings: () => number;
}

/** What only the journal's own keeper asks, besides the port's questions. */
export interface KeeperCalls {
  /** Commits and operations since the journal was opened. */
  stats(): Promise<JournalStats>;
  /** All that is owed, for the mirror. */
  unsettled(): Promise<Unsettled>;
  /** The whole chain and every state row; commits wait meanwhile. @throws JOURNAL_CHAIN_BROKEN */
  verify(): Promise<VerifyReport>;
  /** The database file stands still until `freeFile`, while commits go on beside it. @throws BUSY when it is held */
  holdFile(): Promise<HeldFile>;
  /** @returns whether it stood still all the time: else a copy of it is worth nothing */
  freeFile(): Promise<boolean>;
}

interface JournalStats {
  /** Commits that wrote something, each one fsync of the WAL, since this process opened the journal. */
  readonly commits: number;
  /** Writes that they carried. */
  readonly operations: number;
  /** PRAGMA synchronous as SQLite has it now; 2 is FULL. */
  readonly synchronous: number;
}

/** All that is owed at one moment: what the mirror is made of. */
export interface Unsettled {
  readonly records: readonly PendingPosting[];
  readonly at: JournalMark;
}

/** The journal's file as it stands still; see `Store` for how long. */
export interface HeldFile {
  /** Length of the database file, of which nothing changes while it is held. */
  readonly bytes: number;
  /** What it holds: all that was committed when it was taken hold of. */
  readonly head: ChainHead;
  readonly transactions: number;
}
