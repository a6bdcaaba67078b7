import type { ShopTerms } from './calendar.js';

/**
 * What can be seen of some weeks from outside of the agent: at the tills, at the card reader's display, in the host's
 * books; with true times, Unix ms, whatever any clock of the shop said.
 */
export interface Evidence {
  readonly terms: ShopTerms;
  readonly asked: readonly Asked[];
  readonly repeats: readonly Repeat[];
  readonly keyWindowMs: number;
  readonly displays: readonly Display[];
  readonly ledger: readonly Row[];
  /** Totals as the host took them; the newest of a batch. */
  readonly closings: readonly Closing[];
  /** When a closing was asked for by hand or by the host. */
  readonly byHand: readonly number[];
  /** When nothing was broken: the terminal ran, the host answered, no book was given back. */
  readonly calm: readonly Stretch[];
  /** From this batch on two copies of one journal count: of those only the money is judged. Null: there are none. */
  readonly forkedFrom: number | null;
  readonly endMs: number;
  /** Whether a closing by hand has sealed what was open in the end. */
  readonly isSealed: boolean;
}

/** One wish of a till, and what was told of it in the end. */
export interface Asked {
  readonly till: string;
  readonly type: 'sale' | 'refund';
  readonly amount: number;
  readonly currency: string;
  /** No sale of it has started before. */
  readonly atMs: number;
  /** By then it had an outcome. */
  readonly toldAtMs: number;
  /** `<epoch>-<mark>-<number>` */
  readonly key: string;
  readonly approved: boolean;
  readonly fate: 'stands' | 'voided' | 'written off';
  /** It was written off, or taking it back waited for a person: totals of its batch may have been fixed with or without. */
  readonly isUnsure: boolean;
  /** As the answer named it. */
  readonly batch: number | null;
  /** How often the terminal's state had been put back before. */
  readonly life: number;
  /** Its run of the agent ended before the host was heard: its date is a guess. */
  readonly isGuessed: boolean;
}

/** A till that asked again under a key of its own. */
export interface Repeat {
  /** What was told of the first use. */
  readonly key: string;
  readonly atMs: number;
  /** The key of the sale that it was told of, or KEY_REUSED. */
  readonly answer: string;
  readonly isCalm: boolean;
}

interface Display {
  readonly key: string;
  /** Two of one START are one sale, shown again. */
  readonly start: string;
  readonly shown: string;
  readonly type: string;
  readonly amount: number;
  readonly currency: string;
  readonly atMs: number;
}

export interface Row {
  readonly key: string;
  readonly epoch: string;
  readonly state: 'posted' | 'reversed';
  readonly type: 'sale' | 'refund';
  readonly amount: number;
  readonly currency: string;
  /** 0 in a tombstone. */
  readonly batch: number;
  /** 0: not reversed. */
  readonly reversedBatch: number;
}

export interface Total {
  readonly type: string;
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}

export interface Closing {
  readonly epoch: string;
  readonly batch: number;
  readonly businessDate: string;
  /** The terminal's. */
  readonly totals: readonly Total[];
  readonly atMs: number;
}

export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}
