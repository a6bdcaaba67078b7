import { currencyByNumeric } from '../../src/domain/currency.js';
import { asTillpostError } from '../../src/domain/errors.js';
import { keyText, shortKey } from '../../src/domain/key.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { entriesIn } from '../audit/audit-evidence.js';
import type { AgentProcess } from '../world/terminal.js';
import type { Ring } from '../world/till.js';
import type { World } from '../world/world.js';
import type { Asked, Closing, Evidence, Repeat, Row, Stretch, Total } from './evidence.js';
import type { Shop } from './shop.js';

/** A start of the agent. */
interface Run {
  /** Of the wall clock at its start, ms. */
  readonly errorMs: number;
  heardAtMs: number | null;
  endMs: number;
}

const KEY_WINDOW_MS = 72 * 3_600_000;
/** Told so shortly before its end that the journal may not have heard of it. */
const HARDLY_HEARD_MS = 5_000;
const SAME_ERROR_MS = 2_000;
/** So far back a clock was never set. */
const NEVER_SET_MS = -100 * 86_400_000;

interface Wish {
  readonly till: string;
  readonly asked: Ring;
  readonly atMs: number;
  readonly life: number;
  told: Transaction | null;
  toldAtMs: number;
}

/** Writes down what is seen of a week from outside, with true times. */
export class Watch {
  readonly writtenOff = new Set<string>();
  /** Keys whose reversal waited for a person. */
  readonly lateReversals = new Set<string>();
  readonly #wishes: Wish[] = [];
  readonly #runs: Run[] = [];
  readonly #byHand: number[] = [];
  readonly #calm: Stretch[] = [];
  readonly #repeats: Repeat[] = [];
  readonly #closings = new Map<string, Closing>();
  readonly #troubles = new Set<string>();
  #calmFromMs: number | null = null;
  #lives = 0;
  #forkedFrom: number | null = null;
  #world: World | null = null;

  constructor(private readonly shop: Shop) {}

