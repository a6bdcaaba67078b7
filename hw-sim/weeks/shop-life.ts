import { keyText, shortKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { PendingPosting } from '../../src/ports/index.js';
import { entriesIn } from '../audit/audit-evidence.js';
import type { DiskImage } from '../disk-image.js';
import type { World } from '../world/world.js';
import { drawTroubles, type Trouble, turnOn, type Week } from './troubles.js';

/** Something that a week does at its moment. */
export interface Moment {
  readonly atMs: number;
  readonly what: string;
  /** How long it is watched at least, ms; nothing of that is skipped. */
  readonly watchedMs?: number;
  run(week: Week): void | Promise<void>;
}

const MINUTE_MS = 60_000;
/** The till's own waiting for a card makes null dear: rare. */
const CARDS = [
  ...['contactless-arqc', 'contactless-arqc', 'contactless-tc', 'contactless-tc', 'contactless-tc', 'contactless-aac'],
  ...['chip-arqc-tc', 'chip-arqc-tc', 'chip-tc', 'chip-tc', 'chip-arqc-aac', 'chip-refuses-after-online', 'magstripe'],
] as const;
const TILLS = ['A', 'B'] as const;
/** Both of the demonstration issuer's declines are odd: these never are one. */
const AMOUNT_STEP = 2;
/** What half of a slow echo's way may make of the host's time. */
const BEHIND_MS = 15_500;
const STATE_SHARE = 0.12;

/** All that will happen in a week, in its order. */
export function plan(week: Pick<Week, 'shop' | 'random'>): readonly Moment[] {
  const { shop, random } = week;
  const troubles = drawTroubles(shop, random);
  const moments = [
    ...shop.open.flatMap((opening, day) => dayOf(week, opening, day)),
    ...troubles.flatMap(momentsOf),
    ...shop.calendar.dueBetween(shop.startMs, shop.endMs).flatMap(({ atMs }): readonly Moment[] => [
      { atMs: atMs - 500, what: 'a boundary', watchedMs: 2_000, run: () => undefined },
      // By a book time that runs behind.
      { atMs: atMs + BEHIND_MS, what: 'after it', watchedMs: 1_000, run: () => undefined },
    ]),
    ...(random.chance(STATE_SHARE) ? copies(week) : []),
  ];
  return moments.filter(({ atMs }) => atMs < shop.endMs).sort((a, b) => a.atMs - b.atMs);
}

function momentsOf(trouble: Trouble): readonly Moment[] {
  const { name, fromMs, untilMs, isRunThrough = false } = trouble;
  const id = `${name} ${fromMs}`;
  const watchedMs = isRunThrough ? untilMs - fromMs : 0;
  return [
    {
      atMs: fromMs,
      what: `fault: ${name}`,
      watchedMs,
      run: (week) => {
        week.watch.trouble(id);
        week.world.struck.set(name, (week.world.struck.get(name) ?? 0) + 1);
        trouble.begin(week);
      },
    },
    {
      atMs: untilMs,
      what: `over: ${name}`,
      watchedMs: MINUTE_MS,
      run: (week) => {
        trouble.end(week);
        week.watch.over(id);
      },
    },
  ];
}

/** What a day of a shop has. */
function dayOf(
  { shop, random }: Pick<Week, 'shop' | 'random'>,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
  day: number,
): readonly Moment[] {
  const within = (): number => fromMs + random.fraction() * (untilMs - fromMs);
  const due = shop.calendar.dueBetween(fromMs, untilMs).map(({ atMs }) => atMs);
  // Some right at a boundary, on both sides of it.
  const near = due.filter(() => random.chance(0.5)).map((atMs) => atMs + (random.fraction() - 0.5) * 4 * MINUTE_MS);
  const sales = [...Array.from({ length: 2 + random.below(5) }, within), ...near];
  return [
    { atMs: fromMs - 5 * MINUTE_MS, what: 'opens', watchedMs: 5_000, run: open },
    ...sales.map((atMs, at): Moment => saleAt(atMs, `${day}-${at}`, random.pick(TILLS), random.fraction())),
    ...(random.chance(0.5) ? [{ atMs: within(), what: 'void', run: ({ world }: Week) => world.till.voidOne() }] : []),
    againAt(within(), random.fraction()),
    againAt(within(), random.fraction()),
    ...(random.chance(0.12) ? [{ atMs: within(), what: 'settle', run: settle }] : []),
    ...(random.chance(0.06) ? [{ atMs: within(), what: 'the host orders a closing', run: orderClosing }] : []),
    ...(shop.isOffAtNight ? [{ atMs: untilMs + 10 * MINUTE_MS * random.fraction(), what: 'off', run: turnOff }] : []),
  ];
}

function saleAt(atMs: number, text: string, till: (typeof TILLS)[number], chance: number): Moment {
  return {
    atMs,
    what: `sale ${text} at till ${till}`,
    run: ({ watch, random }) => {
      const drawn = chance < 0.08 ? 6_000 + random.below(3_000) : 100 + random.below(4_000);
      const ask = {
        type: random.chance(0.15) ? ('refund' as const) : ('sale' as const),
        money: money(drawn - (drawn % AMOUNT_STEP) + AMOUNT_STEP, random.pick(['EUR', 'EUR', 'EUR', 'JPY'])),
        tillId: till,
        // Both tills count the same numbers.
        idempotencyKey: `${text}-${Math.floor(atMs)}`,
        allowDuplicate: true,
      };
      watch.ring(till, ask, random.pick(CARDS));
    },
  };
}

function againAt(atMs: number, pick: number): Moment {
  return { atMs, what: 'a till asks again', run: ({ watch }) => watch.again(pick) };
}

/** The person who comes first turns it on, and looks after what is parked. */
async function open(week: Week): Promise<void> {
  turnOn(week);
  await lookAfterParked(week);
}

function turnOff({ world }: Week): void {
  world.kernel.tell('the shop closes');
  if (world.agent !== null) world.killAgent(true);
}

function settle({ world, watch }: Week): void {
  watch.hand();
  world.kernel.tell('a person has the batch closed');
  world.agent?.core.settlement.settle().catch(() => undefined);
}

function orderClosing({ world, watch }: Week): void {
  if (!watch.isCalm) return;
  watch.hand();
  world.orderHost({ do: 'command', order: { kind: 'closeBatch' } });
}

/** Sends it again or writes it off, by what the host says that it has. */
export async function lookAfterParked({ world, watch, random }: Week): Promise<void> {
  const { agent } = world;
  if (agent === null) return;
  const parked = await agent.journal.listPostings('parked', 0, 50).catch((): readonly PendingPosting[] => []);
  for (const { posting, transaction } of parked) {
    const name = keyText(transaction.key);
    if (transaction.batch !== null) world.late.add(transaction.batch);
    if (posting.content.kind === 'reversal') watch.lateReversals.add(name);
    const isThere = entriesIn(world.host.ledger.database).some(({ key }) => key === shortKey(transaction.key));
    const isWrittenOff =
      posting.content.kind === 'advice' && !isThere && !world.till.voided.has(name) && random.chance(0.3);
    if (isWrittenOff) {
      await agent.core.park.resolve(posting.sequence, 'paid in cash').then(
        () => {
          watch.writtenOff.add(name);
          world.resolved.add(name);
        },
        () => undefined,
      );
    } else await agent.core.park.retry(posting.sequence).catch(() => undefined);
  }
}

interface Copy {
  readonly image: DiskImage;
  readonly openBatch: number;
}

const copyOf = ({ disk, agent }: World): Copy => ({ image: disk.image(), openBatch: agent?.journal.openBatch() ?? 1 });

/** A copy of the state that is put back hours or days later, or two boards that take turns. */
function copies({ shop, random }: Pick<Week, 'shop' | 'random'>): readonly Moment[] {
  const length = shop.endMs - shop.startMs;
  const copiedMs = shop.startMs + length * (0.1 + 0.5 * random.fraction());
  let copy: Copy | null = null;
  const swaps = random.chance(0.5) ? 1 : 2;
  const isTurn = random.chance(0.5);
  const use = ({ world, watch }: Week): void => {
    if (copy === null || !world.isIdle()) return;
    const mine = copyOf(world);
    watch.putBack(Math.min(copy.openBatch, mine.openBatch));
    world.putBack(copy.image, 'state put back');
    if (isTurn) copy = mine;
  };
  const take = ({ world }: Week): void => {
    if (!world.isIdle()) return;
    world.kernel.tell('fault: the state directory is copied');
    copy = copyOf(world);
  };
  return [
    { atMs: copiedMs, what: 'copy', run: take },
    ...Array.from({ length: swaps }, (): Moment => {
      return { atMs: copiedMs + random.fraction() * (shop.endMs - copiedMs), what: 'put back', run: use };
    }),
  ];
}
