import type { Behind } from '../domain/course/behind.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import type { Transaction } from '../domain/transaction.js';
import type {
  Alerts,
  HostLink,
  JournalStanding,
  Log,
  ReaderStage,
  ShownBooks,
  TransactionMoves,
  TransactionReads,
} from '../ports/index.js';
import { Comparison } from './shown/comparison.js';
import { attempt } from './shown/reader-calls.js';
import type { ShownKeeper } from './shown/shown-keeper.js';
import { Telling } from './shown/telling.js';
import type { OwnReader } from './verdict/own-reader.js';

export interface ReaderReconciliationParts {
  readonly reader: OwnReader;
  readonly keeper: ShownKeeper;
  readonly journal: TransactionMoves &
    Pick<TransactionReads, 'transaction' | 'recent'> &
    Pick<ShownBooks, 'unshown'> &
    Pick<JournalStanding, 'head' | 'identity'>;
  readonly host: Pick<HostLink, 'postingAdded'>;
  readonly alerts: Alerts;
  /** The reader holds a key of this very journal that it has not given yet. */
  readonly behind: (behind: Behind) => void;
  readonly log: Log;
}

/** So often the reader may be lost over one key; then it is told to forget it, whatever it would have answered. */
const LOSSES_MAX = 3;
/** What one look takes up at most: usually it is the last sale. */
const UNSHOWN_MAX = 20;
/** A reader that resets tells of its last key only: so many before it may be there still. */
const RECENT_MAX = 4;
const ENDED: ReadonlySet<ReaderStage | 'unreadable'> = new Set([
  'shownApproved',
  'shownDeclined',
  'cancelled',
  'timeout',
]);

/** What journal and reader have yet to tell each other of the sales that are decided. */
export class ReaderReconciliation {
  readonly #parts: ReaderReconciliationParts;
  readonly #telling: Telling;
  /** Times in a row that the reader was lost over a key: it may be the answer itself that loses it. */
  #lost = { key: '', times: 0 };

  constructor(parts: ReaderReconciliationParts) {
    this.#parts = parts;
    this.#telling = new Telling({ ...parts, comparison: new Comparison(parts) });
  }

  /**
   * Tells the cardholder a committed verdict; the reader may forget it once what it showed is durable.
   *
   * @param sawApproval see Telling
   * @returns the sale as it stands then; null when the reader was lost over it
   */
  tell(decided: Transaction, sawApproval: boolean): Promise<Transaction | null> {
    return this.#tell(decided, sawApproval);
  }

