import { asTillpostError } from '../../src/domain/errors.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { formatMoney, type Money, money } from '../../src/domain/money.js';
import type { Transaction, TransactionType } from '../../src/domain/transaction.js';
import { DEMO_ISSUER } from '../host/issuer.js';
import type { Kernel } from './kernel.js';
import type { AgentProcess } from './terminal.js';

/** What one till was told of one sale. */
export interface ToldSale {
  readonly key: TransactionKey;
  readonly type: TransactionType;
  readonly money: Money;
  readonly approved: boolean;
}

export interface TillWorld {
  readonly kernel: Kernel;
  /** The process that serves now; null while none does. */
  readonly process: () => AgentProcess | null;
  /** Lays a card on the reader for the next sale; null: none comes. */
  readonly layCard: (card: string | null) => void;
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
  'contactless-arqc-aac',
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
  /** Asked for and not answered yet: sales, voids. */
  waiting = 0;
  #asked = 0;

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
    const card = random.pick(CARDS);
    this.world.kernel.tell(
      `till asks for a ${ask.type} of ${formatMoney(ask.money)} (${idempotencyKey}, ${card ?? 'no card'})`,
    );
    this.#insist(
      idempotencyKey,
      (core) => {
        if (core.desk.current() === null) this.world.layCard(card);
        return core.desk.sell(ask);
      },
      ({ transaction }) => this.#hear(transaction, ask.money, ask.type),
    );
  }

  /** Takes one of the approvals back, the newest most often. */
  voidOne(): void {
    const approvals = [...this.told.values()].filter(({ key, approved }) => approved && !this.voided.has(keyText(key)));
    const { random } = this.world.kernel;
    const sale = random.chance(0.7) ? approvals.at(-1) : approvals[random.below(approvals.length)];
    if (sale === undefined) return;
    const name = keyText(sale.key);
    this.world.kernel.tell(`till takes ${name} back`);
    const accepted = (): void => {
      this.world.kernel.tell(`till is told that ${name} is void`);
      this.voided.set(name, sale.key);
    };
    this.#insist(`void of ${name}`, ({ desk }) => desk.void({ key: sale.key, idempotencyKey: null }), accepted);
  }

  /** Anything a hand may press meanwhile; it is no matter what comes of it. */
  press(): void {
    const core = this.world.process()?.core;
    if (core === undefined) return;
    const { random } = this.world.kernel;
    if (core.desk.current()?.question) core.desk.confirm(random.chance(0.5));
    else if (random.chance(0.3)) core.desk.cancel().catch(() => undefined);
    else if (random.chance(0.3)) core.settlement.settle().catch(() => undefined);
  }

  #insist<T>(what: string, ask: (core: AgentProcess['core']) => Promise<T>, hear: (answer: T) => void): void {
    this.waiting += 1;
    const { kernel } = this.world;
    const later = (): void => void kernel.after(RETRY_MS * (0.5 + kernel.random.fraction()), 'till', attempt);
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
      ask(process.core).then(
        (answer) =>
          once(() => {
            this.waiting -= 1;
            hear(answer);
          }),
        (error: unknown) =>
          once(() => {
            const { code, message } = asTillpostError(error, 'till');
            if (code === 'INTERNAL' || code === 'ILLEGAL_EVENT')
              this.world.onDefect(`till was told ${code}: ${message} (${what})`);
            if (code === 'VOID_REFUSED' || code === 'IDEMPOTENCY_MISMATCH') this.waiting -= 1;
            else later();
          }),
      );
    };
    attempt();
  }

  #hear({ key, type, money: amount, verdict }: Transaction, asked: Money, askedType: TransactionType): void {
    const name = keyText(key);
    const approved = verdict?.outcome === 'approved';
    this.world.kernel.tell(`till is told ${name} ${verdict?.outcome ?? 'nothing'} ${formatMoney(amount)}`);
    if (formatMoney(amount) !== formatMoney(asked) || type !== askedType)
      this.world.onDefect(`till was told another sale: ${name}`);
    this.told.set(name, { key, type, money: amount, approved });
  }
}
