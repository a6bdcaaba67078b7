import { TERMS } from '../../../hw-sim/audit/audit.js';
import { runWeek } from '../../../hw-sim/weeks/run-week.js';
import type { AgentProcess, Doors } from '../../../hw-sim/world/terminal.js';
import type { Broken } from '../../../hw-sim/world/world.js';
import { businessDate, type DayRules, minuteText, nextDueMs } from '../../../src/domain/days/business-days.js';
import type { Batch } from '../../../src/domain/settlement.js';
import type { Clock, Journal } from '../../../src/ports/index.js';
import { overlay } from '../../crash/doors.js';
import type { Mutant } from './world-mutants.js';

/** Variants of the agent whose faults show in days only; `finds` is in the words of the one who must see it. */
export interface WeekMutant extends Omit<Mutant, 'broken'> {
  /** Made anew for each week: some remember. */
  readonly broken: () => Broken;
  readonly finds: RegExp;
}

export const WEEK_MUTANTS: readonly WeekMutant[] = [
  {
    what: 'a batch bears the date of its closing',
    broken: () => ({ agent: datedByClosing }),
    finds: /was closed as .*, its sales are of/,
  },
  {
    what: 'closings that were due while the terminal was off',
    broken: closingOnlyWhenOn,
    finds: /between them a due|was due at/,
  },
  {
    what: 'totals before the postings',
    broken: () => ({ agent: countingEarly }),
    finds: /totals .*, its rows in the ledger/,
  },
  {
    what: 'a start mark that is not drawn anew',
    broken: () => ({ mark: 'aaaaaaaa' }),
    finds: /still owed|shown as approved and not taken back/,
  },
  {
    what: "the key's window by the wall clock",
    broken: () => ({ agent: windowByWallClock }),
    finds: /asked again at/,
  },
];

/** @returns the seed whose week says so in the judge's own words; null: none of so many */
export async function findsInWeeks(
  { broken, finds }: WeekMutant,
  first: number,
  weeks: number,
): Promise<number | null> {
  for (let seed = first; seed < first + weeks; seed += 1) {
    const result = await runWeek(seed, broken());
    if (TERMS.some((term) => result[term].some((line) => finds.test(line)))) return seed;
  }
  return null;
}

/** As the terminal's clock has it, when the totals go up. */
function datedByClosing(doors: Doors): Doors {
  const dated = (batch: Batch): Batch =>
    batch.businessDate === null ? batch : { ...batch, businessDate: businessDate(doors.clock.wallMs(), '04:00') };
  const { journal } = doors;
  return {
    ...doors,
    journal: overlay(journal, {
      batch: async (number) => {
        const batch = await journal.batch(number);
        return batch === null ? null : dated(batch);
      },
    }),
  };
}

/** A timer that calls for the closing: nothing is made up for. */
function closingOnlyWhenOn(): Broken {
  let rules: DayRules = { schedule: [], dayStartsAt: '04:00' };
  let clock: Clock | null = null;
  return {
    agent: (doors) => {
      clock = doors.clock;
      const { journal } = doors;
      const startRun: Journal['startRun'] = (given, wallMs) => {
        rules = given;
        return journal.startRun({ ...given, schedule: [] }, wallMs);
      };
      return { ...doors, journal: overlay(journal, { startRun }) };
    },
    started: (agent) => closeAtTimes(agent, clock!, rules),
  };
}

function closeAtTimes(agent: AgentProcess, clock: Clock, rules: DayRules): void {
  const wallMs = clock.wallMs();
  const nextMs = nextDueMs(minuteText(wallMs), wallMs, rules);
  if (nextMs === null) return;
  clock.after(nextMs - wallMs, () => {
    agent.core.settlement.settle().catch(() => undefined);
    closeAtTimes(agent, clock, rules);
  });
}

/** What is on its way is counted as if it had come. */
function countingEarly(doors: Doors): Doors {
  const { journal } = doors;
  return {
    ...doors,
    journal: overlay(journal, {
      batch: async (number) => {
        const batch = await journal.batch(number);
        return batch === null ? null : { ...batch, waiting: 0 };
      },
    }),
  };
}

function windowByWallClock(doors: Doors): Doors {
  const { journal, clock } = doors;
  return {
    ...doors,
    journal: overlay(journal, {
      isReused: async (key, windowMs) => {
        const startedAtMs = (await journal.transaction(key))?.transaction.startedAtMs ?? 0;
        return (await journal.isReused(key, -Infinity)) && clock.wallMs() - startedAtMs > windowMs;
      },
    }),
  };
}
