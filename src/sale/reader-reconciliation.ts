import type { Behind } from '../domain/course/behind.js';
import { asTillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import type { Transaction, Verdict } from '../domain/transaction.js';
import type {
  Alerts,
  CardReader,
  JournalStanding,
  Log,
  ReaderResult,
  ReaderStage,
  TransactionReads,
} from '../ports/index.js';
import { unlessLost } from './verdict/reader-dialog.js';
import { displayText } from './verdict/verdicts.js';

export interface ReaderReconciliationParts {
  readonly reader: CardReader;
  readonly journal: Pick<TransactionReads, 'transaction'> & Pick<JournalStanding, 'head' | 'identity'>;
  readonly alerts: Alerts;
  /** The reader holds a key of this very journal that it has not given yet. */
  readonly behind: (behind: Behind) => void;
  readonly log: Log;
}

export interface ReaderReconciliation {
  /** Tells the cardholder a committed verdict and lets the reader forget it; false when the reader was lost. */
  tell(decided: Transaction, verdict: Verdict): Promise<boolean>;
  /**
   * Settles what the reader still holds from before the link reset: the verdict it never heard, or a key
   * this journal does not know. Leaves alone what the journal has not decided yet.
   *
   * @returns false when the reader was lost over it
   */
  settleLastKey(): Promise<boolean>;
}

const ENDED: ReadonlySet<ReaderStage | 'unreadable'> = new Set([
  'shownApproved',
  'shownDeclined',
  'cancelled',
  'timeout',
]);

/** So often the reader may be lost over one key; then it is told to forget it, whatever it would have answered. */
const LOSSES_MAX = 3;

export function createReaderReconciliation({
  reader,
  journal,
  alerts,
  behind,
  log,
}: ReaderReconciliationParts): ReaderReconciliation {
  /** Times in a row that the reader was lost over a key: it may be the answer itself that loses it. */
  let lost = { key: '', times: 0 };
  /** The key over which the reader was reset since it did not follow. */
  let stubborn = '';
  const isHopeless = (key: TransactionKey): boolean => lost.key === keyText(key) && lost.times >= LOSSES_MAX;

  async function tell({ key, deferred }: Transaction, verdict: Verdict): Promise<boolean> {
    const complete = (): Promise<ReaderResult> => reader.complete(key, verdict.outcome, displayText(verdict), deferred);
    if (isHopeless(key)) return release(key, complete, verdict.outcome === 'approved');
    const shown = await attempt(complete);
    if (shown === 'lost') {
      // The commit stands. Until the reader is back nobody but the till has told the cardholder.
      const text = 'approved, and the reader was lost before it showed it';
      if (verdict.outcome === 'approved') alerts.raise('APPROVAL_NOT_SHOWN', keyText(key), text);
      return false;
    }
    alerts.clear('APPROVAL_NOT_SHOWN', keyText(key));
    if (shown !== 'failed' && !ENDED.has(shown.stage) && shown.stage !== 'unknownKey') notFollowing(key, shown.stage);
    else if (verdict.outcome !== 'approved' && shown !== 'failed' && shown.stage === 'shownApproved') {
      alerts.raise('READER_RESULT_UNKNOWN', keyText(key), `${verdict.outcome}, but the reader shows approved`);
    }
    if (verdict.outcome === 'approved' && (shown === 'failed' || shown.stage !== 'shownApproved')) {
      // The commit stands: the till was told. A person must know that the cardholder saw something else.
      const seen = shown === 'failed' ? 'the reader refused to show it' : `the reader is at ${shown.stage}`;
      alerts.raise('READER_RESULT_UNKNOWN', keyText(key), `approved, but ${seen}`);
    }
    return (await attempt(() => reader.confirm(key))) !== 'lost';
  }

  /** COMPLETE does not end it. The reset has it looked at once more; a second one would bring the same. */
  function notFollowing(key: TransactionKey, stage: ReaderStage): void {
    const name = keyText(key);
    if (stubborn === name) {
      alerts.raise('READER_NOT_FOLLOWING', name, `it is at ${stage} after COMPLETE and a reset`);
      return;
    }
    stubborn = name;
    reader.reset('the reader does not follow COMPLETE');
  }

  /** The reader takes its orders one after the other: CONFIRM follows without waiting for an answer that may not come. */
  async function release(key: TransactionKey, end: () => Promise<ReaderResult>, approved: boolean): Promise<boolean> {
    log.warn('card reader is told to forget a key', { key: keyText(key), losses: lost.times });
    const ending = attempt(end);
    const confirmed = await attempt(() => reader.confirm(key));
    const ended = await ending;
    const isShown = ended !== 'lost' && ended !== 'failed' && ended.stage === 'shownApproved';
    alerts.clear('APPROVAL_NOT_SHOWN', keyText(key));
    if (approved && !isShown) {
      alerts.raise('READER_RESULT_UNKNOWN', keyText(key), 'approved, but whether the reader showed it is unknown');
    }
    return confirmed !== 'lost';
  }

  /** A verdict is committed by now: whatever the reader says to it changes nothing and stops nothing. */
  async function attempt<T>(call: () => Promise<T>): Promise<T | 'lost' | 'failed'> {
    try {
      const answered = await unlessLost(async () => ({ value: await call() }));
      return answered === null ? 'lost' : answered.value;
    } catch (error) {
      log.warn('card reader refused', { error: asTillpostError(error, 'reader').toJSON() });
      return 'failed';
    }
  }

  /** What retention took away was given; another start's number beyond the newest was not given here. */
  function isAhead({ epoch, number }: TransactionKey): boolean {
    return epoch === journal.identity().epoch && number > journal.head().transactions;
  }

  async function settleLastKey(): Promise<boolean> {
    const key = reader.lastKey();
    if (key === null) return true;
    // Not asked is no answer either, and no fault of the key.
    if (reader.status().state !== 'ready') return false;
    const isSettled = await settle(key);
    const name = keyText(key);
    if (isSettled) lost = { key: '', times: 0 };
    else lost = { key: name, times: lost.key === name ? lost.times + 1 : 1 };
    return isSettled;
  }

  async function settle(key: TransactionKey): Promise<boolean> {
    const stored = await journal.transaction(key);
    const verdict = stored?.transaction.verdict ?? null;
    if (stored !== null && verdict === null) return true;
    if (stored === null && isAhead(key)) {
      behind({ epoch: key.epoch, witness: 'reader', missing: `transaction ${keyText(key)}` });
    }

    const held = isHopeless(key) ? 'failed' : await attempt(() => reader.result(key));
    if (held === 'lost') return false;
    const stage = held === 'failed' ? 'unreadable' : held.stage;
    if (stage === 'unknownKey') return true;
    log.info('card reader holds a result', { key: keyText(key), stage });
    if (stored !== null && verdict !== null) return tell(stored.transaction, verdict);

    if (stage === 'shownApproved') {
      const text = 'reader shows approved a sale that this journal does not hold';
      alerts.raise('READER_RESULT_UNKNOWN', keyText(key), text);
    }
    if (isHopeless(key)) return release(key, () => reader.cancel(key), false);
    if (!ENDED.has(stage) && (await attempt(() => reader.cancel(key))) === 'lost') return false;
    return (await attempt(() => reader.confirm(key))) !== 'lost';
  }

  return { tell, settleLastKey };
}
