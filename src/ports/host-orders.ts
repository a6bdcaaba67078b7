/** The journal as the host's orders change it: limits, settings, commands; and what the terminal keeps beside them. */
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { TransactionKey } from '../domain/key.js';
import type { LimitOverride, OfflineUsage, Used } from '../domain/offline-policy.js';
import type { LateSum } from '../domain/postings/lateness.js';

export interface Settings {
  /** Replaced by the host, on top of the configuration; one for each entry mode and currency. */
  readonly limits: readonly LimitOverride[];
  /** The host's reason for taking no sales; null while it does. */
  readonly salesStopped: string | null;
  /** Serial numbers of readers on which no sale starts until a person releases them, ascending. */
  readonly tamperedReaders: readonly string[];
  /** Postings that were late and are posted by now, until a person has looked at it; null: none. */
  readonly unseenLate: LateSum | null;
}

export interface Resendable {
  readonly keys: readonly TransactionKey[];
  /** Where the next page begins; no key's number, since what was taken over stands under another one. */
  readonly after: number;
  /** Sequences above the asked one whose transactions were purged; the first 1000. */
  readonly goneSequences: readonly number[];
}

export interface SettingReads {
  settings(): Promise<Settings>;
}

/** What the offline policy asks: what may be used, and what is. */
export interface LimitReads extends SettingReads {
  offlineUsage(): Promise<readonly OfflineUsage[]>;
  /** What one card (by token) has used of the offline limits in one currency. */
  cardUsage(token: string, currency: string): Promise<Used>;
}

export interface CommandBooks extends SettingReads {
  /** Kept across restarts, each change an entry of the chain. */
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  /** Forgets what is used of the offline limits; on the host's order only. */
  resetOfflineUsage(): Promise<void>;
  /**
   * Commits a command before it is carried out. `replayed` when its counter is not above the last one, unless
   * it is the last one and was never finished.
   */
  acceptCommand(command: HostCommand): Promise<'accepted' | 'replayed'>;
  finishCommand(result: CommandResult): Promise<void>;
  /** Accepted, not finished: carried out again at boot. */
  unfinishedCommands(): Promise<readonly HostCommand[]>;
  /**
   * Transactions the host lost, in the journal's order; and the sequences that are no longer held.
   * @param after where the page begins: 0, or what the page before said
   */
  resendable(afterSequence: number, afterTransaction: number, after: number, limit: number): Promise<Resendable>;
}
