import { asTillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type { Transaction, Verdict } from '../domain/transaction.js';
import type { Alerts, CardReader, Log, ReaderStage, TransactionReads } from '../ports/index.js';
import { unlessLost } from './verdict/reader-dialog.js';
import { displayText } from './verdict/verdicts.js';

export interface ReaderReconciliationParts {
  readonly reader: CardReader;
  readonly journal: Pick<TransactionReads, 'transaction'>;
  readonly alerts: Alerts;
  readonly log: Log;
}

export interface ReaderReconciliation {
  /** Tells the cardholder a committed verdict and lets the reader forget it; false when the reader was lost. */
  tell(decided: Transaction, verdict: Verdict): Promise<boolean>;
  /**
   * Settles what the reader still holds from before the link reset: the verdict it never heard, or a key
   * this journal does not know. Leaves alone what the journal has not decided yet.
   */
  settleLastKey(): Promise<void>;
}

const ENDED: ReadonlySet<ReaderStage | 'unreadable'> = new Set([
  'shownApproved',
  'shownDeclined',
  'cancelled',
  'timeout',
]);

export function createReaderReconciliation({
  reader,
  journal,
  alerts,
  log,
}: ReaderReconciliationParts): ReaderReconciliation {
  async function tell({ key, deferred }: Transaction, verdict: Verdict): Promise<boolean> {
    const shown = await attempt(() => reader.complete(key, verdict.outcome, displayText(verdict), deferred));
    if (shown === 'lost') {
      // The commit stands. Until the reader is back nobody but the till has told the cardholder.
      const text = 'approved, and the reader was lost before it showed it';
      if (verdict.outcome === 'approved') alerts.raise('APPROVAL_NOT_SHOWN', keyText(key), text);
      return false;
    }
    alerts.clear('APPROVAL_NOT_SHOWN', keyText(key));
    if (verdict.outcome === 'approved' && (shown === 'failed' || shown.stage !== 'shownApproved')) {
      // The commit stands: the till was told. A person must know that the cardholder saw something else.
      const seen = shown === 'failed' ? 'the reader refused to show it' : `the reader is at ${shown.stage}`;
      alerts.raise('READER_RESULT_UNKNOWN', keyText(key), `approved, but ${seen}`);
    }
    return (await attempt(() => reader.confirm(key))) !== 'lost';
  }

  /** A verdict is committed by now: whatever the reader says to it changes nothing and stops nothing. */
  async function attempt<T>(call: () => Promise<T>): Promise<T | 'lost' | 'failed'> {
    try {
      return (await unlessLost(async () => ({ value: await call() })))?.value ?? 'lost';
    } catch (error) {
      log.warn('card reader refused', { error: asTillpostError(error, 'reader').toJSON() });
      return 'failed';
    }
  }

  async function settleLastKey(): Promise<void> {
    const key = reader.lastKey();
    if (key === null) return;
    const stored = await journal.transaction(key);
    if (stored !== null && stored.transaction.verdict === null) return;

    const held = await attempt(() => reader.result(key));
    if (held === 'lost') return;
    const stage = held === 'failed' ? 'unreadable' : held.stage;
    if (stage === 'unknownKey') return;
    log.info('card reader holds a result', { key: keyText(key), stage });

    if (stored === null) {
      if (stage === 'shownApproved') {
        alerts.raise(
          'READER_RESULT_UNKNOWN',
          keyText(key),
          'reader shows approved a sale that this journal does not hold',
        );
      }
      if (!ENDED.has(stage)) await attempt(() => reader.cancel(key));
      await attempt(() => reader.confirm(key));
      return;
    }
    const verdict = stored.transaction.verdict;
    if (verdict !== null) await tell(stored.transaction, verdict);
  }

  return { tell, settleLastKey };
}
