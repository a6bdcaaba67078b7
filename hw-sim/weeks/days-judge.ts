import { Calendar } from './calendar.js';
import type { Asked, Closing, Evidence, Stretch } from './evidence.js';
import { batchName, epochOf, isForked } from './money-judge.js';

/** Host time, links and commits take a moment: what is nearer to a boundary may lie on either side. */
const NEAR_MS = 15_000;
/** So long after everything was well what is due has been made. */
const MADE_WITHIN_MS = 30 * 60_000;

/** A sale whose batch and time are known from outside. */
type Placed = Asked & { readonly name: string; readonly inBatch: number };

/** What was to be closed between two sales, or after the last. */
interface Boundary {
  readonly atMs: number;
  readonly kind: 'due' | 'cut-over' | 'by hand';
}

/**
 * Batches, dates and closings (payment rules, Days and clocks; payment rules, Settlement). Two sales are in one batch
 * when nothing was due between them, and in two when something was; the batch bears the date of its sales and is closed
 * once everything is well again.
 */
export function judgeDays(evidence: Evidence): readonly string[] {
  return new Days(evidence).judge();
}

class Days {
  readonly #calendar: Calendar;
  readonly #sales: readonly Placed[];
  readonly #boundaries: readonly Boundary[];
  readonly #closings: ReadonlyMap<string, Closing>;

