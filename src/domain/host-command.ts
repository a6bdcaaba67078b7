import type { EntryMode } from './card.js';
import type { OfflineLimits } from './offline-policy.js';

/** What the host may order (uplink rules, Commands). Each is safe to carry out twice. */
export type HostOrder =
  | {
      readonly kind: 'setLimits';
      readonly entryMode: EntryMode;
      readonly currency: string;
      readonly limits: Partial<OfflineLimits>;
    }
  | { readonly kind: 'closeBatch' }
  | {
      readonly kind: 'resend';
      readonly epoch: string;
      readonly afterSequence: number;
      readonly afterTransaction: number;
    }
  | { readonly kind: 'stopSales'; readonly reason: string }
  | { readonly kind: 'resumeSales' }
  | { readonly kind: 'resetOfflineCounters' }
  /** Another message key will be this terminal's: 16 bytes of hex that name it. */
  | { readonly kind: 'announceKey'; readonly fingerprint: string };

export interface HostCommand {
  /** Rises with each command to this terminal; one that does not is a replay. */
  readonly counter: number;
  /** Of the journal that it is for: one that was captured must not come to life in the next. Empty: it names none. */
  readonly epoch: string;
  /** When it was given, the host's Unix ms; 0: it does not say. */
  readonly issuedAtMs: number;
  readonly order: HostOrder;
}

export type CommandOutcome = 'done' | 'refused' | 'replayed';

export interface CommandResult {
  readonly counter: number;
  readonly outcome: CommandOutcome;
  /** For people at the host, at most 200 characters. */
  readonly text: string;
}

/** Clocks of a host and its terminal may differ by so much, ms. */
const AHEAD_MAX_MS = 600_000;
const MINUTE_MS = 60_000;

/**
 * Why a command is too old, or from the future, to be carried out; null: it is neither. What was captured or kept back
 * somewhere must not take effect days later.
 * @param nowMs book time, which the host has confirmed
 */
export function whyUntimely({ issuedAtMs }: HostCommand, nowMs: number, maxAgeMs: number): string | null {
  const ageMs = nowMs - issuedAtMs;
  const minutes = (ms: number): string => `${Math.floor(ms / MINUTE_MS)} min`;
  if (ageMs > maxAgeMs) return `it was given ${minutes(ageMs)} ago, more than ${minutes(maxAgeMs)}: give it anew`;
  if (ageMs < -AHEAD_MAX_MS) return `it was given ${minutes(-ageMs)} from now: look at the host's clock`;
  return null;
}
