import { keyText } from '../domain/key.js';
import { waitingOf } from '../domain/offline-policy.js';
import { own } from '../domain/redaction.js';
import type { ClockQuality } from '../domain/transaction.js';
import type { Housekeeping } from '../health/housekeeping.js';
import type { Alerts, CardReader, Contact, JournalWatch, Log, TransactionMoves } from '../ports/index.js';
import type { Ids } from '../protocol/envelope.js';
import type { TerminalState } from '../uplink/options.js';
import type { Uplink } from '../uplink/uplink.js';

/** Small wires between modules that do not know each other: what happens in one and matters to another. */

export interface TerminalStateParts {
  readonly journal: JournalWatch;
  readonly reader: CardReader;
  readonly housekeeping: Housekeeping;
  readonly clockQuality: () => ClockQuality;
}

/** What the heartbeat tells the host; the queue as of the last look, since a heartbeat waits for no disk. */
export function terminalStateOf({ journal, reader, housekeeping, clockQuality }: TerminalStateParts): TerminalState {
  const queue = housekeeping.queue();
  housekeeping.refresh();
  const { queueDepth, oldestWaitingMs } = waitingOf(queue ?? NOTHING_KNOWN);
  return {
    clock: clockQuality(),
    queueDepth,
    oldestAgeMs: oldestWaitingMs,
    parked: queue?.parked ?? 0,
    reader: reader.status().state,
    diskFreeBytes: journal.health().diskFreeBytes,
  };
}

/** Before the first look at the queue. */
const NOTHING_KNOWN = { advices: 0, reversals: 0, oldestAgeMs: null } as const;

/** A reply after its deadline completes nothing; it is a fact of the transaction (payment rules, Online and offline 4). */
export function keepLateReplies(uplink: Uplink, journal: TransactionMoves, log: Log): void {
  uplink.onLateReply((answer) => {
    journal.apply(answer.key, { name: 'lateReply', answer }).catch((error: unknown) => {
      log.warn('late reply not recorded', { key: keyText(answer.key), error });
    });
  });
}

/**
 * The contact, with the alert that stands until the host has answered.
 *
 * @param first is called when it does so for the first time
 */
export function toldOf(contact: Contact, ids: Ids, alerts: Alerts, first: () => void): Contact {
  const subject = own(`${ids.merchantId}/${ids.terminalId}`);
  if (!contact.answered())
    alerts.raise('HOST_NEVER_ANSWERED', subject, 'the host has never answered under this merchant, terminal and key');
  return {
    answered: () => contact.answered(),
    heard: () => {
      if (contact.answered()) return;
      contact.heard();
      alerts.clear('HOST_NEVER_ANSWERED', subject);
      first();
    },
    announced: (fingerprint) => contact.announced(fingerprint),
  };
}

/** @param inForce in whose name the journal goes on @param answered whether the host has ever answered it in that name */
export function tellOfMerchant(inForce: string, configured: string, answered: boolean, alerts: Alerts): void {
  if (inForce === configured) return;
  const holds = `${configured} is configured, ${inForce} still holds postings, a sale that is not decided or an open batch`;
  const then = answered
    ? `it delivers and settles for ${inForce}, sells nothing until then, and goes over by itself`
    : `the host has never answered as ${inForce}: if that is a wrong id, stop the agent and use \`tillpost journal move --from ${inForce}\``;
  alerts.raise('MERCHANT_CHANGED', own(inForce), own(`${holds}: ${then}`));
}

/** @param quarantined where a file that was no sound journal was set aside at start, null when none was */
export function watchJournal(journal: JournalWatch, quarantined: string | null, alerts: Alerts, folder: string): void {
  if (quarantined !== null) {
    alerts.raise(
      'JOURNAL_QUARANTINED',
      own(folder),
      own(`the journal could not be read and was set aside as ${quarantined}; a new epoch began`),
    );
  }
  const look = (): void => {
    const { state, problem, diskFreeBytes } = journal.health();
    const text = problem?.message ?? state;
    if (state === 'failed') alerts.raise('JOURNAL_FAILED', own(folder), `no sales until the journal is well: ${text}`);
    else alerts.clear('JOURNAL_FAILED', own(folder));
    if (state === 'lowSpace')
      alerts.raise('DISK_LOW', own(folder), `${diskFreeBytes} bytes are free; new sales are refused`);
    else alerts.clear('DISK_LOW', own(folder));
  };
  journal.onHealth(look);
  look();
}

/**
 * Looked at whenever the link changes: that is when the host has just told its time.
 * @param doubted what is known against the clock; null: nothing
 * @returns looks again: with each heartbeat, for a clock may be set while the link stands
 */
export function watchClock(
  uplink: Pick<Uplink, 'onStatus'>,
  doubted: () => string | null,
  alerts: Alerts,
  terminalId: string,
): () => void {
  let told = false;
  const look = (): void => {
    const doubt = doubted();
    if ((doubt !== null) === told) return;
    told = doubt !== null;
    if (doubt !== null) alerts.raise('CLOCK_WRONG', own(terminalId), `the wall clock is wrong: ${doubt}`);
    else alerts.clear('CLOCK_WRONG', own(terminalId));
  };
  uplink.onStatus(look);
  return look;
}
