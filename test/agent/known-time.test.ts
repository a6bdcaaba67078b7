import { afterEach, expect, it } from 'vitest';
import { World } from '../../hw-sim/world/world.js';

let world: World;
afterEach(() => world.close());

const said = (): string | undefined => world.agent!.alerts.active().find(({ code }) => code === 'CLOCK_WRONG')?.text;

/** Payment rules, Days and clocks 1: the newest time that the host has confirmed is kept on the disk. */
it.each([
  ['went back by a week while it was off', -7 * 86_400_000, /it says 2027-01-08T.* and it was 2027-01-15T/],
  ['was never set', -Date.UTC(2027, 0, 16), /it says 1970-.* and it was 2027-01-15T/],
  ['is far ahead', 400 * 86_400_000, /it says 2028-.* more than a year after 2027-01-15T.*host has confirmed/],
  ['is right', 0, null],
  ['went on while it was off for a month', 30 * 86_400_000, null],
])('a clock that %s is judged at a start without the host, and the status says it', async (_, offsetMs, text) => {
  world = new World(7);
  await world.kernel.run(10_000);
  expect(said()).toBeUndefined();
  world.killAgent(true);
  world.broker.crash(true);
  world.wall.set(world.wall.nowMs() + offsetMs);
  world.bootAgent();
  await world.kernel.run(20_000);
  if (text === null) expect(said()).toBeUndefined();
  else expect(said()).toMatch(text);
});