  /**
   * Settles what the reader still holds from before the link reset, the verdict it never heard or a key this journal does
   * not know, and what the journal does not know to be shown. Leaves alone what the journal has not decided yet.
   *
   * @returns false when the reader was lost over it
   */
  async settle(): Promise<boolean> {
    const { reader } = this.#parts;
    // Not asked is no answer either, and no fault of a key.
    if (reader.status().state !== 'ready') return reader.lastKey() === null;
    const key = reader.lastKey();
    const isSettled = key === null || (await this.#counted(key, () => this.#settle(key)));
    return isSettled && (await this.#tellUnshown()) && (await this.#forgetRecent());
  }

  async #tell(decided: Transaction, sawApproval = false): Promise<Transaction | null> {
    return decided.verdict === null ? decided : this.#telling.tell(decided, decided.verdict, sawApproval);
  }

  /** The reader may have forgotten them, or another one be there: then nobody else would ever say so. */
  async #tellUnshown(): Promise<boolean> {
    const { journal, keeper } = this.#parts;
    for (const unshown of await journal.unshown(UNSHOWN_MAX)) {
      if (keeper.isNoted(unshown.key)) continue;
      if (!(await this.#counted(unshown.key, () => this.#tellAgain(unshown)))) return false;
    }
    return true;
  }

  /** What was lost on its way, CONFIRM of an earlier key, is said again: of an unknown one it does no harm. */
  async #forgetRecent(): Promise<boolean> {
    const { journal, keeper, reader, log } = this.#parts;
    if (!keeper.mayHold) return true;
    for (const recent of await journal.recent(RECENT_MAX)) {
      const isDone = recent.verdict !== null && recent.shown !== 'unknown' && !keeper.isNoted(recent.key);
      if (!isDone || recent.reader === null || reader.inPlaceOf(recent) !== null) continue;
      if ((await attempt(log, () => keeper.confirm(recent.key))) === 'lost') return false;
    }
    keeper.nothingHeld();
    return true;
  }

  async #tellAgain(decided: Transaction): Promise<boolean> {
    const { verdict, key } = decided;
    if (verdict !== null && this.#isHopeless(key)) return this.#telling.release(decided, verdict);
    return (await this.#tell(decided)) !== null;
  }

  async #counted(key: TransactionKey, work: () => Promise<boolean>): Promise<boolean> {
    const name = keyText(key);
    const isSettled = await work();
    if (!isSettled) this.#lost = { key: name, times: this.#lost.key === name ? this.#lost.times + 1 : 1 };
    else if (this.#lost.key === name) this.#lost = { key: '', times: 0 };
    return isSettled;
  }

  #isHopeless(key: TransactionKey): boolean {
    return this.#lost.key === keyText(key) && this.#lost.times >= LOSSES_MAX;
  }

  async #settle(key: TransactionKey): Promise<boolean> {
    const { journal, keeper, reader, behind, log } = this.#parts;
    // Told already: it is the note that CONFIRM waits for. What was noted of it while another reader stood here is not.
    if (keeper.isHeld(key)) return true;
    const stored = (await journal.transaction(key))?.transaction ?? null;
    if (stored !== null && stored.verdict === null) return true;
    if (stored === null && this.#isAhead(key)) {
      behind({ epoch: key.epoch, witness: 'reader', missing: `transaction ${keyText(key)}` });
    }
    const isOther = stored !== null && reader.inPlaceOf(stored) !== null;
    if (stored !== null && !isOther) {
      if (this.#isHopeless(key)) return this.#tellAgain(stored);
      const held = await attempt(log, () => reader.result(key));
      if (held === 'lost') return false;
      if (held !== 'failed' && held.stage === 'unknownKey' && stored.shown !== 'unknown') return true;
      log.info('card reader holds a result', {
        key: keyText(key),
        stage: held === 'failed' ? 'unreadable' : held.stage,
      });
      return this.#tellAgain(stored);
    }
    return this.#releaseForeign(key, isOther ? 'that another reader took' : 'that this journal does not hold');
  }

  /** It is not known here, or another reader's: whatever it came to, this one may forget it. */
  async #releaseForeign(key: TransactionKey, whose: string): Promise<boolean> {
    const { reader, keeper, alerts, log } = this.#parts;
    // Of whoever stands there now.
    reader.bind({ key, reader: null });
    const held = this.#isHopeless(key) ? 'failed' : await attempt(log, () => reader.result(key));
    if (held === 'lost') return false;
    const stage = held === 'failed' ? 'unreadable' : held.stage;
    if (stage === 'unknownKey') return true;
    log.info('card reader holds a result', { key: keyText(key), stage });
    if (stage === 'shownApproved') {
      alerts.raise('READER_RESULT_UNKNOWN', keyText(key), `reader shows approved a sale ${whose}`);
    }
    const cancel = (): Promise<unknown> => attempt(log, () => reader.cancel(key));
    if (this.#isHopeless(key)) void cancel();
    else if (!ENDED.has(stage) && (await cancel()) === 'lost') return false;
    return (await attempt(log, () => keeper.confirm(key))) !== 'lost';
  }

  /** What retention took away was given; another start's number beyond the newest was not given here. */
  #isAhead({ epoch, number }: TransactionKey): boolean {
    const { journal } = this.#parts;
    return epoch === journal.identity().epoch && number > journal.head().transactions;
  }
}
