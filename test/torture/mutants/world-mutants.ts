import type { Doors } from '../../../hw-sim/world/terminal.js';
import { type Broken, IDS, KEY } from '../../../hw-sim/world/world.js';
import type { Journal } from '../../../src/ports/index.js';
import { overlay } from '../../crash/doors.js';
import { believesPuback, believesTheClock } from './misbeliefs.js';

/** Variants that are broken on purpose: worlds in which each of them must be found. */
export interface Mutant {
  readonly what: string;
  readonly broken: Broken;
}

export const MUTANTS: readonly Mutant[] = [
  { what: 'host without dedupe', broken: { host: 'no-dedupe' } },
  { what: 'host without tombstones', broken: { host: 'forgets-tombstones' } },
  { what: 'a start mark that is not drawn anew', broken: { mark: 'aaaaaaaa' } },
  { what: 'commit after "approved"', broken: { agent: showsFirst } },
  {
    what: 'ordering by wall clock',
    broken: { agent: (doors) => ({ ...doors, journal: believesTheClock(doors.journal, doors.clock) }) },
  },
  { what: 'late postings of which nobody is told', broken: { agent: silentOfLate } },
  {
    what: 'settled on PUBACK',
    broken: {
      agent: (doors) => ({
        ...doors,
        broker: believesPuback(doors.broker, { ids: IDS, key: KEY, clock: doors.clock, journal: () => doors.journal }),
      }),
    },
  },
];

/** The cardholder is told, then the journal. */
function showsFirst(doors: Doors): Doors {
  const { journal, reader } = doors;
  const apply: Journal['apply'] = async (key, event) => {
    if (event.name === 'approveOffline')
      await reader.complete(key, 'approved', 'APPROVED', event.deferred).catch(() => undefined);
    return journal.apply(key, event);
  };
  return { ...doors, journal: overlay(journal, { apply }) };
}

function silentOfLate(doors: Doors): Doors {
  const late: Journal['late'] = async () => ({ ...(await doors.journal.late()), waiting: null, posted: null });
  return { ...doors, journal: overlay(doors.journal, { late }) };
}
