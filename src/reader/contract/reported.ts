/** What a driver has of a transaction, as the port's `ReaderResult`. */
import type { TillpostError } from '../../domain/errors.js';
import type { TransactionKey } from '../../domain/key.js';
import type { ReaderResult, ReaderStage } from '../../ports/index.js';
import type { AcceptedCard } from './card-intake.js';

/** `refusal`: the card data could not be accepted; stage and key hold all the same. */
export interface Reported {
  readonly stage: ReaderStage;
  readonly accepted: AcceptedCard | null;
  readonly final: 'TC' | 'AAC' | null;
  readonly refusal: TillpostError | null;
}

export function resultFor(key: TransactionKey, { stage, accepted, final }: Reported): ReaderResult {
  return {
    key,
    stage,
    card: accepted?.card ?? null,
    signed: accepted?.signed ?? null,
    signedType: accepted?.signedType ?? null,
    final: final ?? finalOf(stage),
  };
}

function finalOf(stage: ReaderStage): 'TC' | 'AAC' | null {
  return stage === 'finalTc' ? 'TC' : stage === 'finalAac' ? 'AAC' : null;
}
