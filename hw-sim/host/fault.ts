/**
 * Deliberately broken variants of the host: each one must be caught by the comparison in hw-sim/audit/audit.ts.
 * - no-dedupe: posts again whenever a request or advice comes again
 * - answer-before-commit: answers at once, commits later, so that a kill loses what it said
 * - wrong-amount: posts one minor unit more, and says so
 * - forgets-tombstones: says REVERSED for a key it does not know and keeps nothing
 */
export const FAULTS = ['no-dedupe', 'answer-before-commit', 'wrong-amount', 'forgets-tombstones'] as const;
export type Fault = (typeof FAULTS)[number];

export function readFault(name: string): Fault {
  const fault = FAULTS.find((known) => known === name);
  if (fault === undefined) throw new Error(`unknown fault ${JSON.stringify(name)}; known: ${FAULTS.join(', ')}`);
  return fault;
}
