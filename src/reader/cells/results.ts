/**
 * What CARD, FINAL and RESULT report of a transaction. Remembers the card of the transaction in progress, because
 * FINAL comes without it, and because a reader that tells another one later is not to be believed.
 */
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import { sameMoney } from '../../domain/money.js';
import type { ReaderStage } from '../../ports/index.js';
import { type AcceptedCard, checkFinal, readCard, withFinal } from '../contract/card-intake.js';
import type { Reported } from '../contract/reported.js';
import type { Sealing } from '../contract/reports.js';
import type { KeyBytes, KeyedCard, KeyedFinal, ResultReport } from './message-shapes.js';

/** AES DUKPT (proto/reader.proto, Card). */
const SEALING: Sealing = { ksnBytes: 12, blockBytes: 16 };

export class Results {
  #last: { readonly key: string; readonly accepted: AcceptedCard } | null = null;
  /** The transaction for which another card was told, asked for or not: which of them the reader goes on with is unknown. */
  #disputed: string | null = null;

  /** After a link reset the reader is asked anew. */
  forget(): void {
    this.#last = null;
    this.#disputed = null;
  }

  /** What was disputed of another transaction is over. */
  starts(key: KeyBytes): void {
    if (this.#disputed !== hex(key)) this.#disputed = null;
  }

  /** @throws READER_PROTOCOL when another card than before was told for the transaction in progress */
  checkUndisputed(): void {
    if (this.#disputed !== null) throw disagreement('another card than before');
  }

  /** A further card that cannot be read is another one: what it signed is unknown. */
  unreadableCard(key: KeyBytes): void {
    if (this.#last?.key === hex(key)) this.#disputed = hex(key);
  }

  /** It answered a call: only what was asked for is remembered, and nothing of a card that was refused. */
  remember(key: KeyBytes, { accepted, refusal }: Reported): void {
    // A disagreement stands however often it is repeated.
    if (refusal?.code === 'READER_PROTOCOL') return;
    if (refusal !== null) this.#last = null;
    else if (accepted !== null) this.#last = { key: hex(key), accepted };
  }

  ofCard(report: KeyedCard): Reported {
    return this.#report('cardRead', report.key, report, null);
  }

  ofFinal(final: KeyedFinal): Reported {
    return this.#report(final.cryptogram === 'TC' ? 'finalTc' : 'finalAac', final.key, null, final);
  }

  ofResult({ key, stage, card, final }: ResultReport): Reported {
    const foreign = [card, final].some((part) => part !== null && hex(part.key) !== hex(key));
    if (!foreign) return this.#report(stage, key, card, final);
    return { stage, accepted: null, final: null, refusal: disagreement('the card of another transaction') };
  }

  #report(stage: ReaderStage, key: KeyBytes, card: KeyedCard | null, final: KeyedFinal | null): Reported {
    const cryptogram = final?.cryptogram ?? null;
    const last = this.#last?.key === hex(key) ? this.#last.accepted : null;
    try {
      let accepted = card === null ? null : this.#read(key, card, last);
      if (this.#disputed === hex(key)) throw disagreement('another card than before');
      if (accepted === null && final !== null) accepted = last;
      if (final !== null) {
        if (accepted === null) checkFinal(final);
        else accepted = { ...accepted, card: withFinal(accepted, final) };
      }
      return { stage, accepted, final: cryptogram, refusal: null };
    } catch (thrown) {
      return { stage, accepted: null, final: cryptogram, refusal: asTillpostError(thrown, 'reader.card') };
    }
  }

  /** One that is refused is another card too: the one before was not. */
  #read(key: KeyBytes, card: KeyedCard, last: AcceptedCard | null): AcceptedCard {
    let isSame = last === null;
    try {
      const accepted = readCard(card, SEALING);
      isSame ||= last !== null && sameCard(accepted, last);
      return accepted;
    } finally {
      if (!isSame) this.#disputed = hex(key);
    }
  }
}

/** The same card with the same cryptogram and the same last word, and what it signed. */
function sameCard(a: AcceptedCard, b: AcceptedCard): boolean {
  const fields = ['token', 'maskedPan', 'entryMode', 'cryptogram', 'singleCryptogram'] as const;
  const same = fields.every((field) => a.card[field] === b.card[field]) && a.firstAc === b.firstAc;
  return same && sameMoney(a.signed, b.signed) && a.signedType === b.signedType;
}

function disagreement(what: string): TillpostError {
  return new TillpostError('READER_PROTOCOL', `the reader answered with ${what}`, {
    operation: 'reader.result',
    hint: 'Compare the reader firmware with proto/reader.proto.',
  });
}
