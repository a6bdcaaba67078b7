import type { CommandResult, HostCommand } from '../../domain/host-command.js';
import type { TransactionKey } from '../../domain/key.js';
import type { LifecycleEvent } from '../../domain/lifecycle.js';
import type { Money } from '../../domain/money.js';
import type { PostingKind, PostingState } from '../../domain/posting.js';
import type { Batch, BatchEvent } from '../../domain/settlement.js';
import type {
  ChainHead,
  Journal,
  JournalHealth,
  JournalIdentity,
  SaleOrder,
  Settings,
  Unsubscribe,
} from '../../ports/index.js';
import type { VerifyReport } from '../check/verify.js';
import type { CallArgs, CallName, CallResult, HeldFile, JournalStats } from './calls.js';

/** The port's questions, each put into one call. How a call reaches the core, the heirs say. */
export abstract class JournalCalls implements Journal {
  abstract identity(): JournalIdentity;
  abstract head(): ChainHead;
  abstract openBatch(): number;
  abstract health(): JournalHealth;
  abstract onHealth(listener: (health: JournalHealth) => void): Unsubscribe;
  abstract close(): Promise<void>;
  protected abstract ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>>;

  begin(order: SaleOrder): Promise<CallResult<'begin'>> {
    return this.ask('begin', order);
  }

  apply(key: TransactionKey, event: LifecycleEvent): Promise<CallResult<'apply'>> {
    return this.ask('apply', key, event);
  }

  purge(beforeMs: number, limit: number): Promise<number> {
    return this.ask('purge', beforeMs, limit);
  }

  transaction(key: TransactionKey): Promise<CallResult<'transaction'>> {
    return this.ask('transaction', key);
  }

  byIdempotencyKey(idempotencyKey: string): Promise<CallResult<'byIdempotencyKey'>> {
    return this.ask('byIdempotencyKey', idempotencyKey);
  }

  byStan(stan: number): Promise<CallResult<'byStan'>> {
    return this.ask('byStan', stan);
  }

  recent(limit: number): Promise<CallResult<'recent'>> {
    return this.ask('recent', limit);
  }

  unresolved(): Promise<CallResult<'unresolved'>> {
    return this.ask('unresolved');
  }

  pending(kind: PostingKind, afterSequence: number, limit: number): Promise<CallResult<'pending'>> {
    return this.ask('pending', kind, afterSequence, limit);
  }

  posting(sequence: number): Promise<CallResult<'posting'>> {
    return this.ask('posting', sequence);
  }

  listPostings(state: PostingState, afterSequence: number, limit: number): Promise<CallResult<'listPostings'>> {
    return this.ask('listPostings', state, afterSequence, limit);
  }

  queue(): Promise<CallResult<'queue'>> {
    return this.ask('queue');
  }

  offlineUsage(): Promise<CallResult<'offlineUsage'>> {
    return this.ask('offlineUsage');
  }

  cardUsage(token: string, currency: string): Promise<CallResult<'cardUsage'>> {
    return this.ask('cardUsage', token, currency);
  }

  similar(token: string, money: Money, sinceMs: number, except: TransactionKey): Promise<CallResult<'similar'>> {
    return this.ask('similar', token, money, sinceMs, except);
  }

  resetOfflineUsage(): Promise<void> {
    return this.ask('resetOfflineUsage');
  }

  settings(): Promise<Settings> {
    return this.ask('settings');
  }

  changeSettings(change: Partial<Settings>): Promise<Settings> {
    return this.ask('changeSettings', change);
  }

  acceptCommand(command: HostCommand): Promise<CallResult<'acceptCommand'>> {
    return this.ask('acceptCommand', command);
  }

  finishCommand(result: CommandResult): Promise<void> {
    return this.ask('finishCommand', result);
  }

  unfinishedCommands(): Promise<CallResult<'unfinishedCommands'>> {
    return this.ask('unfinishedCommands');
  }

  resendable(
    afterSequence: number,
    afterTransaction: number,
    afterNumber: number,
    limit: number,
  ): Promise<CallResult<'resendable'>> {
    return this.ask('resendable', afterSequence, afterTransaction, afterNumber, limit);
  }

  currentBatch(): Promise<Batch> {
    return this.ask('currentBatch');
  }

  batches(limit: number): Promise<CallResult<'batches'>> {
    return this.ask('batches', limit);
  }

  batch(number: number): Promise<Batch | null> {
    return this.ask('batch', number);
  }

  applyBatch(number: number, event: BatchEvent, businessDate: string): Promise<Batch> {
    return this.ask('applyBatch', number, event, businessDate);
  }

  batchRows(number: number, afterNumber: number, limit: number): Promise<CallResult<'batchRows'>> {
    return this.ask('batchRows', number, afterNumber, limit);
  }

  batchTimes(number: number, afterNumber: number, limit: number): Promise<CallResult<'batchTimes'>> {
    return this.ask('batchTimes', number, afterNumber, limit);
  }

  differences(batch: number): Promise<CallResult<'differences'>> {
    return this.ask('differences', batch);
  }

  mismatches(batch: number, limit: number): Promise<CallResult<'mismatches'>> {
    return this.ask('mismatches', batch, limit);
  }

  /** Commits and operations since the journal was opened. */
  stats(): Promise<JournalStats> {
    return this.ask('stats');
  }

  /** All that is owed, for the mirror. */
  unsettled(): Promise<CallResult<'unsettled'>> {
    return this.ask('unsettled');
  }

  /** The whole chain and every state row; commits wait meanwhile. @throws JOURNAL_CHAIN_BROKEN */
  verify(): Promise<VerifyReport> {
    return this.ask('verify');
  }

  /** The database file stands still until `freeFile`, while commits go on beside it. @throws BUSY when it is held */
  holdFile(): Promise<HeldFile> {
    return this.ask('holdFile');
  }

  /** @returns whether it stood still all the time: else a copy of it is worth nothing */
  freeFile(): Promise<boolean> {
    return this.ask('freeFile');
  }
}
