import type { ClockQuality } from '../domain/transaction.js';
import type {
  Alerts,
  Clock,
  Contact,
  Counters,
  JournalStanding,
  Log,
  PostingQueue,
  Random,
  ReaderState,
  TransactionReads,
  Transport,
} from '../ports/index.js';
import type { Ids, MessageKey } from '../protocol/envelope.js';
import type { CourierLimits } from './delivery/courier-state.js';
import type { RefusalOptions } from './delivery/receipts.js';
import type { LinkTiming } from './link/link-state.js';

/** What the heartbeat tells the host about this terminal. */
export interface TerminalState {
  readonly clock: ClockQuality;
  /** Postings without receipt. */
  readonly queueDepth: number;
  /** Age of the oldest of them, ms; 0 when none. */
  readonly oldestAgeMs: number;
  readonly parked: number;
  readonly reader: ReaderState;
  readonly diskFreeBytes: number;
}

export interface UplinkOptions {
  readonly agentVersion: string;
  readonly refusals: RefusalOptions;
  readonly courier: Omit<CourierLimits, 'sequenceAtOpen'>;
  readonly link: LinkTiming;
  /** Longest pause between two tries to connect, ms. */
  readonly reconnectMaxMs: number;
}

export interface UplinkParts {
  readonly transport: Transport;
  readonly journal: JournalStanding &
    Pick<PostingQueue, 'pending' | 'receipts'> &
    Pick<TransactionReads, 'transaction'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly ids: Ids;
  readonly key: MessageKey;
  /** Told of each message of the host whose MAC held. */
  readonly contact?: Pick<Contact, 'heard'>;
  readonly terminalState: () => TerminalState;
  /** All of it: what is left out of a configuration stands in its schema. */
  readonly options: UplinkOptions;
}
