import { asTillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import type { CardReader, Clock, Log, ShownBooks, ShownNote, Timer } from '../../ports/index.js';

export interface ShownKeeperParts {
  readonly journal: ShownBooks;
  readonly reader: Pick<CardReader, 'confirm'>;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a note waits for a commit that it could ride on, ms. */
  readonly idleMs: number;
}

interface Noted {
  readonly note: ShownNote;
  /** Told once the note is on the disk; false: it holds nothing to forget. */
  readonly confirms: boolean;
}

/**
 * What the reader showed, on its way to the journal, and CONFIRM, which leaves only once that is durable: until then the
 * reader keeps its result, so that a power cut loses neither (payment rules, Shown and booked). The note rides on the next
 * commit; where none comes, it gets one of its own.
 */
export class ShownKeeper {
  readonly #parts: ShownKeeperParts;
  readonly #waiting = new Map<string, Noted>();
  #timer: Timer | null = null;
  /** CONFIRMs one after the other: the reader takes one of a kind at a time. */
  #confirming: Promise<unknown> = Promise.resolve();
  #mayHold = true;

  constructor(parts: ShownKeeperParts) {
    this.#parts = parts;
  }

  /** Whether what was shown for the key is known here and not on the disk yet. */
  isNoted(key: TransactionKey): boolean {
    return this.#waiting.has(keyText(key));
  }

  /** Of those, whether the reader holds it until CONFIRM, which waits for the disk. */
  isHeld(key: TransactionKey): boolean {
    return this.#waiting.get(keyText(key))?.confirms === true;
  }

  note(note: ShownNote, confirms: boolean): void {
    const noted = { note, confirms };
    this.#waiting.set(keyText(note.key), noted);
    void this.#parts.journal.noteShown(note).then(() => this.#kept(noted));
    this.#timer ??= this.#parts.clock.after(this.#parts.idleMs, () => void this.flush());
  }

  /** What waits gets a commit of its own. A failing journal takes it when it is well. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    const { journal, clock, log, idleMs } = this.#parts;
    const waiting = [...this.#waiting.values()];
    if (waiting.length === 0) return;
    try {
      await journal.keepShown(waiting.map(({ note }) => note));
      // What stood there already made no entry, and no commit that the note could ride on.
      for (const noted of waiting) this.#kept(noted);
    } catch (error) {
      log.warn('what was shown is not on disk yet', { error: asTillpostError(error, 'sale.shown').toJSON() });
      this.#timer ??= clock.after(idleMs, () => void this.flush());
    }
  }

  /** Whether the reader may hold what nobody asks for: a CONFIRM was lost, or who knows what was before this start. */
  get mayHold(): boolean {
    return this.#mayHold;
  }

  /** Every CONFIRM that could be missing was said again. */
  nothingHeld(): void {
    this.#mayHold = false;
  }

  /** Resolves when every CONFIRM that may leave has left, and the reader has it or is lost. */
  async confirmed(): Promise<void> {
    await this.#confirming;
  }

  /** Lets the reader forget a key. One that is lost over it tells only of its last key when it is back: `mayHold`. */
  confirm(key: TransactionKey): Promise<void> {
    const { reader, log } = this.#parts;
    const confirmed = this.#confirming.then(() => reader.confirm(key));
    this.#confirming = confirmed.catch((error: unknown) => {
      this.#mayHold = true;
      log.warn('card reader did not take CONFIRM', { error: asTillpostError(error, 'reader.confirm').toJSON() });
    });
    return confirmed;
  }

  #kept(noted: Noted): void {
    const name = keyText(noted.note.key);
    // Something else was seen of the key since: that is on its way as well.
    if (this.#waiting.get(name) !== noted) return;
    this.#waiting.delete(name);
    if (this.#waiting.size === 0) {
      this.#timer?.cancel();
      this.#timer = null;
    }
    if (noted.confirms) this.confirm(noted.note.key).catch(() => undefined);
  }
}
