import type { Stage } from './stage.js';
import { callAgent, type Ring, ringUp, TillError, type TillOutcome } from './till.js';
import { until } from './wait.js';

/** What a story reads of agent.status. */
export interface AgentStatus {
  readonly link: { readonly state: string; readonly protocol_version: number | null };
  readonly reader: { readonly state: string };
  readonly queue: { readonly advices: number; readonly reversals: number; readonly parked: number };
  readonly merchant_id: string;
  readonly epoch: string;
  readonly open_batch: number;
  readonly alerts: readonly { readonly code: string; readonly subject: string }[];
  readonly counters: Readonly<Record<string, number>>;
}

/** A person at the till and a cardholder with a card, both patient: they wait for the terminal to be ready. */
export class Terminal {
  #sales = 0;

  constructor(private readonly stage: Stage) {}

  /** @throws TillError also while the journal has failed: what is owed is not known then */
  async status(): Promise<AgentStatus> {
    const answer = await callAgent(this.stage.agentSocket, 'agent.status', {});
    const { queue, ...status } = answer as Omit<AgentStatus, 'queue'> & { readonly queue: AgentStatus['queue'] | null };
    if (queue === null) throw new TillError('JOURNAL_IO', 'the journal has failed');
    return { ...status, queue };
  }

  /** Polls the agent until it looks as wished. */
  seen(what: string, withinMs: number, wished: (status: AgentStatus) => boolean): Promise<AgentStatus> {
    return until(what, withinMs, async () => {
      try {
        const status = await this.status();
        return wished(status) ? status : null;
      } catch (error) {
        if (error instanceof TillError) return null;
        throw error;
      }
    });
  }

  nextKey(): string {
    this.#sales += 1;
    return `sale-${this.#sales}`;
  }

  /** Rings up a sale and presents the card. */
  async sell(card: string, amount: number, currency = 'EUR', change: Partial<Ring> = {}): Promise<TillOutcome> {
    await this.stage.order('reader', { do: 'auto', card });
    return this.#heard(await ringUp(this.stage.agentSocket, this.#ring(amount, currency, change)));
  }

  /** The same sale asked for again, as a till does that lost its connection, until there is an outcome. */
  again(amount: number, currency: string, idempotencyKey: string, change: Partial<Ring> = {}): Promise<TillOutcome> {
    const ring = this.#ring(amount, currency, { ...change, idempotencyKey });
    return this.#persist(`the outcome of ${idempotencyKey}`, () => ringUp(this.stage.agentSocket, ring));
  }

  /** Takes an approval back; asks until that is on the agent's disk. */
  void(key: string): Promise<TillOutcome> {
    return this.#persist(`the void of ${key}`, async () => {
      const outcome = await callAgent(this.stage.agentSocket, 'sale.void', { key });
      this.stage.noteTill({ key, told: 'voided' });
      return outcome;
    });
  }

  /** Closes the batch; asks until it is closed. */
  settle(): Promise<BatchOutcome> {
    return this.#persist('the batch to be closed', () => callAgent(this.stage.agentSocket, 'settlement.start', {}));
  }

  #ring(amount: number, currency: string, change: Partial<Ring>): Ring {
    return {
      amount,
      currency,
      type: 'sale',
      idempotencyKey: change.idempotencyKey ?? this.nextKey(),
      allowDuplicate: true,
      ...change,
    };
  }

  #heard(outcome: TillOutcome): TillOutcome {
    this.stage.noteTill({ key: outcome.key, told: outcome.outcome ?? 'undecided' });
    return outcome;
  }

  #persist<T>(what: string, ask: () => Promise<T>): Promise<T> {
    return until(what, 60_000, async () => {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof TillError && NOT_NOW.has(error.code)) return null;
        throw error;
      }
    });
  }
}

/** What a patient till waits out. */
const NOT_NOW: ReadonlySet<string> = new Set([
  'GONE',
  'RECOVERING',
  'READER_NOT_READY',
  'BUSY',
  'SETTLING',
  'STOPPING',
  'JOURNAL_IO',
]);

/** The fields of settlement.start's answer that a story looks at. */
export interface BatchOutcome {
  readonly number: number;
  readonly state: string;
}
