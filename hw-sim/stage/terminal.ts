import type { Stage } from './stage.js';
import { TillError, type TillOutcome, callAgent, sell } from './till.js';
import { until } from './wait.js';

/** What a story reads of agent.status. */
export interface AgentStatus {
  readonly link: { readonly state: string };
  readonly reader: { readonly state: string };
  readonly queue: { readonly advices: number; readonly reversals: number; readonly parked: number };
}

/** A person at the till and a cardholder with a card, both patient: they wait for the terminal to be ready. */
export class Terminal {
  #sales = 0;

  constructor(private readonly stage: Stage) {}

  status(): Promise<AgentStatus> {
    return callAgent(this.stage.agentSocket, 'agent.status', {}) as Promise<AgentStatus>;
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
  async sell(card: string, amount: number, currency = 'EUR', idempotencyKey = this.nextKey()): Promise<TillOutcome> {
    await this.stage.order('reader', { do: 'auto', card });
    return sell(this.stage.agentSocket, amount, currency, idempotencyKey);
  }

  /** The same sale asked for again, as a till does that lost its connection. */
  again(amount: number, currency: string, idempotencyKey: string): Promise<TillOutcome> {
    return until(`the outcome of ${idempotencyKey}`, 30_000, async () => {
      try {
        return await sell(this.stage.agentSocket, amount, currency, idempotencyKey);
      } catch (error) {
        if (error instanceof TillError && ['GONE', 'RECOVERING', 'READER_NOT_READY', 'BUSY'].includes(error.code)) return null;
        throw error;
      }
    });
  }
}
