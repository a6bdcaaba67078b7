import type { ClockQuality } from './transaction.js';

/** A terminal whose wall clock is further from the host's than this is not believed, ms. */
export const CLOCK_TOLERANCE_MS = 300_000;
/** Before this the clock was never set: an RTC without battery says 1970. */
export const CLOCK_FLOOR_MS = Date.UTC(2026, 0, 1);

/**
 * How far the wall clock can be believed. Money does not depend on it: order comes from sequence numbers.
 *
 * @param wallMs Unix time as the terminal has it
 * @param hostOffsetMs host's time minus the terminal's, null before the host has answered
 */
export function judgeClock(wallMs: number, hostOffsetMs: number | null): ClockQuality {
  if (wallMs < CLOCK_FLOOR_MS) return 'wrong';
  if (hostOffsetMs === null) return 'unchecked';
  return Math.abs(hostOffsetMs) <= CLOCK_TOLERANCE_MS ? 'trusted' : 'wrong';
}
