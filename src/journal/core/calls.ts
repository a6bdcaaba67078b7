import type { TillpostError } from '../../domain/errors.js';
import type { ChainHead, Journal, JournalMark, PendingPosting } from '../../ports/index.js';
import type { VerifyReport } from '../check/verify.js';

export interface JournalStats {
  /** Commits that wrote something, each one fsync of the WAL, since this process opened the journal. */
  readonly commits: number;
  /** Writes that they carried. */
  readonly operations: number;
  /** PRAGMA synchronous as SQLite has it now; 2 is FULL. */
  readonly synchronous: number;
}

/** All that is owed at one moment: what the mirror is made of. */
interface Unsettled {
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

/** What the core answers: the port's own questions and those that only this adapter knows. */
interface Asked extends Journal {
  stats(): Promise<JournalStats>;
  unsettled(): Promise<Unsettled>;
  verify(): Promise<VerifyReport>;
  holdFile(): Promise<HeldFile>;
  freeFile(): Promise<boolean>;
}

const WRITES = [
  'begin',
  'apply',
  'purge',
  'resetOfflineUsage',
  'changeSettings',
  'acceptCommand',
  'finishCommand',
  'currentBatch',
  'applyBatch',
] as const;
type WriteName = (typeof WRITES)[number];
type ReadName =
  | 'transaction'
  | 'byIdempotencyKey'
  | 'byStan'
  | 'recent'
  | 'unresolved'
  | 'pending'
  | 'posting'
  | 'listPostings'
  | 'queue'
  | 'offlineUsage'
  | 'cardUsage'
  | 'similar'
  | 'settings'
  | 'unfinishedCommands'
  | 'resendable'
  | 'batches'
  | 'batch'
  | 'batchRows'
  | 'batchTimes'
  | 'differences'
  | 'mismatches'
  | 'verify'
  | 'holdFile'
  | 'freeFile'
  | 'unsettled'
  | 'stats';
export type CallName = WriteName | ReadName;

export type CallArgs<Name extends CallName> = Parameters<Asked[Name]>;
export type CallResult<Name extends CallName> = Awaited<ReturnType<Asked[Name]>>;

export type WriteCall = {
  [Name in WriteName]: {
    readonly name: Name;
    readonly args: CallArgs<Name>;
    /** Terminal's wall clock when it was called, Unix ms. */
    readonly atMs: number;
  };
}[WriteName];
export type ReadCall = { [Name in ReadName]: { readonly name: Name; readonly args: CallArgs<Name> } }[ReadName];
export type Call = WriteCall | ReadCall;

export type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: TillpostError };

/** What the outside knows of the journal without asking; it comes with every answer. */
export interface Status {
  readonly head: ChainHead;
  /** Highest transaction number and posting sequence given so far. */
  readonly transactions: number;
  readonly postings: number;
  readonly openBatch: number;
  readonly diskFreeBytes: number;
  readonly lowSpace: boolean;
}

export function isWrite(call: Call): call is WriteCall {
  return (WRITES as readonly string[]).includes(call.name);
}
