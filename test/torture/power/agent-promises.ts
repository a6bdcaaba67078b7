import { parseKey, shortKey } from '../../../src/domain/key.js';

/**
 * What people asked of an agent and what they were shown and told, one JSON line each. Keys are `<epoch>-<mark>-<number>`,
 * as the reader shows them.
 */
export type AgentMark =
  | { readonly said: 'asked'; readonly sale: string; readonly type: string; readonly amount: number }
  | { readonly said: 'asked'; readonly void: string }
  /** As many batches as that are closed or may be closing. */
  | { readonly said: 'asked'; readonly batch: number }
  | {
      readonly said: 'shown';
      readonly key: string;
      readonly shown: string;
      readonly type: string;
      readonly amount: number;
    }
  | { readonly said: 'told'; readonly key: string; readonly told: string }
  | { readonly said: 'closed'; readonly batch: number }
  /** A backup stands under this name. */
  | { readonly said: 'stands'; readonly backup: string }
  /** What the host's ledger held at the very end. */
  | { readonly said: 'ledger'; readonly key: string; readonly state: string };

export interface Asked {
  readonly type: string;
  readonly amount: number;
}

export interface ShownSale extends Asked {
  readonly shown: string;
}

/** Everything that was asked and promised up to some moment. */
export class AgentPromises {
  /** By the till's own key. */
  readonly asked = new Map<string, Asked>();
  readonly shown = new Map<string, ShownSale>();
  readonly told = new Map<string, string>();
  readonly voidsAsked = new Set<string>();
  readonly voided = new Set<string>();
  readonly ledger = new Map<string, string>();
  batchAsked = 0;
  batchClosed = 0;
  /** Name of the newest backup; older ones may have gone. */
  backup: string | null = null;

  /** Lines of `markText`. */
  takeText(text: string): void {
    for (const line of text.split('\n')) if (line.startsWith('{')) this.take(JSON.parse(line) as AgentMark);
  }

  take(mark: AgentMark): void {
    switch (mark.said) {
      case 'asked':
        if ('sale' in mark) this.asked.set(mark.sale, { type: mark.type, amount: mark.amount });
        else if ('void' in mark) this.voidsAsked.add(mark.void);
        else this.batchAsked = Math.max(this.batchAsked, mark.batch);
        break;
      case 'shown':
        this.shown.set(mark.key, { shown: mark.shown, type: mark.type, amount: mark.amount });
        break;
      case 'told':
        if (mark.told === 'voided') this.voided.add(mark.key);
        else this.told.set(mark.key, mark.told);
        break;
      case 'closed':
        this.batchClosed = Math.max(this.batchClosed, mark.batch);
        break;
      case 'stands':
        this.backup = mark.backup;
        break;
      case 'ledger':
        this.ledger.set(mark.key, mark.state);
        break;
    }
  }

  copy(): AgentPromises {
    const { asked, shown, told, voidsAsked, voided, ledger, batchAsked, batchClosed, backup } = this;
    return Object.assign(new AgentPromises(), {
      asked: new Map(asked),
      shown: new Map(shown),
      told: new Map(told),
      voidsAsked: new Set(voidsAsked),
      voided: new Set(voided),
      ledger: new Map(ledger),
      batchAsked,
      batchClosed,
      backup,
    });
  }
}

export const markText = (mark: AgentMark): string => JSON.stringify(mark);

/** Of a key as tills know it. */
export const shortOf = (text: string): string => shortKey(parseKey(text));
