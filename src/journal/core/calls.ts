import type { Journal } from '../../ports/index.js';
import { isReused } from '../books/key-use.js';
import type { Rider } from '../books/riders.js';
import type { Core, KeeperCalls } from './core-parts.js';
import { takeReceipts } from './receipts.js';

/** The methods that are calls: all of the port's that promise an answer, and the keeper's. */
export type Calls = Omit<Journal, 'identity' | 'head' | 'openBatch' | 'health' | 'onHealth' | 'noteShown' | 'close'> &
  KeeperCalls;
export type CallName = keyof Calls;
export type CallArgs<Name extends CallName> = Parameters<Calls[Name]>;
export type CallResult<Name extends CallName> = Awaited<ReturnType<Calls[Name]>>;
type Handler<Name extends CallName> = (core: Core, args: CallArgs<Name>, atMs: number) => CallResult<Name>;

/** Calls that write: those of one group share a commit, before any read of it is answered. */
const WRITES = {
  begin: ({ writer }, [order], atMs) => writer.begin(order, atMs),
  apply: ({ writer, note }, [key, event], atMs) => note(writer.apply(key, event, atMs)),
  keepShown: ({ writer }, [notes], atMs) => notes.forEach((note) => writer.noteShown(note, atMs)),
  receipts: (core, [answers, policy], atMs) => takeReceipts(core, answers, policy, atMs),
  purge: ({ writer }, [beforeMs, limit], atMs) => writer.purge(beforeMs, limit, atMs),
  resetOfflineUsage: ({ writer }, _, atMs) => writer.resetOfflineUsage(atMs),
  changeSettings: ({ writer }, [change], atMs) => writer.settings.change(change, atMs),
  lateFound: ({ writer }, _, atMs) => writer.settings.lateFound(atMs),
  lateSeen: ({ writer }, _, atMs) => writer.settings.lateSeen(atMs),
  acceptCommand: ({ writer }, [command], atMs) => writer.commands.accept(command, atMs),
  finishCommand: ({ writer }, [result], atMs) => writer.commands.finish(result, atMs),
  startRun: ({ writer }, [rules, wallMs], atMs) => writer.days.startRun(rules, wallMs, atMs),
  dateRun: ({ writer, note }, [hostMs], atMs) => writer.days.dateRun(hostMs, atMs, note),
  keepDays: ({ writer }, _, atMs) => writer.days.keep(atMs),
  currentBatch: ({ writer }, _, atMs) => writer.batches.current(atMs),
  applyBatch: ({ writer }, [number, event], atMs) => writer.days.applyBatch(number, event, atMs),
} satisfies { readonly [Name in CallName]?: Handler<Name> };
type WriteName = keyof typeof WRITES;

const READS: { readonly [Name in Exclude<CallName, WriteName>]: Handler<Name> } = {
  transaction: ({ queries }, [key]) => queries.transaction(key),
  byIdempotencyKey: ({ queries }, args) => queries.byIdempotencyKey(...args),
  isReused: (core, [key, windowMs], atMs) => isReused(core, key, windowMs, atMs),
  byStan: ({ queries }, [stan]) => queries.byStan(stan),
  recent: ({ queries }, [limit]) => queries.recent(limit),
  unresolved: ({ queries }) => queries.unresolved(),
  unshown: ({ queries }, [limit]) => queries.unshown(limit),
  similar: ({ queries }, args) => queries.similar(...args),
  pending: ({ queries }, args) => queries.pending(...args),
  posting: ({ queries }, [sequence]) => queries.posting(sequence),
  listPostings: ({ queries }, args) => queries.listPostings(...args),
  queue: ({ queries }, _, atMs) => queries.queue(atMs),
  late: ({ late, writer }, _, atMs) => late.late(writer.settings.read().unseenLate, writer.runs.lateAfterMs(), atMs),
  offlineUsage: ({ queries }) => queries.offlineUsage(),
  cardUsage: ({ queries }, [token, currency]) => queries.cardUsage(token, currency),
  settings: ({ writer }) => writer.settings.read(),
  unfinishedCommands: ({ writer }) => writer.commands.unfinished(),
  resendable: ({ queries, durablePostings }, [afterSequence, afterTransaction, afterNumber, limit]) =>
    queries.resendable({ afterSequence, afterTransaction, afterNumber, limit }, durablePostings()),
  entryMac: ({ entryMac }, [entry]) => entryMac(entry),
  merchantInForce: ({ merchantInForce }, [configured]) => merchantInForce(configured),
  batches: ({ batches }, [limit]) => batches.batches(limit),
  dueClosings: ({ batches }, [limit]) => batches.dueClosings(limit),
  batch: ({ batches }, [number]) => batches.batch(number),
  unclosedBatch: ({ batches }) => batches.unclosed(),
  batchRows: ({ batches }, args) => batches.batchRows(...args),
  batchTimes: ({ batches }, [number, after, limit], atMs) => batches.batchTimes({ number, after, limit }, atMs),
  unposted: ({ batches }, args) => batches.unposted(...args),
  shownDifferences: ({ batches }, args) => batches.shownDifferences(...args),
  shownStanding: ({ batches }, [limit]) => batches.shownStanding(limit),
  differences: ({ batches }, [batch]) => batches.differences(batch),
  mismatches: ({ batches }, [batch, limit]) => batches.mismatches(batch, limit),
  stats: ({ keeper }) => keeper.stats(),
  unsettled: ({ keeper }) => keeper.unsettled(),
  verify: ({ keeper }) => keeper.verify(),
  holdFile: ({ keeper }) => keeper.holdFile(),
  freeFile: ({ keeper }) => keeper.freeFile(),
};

/** The whole surface of the journal's thread: one row a call. The port says what goes in and what comes out. */
const CALLS: { readonly [Name in CallName]: Handler<Name> } = { ...WRITES, ...READS };
export const CALL_NAMES = Object.keys(CALLS) as readonly CallName[];

type CallOf<Names extends CallName> = {
  [Name in Names]: {
    readonly name: Name;
    readonly args: CallArgs<Name>;
    /** The caller's steady clock when it was called, ms: in a run of the agent book time is made of it. */
    readonly atMs: number;
    /** What rides on its commit. */
    readonly riders?: readonly Rider[];
  };
}[Names];
export type WriteCall = CallOf<WriteName>;
export type Call = CallOf<CallName>;

export function isWrite(call: Call): call is WriteCall {
  return isWriteName(call.name);
}

export function isWriteName(name: CallName): name is WriteName {
  return name in WRITES;
}

/** @throws what the handler throws */
export function answer(core: Core, { name, args, atMs }: Call): unknown {
  // A row takes the arguments of its own name, as `Call` pairs them; over all rows at once TypeScript cannot see it.
  return (CALLS[name] as Handler<never>)(core, args as never, core.writer.runs.timeOf(atMs));
}
