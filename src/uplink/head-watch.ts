import { type Behind, behindHost } from '../domain/course/behind.js';
import { rangesOf, rangeText } from '../domain/course/ranges.js';
import { asTillpostError } from '../domain/errors.js';
import type { JournalStanding, Log } from '../ports/index.js';
import type { JournalGap, SentHead } from '../protocol/envelope.js';

export interface HeadWatchParts {
  readonly journal: Pick<JournalStanding, 'head' | 'identity' | 'entryMac'>;
  readonly log: Log;
}

/** An earlier journal of this terminal that nobody took over (uplink rules, Witness). */
export function gapText({ epoch, entry, sequence, missing }: JournalGap): string {
  const lost = missing.length === 0 ? '' : `; postings ${rangeText(rangesOf(missing))} never came`;
  return `the host knows a journal of epoch ${epoch} up to entry ${entry} and posting ${sequence}${lost}; this journal has nothing of it`;
}

/**
 * Two witnesses in one place (uplink rules, Witness): what the host is told of the journal's head, and what it knew of
 * it before. On each connection the host's word comes first: a head that it is told before could hide from it that the
 * journal is another one.
 */
export class HeadWatch {
  readonly #parts: HeadWatchParts;
  readonly #found: (behind: Behind) => void;
  #isCompared = false;
  #isBehind = false;

  constructor(parts: HeadWatchParts, found: (behind: Behind) => void) {
    this.#parts = parts;
    this.#found = found;
  }

  /** A connection begins: another terminal may have spoken in our name meanwhile. */
  connected(): void {
    this.#isCompared = false;
  }

  /** The head to be witnessed; null until the host's word has been heard, and for good when the journal is behind. */
  toldHead(): SentHead | null {
    return this.#isCompared && !this.#isBehind ? this.head() : null;
  }

  head(): SentHead {
    const { entry, mac, postings } = this.#parts.journal.head();
    return { entry, mac, epoch: this.#parts.journal.identity().epoch, sequence: postings };
  }

  /** The host's word: what it knew before it was told. */
  async heard(known: readonly SentHead[]): Promise<void> {
    const { journal, log } = this.#parts;
    try {
      const macs = await Promise.all(known.map(async ({ entry }) => [entry, await journal.entryMac(entry)] as const));
      const { epoch, entry, sequence: postings } = this.head();
      const behind = behindHost({ epoch, entry, postings, macs: new Map(macs) }, known);
      this.#isCompared = true;
      if (behind === null || this.#isBehind) return;
      this.#isBehind = true;
      this.#found(behind);
    } catch (error) {
      // A journal that has failed: the next echo is compared.
      log.warn('heads not compared', { error: asTillpostError(error, 'uplink.witness').toJSON() });
    }
  }
}
