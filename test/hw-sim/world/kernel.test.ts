import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Event, EventHeap } from '../../../hw-sim/world/event-heap.js';
import { Kernel } from '../../../hw-sim/world/kernel.js';

const event = (atMs: number, tie: number, order: number): Event => ({
  atMs,
  tie,
  order,
  what: '',
  run: () => undefined,
  cancelled: false,
});

describe('the events to come', () => {
  it('come in order of time, then of the draw, and never before they are due', () => {
    const events = fc.array(fc.record({ atMs: fc.nat(50), tie: fc.nat(3), isCancelled: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(events, fc.nat(60), (drawn, untilMs) => {
        const heap = new EventHeap();
        const all = drawn.map(({ atMs, tie, isCancelled }, order) => ({
          ...event(atMs, tie, order),
          cancelled: isCancelled,
        }));
        all.forEach((one) => heap.push(one));
        const due = all
          .filter(({ atMs, cancelled }) => !cancelled && atMs <= untilMs)
          .sort((a, b) => a.atMs - b.atMs || a.tie - b.tie || a.order - b.order);
        const taken: Event[] = [];
        for (let next = heap.next(untilMs); next !== null; next = heap.next(untilMs)) taken.push(next);
        expect(taken).toEqual(due);
      }),
    );
  });
});

describe('the kernel', () => {
  it('lets every promise run to its end before time moves', async () => {
    const kernel = new Kernel(1);
    const seen: string[] = [];
    kernel.after(
      10,
      'first',
      () =>
        void (async () => {
          for (let step = 0; step < 5; step += 1) await Promise.resolve();
          seen.push(`first at ${kernel.nowMs}`);
          kernel.after(0, 'soon', () => seen.push(`soon at ${kernel.nowMs}`));
        })(),
    );
    kernel.after(11, 'second', () => seen.push(`second at ${kernel.nowMs}`));
    await kernel.run(100);
    expect(seen).toEqual(['first at 10', 'soon at 10', 'second at 11']);
    expect(kernel.nowMs).toBe(100);
  });

  it('draws who comes first of two at one moment, from the seed', async () => {
    const first = async (seed: number): Promise<string> => {
      const kernel = new Kernel(seed);
      const seen: string[] = [];
      for (const name of ['a', 'b']) kernel.after(5, name, () => seen.push(name));
      await kernel.run(10);
      return seen.join('');
    };
    const orders = await Promise.all(Array.from({ length: 20 }, (_, seed) => first(seed)));
    expect(new Set(orders)).toEqual(new Set(['ab', 'ba']));
    expect(await first(3)).toBe(orders[3]);
  });

  it('strikes after a number of events', async () => {
    const kernel = new Kernel(1);
    const seen: number[] = [];
    for (const atMs of [1, 2, 3, 4]) kernel.after(atMs, 'tick', () => seen.push(atMs));
    kernel.afterEvents(3, () => seen.push(99));
    await kernel.run(10);
    expect(seen).toEqual([1, 2, 3, 99, 4]);
  });

  it('answers what needs time, and says so when it takes too long', async () => {
    const kernel = new Kernel(1);
    const later = new Promise<string>((resolve) => kernel.after(700, 'answer', () => resolve('here')));
    expect(await kernel.until(later)).toBe('here');
    await expect(kernel.until(new Promise(() => undefined), 1_000)).rejects.toThrow('no answer within 1000 ms');
  });

  it('has another trace for anything that differs', async () => {
    const hash = async (seed: number, change: (kernel: Kernel) => void): Promise<string> => {
      const kernel = new Kernel(seed);
      kernel.after(1, 'tick', () => undefined);
      change(kernel);
      await kernel.run(10);
      return kernel.hash();
    };
    const plain = await hash(1, () => undefined);
    expect(await hash(1, () => undefined)).toBe(plain);
    expect(await hash(1, (kernel) => kernel.tell('something'))).not.toBe(plain);
    expect(await hash(1, (kernel) => void kernel.after(1, 'tick', () => undefined))).not.toBe(plain);
  });
});
