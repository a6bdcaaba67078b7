import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Broken } from '../../hw-sim/world/world.js';
import type { LifecycleEvent } from '../../src/domain/lifecycle.js';
import type { Journal } from '../../src/ports/index.js';
import { overlay } from '../crash/doors.js';
import { promise, SEED } from './promise.js';

describe('positive control: the same property finds', () => {
  const mutations: readonly (readonly [what: string, broken: Broken, how: RegExp])[] = [
    ['a host that posts a repeat again', { host: 'no-dedupe' }, /stands twice/],
    ['a host that keeps no tombstone', { host: 'forgets-tombstones' }, /declined, but posted|voided, but/],
    ['a host that posts another amount', { host: 'wrong-amount' }, /stands as|still owed/],
    [
      'a desk that accepts a void and does nothing',
      {
        started: ({ core: { desk }, journal }) => {
          desk.void = async ({ key }) => ({
            transaction: (await journal.transaction(key))!.transaction,
            stands: 'voided',
            repeated: false,
          });
        },
      },
      /voided, but posted/,
    ],
    [
      'a journal that owes no reversal',
      {
        agent: (doors) => {
          const { journal } = doors;
          const apply: Journal['apply'] = (key, event) =>
            journal.apply(key, event.name === 'reverse' ? withoutReversal(event) : event);
          return { ...doors, journal: overlay(journal, { apply }) };
        },
      },
      /declined, but posted/,
    ],
  ];

  it.each(mutations)('%s', { timeout: 120_000 }, async (what, broken, how) => {
    const result = await fc.check(promise(broken), { numRuns: 500, seed: SEED, endOnFailure: true });
    expect(result.failed).toBe(true);
    expect(String(result.errorInstance)).toMatch(how);
    process.stdout.write(`${what}: found after ${result.numRuns} runs, seed ${SEED}\n`);
  });
});

function withoutReversal({ verdict, answer }: Extract<LifecycleEvent, { name: 'reverse' }>): LifecycleEvent {
  return { name: 'decline', verdict, card: null, answer };
}
