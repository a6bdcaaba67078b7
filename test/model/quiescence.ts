import { keyText, parseKey } from '../../src/domain/key.js';
import type { Used } from '../../src/domain/offline-policy.js';
import { type Batch, compareRows, sameTotals, totalsOf } from '../../src/domain/settlement.js';
import type { LedgerModel } from './ledger-model.js';
import { CURRENCIES, TOKENS, voidOne } from './till.js';
import { readShown, type World } from './world.js';

const PATIENCE_MS = 3 * 3_600_000;
const LOOK_MS = 2_000;

/** Everything works again, and time passes until nothing is owed. @returns what is still owed after hours */
export async function settleDown(world: World, model: LedgerModel): Promise<readonly string[]> {
  world.healAll();
  await world.clock.advance(100_000);
  await learn(world, model);
  const retried = new Set<number>();
  const untilMs = world.clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const owed = await stillOwed(world);
    if (owed === null) return [];
    if (world.clock.monotonicMs() > untilMs) return [`still owed after hours: ${owed}`];
    await clearParked(world, model, retried);
    await world.clock.advance(LOOK_MS);
  }
}

/** Closes the last batch: now that everything is delivered, both sides must count the same. */
export async function closeLast(world: World): Promise<Batch> {
  let batch: Batch | null = null;
  // A closing that still runs is joined: the one after it counts everything.
  for (let round = 0; round < 2; round += 1) {
    const closing = world.process.settlement.settle().then((closed) => (batch = closed));
    for (let waitedMs = 0; batch === null && waitedMs < 300_000; waitedMs += LOOK_MS)
      await world.clock.advance(LOOK_MS);
    if (batch === null) throw new Error(`not closed within minutes: ${world.process.settlement.step() ?? 'idle'}`);
    await closing;
    if (round === 0) batch = null;
  }
  return batch!;
}

/** Till and person ask for what they never heard. */
async function learn(world: World, model: LedgerModel): Promise<void> {
  for (const idempotencyKey of [...model.unanswered]) {
    const known = await world.process.journal.byIdempotencyKey(idempotencyKey);
    if (known !== null && known.verdict === null) throw new Error(`undecided after a minute: ${keyText(known.key)}`);
    if (known !== null) model.tell(known);
  }
  for (const name of model.resolveAsked) {
    const stored = await world.process.journal.transaction(parseKey(name));
    if (stored?.transaction.state === 'resolved') model.resolved.add(name);
  }
  for (const key of [...model.voidAsked.values()]) {
    await voidOne(world, model, key);
  }
}

/** A person tries once more, then settles it by other means. */
async function clearParked(world: World, model: LedgerModel, retried: Set<number>): Promise<void> {
  for (const { posting } of await world.process.journal.listPostings('parked', 0, 50)) {
    const { sequence, key } = posting;
    if (!retried.has(sequence)) {
      retried.add(sequence);
      await world.process.park.retry(sequence);
      continue;
    }
    await world.process.park.resolve(sequence, 'settled in cash');
    model.resolved.add(keyText(key));
  }
}

async function stillOwed(world: World): Promise<string | null> {
  const { journal } = world.process;
  const { advices, reversals, parked } = await journal.queue();
  const commands = world.commandsDue();
  if (advices + reversals + parked + commands === 0) return null;
  return `${advices} advices, ${reversals} reversals, ${parked} parked, ${commands} commands`;
}

/** What must hold at rest, beside the ledger: counters, queues, batches, the cardholder's eyes. */
export async function unsettledTerminal(world: World, model: LedgerModel, last: Batch): Promise<readonly string[]> {
  const { journal, alerts } = world.process;
  const found: string[] = [];
  const expectNone = (what: string, items: readonly unknown[]): void => {
    if (items.length > 0) found.push(`${what}: ${JSON.stringify(items)}`);
  };
  const isUsed = ({ count, amount }: Used): boolean => count !== 0 || amount !== 0;
  expectNone('undecided', await journal.unresolved());
  expectNone('commands not finished', await journal.unfinishedCommands());
  expectNone('offline counters not back to zero', (await journal.offlineUsage()).filter(isUsed));
  for (const token of TOKENS) {
    for (const currency of CURRENCIES) {
      expectNone(
        `counters of card ${token} not back to zero`,
        [await journal.cardUsage(token, currency)].filter(isUsed),
      );
    }
  }
  const shown = readShown(world);
  expectNone(
    'shown as approved more than once',
    shown.filter((key, index) => shown.indexOf(key) !== index),
  );
  const excused = new Set(alerts.active().map(({ subject }) => subject));
  const unseen = model
    .approvals()
    .map(keyText)
    .filter((key) => !shown.includes(key) && !excused.has(key));
  expectNone('approved, never shown', unseen);
  expectNone(
    'the reader still holds',
    [world.reader.held].filter((held) => held !== null),
  );
  // A book that was given back old has lost the sequences of totals for good, and a person's word changes counts.
  if (!world.isRestored) expectNone('sequences missing at the host', world.gaps());
  if (model.resolved.size === 0) found.push(...(await unequalBatches(world, last)));
  return found;
}

async function unequalBatches(world: World, last: Batch): Promise<string[]> {
  const { journal } = world.process;
  const found: string[] = [];
  if (last.hostTotals === null || !sameTotals(last.totals, last.hostTotals)) {
    const differences = await journal.differences(last.number);
    found.push(`batch ${last.number} differs at rest: ${JSON.stringify([last.totals, last.hostTotals, differences])}`);
  }
  for (const batch of await journal.batches(100)) {
    const own = await journal.batchRows(batch.number, 0, 1_000);
    const theirs = world.batchRows(batch.number);
    const differences = compareRows(own, theirs, keyText);
    if (differences.length > 0)
      found.push(`batch ${batch.number} is not the same at rest: ${JSON.stringify(differences)}`);
    if (batch.state !== 'closed') continue;
    const hostTotals = batch.hostTotals ?? [];
    const rows = theirs.map(({ type, money: { amount, currency } }) => ({ type, amount, currency: currency.code }));
    if (!world.isRestored && !sameTotals(totalsOf(rows), hostTotals)) {
      found.push(`batch ${batch.number} moved at the host after it was closed`);
    }
    const named = await journal.differences(batch.number);
    if (sameTotals(batch.totals, hostTotals) && named.length > 0)
      found.push(`batch ${batch.number} matched, yet differs`);
  }
  return found;
}
