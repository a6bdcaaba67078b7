/**
 * Days of a shop by its clock on the wall, from the words of the rules (payment rules, Days and clocks) and the time zone
 * database of the runtime. It shares nothing with the agent, which it is to judge.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No zone changes its offset between two multiples of it. */
const BUCKET_MS = 15 * MINUTE_MS;

export interface ShopTerms {
  /** IANA name. */
  readonly timeZone: string;
  /** The cut-over, `04:00`. */
  readonly dayStartsAt: string;
  /** Times of day at which a closing is due, `14:00`. */
  readonly schedule: readonly string[];
}

export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  readonly #instants = new Map<string, number>();

  constructor(readonly terms: ShopTerms) {
    this.#format = new Intl.DateTimeFormat('en-GB', {
      timeZone: terms.timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  }

  /** `2027-03-28` */
  localDate(atMs: number): string {
    return dateText(atMs + this.#offsetMs(atMs));
  }

  /** A business day lasts from its cut-over to the next one. */
  businessDate(atMs: number): string {
    const date = this.localDate(atMs);
    const { dayStartsAt } = this.terms;
    if (atMs < this.instantOf(date, dayStartsAt)) return nextDate(date, -1);
    return atMs < this.instantOf(nextDate(date, 1), dayStartsAt) ? date : nextDate(date, 1);
  }

  /** When a clock first shows that time on that day, or has passed it where summer time skips it. */
  instantOf(date: string, time: string): number {
    const name = `${date} ${time}`;
    const known = this.#instants.get(name);
    if (known !== undefined) return known;
    const shownMs = Date.parse(`${date}T${time}:00Z`);
    const offsets = [this.#offsetMs(shownMs - DAY_MS), this.#offsetMs(shownMs + DAY_MS)];
    const showing = offsets.map((offset) => shownMs - offset).filter((atMs) => atMs + this.#offsetMs(atMs) === shownMs);
    const atMs = showing.length > 0 ? Math.min(...showing) : this.#firstPast(shownMs, offsets);
    this.#instants.set(name, atMs);
    return atMs;
  }

  /** What was due in between, in its order: closings and cut-overs. */
  dueBetween(fromMs: number, untilMs: number): readonly { readonly atMs: number; readonly isCutOver: boolean }[] {
    const due: { atMs: number; isCutOver: boolean }[] = [];
    const last = nextDate(this.localDate(untilMs), 1);
    for (let date = nextDate(this.localDate(fromMs), -1); date <= last; date = nextDate(date, 1)) {
      due.push({ atMs: this.instantOf(date, this.terms.dayStartsAt), isCutOver: true });
      for (const time of this.terms.schedule) due.push({ atMs: this.instantOf(date, time), isCutOver: false });
    }
    return due.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
  }

  #firstPast(shownMs: number, offsets: readonly number[]): number {
    let atMs = Math.floor((shownMs - Math.max(...offsets)) / BUCKET_MS) * BUCKET_MS;
    while (atMs + this.#offsetMs(atMs) < shownMs) atMs += BUCKET_MS;
    return atMs;
  }

  /** Ahead of UTC. */
  #offsetMs(atMs: number): number {
    const bucket = Math.floor(atMs / BUCKET_MS);
    const known = this.#offsets.get(bucket);
    if (known !== undefined) return known;
    const startMs = bucket * BUCKET_MS;
    const parts = new Map(this.#format.formatToParts(startMs).map(({ type, value }) => [type, Number(value)]));
    const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const offset = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - startMs;
    this.#offsets.set(bucket, offset);
    return offset;
  }
}

export function nextDate(date: string, days: number): string {
  return dateText(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
