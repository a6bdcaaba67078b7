import { describe, expect, it } from 'vitest';
import { Kernel } from '../../../hw-sim/world/kernel.js';
import { Link, type LinkWeather } from '../../../hw-sim/world/links.js';

const COUNT = 300;
const packet = {
  kind: 'publish',
  message: { topic: 'a/b', payload: new Uint8Array(1), qos: 1, retain: false },
} as const;

/** Numbers in the order in which they arrived. */
async function sent(
  weather: Partial<LinkWeather>,
  meanwhile: (link: Link, kernel: Kernel) => void = () => undefined,
): Promise<number[]> {
  const kernel = new Kernel(7);
  const link = new Link(kernel, 'a→b');
  Object.assign(link.weather, weather);
  const arrived: number[] = [];
  for (let number = 0; number < COUNT; number += 1) {
    kernel.after(number, 'send', () => link.send(packet, () => arrived.push(number)));
  }
  meanwhile(link, kernel);
  await kernel.run(20_000);
  return arrived;
}

const inOrder = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || numbers[index - 1]! <= number);
const ALL = Array.from({ length: COUNT }, (_, number) => number);

describe('a link', () => {
  it('is in order and lossless in fair weather, and however late', async () => {
    expect(await sent({})).toEqual(ALL);
    expect(await sent({ latencyMs: 900, jitterMs: 3_000 })).toEqual(ALL);
  });

  it('drops, doubles and lets overtake as the weather says', async () => {
    const dropped = await sent({ drop: 0.3 });
    expect(dropped.length).toBeLessThan(COUNT);
    expect(dropped.length).toBeGreaterThan(COUNT / 2);
    expect(inOrder(dropped)).toBe(true);

    const doubled = await sent({ duplicate: 0.3 });
    expect(doubled.length).toBeGreaterThan(COUNT);
    expect([...new Set(doubled)]).toEqual(ALL);

    const mixed = await sent({ reorder: 0.3 });
    expect(inOrder(mixed)).toBe(false);
    expect([...mixed].sort((a, b) => a - b)).toEqual(ALL);
  });

  it('passes nothing while it is cut, and all at once when a clog is released', async () => {
    const cut = await sent({}, (link, kernel) => {
      kernel.after(99.5, 'cut', () => void (link.cut = true));
      kernel.after(199.5, 'heal', () => void (link.cut = false));
    });
    expect(cut).toEqual(ALL.filter((number) => number < 100 || number >= 200));

    const clogged = await sent({}, (link, kernel) => {
      kernel.after(99.5, 'clog', () => link.clog());
      kernel.after(250.5, 'release', () => link.release());
    });
    expect(clogged).toEqual(ALL);
  });

  it('never drops or doubles the packets that open a connection', async () => {
    const kernel = new Kernel(7);
    const link = new Link(kernel, 'a→b');
    Object.assign(link.weather, { drop: 1, duplicate: 1 });
    let arrived = 0;
    link.send({ kind: 'connect', message: null }, () => (arrived += 1));
    await kernel.run(1_000);
    expect(arrived).toBe(1);
  });
});
