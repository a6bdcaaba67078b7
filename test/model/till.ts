import fc from 'fast-check';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { PendingPosting } from '../../src/ports/index.js';
import { fakeCard } from '../support/fake-reader.js';
import type { LedgerModel } from './ledger-model.js';
import type { World } from './world.js';

/** What people do at the terminal: till, card holder, and the person who looks after parked postings. */

/** With 2, 0 and 3 decimals. */
export const CURRENCIES = ['EUR', 'JPY', 'BHD'] as const;
export const TOKENS = ['11', '22'].map((byte) => byte.repeat(16));

/** Mostly the first. */
const rarely = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
const cryptogram = rarely('TC' as const, 'AAC' as const);

/** A sale or refund with the card that comes to it. */
export const sale = fc.record({
  type: rarely('sale' as const, 'refund' as const),
  // 51 and 05 are declined by the demonstration issuer; 6000 is over the offline ceiling.
  amount: fc.constantFrom(100, 1250, 1250, 1250, 1250, 2500, 2500, 2151, 1305, 6000),
  currency: fc.constantFrom('EUR', ...CURRENCIES),
  first: rarely('ARQC' as const, 'TC' as const, 'AAC' as const, 'none' as const),
  online: cryptogram,
  offline: cryptogram,
  entryMode: fc.constantFrom('contactless' as const, 'chip' as const),
  token: fc.constantFrom(...TOKENS),
  onlinePin: rarely(false, true),
  card: rarely('good' as const, 'none' as const, 'signsOther' as const),
  cardAfterMs: fc.constantFrom(0, 0, 900),
  vouched: fc.boolean(),
  watchedMs: fc.constantFrom(0, 12, 500, 3_000, 9_000),
});

type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;

export function sell(world: World, model: LedgerModel, order: Sale): Promise<void> {
  const { clock, reader, process } = world;
  const asked = { type: order.type, money: money(order.amount, order.currency) };
  if (process.sales.current() === null) {
    const { online, offline, token, entryMode, onlinePin } = order;
    const signs = order.card === 'signsOther' ? money(order.amount + 1, order.currency) : null;
    const first = { cryptogram: order.first, token, entryMode, onlinePin };
    reader.card = order.card === 'none' ? null : fakeCard({ first, online, offline, signs });
    reader.beforeCard = () => new Promise((resolve) => void clock.after(order.cardAfterMs, resolve));
  }
  const idempotencyKey = model.ask(asked);
  process.sales
    .sell({ ...asked, idempotencyKey, allowDuplicate: order.vouched })
    .then(({ transaction }) => model.tell(transaction), world.refused);
  return clock.advance(order.watchedMs);
}

/** The till asks once more under a key that it used before, answered or not. */
export async function sellAgain(world: World, model: LedgerModel, pick: number): Promise<void> {
  const asks = [...model.asks];
  const [idempotencyKey, ask] = asks[pick % asks.length] ?? [];
  if (idempotencyKey === undefined || ask === undefined) return;
  world.process.sales
    .sell({ ...ask, idempotencyKey, allowDuplicate: true })
    .then(({ transaction }) => model.tell(transaction), world.refused);
  await world.clock.advance(0);
}

/** Asks to void one of the approvals the till knows. */
export async function askVoid(world: World, model: LedgerModel, pick: number): Promise<void> {
  const approvals = model.approvals();
  const key = approvals[pick % approvals.length];
  if (key === undefined) return;
  model.voidAsked.set(keyText(key), key);
  void voidOne(world, model, key);
  await world.clock.advance(0);
}

/** Resolves when the till was answered, one way or the other; never when the agent dies meanwhile. */
export function voidOne(world: World, model: LedgerModel, key: TransactionKey): Promise<void> {
  return world.process.sales.void({ key, idempotencyKey: null }).then(
    () => model.tellVoid(key, true),
    (error: unknown) => {
      if (world.refused(error) === 'VOID_REFUSED') model.tellVoid(key, false);
    },
  );
}

/** One of the parked postings; a person who gets no answer looks again later. */
export async function withParked(
  world: World,
  pick: number,
  work: (row: PendingPosting) => Promise<unknown>,
): Promise<void> {
  const parked = await world.ask((journal) => journal.listPostings('parked', 0, 20));
  const row = parked?.[pick % parked.length];
  if (row === undefined) return;
  work(row).catch(world.refused);
  await world.clock.advance(0);
}
