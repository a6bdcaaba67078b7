import { Calendar } from './calendar.js';
import type { Evidence, Repeat } from './evidence.js';

const NEAR_MS = 60_000;

/**
 * A till that asks again under a key (payment rules, The till 3): it is told what stands, and KEY_REUSED only once
 * the batch of the first use is sealed and that use longer ago than the window; never is a second sale begun.
 */
export function judgeKeys({ terms, asked, repeats, byHand, keyWindowMs }: Evidence): readonly string[] {
  const calendar = new Calendar(terms);
  const firsts = new Map(asked.map((sale) => [sale.key, sale]));
  return repeats.flatMap((repeat) => {
    const first = firsts.get(repeat.key);
    if (first === undefined) return [];
    const due = calendar.dueBetween(first.atMs - NEAR_MS, repeat.atMs + NEAR_MS);
    const maybeSealed = due.length > 0 || byHand.some((atMs) => atMs > first.atMs - NEAR_MS && atMs < repeat.atMs);
    const isSealed = calendar
      .dueBetween(first.toldAtMs + NEAR_MS, repeat.atMs - NEAR_MS)
      .some(({ isCutOver }) => !isCutOver);
    const wrong = wrongIn(repeat, {
      mayBeReused: maybeSealed && repeat.atMs - first.atMs > keyWindowMs - NEAR_MS,
      isReused: first.approved && isSealed && repeat.atMs - first.toldAtMs > keyWindowMs + NEAR_MS,
    });
    return wrong === null
      ? []
      : [`${repeat.key} of ${text(first.atMs)}, asked again at ${text(repeat.atMs)}: ${wrong}`];
  });
}

function wrongIn(
  { key, answer, isCalm }: Repeat,
  { mayBeReused, isReused }: { readonly mayBeReused: boolean; readonly isReused: boolean },
): string | null {
  if (answer === 'KEY_REUSED') return mayBeReused ? null : 'KEY_REUSED';
  if (answer !== key) return `a second sale, ${answer}`;
  return isReused && isCalm ? 'told what stands' : null;
}

const text = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;
