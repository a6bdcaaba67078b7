import { asTillpostError, type ErrorCode } from '../../src/domain/errors.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { formatMoney, type Money, money } from '../../src/domain/money.js';
import type { Transaction, TransactionType } from '../../src/domain/transaction.js';
import { DEMO_ISSUER } from '../host/issuer.js';
import { tokenOf } from '../reader/cards/card-encryption.js';
import { cardNamed } from '../reader/cards/cards.js';
import type { Kernel } from './kernel.js';
import type { AgentProcess } from './terminal.js';

/** What one till was told of one sale. */
export interface ToldSale {
  readonly key: TransactionKey;
  readonly type: TransactionType;
  readonly money: Money;
  readonly approved: boolean;
}

type Core = AgentProcess['core'];

/** What it rings up. */
export type Ring = Parameters<Core['desk']['sell']>[0];

/** It asks again until it is told an outcome, or has done with it once it was asked. */
export type Patience = 'insists' | 'asks once';

export interface TillWorld {
  readonly kernel: Kernel;
  /** The process that serves now; null while none does. */
  readonly process: () => AgentProcess | null;
  /** Lays a card on the reader for the next sale; null: none comes. */
  readonly layCard: (card: string | null) => void;
  /** Approvals that it is told of. */
  readonly onTold: (sale: ToldSale) => void;
  readonly onDefect: (what: string) => void;
  /** Amounts that the issuer declines: not where it is asked too late to say no to the cardholder. */
  readonly asksForDeclines: boolean;
}

/** The parties of a sale that went wrong on purpose come rarely; no card at all costs half a minute of patience. */
const CARDS = [
  'contactless-arqc',
  'contactless-arqc',
  'contactless-tc',
  'contactless-tc',
  'contactless-aac',
  'chip-arqc-tc',
  'chip-arqc-tc',
  'chip-arqc-aac',
  'chip-tc',
  'chip-aac',
  'chip-refuses-after-online',
  'magstripe',
  'pulled',
  null,
] as const;
const CURRENCIES = ['EUR', 'EUR', 'EUR', 'JPY'] as const;
/** By the demonstration issuer, modulo 100. */
const DECLINED: readonly number[] = [...DEMO_ISSUER.declineByAmount.keys()];
const RETRY_MS = 1_000;

/**
 * The till: asks, and asks again under the same key until it is told an outcome; now and then takes an approval
 * back or has the batch closed. It keeps what it was told, which is half of what the ledger is compared with.
 */
export class Till {
  /** By transaction key. */
  readonly told = new Map<string, ToldSale>();
  readonly voided = new Map<string, TransactionKey>();
  /** Tokens of the cards that were laid. */
  readonly cards = new Set<string>();
  /** Asked for and not answered yet: sales, voids. */
  waiting = 0;
  #asked = 0;
  /** Sales that the terminal may not know any more. */
  #forgotten: ReadonlySet<string> = new Set();

  constructor(private readonly world: TillWorld) {}

  /** A sale or a refund, drawn. */
  sell(): void {
    const { random } = this.world.kernel;
    this.#asked += 1;
    const idempotencyKey = `till-${this.#asked}`;
    const drawn = random.chance(0.1) ? 6_000 + random.below(3_000) : 100 + random.below(4_000);
    const amount = DECLINED.includes(drawn % 100) && !this.world.asksForDeclines ? drawn + 1 : drawn;
    const ask = {
      type: random.chance(0.15) ? ('refund' as const) : ('sale' as const),
      money: money(amount, random.pick(CURRENCIES)),
      idempotencyKey,
      allowDuplicate: random.chance(0.8),
    };
    void this.ring(ask, random.pick(CARDS));
  }