  nowMs(): number {
    return this.shop.startMs + (this.#world?.kernel.nowMs ?? 0);
  }

  get isCalm(): boolean {
    return this.#calmFromMs !== null;
  }

  /** Every start of the agent. */
  started(world: World, agent: AgentProcess): void {
    this.#world = world;
    const run: Run = { errorMs: world.wall.nowMs() - this.nowMs(), heardAtMs: null, endMs: Infinity };
    this.#runs.push(run);
    agent.core.uplink.onStatus(({ state }) => {
      if (state === 'online') run.heardAtMs ??= this.nowMs();
    });
    agent.onDeath(() => {
      run.endMs = this.nowMs();
      this.trouble('off');
    });
    this.over('off');
  }

  /** Something is wrong from now on. */
  trouble(name: string): void {
    this.#troubles.add(name);
    if (this.#calmFromMs !== null) this.#calm.push({ fromMs: this.#calmFromMs, untilMs: this.nowMs() });
    this.#calmFromMs = null;
  }

  over(name: string): void {
    this.#troubles.delete(name);
    if (this.#troubles.size === 0) this.#calmFromMs ??= this.nowMs();
  }

  hand(): void {
    this.#byHand.push(this.nowMs());
  }

  /** @param openBatch of the copy that is used from now on */
  putBack(openBatch: number): void {
    this.#lives += 1;
    this.#forkedFrom = Math.min(this.#forkedFrom ?? Infinity, openBatch);
  }

  ring(till: string, asked: Ring, card: string | null): void {
    const wish: Wish = { till, asked, atMs: this.nowMs(), life: this.#lives, told: null, toldAtMs: Infinity };
    this.#wishes.push(wish);
    void this.#world?.till.ring(asked, card).then((told) => {
      wish.told = told;
      wish.toldAtMs = this.nowMs();
    });
  }

  /** The till of a sale that was told asks for it again; what keeps it from an answer is no answer. */
  again(pick: number): void {
    const told = this.#wishes.flatMap(({ life, told: sale, asked }) =>
      life === this.#lives && sale !== null ? [{ asked, key: sale.key }] : [],
    );
    const first = told[Math.floor(pick * told.length)];
    const desk = this.#world?.agent?.core.desk;
    if (first === undefined || desk === undefined) return;
    const seen = { key: shortKey(first.key), atMs: this.nowMs(), isCalm: this.isCalm };
    const heard = (answer: string): void => void this.#repeats.push({ ...seen, answer });
    desk.sell(first.asked).then(
      ({ transaction }) => heard(shortKey(transaction.key)),
      (error: unknown) => {
        if (asTillpostError(error, 'till').code === 'KEY_REUSED') heard('KEY_REUSED');
      },
    );
  }

  /** What the host's book says of closings now: before it is given back an old one, and in the end. */
  readClosings(): void {
    for (const closing of closingsIn(this.#world!)) this.#closings.set(`${closing.epoch} ${closing.batch}`, closing);
  }

  /** When everything is at rest. */
  evidence(isSealed: boolean): Evidence {
    const world = this.#world!;
    this.readClosings();
    this.trouble('over');
    return {
      terms: this.shop.terms,
      asked: this.#wishes.flatMap((wish) => this.#asked(wish)),
      repeats: this.#repeats,
      keyWindowMs: KEY_WINDOW_MS,
      displays: world.shown.map(({ at, currency, ...line }) => ({
        ...line,
        currency: currencyByNumeric(currency).code,
        atMs: at,
      })),
      ledger: rowsIn(world),
      closings: [...this.#closings.values()],
      byHand: this.#byHand,
      calm: this.#calm,
      forkedFrom: this.#forkedFrom,
      endMs: this.nowMs(),
      isSealed,
    };
  }

  #asked({ till, asked, atMs, life, told, toldAtMs }: Wish): readonly Asked[] {
    if (told === null) return [];
    const name = keyText(told.key);
    const { shown, till: clerk } = this.#world!;
    const key = shortKey(told.key);
    const shownAtMs = shown.find((line) => line.key === key)?.at ?? Infinity;
    const fate = this.writtenOff.has(name) ? 'written off' : clerk.voided.has(name) ? 'voided' : 'stands';
    return [
      {
        till,
        type: asked.type,
        amount: asked.money.amount,
        currency: asked.money.currency.code,
        atMs,
        toldAtMs: Math.min(toldAtMs, shownAtMs),
        key,
        approved: told.verdict?.outcome === 'approved',
        fate,
        isUnsure: fate === 'written off' || this.lateReversals.has(name),
        batch: told.batch,
        life,
        isGuessed: this.#isGuessed(atMs, Math.min(toldAtMs, shownAtMs)),
      },
    ];
  }

  /**
   * Runs that end before the host was heard are dated by their wall clocks against that of the first one that hears it:
   * right when all of them were wrong by the same.
   */
  #isGuessed(fromMs: number, untilMs: number): boolean {
    const isHeard = ({ heardAtMs, endMs }: Run): boolean => heardAtMs !== null && endMs - heardAtMs > HARDLY_HEARD_MS;
    return this.#runs.some((run, at) => {
      const startedMs = at === 0 ? -Infinity : this.#runs[at - 1]!.endMs;
      if (isHeard(run) || run.endMs < fromMs || startedMs > untilMs) return false;
      let first = at;
      while (first > 0 && !isHeard(this.#runs[first - 1]!)) first -= 1;
      const dating = this.#runs.findIndex((later, index) => index > at && isHeard(later));
      const group = this.#runs.slice(first, dating < 0 ? undefined : dating + 1);
      const errors = group.map(({ errorMs }) => errorMs);
      return Math.max(...errors) - Math.min(...errors) > SAME_ERROR_MS || Math.min(...errors) < NEVER_SET_MS;
    });
  }
}

function rowsIn({ host }: World): readonly Row[] {
  const { database } = host.ledger;
  const batches = database.prepare<[], { batch: number; reversedBatch: number }>(
    'SELECT batch, reversed_batch AS reversedBatch FROM ledger ORDER BY id',
  );
  const entries = entriesIn(database);
  return batches.all().map((row, at): Row => {
    const { key, state, type, amount, currency } = entries[at]!;
    return {
      ...row,
      key,
      epoch: key.slice(0, key.indexOf('-')),
      state: state === 'posted' ? 'posted' : 'reversed',
      type: type === 'sale' ? 'sale' : 'refund',
      amount,
      currency,
    };
  });
}

function closingsIn({ host }: World): readonly Closing[] {
  return host.ledger.database
    .prepare<[], Omit<Closing, 'totals'> & { readonly totals: string }>(
      `SELECT epoch, batch, business_date AS businessDate, terminal_totals AS totals, at_ms AS atMs FROM settlement
       WHERE sequence > 0 ORDER BY at_ms`,
    )
    .all()
    .map((row) => ({ ...row, totals: JSON.parse(row.totals) as readonly Total[] }));
}
