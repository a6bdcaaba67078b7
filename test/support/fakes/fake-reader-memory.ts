import type { Cryptogram } from '../../../src/domain/card.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { keyText, type TransactionKey } from '../../../src/domain/key.js';
import type { ReaderResult, ReaderStage, StartOrder } from '../../../src/ports/index.js';
import { type FakeCard, withFinalTags } from './fake-card.js';

/** One transaction at the reader. */
export interface Held {
  readonly order: StartOrder;
  stage: ReaderStage;
  card: FakeCard | null;
  final?: 'TC' | 'AAC' | null;
}

/** What stood on its display, in order; what the agent said of it, or that it ended by itself. */
export interface ShownLine {
  readonly key: string;
  readonly outcome: 'approved' | 'declined' | 'cancelled' | 'not completed';
  readonly text: string;
  readonly deferred: boolean;
}

const OPEN: readonly ReaderStage[] = ['waitingCard', 'cardRead', 'finalTc', 'finalAac'];
const isOpen = ({ stage }: Held): boolean => OPEN.includes(stage);

/** What the reader knows of its transactions, until CONFIRM; the rules are those of hw-sim/reader/transaction.ts. */
export class FakeReaderMemory {
  readonly shown: ShownLine[] = [];
  /** The next COMPLETE shows approved, whatever it says and whatever the stage allows. */
  showsApproved = false;
  /** The newest stands last. */
  readonly #held = new Map<string, Held>();
  #moved: (() => void)[] = [];

  /** The last stored result. */
  get last(): Held | null {
    return [...this.#held.values()].at(-1) ?? null;
  }

  get open(): Held | null {
    return [...this.#held.values()].find(isOpen) ?? null;
  }

  replace(held: Held | null): void {
    this.#held.clear();
    if (held !== null) this.#store(held);
  }

  /** Takes START; resolves when the wait for a card is over. */
  async start(order: StartOrder, cardComes: () => Promise<FakeCard | null>): Promise<void> {
    const known = this.#of(order.key);
    if (known !== null) {
      while (known.stage === 'waitingCard') await this.#nextMove();
      return;
    }
    if ([...this.#held.values()].some(isOpen)) throw refused('BUSY');
    const held: Held = { order, stage: 'waitingCard', card: null, final: null };
    this.#store(held);
    void cardComes().then((card) => {
      if (held.stage !== 'waitingCard') return;
      held.card = card;
      if (card === null) this.#show(order.key, 'not completed');
      this.#move(held, card === null ? 'timeout' : 'cardRead');
    });
    while (held.stage === 'waitingCard') await this.#nextMove();
  }

  /** The second GENERATE AC. */
  final(key: TransactionKey, cryptogramOf: (card: FakeCard) => Cryptogram): void {
    const held = this.#known(key);
    if (held.stage === 'finalTc' || held.stage === 'finalAac') return;
    const { card } = held;
    const first = card?.card.cryptogram;
    if (held.stage !== 'cardRead' || card === null || first === 'TC' || first === 'AAC') throw refused('WRONG_STAGE');
    if (card.card.singleCryptogram) throw refused('WRONG_STAGE');
    held.final = cryptogramOf(card) === 'TC' ? 'TC' : 'AAC';
    this.#move(held, held.final === 'TC' ? 'finalTc' : 'finalAac');
  }

  complete(key: TransactionKey, outcome: 'approved' | 'declined' | 'cancelled', text: string, deferred: boolean): void {
    const held = this.#known(key);
    if (!isOpen(held)) {
      // A repeat. Nothing is shown twice, and nothing else than before is said.
      if ((outcome === 'approved') !== (held.stage === 'shownApproved')) throw refused('WRONG_STAGE');
      return;
    }
    const isBent = this.showsApproved;
    this.showsApproved = false;
    if (outcome === 'approved' && !isBent && !mayShowApproved(held, deferred)) throw refused('WRONG_STAGE');
    const shown = isBent ? 'approved' : outcome;
    this.#show(key, shown, text, deferred);
    this.#move(held, SHOWN[shown]);
  }

  cancel(key: TransactionKey): void {
    const held = this.#of(key);
    if (held === null || !isOpen(held)) return;
    this.#show(key, 'cancelled');
    this.#move(held, 'cancelled');
  }

  confirm(key: TransactionKey): void {
    const held = this.#of(key);
    if (held !== null && !isOpen(held)) this.#held.delete(keyText(key));
  }

  result(key: TransactionKey): ReaderResult {
    const held = this.#of(key);
    if (held === null) return { key, stage: 'unknownKey', card: null, signed: null, signedType: null, final: null };
    const { order, stage, card } = held;
    const final = stage === 'finalTc' ? 'TC' : stage === 'finalAac' ? 'AAC' : (held.final ?? null);
    return {
      key,
      stage,
      card: card === null ? null : withFinalTags(card.card, final),
      signed: card === null ? null : (card.signs ?? order.money),
      signedType: card === null ? null : (card.signsAs ?? order.type),
      final,
    };
  }

  #show(key: TransactionKey, outcome: ShownLine['outcome'], text = '', deferred = false): void {
    this.shown.push({ key: keyText(key), outcome, text, deferred });
  }

  #of(key: TransactionKey): Held | null {
    return this.#held.get(keyText(key)) ?? null;
  }

  #known(key: TransactionKey): Held {
    const held = this.#of(key);
    if (held === null) throw refused('WRONG_KEY');
    return held;
  }

  #move(held: Held, stage: ReaderStage): void {
    held.stage = stage;
    // Confirmed meanwhile, or replaced by a test: nobody asks for it any more.
    if (this.#of(held.order.key) === held) this.#store(held);
    for (const moved of this.#moved.splice(0)) moved();
  }

  #store(held: Held): void {
    const name = keyText(held.order.key);
    this.#held.delete(name);
    this.#held.set(name, held);
  }

  #nextMove(): Promise<void> {
    return new Promise((resolve) => this.#moved.push(resolve));
  }
}

const SHOWN = { approved: 'shownApproved', declined: 'shownDeclined', cancelled: 'cancelled' } as const;

/** As the reader's rules have it: after TC, by the host's word alone, or deferred on an ARQC that is not spent. */
function mayShowApproved({ stage, card }: Held, deferred: boolean): boolean {
  if (deferred) return stage === 'cardRead' && card?.card.cryptogram === 'ARQC';
  if (stage === 'finalTc') return true;
  if (stage !== 'cardRead' || card === null) return false;
  const { cryptogram, singleCryptogram } = card.card;
  return cryptogram === 'TC' || (singleCryptogram && cryptogram !== 'AAC');
}

export function refused(text: string): TillpostError {
  return new TillpostError('READER_ERROR', text, { operation: 'reader' });
}
