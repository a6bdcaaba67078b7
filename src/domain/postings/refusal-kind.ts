/** What a response code (DE 39) says of trying again (payment rules, Parking). */
export type RefusalKind =
  /** The host's decision: asked again a few times, then a person's. */
  | 'final'
  /** The host's own trouble, which passes. */
  | 'temporary'
  /** The message is not understood: the same bytes will be refused again. */
  | 'malformed';

/** Codes that are in neither list are final. */
export interface RefusalPolicy {
  readonly temporary: readonly string[];
  readonly malformed: readonly string[];
  /** Final refusals after which the record is parked, 1 or more. */
  readonly parkAfter: number;
}

/** What a receipt is read by, beyond what stands in the journal. */
export interface ReceiptPolicy extends RefusalPolicy {
  /** Sequences that are refused temporarily again and again: a person must look, once it has lasted long enough. */
  readonly outOfPatience: readonly number[];
  /** Since the first of these refusals, by book time, over restarts, ms; left out: it has lasted long enough. */
  readonly parkTemporaryAfterMs?: number;
}

export function refusalKind(code: string, { temporary, malformed }: RefusalPolicy): RefusalKind {
  if (temporary.includes(code)) return 'temporary';
  return malformed.includes(code) ? 'malformed' : 'final';
}

/**
 * ISO 8583 DE 39: 09 request in progress, 19 re-enter, 22 suspected malfunction, 28 file not available for the moment,
 * 68 response too late, 90 cut-off in process, 91 issuer or switch inoperative, 92 no route, 96 system malfunction.
 */
export const TEMPORARY_CODES = ['09', '19', '22', '28', '68', '90', '91', '92', '96'] as const;
/** 12 invalid transaction, 13 invalid amount, 30 format error, 40 function not supported. */
export const MALFORMED_CODES = ['12', '13', '30', '40'] as const;
