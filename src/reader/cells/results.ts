/**
 * What the reader reports of a transaction, as the port's `ReaderResult`. Remembers the card of the
 * transaction in progress, because FINAL comes without it.
 */
import type { Card } from '../../domain/card.js';
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { hex, type TransactionKey } from '../../domain/key.js';
import type { ReaderResult, ReaderStage } from '../../ports/index.js';
import { type AcceptedCard, checkFinal, readCard, withFinal } from '../contract/card-intake.js';
import type { CardReport, FinalReport, KeyBytes, ResultReport } from '../contract/message-shapes.js';

/** `refusal`: the card data could not be accepted; stage and key hold all the same. */
export interface Reported {
  readonly stage: ReaderStage;
  readonly accepted: AcceptedCard | null;
  readonly final: 'TC' | 'AAC' | null;
  readonly refusal: TillpostError | null;
}

export class Results {
  #last: { readonly key: string; readonly accepted: AcceptedCard } | null = null;

  /** After a link reset the reader is asked anew. */
  forget(): void {
    this.#last = null;
  }

  ofCard(report: CardReport): Reported {
    return this.#report('cardRead', report.key, report, null);
  }

  ofFinal(final: FinalReport): Reported {
    return this.#report(final.cryptogram === 'TC' ? 'finalTc' : 'finalAac', final.key, null, final);
  }

  ofResult({ key, stage, card, final }: ResultReport): Reported {
    const foreign = [card, final].some((part) => part !== null && hex(part.key) !== hex(key));
    if (!foreign) return this.#report(stage, key, card, final);
    const refusal = new TillpostError('READER_PROTOCOL', 'the reader answered with the card of another transaction', {
      operation: 'reader.result',
      hint: 'Compare the reader firmware with proto/reader.proto.',
    });
    return { stage, accepted: null, final: null, refusal };
  }

  #report(stage: ReaderStage, key: KeyBytes, card: CardReport | null, final: FinalReport | null): Reported {
    const cryptogram = final?.cryptogram ?? null;
    try {
      let accepted = card === null ? null : readCard(card);
      if (accepted === null && final !== null && this.#last?.key === hex(key)) accepted = this.#last.accepted;
      if (final !== null) {
        if (accepted === null) checkFinal(final);
        else accepted = { ...accepted, card: withFinal(accepted.card, final) };
      }
      if (accepted !== null) this.#last = { key: hex(key), accepted };
      return { stage, accepted, final: cryptogram, refusal: null };
    } catch (thrown) {
      this.#last = null;
      return { stage, accepted: null, final: cryptogram, refusal: asTillpostError(thrown, 'reader.card') };
    }
  }
}

export function resultFor(key: TransactionKey, { stage, accepted, final }: Reported): ReaderResult {
  const card: Card | null = accepted?.card ?? null;
  return {
    key,
    stage,
    card,
    signed: accepted?.signed ?? null,
    signedType: accepted?.signedType ?? null,
    final: final ?? finalOf(stage),
  };
}

function finalOf(stage: ReaderStage): 'TC' | 'AAC' | null {
  return stage === 'finalTc' ? 'TC' : stage === 'finalAac' ? 'AAC' : null;
}
