import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../hw-sim/audit.js';
import { judge } from '../../hw-sim/world/judge.js';
import { comeToRest } from '../../hw-sim/world/rest.js';
import { type Broken, World } from '../../hw-sim/world/world.js';
import type { LifecycleEvent } from '../../src/domain/lifecycle.js';
import type { Journal } from '../../src/ports/index.js';
import { overlay } from '../crash/doors.js';
import { ACTIONS, heldBy, shownBy } from './actions.js';
import { LedgerModel } from './ledger-model.js';
import { staffOf } from './people.js';
import { Tally } from './tally.js';

/**
 * Random tills, cards, hosts and faults against `ledger-model.ts`: at every moment nothing stands twice and nothing
 * is approved that is not journalled; once everything works again the ledger holds what the till was told.
 *
 * A failure prints seed, path and replayPath; the same course again:
 *   LEDGER_MODEL_SEED=… LEDGER_MODEL_PATH=… LEDGER_MODEL_REPLAY=… npx vitest run test/model
 */
const RUNS = 2_000;
const { LEDGER_MODEL_PATH: path, LEDGER_MODEL_REPLAY: replayPath } = process.env;
const numRuns = Number(process.env['LEDGER_MODEL_RUNS'] ?? RUNS);
const replay = replayPath === undefined ? {} : { replayPath };
// Fixed, so that what lands is what was tried; LEDGER_MODEL_SEED explores.
const seed = Number(process.env['LEDGER_MODEL_SEED'] ?? 20_261_124);

function promise(broken: Broken = {}, tally = new Tally()) {
  const courses = fc.commands([...ACTIONS], { maxCommands: 40, size: 'max', ...replay });
  return fc.asyncProperty(fc.nat({ max: 100_000 }), courses, async (worldSeed, actions) => {
    const world = new World(worldSeed, broken);
    const model = new LedgerModel(world);
    try {
      await world.kernel.run(100);
      await fc.asyncModelRun(() => ({ model, real: world }), actions);
      const unrecovered = await comeToRest(world, staffOf(world, model));
      const found = [
        ...model.unsafe(heldBy(world), shownBy(world)),
        ...model.unsettled(heldBy(world)),
        ...(unrecovered === null ? linesOf(await world.kernel.until(judge(world))) : [unrecovered]),
      ];
      await world.kernel.until(tally.count(world, model));
      if (found.length > 0) throw new Error(found.join('\n'));
    } finally {
      world.close();
    }
  });
}

const linesOf = ({ lost, duplicated, unexpected }: Judgement): readonly string[] => [
  ...lost,
  ...duplicated,
  ...unexpected,
];

describe('the promise, on random courses', () => {
  it(`holds in ${RUNS} of them`, { timeout: 600_000 }, async () => {
    const tally = new Tally();
    const startedAtMs = performance.now();
    await fc.assert(promise({}, tally), { numRuns, seed, ...(path === undefined ? {} : { path }) });
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(`ledger model: ${numRuns} runs, seed ${seed}, ${seconds} s\n${tally.text()}\n`);
    if (path === undefined) expect(tally.missing()).toEqual([]);
  });
});

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
    const result = await fc.check(promise(broken), { numRuns: 500, seed, endOnFailure: true });
    expect(result.failed).toBe(true);
    expect(String(result.errorInstance)).toMatch(how);
    process.stdout.write(`${what}: found after ${result.numRuns} runs, seed ${seed}\n`);
  });
});

function withoutReversal({ verdict, answer }: Extract<LifecycleEvent, { name: 'reverse' }>): LifecycleEvent {
  return { name: 'decline', verdict, card: null, answer };
}
