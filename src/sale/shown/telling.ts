import { keyText, type TransactionKey } from '../../domain/key.js';
import type { Transaction, Verdict } from '../../domain/transaction.js';
import type { Alerts, Log, ReaderResult, ReaderStage } from '../../ports/index.js';
import type { OwnReader } from '../verdict/own-reader.js';
import { displayText } from '../verdict/verdicts.js';
import type { Comparison, Seen } from './comparison.js';
import { attempt } from './reader-calls.js';
import type { ShownKeeper } from './shown-keeper.js';

export interface TellingParts {
  readonly reader: OwnReader;
  readonly comparison: Comparison;
  readonly keeper: ShownKeeper;
  readonly alerts: Alerts;
  readonly log: Log;
}

const ENDED: ReadonlySet<ReaderStage> = new Set(['shownApproved', 'shownDeclined', 'cancelled', 'timeout']);
const isOpen = (stage: ReaderStage): boolean => !ENDED.has(stage) && stage !== 'unknownKey';

/** Tells the cardholder what is committed, and compares it with what the reader then shows. */
export class Telling {
  readonly #parts: TellingParts;
  /** The key over which the reader was reset since it did not follow. */
  #stubborn = '';

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  /**
   * @param sawApproval the reader said before that it showed an approval: whatever it says now, it did
   * @returns the transaction as it stands then; null when the reader was lost over it
   */
  async tell(decided: Transaction, verdict: Verdict, sawApproval = false): Promise<Transaction | null> {
    const { reader, log } = this.#parts;
    const { key } = decided;
    reader.bind(decided);
    const answered = await attempt(log, () => this.#complete(decided, verdict));
    const other = reader.replacement();
    if (other !== null) return this.#compare(decided, { shown: 'nothing', held: null, cause: other }, false);
    // It refuses what does not fit its stage: what that is it tells when asked.
    let result = answered === 'failed' ? await attempt(log, () => reader.result(key)) : answered;
    const stays = result !== 'lost' && (result === 'failed' || isOpen(result.stage));
    if (stays) result = await this.#end(key, result);
    if (result === 'lost') {
      this.#notShown(decided, verdict);
      return null;
    }
    const seen = result === 'failed' ? UNREADABLE : seenIn(result);
    const held = result === 'failed' ? null : result;
    // Whether it says that it holds the key or not: CONFIRM of an unknown one does no harm.
    return this.#compare(decided, sawApproval ? { ...seen, held, shown: 'approved' } : { ...seen, held }, true);
  }

  /**
   * The reader is lost over the key again and again: it may be the answer that loses it. It takes its orders one after the
   * other, so CONFIRM follows without waiting for an answer that may not come.
   */
  async release(decided: Transaction, verdict: Verdict): Promise<boolean> {
    const { reader, keeper, comparison, log } = this.#parts;
    reader.bind(decided);
    const unseen = { shown: 'nothing', held: null, cause: 'whether the reader showed it is unknown' } as const;
    await comparison.seen(decided, unseen, false);
    await keeper.flush();
    const ending = attempt(log, () => this.#complete(decided, verdict));
    const confirmed = await attempt(log, () => keeper.confirm(decided.key));
    const ended = await ending;
    this.#parts.alerts.clear('APPROVAL_NOT_SHOWN', keyText(decided.key));
    if (ended !== 'lost' && ended !== 'failed' && ended.stage === 'shownApproved') {
      await comparison.seen({ ...decided, shown: 'nothing' }, { shown: 'approved', held: ended, cause: null }, false);
    }
    return confirmed !== 'lost';
  }

  #complete({ key, deferred }: Transaction, verdict: Verdict): Promise<ReaderResult> {
    return this.#parts.reader.complete(key, verdict.outcome, displayText(verdict), deferred);
  }

  #compare(decided: Transaction, seen: Seen, confirms: boolean): Promise<Transaction> {
    this.#parts.alerts.clear('APPROVAL_NOT_SHOWN', keyText(decided.key));
    return this.#parts.comparison.seen(decided, seen, confirms);
  }

  /** The commit stands. Until the reader is back nobody but the till has told the cardholder. */
  #notShown({ key }: Transaction, { outcome }: Verdict): void {
    const text = 'approved, and the reader was lost before it showed it';
    if (outcome === 'approved') this.#parts.alerts.raise('APPROVAL_NOT_SHOWN', keyText(key), text);
  }

  /**
   * COMPLETE does not end it, and no START is taken while it is open. The reset has it looked at once more; a second one
   * would bring the same, so it is told CANCEL.
   */
  async #end(key: TransactionKey, result: ReaderResult | 'failed' | 'lost'): Promise<ReaderResult | 'failed' | 'lost'> {
    const { alerts, reader, log } = this.#parts;
    const name = keyText(key);
    if (typeof result === 'object') {
      const { stage } = result;
      if (this.#stubborn !== name) {
        this.#stubborn = name;
        reader.reset('the reader does not follow COMPLETE');
        return 'lost';
      }
      alerts.raise('READER_NOT_FOLLOWING', name, `it is at ${stage} after COMPLETE and a reset`);
    }
    const ended = await attempt(log, () => reader.cancel(key));
    return ended === 'failed' ? result : ended;
  }
}

type Sight = Pick<Seen, 'shown' | 'cause'>;
const UNREADABLE: Sight = { shown: 'nothing', cause: 'the reader does not say what it showed' };

function seenIn({ stage }: ReaderResult): Sight {
  if (stage === 'shownApproved') return { shown: 'approved', cause: null };
  if (ENDED.has(stage)) return { shown: 'declined', cause: null };
  if (stage === 'unknownKey') return { shown: 'nothing', cause: 'the reader knows nothing of it' };
  return { shown: 'nothing', cause: `the reader is at ${stage}` };
}
