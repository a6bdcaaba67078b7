/** The broker, and the host behind it. */
import type { Answer } from '../domain/answer.js';
import type { Card } from '../domain/card.js';
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { Batch, BatchRow, Difference, Total } from '../domain/settlement.js';
import type { Transaction } from '../domain/transaction.js';
import type { Unsubscribe } from './basics.js';

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** What the broker granted at CONNECT. */
export interface BrokerGrant {
  readonly protocolVersion: 4 | 5;
  /** MQTT 5 Receive Maximum; 65535 when not told. */
  readonly receiveMaximum: number;
  /** MQTT 5 Maximum Packet Size in bytes; 268435455 when not told. */
  readonly maximumPacketSize: number;
  readonly sessionPresent: boolean;
}

/** One connection to one broker. Never reused. */
export interface BrokerConnection {
  readonly grant: BrokerGrant;
  /**
   * QoS 1 resolves at PUBACK with its reason code (0 on MQTT 3.1.1), QoS 0 once handed to the socket.
   * Rejects with LINK_CLOSED when the connection ends first.
   */
  publish(message: MqttMessage): Promise<{ readonly reasonCode: number }>;
  onMessage(listener: (message: MqttMessage) => void): void;
  /** Exactly once. */
  onClosed(listener: (why: string) => void): void;
  /** `polite` sends DISCONNECT, so that the will is not published; otherwise the socket is destroyed at once. */
  close(polite: boolean): Promise<void>;
}

export interface BrokerWill {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** MQTT 5 only, seconds. */
  readonly delaySeconds: number;
}

/** A refused CONNACK carries its reason code; anything else is the network. */
export interface Broker {
  /**
   * Connects, resumes the session and subscribes to the filters before it resolves.
   * @throws BROKER_UNREACHABLE (retryable), BROKER_REFUSED (`cause` holds the CONNACK reason code)
   */
  connect(will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection>;
  /** The address that the next connect tries, for people; never credentials. */
  readonly address: string;
}

/** *brokerOnly*: the broker answers, the host does not. */
export type LinkState = 'online' | 'brokerOnly' | 'offline';

export interface LinkStatus {
  readonly state: LinkState;
  readonly address: string;
  readonly protocolVersion: 4 | 5 | null;
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

/** The host as the sale sees it. */
export interface HostLink {
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): Unsubscribe;
  /**
   * One online request. Never rejects. Resolves at once with `offline` unless the link is *online*.
   * Waits behind reversals. A reply that comes after the deadline is handed to `onLateReply`.
   */
  authorize(transaction: Transaction, card: Card, deadlineMs: number): Promise<AuthorizationResult>;
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
