import type { Card, Cryptogram } from '../../src/domain/card.js';
import { TillpostError } from '../../src/domain/errors.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import type { Money } from '../../src/domain/money.js';
import type { CardReader, ReaderResult, ReaderStage, ReaderStatus, StartOrder } from '../../src/ports/index.js';
import { sampleCard } from './samples.js';

export type ReaderCall = 'start' | 'continueOnline' | 'unableOnline' | 'complete' | 'confirm' | 'cancel' | 'result';

/** What the next presented card does. */
export interface FakeCard {
  readonly card: Card;
  readonly online: Cryptogram;
  readonly offline: Cryptogram;
  readonly signs: Money | null;
}

interface Held {
  readonly order: StartOrder;
  stage: ReaderStage;
  card: FakeCard | null;
}

const READY: ReaderStatus = { state: 'ready', serialNumber: 'SIM1', firmware: '1.0', problem: null };

/**
 * The card reader as the sale sees it, without a line in between. A test loses the link before or after a
 * call reached the reader, and brings it back when it likes.
 */
export class FakeReader implements CardReader {
  card: FakeCard | null = fakeCard();
  /** Called before a card is presented: a test may cancel, lose the link or hold it there. */
  beforeCard: () => Promise<void> = () => Promise.resolve();
  /** Throws in place of the call's answer. */
  readonly failures = new Map<ReaderCall, TillpostError>();
  readonly shown: {
    readonly key: string;
    readonly outcome: string;
    readonly text: string;
    readonly deferred: boolean;
  }[] = [];
  readonly calls: string[] = [];
  held: Held | null = null;

  #status = READY;
  #last: TransactionKey | null = null;
  readonly #listeners = new Set<(status: ReaderStatus) => void>();
  readonly #lose = new Map<ReaderCall, 'before' | 'after'>();
  #endWait: (() => void) | null = null;

  /** The link is reset at the next such call: before the reader heard of it, or after it acted. */
  loseAt(call: ReaderCall, when: 'before' | 'after'): void {
    this.#lose.set(call, when);
  }

  forgetLosses(): void {
    this.#lose.clear();
  }

  setReady(ready: boolean): void {
    this.#status = ready ? READY : { ...READY, state: 'missing', problem: 'unplugged' };
    if (ready) this.#last = this.held?.order.key ?? null;
    for (const listener of [...this.#listeners]) listener(this.#status);
  }

  status(): ReaderStatus {
    return this.#status;
  }

  onStatus(listener: (status: ReaderStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lastKey(): TransactionKey | null {
    return this.#last;
  }

  start(order: StartOrder): Promise<ReaderResult> {
    const held: Held = { order, stage: 'waitingCard', card: null };
    const wait = async (): Promise<void> => {
      this.held = held;
      await Promise.race([this.beforeCard(), new Promise<void>((resolve) => (this.#endWait = resolve))]);
      if (held.stage !== 'waitingCard') return;
      held.stage = this.card === null ? 'timeout' : 'cardRead';
      held.card = this.card;
    };
    // By its own key: whoever asks may be gone by then, and the reader may hold another.
    return this.#call('start', wait, order.key);
  }

  continueOnline(_key: TransactionKey, responseCode: string): Promise<ReaderResult> {
    return this.#final('continueOnline', (card) => (responseCode === '00' ? card.online : 'AAC'));
  }

  unableOnline(): Promise<ReaderResult> {
    return this.#final('unableOnline', (card) => card.offline);
  }

  complete(
    key: TransactionKey,
    outcome: 'approved' | 'declined' | 'cancelled',
    text: string,
    deferred: boolean,
  ): Promise<ReaderResult> {
    return this.#call('complete', () => {
      if (this.held === null) return;
      if (keyText(this.held.order.key) !== keyText(key)) throw refused('UNKNOWN_KEY');
      if (outcome === 'approved' && !this.#mayShowApproved(deferred)) throw refused('WRONG_STAGE');
      const wasShown = ['shownApproved', 'shownDeclined'].includes(this.held.stage);
      if (!wasShown) this.shown.push({ key: keyText(key), outcome, text, deferred });
      this.held.stage = outcome === 'approved' ? 'shownApproved' : 'shownDeclined';
    });
  }

  /** As the reader's rules have it: after TC, or deferred on an ARQC that no second cryptogram has spent. */
  #mayShowApproved(deferred: boolean): boolean {
    const { stage, card } = this.held!;
    if (stage === 'cardRead') return card?.card.cryptogram === 'TC' || (deferred && card?.card.cryptogram === 'ARQC');
    return stage === 'finalTc' || stage === 'shownApproved';
  }

  async confirm(key: TransactionKey): Promise<void> {
    await this.#call('confirm', () => {
      if (this.held !== null && keyText(this.held.order.key) !== keyText(key)) return;
      this.held = null;
      this.#last = null;
    });
  }

  cancel(): Promise<ReaderResult> {
    return this.#call('cancel', () => {
      if (this.held !== null && !this.held.stage.startsWith('shown')) this.held.stage = 'cancelled';
      this.#endWait?.();
    });
  }

  result(key: TransactionKey): Promise<ReaderResult> {
    return this.#call('result', () => undefined, key);
  }

  #final(call: ReaderCall, cryptogram: (card: FakeCard) => Cryptogram): Promise<ReaderResult> {
    return this.#call(call, () => {
      if (this.held === null || this.held.card === null) throw refused('WRONG_STAGE');
      if (this.held.stage === 'cancelled') throw refused('WRONG_STAGE');
      if (this.held.stage !== 'cardRead') return;
      this.held.stage = cryptogram(this.held.card) === 'TC' ? 'finalTc' : 'finalAac';
    });
  }

  async #call(call: ReaderCall, act: () => Promise<void> | void, key?: TransactionKey): Promise<ReaderResult> {
    this.calls.push(call);
    if (this.#status.state !== 'ready') throw lost();
    const failure = this.failures.get(call);
    if (failure !== undefined) throw failure;
    const when = this.#lose.get(call);
    this.#lose.delete(call);
    if (when === 'before') {
      this.setReady(false);
      throw lost();
    }
    await act();
    if (when === 'after' || this.status().state !== 'ready') {
      this.setReady(false);
      throw lost();
    }
    return this.#answer(key ?? this.held?.order.key);
  }

  #answer(key: TransactionKey | undefined): ReaderResult {
    const held = this.held;
    if (held === null || key === undefined || keyText(held.order.key) !== keyText(key)) {
      const unknown = key ?? { terminalId: 'T0', epoch: '0'.repeat(16), number: 1 };
      return { key: unknown, stage: 'unknownKey', card: null, signed: null, signedType: null, final: null };
    }
    const final = held.stage === 'finalTc' ? 'TC' : held.stage === 'finalAac' ? 'AAC' : null;
    return {
      key,
      stage: held.stage,
      card: held.card?.card ?? null,
      signed: held.card?.signs ?? held.order.money,
      signedType: held.order.type,
      final,
    };
  }
}

export function fakeCard(change: Partial<FakeCard> & { readonly first?: Partial<Card> } = {}): FakeCard {
  return { card: sampleCard(change.first), online: 'TC', offline: 'TC', signs: null, ...change };
}

function lost(): TillpostError {
  return new TillpostError('READER_LOST', 'link reset', { operation: 'reader', retryable: true });
}

export function refused(text: string): TillpostError {
  return new TillpostError('READER_ERROR', text, { operation: 'reader' });
}
