import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../hw-sim/host/fault.js';
import type { LifecycleEvent } from '../../src/domain/lifecycle.js';
import { ACTIONS } from './actions.js';
import { LedgerModel } from './ledger-model.js';
import { closeLast, settleDown, unsettledTerminal } from './quiescence.js';
import { Tally } from './tally.js';
import { World } from './world.js';

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

interface Mutation {
  readonly fault?: Fault;
  /** After every start of the agent. */
  readonly change?: (world: World) => void;
}

function promise({ fault, change }: Mutation = {}, tally = new Tally()) {
  const courses = fc.commands([...ACTIONS], { maxCommands: 40, size: 'max', ...replay });
  return fc.asyncProperty(courses, async (actions) => {
    const world = await World.open(fault ?? null, change);
    const model = new LedgerModel();
    try {
      await fc.asyncModelRun(() => ({ model, real: world }), actions);
      const owed = await settleDown(world, model);
      const last = await closeLast(world);
      const found = [
        ...owed,
        ...model.unsafe(world.rows(), []),
        ...model.unsettled(world.rows()),
        ...(await unsettledTerminal(world, model, last)),
        ...world.defects,
      ];
      await tally.count(world, model);
      if (found.length > 0) throw new Error(found.join('\n'));
    } finally {
      world.close();
    }
  });
}

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
  const mutations: readonly (readonly [what: string, mutation: Mutation, how: RegExp])[] = [
    ['a host that posts a repeat again', { fault: 'no-dedupe' }, /stands twice/],
    ['a host that keeps no tombstone', { fault: 'forgets-tombstones' }, /declined, but posted|voided, but/],
    ['a host that posts another amount', { fault: 'wrong-amount' }, /stands as|still owed/],
    [
      'a desk that accepts a void and does nothing',
      {
        change: ({ process: { sales, journal } }) => {
          sales.void = async ({ key }) => ({
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
        change: ({ process: { journal } }) => {
          const apply = journal.apply.bind(journal);
          journal.apply = (key, event) => apply(key, event.name === 'reverse' ? withoutReversal(event) : event);
        },
      },
      /declined, but posted/,
    ],
  ];

  it.each(mutations)('%s', { timeout: 120_000 }, async (what, mutation, how) => {
    const result = await fc.check(promise(mutation), { numRuns: 500, seed, endOnFailure: true });
    expect(result.failed).toBe(true);
    expect(String(result.errorInstance)).toMatch(how);
    process.stdout.write(`${what}: found after ${result.numRuns} runs, seed ${seed}\n`);
  });
});

function withoutReversal({ verdict, answer }: Extract<LifecycleEvent, { name: 'reverse' }>): LifecycleEvent {
  return { name: 'decline', verdict, card: null, answer };
}
