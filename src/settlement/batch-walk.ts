import { TillpostError } from '../domain/errors.js';
import { type Batch, type BatchEvent, sameTotals } from '../domain/settlement.js';
import type { BatchBooks, Clock, HostLink, NumberedBatchRow, SaleDesk, SettlementLink } from '../ports/index.js';
import type { Waits } from './waits.js';

export interface BatchWalkParts {
  readonly journal: BatchBooks;
  readonly clock: Clock;
  readonly sales: Pick<SaleDesk, 'hold'>;
  readonly host: HostLink;
  readonly link: SettlementLink;
  /** How long new sales wait at most while what was sealed is delivered first, ms. */
  readonly drainMaxMs: number;
  readonly answerTimeoutMs: number;
}

const DETAILS_A_PAGE = 50;
const LOOK_MS = 100;
/** Looking counts what waits: with a long queue it is not done ten times a second. */
const LONG_QUEUE = 100;
const LONG_LOOK_MS = 1_000;

/** The steps of `domain/settlement.ts`, each safe to repeat: journal and host know a batch by its number. */
export class BatchWalk {
  readonly #parts: BatchWalkParts;
  readonly #waits: Waits;
  /** Batches whose totals this process has sent: later ones are repeats. Others may have been sent before a crash. */
  readonly #asked = new Set<number>();
  readonly #fixed = new Set<number>();
  #doing = 'idle';
  #stopped = false;

  constructor(parts: BatchWalkParts, waits: Waits) {
    this.#parts = parts;
    this.#waits = waits;
  }

  /** For people. */
  get doing(): string {
    return this.#doing;
  }

  /** What waits is cut short by its `Waits`. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * One step of the closing, from whatever state the batch is in; commits before it returns.
   * @throws LINK_CLOSED (retryable) when the host gave no answer; JOURNAL_*
   */
  step(batch: Batch): Promise<Batch> {
    switch (batch.state) {
      case 'open':
        return this.#commit(batch, { name: 'seal' });
      case 'sealed':
        return this.#deliver(batch);
      case 'reconciling':
        return this.#reconcile(batch);
      case 'detailing':
        return this.#detail(batch);
      case 'closed':
        return Promise.resolve(batch);
    }
  }

  /** Its postings go first. Sales wait for that a while, then only the totals do. */
  async #deliver(batch: Batch): Promise<Batch> {
    const { clock, sales, host, drainMaxMs } = this.#parts;
    this.#doing = `batch ${batch.number}: draining`;
    const release = await sales.hold(`the closing of batch ${batch.number}`);
    let known;
    try {
      known = await this.#look(batch);
      const untilMs = clock.monotonicMs() + drainMaxMs;
      // Without a link nothing drains: sales go on, and what was sealed stays owed.
      while (known.waiting > 0 && clock.monotonicMs() < untilMs && host.status().state === 'online')
        known = await this.#lookLater(known);
    } finally {
      release();
    }
    // Its date comes with the host's time, before any answer of the host.
    while (known.waiting > 0 || known.businessDate === null) {
      this.#doing = `batch ${batch.number}: ${known.waiting} sales in it wait for the host`;
      known = await this.#lookLater(known);
    }
    this.#fixed.add(batch.number);
    return this.#commit(batch, { name: 'fixTotals' });
  }

  async #lookLater(batch: Batch): Promise<Batch> {
    await this.#waits.pause(batch.waiting > LONG_QUEUE ? LONG_LOOK_MS : LOOK_MS);
    return this.#look(batch);
  }

  async #look(batch: Batch): Promise<Batch> {
    if (this.#stopped) throw new TillpostError('STOPPING', 'the agent is stopping', { operation: 'settlement' });
    return (await this.#parts.journal.batch(batch.number)) ?? batch;
  }

  async #reconcile(batch: Batch): Promise<Batch> {
    const { link, answerTimeoutMs } = this.#parts;
    this.#doing = `batch ${batch.number}: totals are at the host`;
    const repeat = this.#asked.has(batch.number) || !this.#fixed.has(batch.number);
    this.#asked.add(batch.number);
    const reply = await this.#waits.answer(link.sendTotals(batch, repeat, answerTimeoutMs));
    if (reply === null) throw noAnswer(batch);
    // Two opinions: the host's word that they match counts only if its totals are ours.
    const matched = reply.matched && sameTotals(batch.totals, reply.totals);
    return this.#commit(batch, { name: matched ? 'matched' : 'differs', hostTotals: reply.totals });
  }

  /** Page after page from the first, each answered before the next: the host forgets nothing it has answered. */
  async #detail(batch: Batch): Promise<Batch> {
    const { journal, link, answerTimeoutMs } = this.#parts;
    let after = 0;
    for (let page = 1; ; page += 1) {
      this.#doing = `batch ${batch.number}: page ${page} of the details is at the host`;
      const rows: readonly NumberedBatchRow[] = await journal.batchRows(batch.number, after, DETAILS_A_PAGE + 1);
      const last = rows.length <= DETAILS_A_PAGE;
      const sent = rows.slice(0, DETAILS_A_PAGE);
      const reply = await this.#waits.answer(link.sendDetails(batch, page, last, sent, answerTimeoutMs));
      if (reply === null) throw noAnswer(batch);
      if (last) return this.#commit(batch, { name: 'explained', differences: reply.differences });
      after = sent.at(-1)?.number ?? after;
    }
  }

  #commit({ number }: Batch, event: BatchEvent): Promise<Batch> {
    return this.#parts.journal.applyBatch(number, event);
  }
}

function noAnswer({ number }: Batch): TillpostError {
  return new TillpostError('LINK_CLOSED', `the host has not answered for batch ${number}`, {
    operation: 'settlement',
    retryable: true,
  });
}
