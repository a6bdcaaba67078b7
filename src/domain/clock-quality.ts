import type { ClockQuality } from './transaction.js';

/** A terminal whose wall clock is further from the host's than this is not believed, ms. */
export const CLOCK_TOLERANCE_MS = 300_000;
/** Before this the clock was never set: an RTC without battery says 1970. */
export const CLOCK_FLOOR_MS = Date.UTC(2026, 0, 1);

/** Further beyond the newest time that the host has confirmed: no terminal is switched off for so long. */
const FAR_AHEAD_MS = 366 * 86_400_000;

/**
 * How far the wall clock can be believed. Money does not depend on it: order comes from sequence numbers.
 *
 * @param wallMs Unix time as the terminal has it
 * @param hostOffsetMs host's time minus the terminal's, null before the host has answered
 * @param knownMs the newest time that the host has confirmed, kept on the disk; null: none
 */
export function judgeClock(wallMs: number, hostOffsetMs: number | null, knownMs: number | null = null): ClockQuality {
  if (wallMs < CLOCK_FLOOR_MS) return 'wrong';
  if (hostOffsetMs === null) return isBehind(wallMs, knownMs) ? 'wrong' : 'unchecked';
  return Math.abs(hostOffsetMs) <= CLOCK_TOLERANCE_MS ? 'trusted' : 'wrong';
}

/**
 * What a person is told of a wall clock that cannot be right, by what is known without asking the host; null: nothing.
 * Below the floor it is wrong. Far above it may be right after all: that is said only where something else fails.
 */
export function clockDoubt(wallMs: number, knownMs: number | null): string | null {
  const says = `it says ${new Date(wallMs).toISOString()}`;
  if (isBehind(wallMs, knownMs)) {
    return `${says}, and it was ${new Date(Math.max(CLOCK_FLOOR_MS, knownMs ?? 0)).toISOString()} before`;
  }
  if (knownMs === null || wallMs <= knownMs + FAR_AHEAD_MS) return null;
  return `${says}, more than a year after ${new Date(knownMs).toISOString()}, the newest time that the host has confirmed`;
}

function isBehind(wallMs: number, knownMs: number | null): boolean {
  return wallMs < CLOCK_FLOOR_MS || wallMs < (knownMs ?? 0) - CLOCK_TOLERANCE_MS;
}
