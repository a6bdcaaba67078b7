/**
 * When to try the broker again (uplink rules, 8 and 9). Pure.
 *
 * Full jitter: a thousand terminals behind one router that came back must not knock together.
 */
export interface Backoff {
  /** Attempts in a row that brought no stable connection. */
  readonly failures: number;
  /** The last attempt was answered with a refusal: someone has to change something. */
  readonly refused: boolean;
  /**
   * Refusals with no connection between them. They alone make the long pause longer: a first refusal after a
   * night of bad network is a first refusal, and may be a damaged packet.
   */
  readonly refusals: number;
}

export type AttemptEnd =
  /** The network: no route, no answer, connection lost. */
  | { readonly kind: 'failed' }
  /** The broker said no, or its certificate or ours does not hold. */
  | { readonly kind: 'refused' }
  /** Another client came under this terminal's name, after so long: to come back at once would only evict it again. */
  | { readonly kind: 'evicted'; readonly connectedMs: number }
  /** It was connected for so long. */
  | { readonly kind: 'closed'; readonly connectedMs: number };

export const NO_BACKOFF: Backoff = { failures: 0, refused: false, refusals: 0 };

const BASE_MS = 1_000;
const STABLE_MS = 30_000;
/** Of two that evict each other each holds at least as long as the other waits. */
const UNDISTURBED_MS = 1_200_000;
const REFUSED_BASE_MS = 10_000;
const REFUSED_CAP_MS = 600_000;

/** A connection that held 30 s forgives everything before it; the next try is at once. */
export function afterAttempt(backoff: Backoff, end: AttemptEnd): Backoff {
  if (end.kind === 'closed' && end.connectedMs >= STABLE_MS) return NO_BACKOFF;
  const failures = backoff.failures + 1;
  switch (end.kind) {
    case 'failed':
      return { failures, refused: false, refusals: backoff.refusals };
    case 'refused':
      return { failures, refused: true, refusals: backoff.refusals + 1 };
    case 'evicted':
      return { failures, refused: true, refusals: end.connectedMs >= UNDISTURBED_MS ? 1 : backoff.refusals + 1 };
    case 'closed':
      return { failures, refused: false, refusals: 0 };
  }
}

/**
 * @param fraction 0 ≤ x < 1
 * @param mostMs longest pause after failures of the network, ms
 */
export function delayMs({ failures, refused, refusals }: Backoff, fraction: number, mostMs: number): number {
  if (failures === 0) return 0;
  if (!refused) return fraction * Math.min(mostMs, BASE_MS * growth(failures));
  const most = Math.min(REFUSED_CAP_MS, REFUSED_BASE_MS * growth(refusals));
  return most / 2 + (fraction * most) / 2;
}

/** 2^20 is far past both caps; the exponent stays small however long the line is down. */
const growth = (times: number): number => 2 ** Math.min(times - 1, 20);
