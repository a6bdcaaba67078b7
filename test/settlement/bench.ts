import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import { type Batch, type BatchRow, compareRows, sameTotals, totalsOf } from '../../src/domain/settlement.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { ReaderGuard } from '../../src/operations/reader-guard.js';
import type { Journal, SettlementLink, SettlementReply } from '../../src/ports/index.js';
import { createSaleDesk, type RunningSaleDesk } from '../../src/sale/sale-desk.js';
import { BatchCloser } from '../../src/settlement/batch-closer.js';
import { GENEROUS } from '../sale/bench.js';
import { FakeHost } from '../support/fakes/fake-host.js';
import { FakeReader } from '../support/fakes/fake-reader.js';
import { sampleAnswer, sampleCard } from '../support/samples.js';
import { silentLog } from '../support/silent-log.js';

export const DRAIN_MAX_MS = 20_000;
export const ANSWER_TIMEOUT_MS = 5_000;
export const BUSINESS_DATE = '2027-01-15';

export type Step = 'totals' | `page ${number}`;
/** What became of one message on its way there and back. */
export type Loss = 'question' | 'answer';

/** The host's side of reconciliation, honest about a book that a test writes unless it bends what is said. */
export class ScriptedLink implements SettlementLink {
  readonly #clock: SimClock;
  /** What the host counts, by batch. */
  readonly book = new Map<number, readonly BatchRow[]>();
  readonly asked: { readonly step: Step; readonly repeat: boolean; readonly last: boolean; readonly rows: number }[] =
    [];
  /** The next message of that step is lost, once. */
  readonly lose = new Map<Step, Loss>();
  online = true;
  /** What it says in place of an honest answer to that step. */
  bend: (step: Step, honest: SettlementReply) => SettlementReply = (_, honest) => honest;
  /** Moments at which it was asked, also in vain. */
  readonly askedAtMs: number[] = [];
  readonly #pages = new Map<string, readonly BatchRow[]>();

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  sendTotals(batch: Batch, repeat: boolean, deadlineMs: number): Promise<SettlementReply | null> {
    const totals = totalsOf(
      this.#rows(batch.number).map(({ type, money: { amount, currency } }) => ({
        type,
        amount,
        currency: currency.code,
      })),
    );
    const answer = { matched: sameTotals(totals, batch.totals), totals, differences: [] };
    return this.#ask('totals', { repeat, last: false, rows: 0 }, answer, deadlineMs);
  }

  sendDetails(
    batch: Batch,
    page: number,
    last: boolean,
    rows: readonly BatchRow[],
    deadlineMs: number,
  ): Promise<SettlementReply | null> {
    const step: Step = `page ${page}`;
    if (this.lose.get(step) !== 'question') this.#pages.set(`${batch.number} ${page}`, rows);
    const theirs = Array.from({ length: page }, (_, at) => this.#pages.get(`${batch.number} ${at + 1}`) ?? []).flat();
    const differences = last ? compareRows(theirs, this.#rows(batch.number), keyText) : [];
    return this.#ask(
      step,
      { repeat: false, last, rows: rows.length },
      { matched: false, totals: [], differences },
      deadlineMs,
    );
  }

  #rows(batch: number): readonly BatchRow[] {
    return this.book.get(batch) ?? [];
  }

  #ask(step: Step, said: Omit<ScriptedLink['asked'][number], 'step'>, answer: SettlementReply, deadlineMs: number) {
    this.askedAtMs.push(this.#clock.monotonicMs());
    if (!this.online) return Promise.resolve(null);
    this.asked.push({ step, ...said });
    const isLost = this.lose.delete(step);
    return new Promise<SettlementReply | null>((resolve) => {
      this.#clock.after(isLost ? deadlineMs : 1, () => resolve(isLost ? null : this.bend(step, answer)));
    });
  }
}

