import fc from 'fast-check';
import type { Judgement } from '../../hw-sim/audit/audit.js';
import { judge } from '../../hw-sim/world/judge.js';
import { comeToRest } from '../../hw-sim/world/rest.js';
import { type Broken, World } from '../../hw-sim/world/world.js';
import { ACTIONS, heldBy, shownBy } from './actions.js';
import { LedgerModel } from './ledger-model.js';
import { staffOf } from './people.js';
import { Tally } from './tally.js';

/** Fixed, so that what lands is what was tried; LEDGER_MODEL_SEED explores. */
export const SEED = Number(process.env['LEDGER_MODEL_SEED'] ?? 20_261_124);

/**
 * Random tills, cards, hosts and faults against `ledger-model.ts`: at every moment nothing stands twice and nothing
 * is approved that is not journalled; once everything works again the ledger holds what the till was told.
 */
export function promise(broken: Broken = {}, tally = new Tally()) {
  const { LEDGER_MODEL_REPLAY: replayPath } = process.env;
  const replay = replayPath === undefined ? {} : { replayPath };
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
