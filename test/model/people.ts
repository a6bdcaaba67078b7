import fc from 'fast-check';
import type { Staff } from '../../hw-sim/world/rest.js';
import type { World } from '../../hw-sim/world/world.js';
import { asTillpostError } from '../../src/domain/errors.js';
import { keyText, parseKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { ParkDesk, PendingPosting } from '../../src/ports/index.js';
import type { LedgerModel } from './ledger-model.js';

/** What people do at the terminal: till, card holder, and the person who looks after parked postings. */

/** Mostly the first. */
const rarely = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

const CARDS = [
  ...['contactless-arqc', 'contactless-arqc', 'chip-arqc-tc', 'chip-arqc-tc'],
  ...['contactless-tc', 'chip-tc', 'contactless-aac', 'chip-arqc-aac', 'chip-aac', 'chip-refuses-after-online'],
  ...['magstripe', 'online-pin', 'pulled'],
  null,
];

/** A sale or refund with the card that comes to it. */
export const sale = fc.record({
  type: rarely('sale' as const, 'refund' as const),
  // 51 and 05 are declined by the demonstration issuer; 6000 is over the offline ceiling.
  amount: fc.constantFrom(100, 1250, 1250, 1250, 1250, 2500, 2500, 2151, 1305, 6000),
  // With 2, 0 and 3 decimals.
  currency: fc.constantFrom('EUR', 'EUR', 'JPY', 'BHD'),
  card: fc.constantFrom(...CARDS),
  vouched: fc.boolean(),
  watchedMs: fc.constantFrom(0, 12, 500, 3_000, 9_000),
});

type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;

export async function sell(world: World, model: LedgerModel, order: Sale): Promise<void> {
  const asked = { type: order.type, money: money(order.amount, order.currency) };
  const idempotencyKey = model.ask(asked);
  ring(world, model, { ...asked, idempotencyKey, allowDuplicate: order.vouched }, order.card);
  await world.kernel.run(order.watchedMs);
}

/** The till asks once more under a key that it used before, answered or not. */
export function sellAgain(world: World, model: LedgerModel, pick: number): void {
  const asks = [...model.asks];
  const [idempotencyKey, ask] = asks[pick % asks.length] ?? [];
  if (idempotencyKey === undefined || ask === undefined) return;
  ring(world, model, { ...ask, idempotencyKey, allowDuplicate: true }, 'contactless-arqc');
}

function ring(world: World, model: LedgerModel, ...[asked, card]: Parameters<World['till']['ring']>): void {
  void world.till.ring(asked, card, 'asks once').then((told) => {
    if (told !== null) model.tell(told);
  });
}

/** Asks to void one of the approvals the till knows. */
export function askVoid(world: World, model: LedgerModel, pick: number): void {
  const approvals = model.approvals();
  const key = approvals[pick % approvals.length];
  if (key === undefined) return;
  model.voidAsked.set(keyText(key), key);
  void world.till.takeBack(key, 'asks once').then((accepted) => {
    if (accepted !== null) model.tellVoid(key, accepted);
  });
}

/** One of the parked postings; a person who gets no answer looks again later. */
export function withParked(
  world: World,
  pick: number,
  work: (park: ParkDesk, row: PendingPosting) => Promise<unknown>,
): void {
  const { agent } = world;
  agent?.journal
    .listPostings('parked', 0, 20)
    .then((parked) => {
      const row = parked[pick % parked.length];
      return row === undefined ? null : work(agent.core.park, row);
    })
    .catch(refusedBy(world));
}

/** Whatever a person was refused is all right, unless it says that something is broken. */
export const refusedBy =
  (world: World) =>
  (error: unknown): void => {
    const { code, message } = asTillpostError(error, 'till');
    if (code === 'INTERNAL' || code === 'ILLEGAL_EVENT') world.defects.push(`a person was told ${code}: ${message}`);
  };

/** They clear what is parked, and ask for what they never heard. */
export function staffOf(world: World, model: LedgerModel): Staff {
  return { meanwhile: parkingPerson(world, model), asks: () => learn(world, model) };
}

async function learn(world: World, model: LedgerModel): Promise<void> {
  const { kernel, till } = world;
  const { journal } = world.agent!;
  for (const idempotencyKey of [...model.unanswered]) {
    const known = await kernel.until(journal.byIdempotencyKey(idempotencyKey));
    if (known?.verdict === null) throw new Error(`undecided at rest: ${keyText(known.key)}`);
    if (known !== null) model.tell(till.hear(known, model.asks.get(idempotencyKey)!));
  }
  for (const name of model.resolveAsked) {
    const stored = await kernel.until(journal.transaction(parseKey(name)));
    if (stored?.transaction.state === 'resolved') model.resolved.add(name);
  }
  for (const key of [...model.voidAsked.values()])
    void till.takeBack(key).then((accepted) => model.tellVoid(key, accepted === true));
}

/** A person tries each once more, then settles it by other means; who gets no answer looks again. */
function parkingPerson(world: World, model: LedgerModel): () => Promise<void> {
  const retried = new Set<number>();
  const clear = async (park: ParkDesk, { sequence, key }: PendingPosting['posting']): Promise<void> => {
    if (!retried.has(sequence)) {
      retried.add(sequence);
      await park.retry(sequence);
      return;
    }
    await park.resolve(sequence, 'settled in cash');
    model.resolved.add(keyText(key));
  };
  return async () => {
    const { journal, core } = world.agent!;
    const parked = journal.listPostings('parked', 0, 50).then(async (rows) => {
      for (const { posting } of rows) await clear(core.park, posting);
    });
    await world.kernel.until(parked.catch(refusedBy(world)));
  };
}