/** A terminal's settlement between a real journal, a real sale desk and a scripted host; it can die and start again. */
export class SettlementBench {
  readonly clock = new SimClock();
  readonly disk = new SimDisk(new SimRandom(1));
  readonly host = new FakeHost();
  readonly reader = new FakeReader();
  readonly link = new ScriptedLink(this.clock);
  readonly alerts = new AlertBoard({ clock: this.clock, log: silentLog, counters: new EventCounters() });
  journal!: SimJournal;
  sales!: RunningSaleDesk;
  settlement!: BatchCloser;

  /** The process: a new journal on the disk, new desks. `watch` may stand between desk and journal. */
  async boot(watch: (journal: Journal) => Journal = (journal) => journal): Promise<void> {
    const { clock, reader, host, alerts, link } = this;
    this.journal = new SimJournal(this.disk, { terminalId: 'T0000001', clock, random: new SimRandom(2) });
    const { journal } = this;
    this.sales = createSaleDesk({
      merchantId: 'M0001',
      behind: () => undefined,
      contact: { answered: () => true },
      journal,
      reader,
      bar: new ReaderGuard({ journal, reader, alerts, log: silentLog, stops: true }),
      host,
      clock,
      alerts,
      log: silentLog,
      limits: () => GENEROUS,
      clockQuality: () => 'unchecked',
      requestDeadlineMs: 5_000,
      cardTimeoutMs: 30_000,
      recoveryWaitMs: 10_000,
      shownIdleMs: 30_000,
      duplicateWindowMs: 0,
      keyWindowMs: 259_200_000,
      tillGone: 'finish',
      duplicateAnswerMs: 1_000,
    });
    this.settlement = new BatchCloser({
      journal: watch(journal),
      clock,
      host,
      link,
      alerts,
      log: silentLog,
      sales: this.sales,
      drainMaxMs: DRAIN_MAX_MS,
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    this.sales.start();
    await this.sales.idle();
  }

  /** kill -9: nothing that was under way goes on. */
  die(): void {
    this.journal.die();
  }

  /** Posted sales, straight into the journal, and the rows by which the host counts them. */
  async posted(count: number, batch = 1): Promise<readonly BatchRow[]> {
    return Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const amount = money(100 + at, 'EUR');
        const { transaction } = await this.journal.begin({
          type: 'sale',
          money: amount,
          idempotencyKey: null,
          startedAtMs: this.clock.wallMs(),
          clock: 'unchecked',
        });
        const { key } = transaction;
        await this.journal.apply(key, { name: 'goOnline', card: sampleCard() });
        await this.journal.apply(key, {
          name: 'approveOnline',
          card: sampleCard(),
          answer: sampleAnswer({ key, posted: amount, batch }),
        });
        return { key, type: 'sale' as const, money: amount };
      }),
    );
  }

  /** A sale approved offline; its advice is pending. */
  async owed(): Promise<Transaction> {
    const { state } = this.host;
    this.host.state = 'offline';
    const { transaction } = await this.sell();
    this.host.state = state;
    return transaction;
  }

  async sell(): Promise<{ readonly transaction: Transaction }> {
    return this.sales.sell({ type: 'sale', money: money(1250, 'EUR'), idempotencyKey: null, allowDuplicate: false });
  }

  async receipt(key: TransactionKey, batch = 1, sequence = 1): Promise<void> {
    const { transaction } = (await this.journal.transaction(key))!;
    await this.journal.apply(key, {
      name: 'settleAdvice',
      answer: sampleAnswer({ key, sequence, posted: transaction.money, batch }),
    });
  }

  /** Moves time until the promise is settled; at most ten simulated minutes. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const ended = work.finally(() => (isSettled = true));
    ended.catch(() => undefined);
    for (let seconds = 0; seconds < 600 && !isSettled; seconds += 1) await this.clock.advance(1_000);
    if (!isSettled) throw new Error('not settled within ten minutes');
    return ended;
  }
}

export async function openSettlement(): Promise<SettlementBench> {
  const bench = new SettlementBench();
  await bench.boot();
  return bench;
}