  /**
   * Asks for it, and lays the card when the terminal has no other sale. Null: none comes.
   *
   * @returns what it was told; null when it has done with it before
   */
  ring(ask: Ring, card: string | null, patience: Patience = 'insists'): Promise<Transaction | null> {
    this.world.kernel.tell(
      `till asks for a ${ask.type} of ${formatMoney(ask.money)} (${ask.idempotencyKey}, ${card ?? 'no card'})`,
    );
    if (card !== null) this.cards.add(tokenOf(cardNamed(card).pan).toString('hex'));
    return this.#ask(
      ask.idempotencyKey ?? 'a sale',
      (core) => {
        if (core.desk.current() === null) this.world.layCard(card);
        return core.desk.sell(ask);
      },
      ({ transaction }) => this.hear(transaction, ask),
      patience,
    );
  }

  /** The terminal's state was put back: what it was told of until now cannot be taken back there. */
  forget(): void {
    this.#forgotten = new Set(this.told.keys());
  }

  /** Takes one of the approvals back, the newest most often. */
  voidOne(): void {
    const isThere = (name: string): boolean => !this.voided.has(name) && !this.#forgotten.has(name);
    const approvals = [...this.told.values()].filter(({ key, approved }) => approved && isThere(keyText(key)));
    const { random } = this.world.kernel;
    const sale = random.chance(0.7) ? approvals.at(-1) : approvals[random.below(approvals.length)];
    if (sale !== undefined) void this.takeBack(sale.key);
  }

  /** @returns whether it was accepted; null when the till has done with it before */
  takeBack(key: TransactionKey, patience: Patience = 'insists'): Promise<boolean | null> {
    const name = keyText(key);
    this.world.kernel.tell(`till takes ${name} back`);
    const accepted = (): boolean => {
      this.world.kernel.tell(`till is told that ${name} is void`);
      this.voided.set(name, key);
      return true;
    };
    const refused = (code: ErrorCode): boolean | null => (code === 'VOID_REFUSED' ? false : null);
    const work = ({ desk }: Core): Promise<unknown> => desk.void({ key, idempotencyKey: null });
    return this.#ask(`void of ${name}`, work, accepted, patience, refused);
  }

  /** Anything a hand may press meanwhile; it is no matter what comes of it. */
  press(): void {
    const core = this.world.process()?.core;
    if (core === undefined) return;
    const { random } = this.world.kernel;
    if (core.desk.current()?.question) this.confirm(random.chance(0.5));
    else if (random.chance(0.3)) core.desk.cancel().catch(() => undefined);
    else if (random.chance(0.3)) core.settlement.settle().catch(() => undefined);
  }

  /** Answers a question that the terminal asks, if it does. */
  confirm(proceed: boolean): void {
    const desk = this.world.process()?.core.desk;
    if (desk?.current()?.question) desk.confirm(proceed);
  }

  /** @param refused what a refusal means that ends the asking */
  #ask<Answer, Heard>(
    what: string,
    work: (core: Core) => Promise<Answer>,
    heard: (answer: Answer) => Heard,
    patience: Patience,
    refused: (code: ErrorCode) => Heard | null = () => null,
  ): Promise<Heard | null> {
    this.waiting += 1;
    const { kernel } = this.world;
    return new Promise((resolve) => {
      const end = (told: Heard | null): void => {
        this.waiting -= 1;
        resolve(told);
      };
      const later = (): void => {
        if (patience === 'asks once') end(null);
        else kernel.after(RETRY_MS * (0.5 + kernel.random.fraction()), 'till', attempt);
      };
      const attempt = (): void => {
        const process = this.world.process();
        if (process === null) return later();
        let isOver = false;
        const once = (then: () => void): void => {
          if (!isOver) then();
          isOver = true;
        };
        // The socket of a process that dies is closed.
        process.onDeath(() => once(later));
        work(process.core).then(
          (answer) => once(() => end(heard(answer))),
          (error: unknown) => once(() => this.#refused(what, error, (code) => end(refused(code)), later)),
        );
      };
      attempt();
    });
  }

  #refused(what: string, error: unknown, end: (code: ErrorCode) => void, later: () => void): void {
    const { code, message } = asTillpostError(error, 'till');
    if (code === 'INTERNAL' || code === 'ILLEGAL_EVENT')
      this.world.onDefect(`till was told ${code}: ${message} (${what})`);
    if (code === 'VOID_REFUSED' || code === 'IDEMPOTENCY_MISMATCH') end(code);
    else later();
  }

  /** An outcome, by an answer or found out otherwise. */
  hear(transaction: Transaction, asked: Pick<Ring, 'money' | 'type'>): Transaction {
    const { key, type, money: amount, verdict } = transaction;
    const name = keyText(key);
    const approved = verdict?.outcome === 'approved';
    this.world.kernel.tell(`till is told ${name} ${verdict?.outcome ?? 'nothing'} ${formatMoney(amount)}`);
    if (formatMoney(amount) !== formatMoney(asked.money) || type !== asked.type)
      this.world.onDefect(`till was told another sale: ${name}`);
    const sale = { key, type, money: amount, approved };
    this.told.set(name, sale);
    this.world.onTold(sale);
    return transaction;
  }
}
