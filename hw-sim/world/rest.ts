import type { AgentProcess } from './terminal.js';
import type { World } from './world.js';

/** Everything must be at rest by then, in virtual time: a bound on liveness. */
const REST_WITHIN_MS = 15 * 60_000;
const LOOK_MS = 500;

/** Who looks after the terminal while it comes to rest. */
export interface Staff {
  /** While something is owed. */
  readonly meanwhile: () => Promise<void>;
  /** Once, as soon as nothing is: asks for what it never heard. */
  readonly asks: () => Promise<void>;
}

/**
 * The faults are over, and time passes until nothing is owed; then the batch is closed, and again nothing is owed.
 *
 * @returns what is still owed when time is up, null at rest
 */
export async function comeToRest(world: World, staff: Staff | null = null): Promise<string | null> {
  world.calm();
  // What was struck late heals late: from here on nothing strikes any more.
  const untilMs = world.kernel.nowMs + REST_WITHIN_MS;
  const rest = (): Promise<string | null> => waitForRest(world, untilMs, staff);
  let open = await rest();
  if (open === null && staff !== null) {
    await staff.asks();
    open = await rest();
  }
  return open ?? (await closeBatch(world, untilMs)) ?? (await rest());
}

async function waitForRest(world: World, untilMs: number, staff: Staff | null): Promise<string | null> {
  for (;;) {
    await world.kernel.run(LOOK_MS);
    const open = await owed(world);
    if (open === null) return null;
    if (world.kernel.nowMs > untilMs) return `still owed after ${REST_WITHIN_MS / 60_000} minutes: ${open}`;
    await staff?.meanwhile();
  }
}

async function closeBatch(world: World, untilMs: number): Promise<string | null> {
  let isClosed = false;
  world.agent!.core.settlement.settle().then(
    () => (isClosed = true),
    () => undefined,
  );
  while (!isClosed) {
    if (world.kernel.nowMs > untilMs)
      return `the batch does not close: ${world.agent?.core.settlement.step() ?? 'idle'}`;
    await world.kernel.run(LOOK_MS);
  }
  return null;
}

/** What is still owed or undecided; null when everything came to rest. */
async function owed(world: World): Promise<string | null> {
  const { agent } = world;
  if (agent === null) return 'no agent';
  try {
    return await world.kernel.until(owedBy(world, agent));
  } catch (error) {
    return String(error);
  }
}

type Open = readonly (readonly [what: string, isOpen: boolean])[];

async function owedBy({ till, reader, host }: World, agent: AgentProcess): Promise<string | null> {
  const { uplink, settlement, desk } = agent.core;
  const { linkUp, results } = reader.state();
  const link = uplink.status().state;
  const inSight = openOf([
    [`${till.waiting} questions of the till`, till.waiting > 0],
    [`the link is ${link}`, link !== 'online'],
    ['the reader is not there', !linkUp],
    ['the reader holds a result', results > 0],
    [`a closing at ${settlement.step() ?? ''}`, settlement.step() !== null],
    [`a sale at ${desk.current()?.step ?? ''}`, desk.current() !== null],
  ]);
  // Books are asked last: they cost most.
  if (inSight !== null) return inSight;
  const { advices, reversals, parked } = await agent.journal.queue();
  const undecided = (await agent.journal.unresolved()).length;
  const due = host.due();
  return openOf([
    [`${advices} advices, ${reversals} reversals, ${parked} parked`, advices + reversals + parked > 0],
    [`${undecided} undecided`, undecided > 0],
    [`${due} commands without a result`, due > 0],
  ]);
}

function openOf(found: Open): string | null {
  const open = found.filter(([, isOpen]) => isOpen).map(([what]) => what);
  return open.length === 0 ? null : open.join(', ');
}
