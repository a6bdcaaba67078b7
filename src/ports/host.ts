/** The host as the agent's modules see it: deliver, request, receipts. */
import type { Answer } from '../domain/answer.js';
import type { Card } from '../domain/card.js';
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { Batch, BatchRow, Difference, Total } from '../domain/settlement.js';
import type { Transaction } from '../domain/transaction.js';
import type { Unsubscribe } from './basics.js';

/** *brokerOnly*: the broker answers, the host does not. */
export type LinkState = 'online' | 'brokerOnly' | 'offline';

export interface LinkStatus {
  readonly state: LinkState;
  readonly address: string;
  /** Of the transport's protocol; null while there is no connection. */
  readonly protocolVersion: number | null;
  /** Why it is not online, for people. */
  readonly problem: string | null;
  readonly lastEchoAgoMs: number | null;
}

export type AuthorizationResult =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** No usable reply in time. `mayHaveLeft` false: provably never sent, so nothing can stand at the host. */
  | {
      readonly kind: 'unknown';
      readonly mayHaveLeft: boolean;
      readonly why: 'offline' | 'timeout' | 'badMac' | 'retryLater';
    };

/** Something that is held back on its way to the host. */
export interface DeliveryPause {
  /** `all postings`, `posting 17`, `online request`. */
  readonly subject: string;
  readonly reason: string;
  /** Null: when something else ends. */
  readonly endsInMs: number | null;
}

/** The host as the sale sees it. */
export interface HostLink {
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): Unsubscribe;
  /**
   * One online request. Never rejects. Resolves at once with `offline` unless the link is *online*.
   * Waits behind reversals. A reply that comes after the deadline is handed to `onLateReply`.
   */
  authorize(transaction: Transaction, card: Card, deadlineMs: number): Promise<AuthorizationResult>;
  /** What is held back now, and why. */
  pauses(): readonly DeliveryPause[];
  /** A posting was committed: the first pending one leaves at once. */
  postingAdded(): void;
  /** Postings with older sequences are pending again: look from the beginning. */
  postingsReopened(): void;
}

/** The host's word on a batch's totals or on a page of its details. */
export interface SettlementReply {
  readonly matched: boolean;
  readonly totals: readonly Total[];
  /** Answers the last page of details; empty otherwise. */
  readonly differences: readonly Difference[];
}

/** Reconciliation with the host (0500). Each call resolves null when no answer came in time: ask again. */
export interface SettlementLink {
  sendTotals(batch: Batch, repeat: boolean, deadlineMs: number): Promise<SettlementReply | null>;
  sendDetails(
    batch: Batch,
    page: number,
    last: boolean,
    rows: readonly BatchRow[],
    deadlineMs: number,
  ): Promise<SettlementReply | null>;
}

/** Commands from the host, in the order in which they came; each is authenticated, none is acknowledged yet. */
export interface CommandLink {
  onCommand(listener: (command: HostCommand) => void): Unsubscribe;
  /** Best effort: the host sends a command again that it had no result for. */
  sendResult(result: CommandResult): void;
}
