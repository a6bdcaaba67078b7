/**
 * µs of CLOCK_MONOTONIC: the same clock in every process of one machine (clock_gettime(2)), so that what two of
 * them wrote down can be put in order. `performance.now()` counts from the start of each process.
 */
export function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
