/**
 * What a story asked of the journal and what the journal promised, one JSON line each, written before the
 * question and after its answer.
 */
export type Mark =
  | {
      readonly said: 'try' | 'ok';
      readonly what: 'sale';
      readonly sale: number;
      readonly step: number;
      readonly sequence?: number;
    }
  | { readonly said: 'try' | 'ok'; readonly what: 'batch'; readonly batch: number }
  | { readonly said: 'try' | 'ok'; readonly what: 'purge'; readonly count?: number }
  | { readonly said: 'try' | 'ok'; readonly what: 'command'; readonly counter: number };

export interface PromisedSale {
  /** Steps asked for and steps promised, of its script; -1 for none. */
  tried: number;
  acknowledged: number;
  /** Posting sequences that were named, by step. */
  readonly sequences: Map<number, number>;
}

/** Everything that was promised up to some moment. */
export class Promises {
  readonly sales = new Map<number, PromisedSale>();
  /** Highest batch that was asked to be closed, and that was said to be. */
  batchTried = 0;
  batchClosed = 0;
  purgeTried = false;
  purged = 0;
  commandTried = 0;
  commandFinished = 0;

  take(mark: Mark): void {
    const ok = mark.said === 'ok';
    switch (mark.what) {
      case 'sale': {
        const sale = this.sales.get(mark.sale) ?? { tried: -1, acknowledged: -1, sequences: new Map<number, number>() };
        this.sales.set(mark.sale, sale);
        sale.tried = Math.max(sale.tried, mark.step);
        if (!ok) break;
        sale.acknowledged = Math.max(sale.acknowledged, mark.step);
        if (mark.sequence !== undefined) sale.sequences.set(mark.step, mark.sequence);
        break;
      }
      case 'batch':
        this.batchTried = Math.max(this.batchTried, mark.batch);
        if (ok) this.batchClosed = Math.max(this.batchClosed, mark.batch);
        break;
      case 'purge':
        this.purgeTried = true;
        this.purged += mark.count ?? 0;
        break;
      case 'command':
        this.commandTried = Math.max(this.commandTried, mark.counter);
        if (ok) this.commandFinished = Math.max(this.commandFinished, mark.counter);
        break;
    }
  }

  /** Lines as the story wrote them. */
  takeText(text: string): void {
    for (const line of text.split('\n')) if (line.startsWith('{')) this.take(JSON.parse(line) as Mark);
  }

  copy(): Promises {
    const copied = Object.assign(new Promises(), { ...this, sales: undefined });
    const sales = [...this.sales].map(
      ([index, sale]) => [index, { ...sale, sequences: new Map(sale.sequences) }] as const,
    );
    return Object.assign(copied, { sales: new Map(sales) });
  }
}
