import { keyText, type TransactionKey } from '../../domain/key.js';
import type { MirrorContent, MirroredDebt } from '../mirror/mirror-reading.js';

/** One copy of the books: the journal in place, the mirror log, a backup. */
export interface Voucher {
  readonly epoch: string;
  /** Its newest entry. */
  readonly entry: number;
  /**
   * Whether it knows how the transaction ended: what is owed of it, or that nothing is. A sale that was running when
   * the copy was made is no word; nor is what a damaged journal says without its entry's MAC.
   */
  vouches(key: TransactionKey): boolean;
}

/** A copy that can be taken from. */
export interface Copy extends Voucher {
  readonly debts: readonly MirroredDebt[];
}

/** What the mirror does not hold it does not vouch for: to deliver once more is always safe. */
export function mirrorCopy({ identity, mark, debts }: MirrorContent): Copy {
  const names = new Set(debts.map(({ key }) => keyText(key)));
  return {
    epoch: identity?.epoch ?? '',
    entry: mark?.entry ?? 0,
    debts,
    vouches: (key) => names.has(keyText(key)),
  };
}

/**
 * By their entries where they are of one epoch; one of another epoch than the oldest one's began after it.
 *
 * @param oldestEpoch of the copy that was certainly made first
 */
export function newestFirst<It extends Voucher>(copies: readonly It[], oldestEpoch: string): readonly It[] {
  const isLater = ({ epoch }: Voucher): number => Number(epoch !== oldestEpoch);
  return [...copies].sort((a, b) => isLater(b) - isLater(a) || (a.epoch === b.epoch ? b.entry - a.entry : 0));
}

/**
 * The one place that says whose word counts: of each transaction that of the newest copy that vouches for it.
 *
 * @param order every copy, newest first
 * @returns what is to be taken from the copy
 */
export function takenFrom(copy: Copy, order: readonly Voucher[]): readonly MirroredDebt[] {
  const newer = order.slice(0, order.indexOf(copy));
  return copy.debts.filter(({ key }) => !newer.some((it) => it.vouches(key)));
}