  constructor(private readonly evidence: Evidence) {
    const { terms, asked, ledger, byHand, endMs } = evidence;
    this.#calendar = new Calendar(terms);
    const batches = new Map(ledger.map(({ key, batch }) => [key, batch]));
    // What was declined dates no batch and keeps none open.
    this.#sales = asked
      .filter(({ approved }) => approved)
      .flatMap((sale) => {
        // A tombstone stands in no batch of its own.
        const inBatch = batches.get(sale.key) || sale.batch || 0;
        return inBatch === 0
          ? []
          : [{ ...sale, inBatch, name: batchName({ epoch: epochOf(sale.key), batch: inBatch }) }];
      })
      .sort((a, b) => a.toldAtMs - b.toldAtMs);
    const firstMs = Math.min(endMs, ...asked.map(({ atMs }) => atMs)) - 2 * NEAR_MS;
    this.#boundaries = [
      ...this.#calendar.dueBetween(firstMs, endMs).map(({ atMs, isCutOver }): Boundary => {
        return { atMs, kind: isCutOver ? 'cut-over' : 'due' };
      }),
      ...byHand.map((atMs): Boundary => ({ atMs, kind: 'by hand' })),
    ].sort((a, b) => a.atMs - b.atMs);
    this.#closings = new Map(evidence.closings.map((closing) => [batchName(closing), closing]));
  }

  judge(): readonly string[] {
    return [...this.#asAnswered(), ...this.#partition(), ...this.#dates(), ...this.#made(), ...this.#unwarranted()];
  }

  /** What is in a batch stays in it: as the till was answered, so the host has it. */
  #asAnswered(): readonly string[] {
    return this.#sales
      .filter(({ batch, inBatch }) => batch !== null && batch !== inBatch)
      .map(({ key, batch, inBatch }) => `${key}: answered in batch ${String(batch)}, in the host's batch ${inBatch}`);
  }

  /** Neighbours in time: in one batch, or in two. */
  #partition(): readonly string[] {
    const found: string[] = [];
    for (let at = 1; at < this.#sales.length; at += 1) {
      const [one, next] = [this.#sales[at - 1]!, this.#sales[at]!];
      if (one.life !== next.life || one.isGuessed || next.isGuessed || epochOf(one.key) !== epochOf(next.key)) continue;
      if (one.toldAtMs < next.atMs && next.inBatch < one.inBatch)
        found.push(`${next.key}: in batch ${next.inBatch}, the sale before it in ${one.inBatch}`);
      const certain = this.#between(one.toldAtMs + NEAR_MS, next.atMs - NEAR_MS).filter(isKept);
      if (certain.length > 0 && one.inBatch === next.inBatch && !this.#isSealedUnheard(next))
        found.push(
          `batch ${one.inBatch} holds ${this.#told(one)} and ${this.#told(next)}, between them ${told(certain[0]!)}`,
        );
      const possible = this.#between(one.atMs - NEAR_MS, next.toldAtMs + NEAR_MS);
      if (possible.length === 0 && one.inBatch !== next.inBatch)
        found.push(
          `nothing was due between ${this.#told(one)} and ${this.#told(next)}, yet batches ${one.inBatch} and ${next.inBatch}`,
        );
    }
    return found;
  }

  /** Closed by a person in trouble: all that was sold by then may be in it, since no due time is known before the host's. */
  #isSealedUnheard({ toldAtMs, inBatch }: Placed): boolean {
    const { byHand, calm } = this.evidence;
    const others = this.#sales.filter((sale) => sale.inBatch !== inBatch && sale.toldAtMs > toldAtMs);
    const untilMs = Math.min(Infinity, ...others.map(({ atMs }) => atMs));
    return byHand.some(
      (atMs) =>
        atMs > toldAtMs - NEAR_MS &&
        atMs < untilMs + NEAR_MS &&
        calm.every(({ fromMs, untilMs: endMs }) => atMs < fromMs || atMs > endMs),
    );
  }

  /** No batch holds two dates, and its closing names the one it has. */
  #dates(): readonly string[] {
    const found: string[] = [];
    const allowed = new Map<string, { readonly dates: ReadonlySet<string>; readonly of: Placed }>();
    for (const sale of this.#sales) {
      if (sale.isGuessed || isForked(this.evidence, sale.inBatch)) continue;
      const dates = this.#datesOf(sale);
      const known = allowed.get(sale.name);
      const both = known === undefined ? dates : new Set([...dates].filter((date) => known.dates.has(date)));
      if (both.size === 0)
        found.push(`batch ${sale.inBatch} holds two dates: ${this.#told(known!.of)} and ${this.#told(sale)}`);
      allowed.set(sale.name, { dates: both, of: sale });
    }
    for (const [name, { dates, of }] of allowed) {
      const closing = this.#closings.get(name);
      if (closing !== undefined && dates.size > 0 && !dates.has(closing.businessDate))
        found.push(`batch ${closing.batch} was closed as ${closing.businessDate}, its sales are of ${this.#told(of)}`);
    }
    return found;
  }

  /** Each closing that fell due after the sales of a batch, once everything was well again. */
  #made(): readonly string[] {
    const found: string[] = [];
    for (const [name, sales] of this.#byBatch()) {
      const last = sales.at(-1)!;
      if (isForked(this.evidence, last.inBatch) || sales.some(({ isGuessed }) => isGuessed)) continue;
      const closing = this.#closings.get(name);
      const early = this.#boundaries.find(({ atMs }) => atMs > last.atMs - NEAR_MS);
      if (closing !== undefined && (early === undefined || closing.atMs < early.atMs - NEAR_MS))
        found.push(
          `batch ${last.inBatch} was closed at ${when(closing.atMs)}, nothing was due since ${this.#told(last)}`,
        );
      const due = this.#boundaries.find(({ atMs, kind }) => atMs > last.toldAtMs + NEAR_MS && kind === 'due');
      if (due === undefined) continue;
      const byMs = madeBy(due.atMs, this.evidence.calm);
      if (byMs !== null && (closing?.atMs ?? Infinity) > byMs)
        found.push(
          `batch ${last.inBatch} of ${this.#told(last)} was due at ${when(due.atMs)}, all was well by ${when(byMs)}, ` +
            (closing === undefined ? 'never closed' : `closed at ${when(closing.atMs)}`),
        );
    }
    return found;
  }

  /** A due closing of no sales is not sent: who closed a batch had a sale in it, or a hand closed it. */
  #unwarranted(): readonly string[] {
    const { closings, asked, byHand } = this.evidence;
    const filled = new Set(this.#sales.map(({ name }) => name));
    return closings
      .filter((closing) => !filled.has(batchName(closing)) && !isForked(this.evidence, closing.batch))
      .filter(({ atMs }) => byHand.every((handMs) => Math.abs(atMs - handMs) > MADE_WITHIN_MS))
      .filter(({ businessDate }) => asked.every((sale) => !this.#datesOf(sale).has(businessDate)))
      .map(({ batch, businessDate }) => `batch ${batch} was closed as ${businessDate}, a day without any sale`);
  }

  #byBatch(): ReadonlyMap<string, readonly Placed[]> {
    const byBatch = new Map<string, Placed[]>();
    for (const sale of this.#sales) byBatch.set(sale.name, [...(byBatch.get(sale.name) ?? []), sale]);
    return byBatch;
  }

  /** It started between the wish and the answer. */
  #datesOf({ atMs, toldAtMs }: Asked): ReadonlySet<string> {
    return new Set([atMs - NEAR_MS, atMs, toldAtMs, toldAtMs + NEAR_MS].map((ms) => this.#calendar.businessDate(ms)));
  }

  #between(fromMs: number, untilMs: number): readonly Boundary[] {
    return this.#boundaries.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs);
  }

  #told(sale: Placed): string {
    return `${sale.key} of ${when(sale.atMs)} (${[...this.#datesOf(sale)].join(' or ')})`;
  }
}

/** A closing by hand may join one that is on its way. */
const isKept = ({ kind }: Boundary): boolean => kind !== 'by hand';

/** The end of the first stretch long enough after it was due; null when none was. */
function madeBy(dueMs: number, calm: readonly Stretch[]): number | null {
  for (const { fromMs, untilMs } of calm) {
    const byMs = Math.max(fromMs, dueMs) + MADE_WITHIN_MS;
    if (byMs <= untilMs) return byMs;
  }
  return null;
}

const when = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;
const told = ({ kind, atMs }: Boundary): string => `a ${kind} at ${when(atMs)}`;
