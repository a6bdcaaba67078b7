import type { Broken } from '../../hw-sim/world/world.js';
import type { Doors } from '../../hw-sim/world/terminal.js';
import type { Journal } from '../../src/ports.js';
import { overlay } from '../crash/doors.js';

/** Variants that are broken on purpose: worlds in which each of them must be found. */
export interface Mutant {
  readonly what: string;
  readonly broken: Broken;
}

export const MUTANTS: readonly Mutant[] = [
  { what: 'host without dedupe', broken: { host: 'no-dedupe' } },
  { what: 'host without tombstones', broken: { host: 'forgets-tombstones' } },
  { what: 'commit after "approved"', broken: { agent: showsFirst } },
  { what: 'ordering by wall clock', broken: { agent: waitsForItsTime } },
  { what: 'settled unheard', broken: { agent: settlesUnheard } },
];

/** The cardholder is told, then the journal. */
function showsFirst(doors: Doors): Doors {
  const { journal, reader } = doors;
  const apply: Journal['apply'] = async (key, event) => {
    if (event.name === 'approveOffline') await reader.complete(key, 'approved', 'APPROVED', event.deferred).catch(() => undefined);
    return journal.apply(key, event);
  };
  return { ...doors, journal: overlay(journal, { apply }) };
}

/** What is owed waits until its own time stamp is past. */
function waitsForItsTime(doors: Doors): Doors {
  const { journal, clock } = doors;
  const pending: Journal['pending'] = async (...asked) =>
    (await journal.pending(...asked)).filter(({ posting }) => posting.createdAtMs <= clock.wallMs());
  return { ...doors, journal: overlay(journal, { pending }) };
}

/** An advice counts as settled once it was handed out to be sent: nobody waits for the host's receipt. */
function settlesUnheard(doors: Doors): Doors {
  const { journal, clock } = doors;
  const settle = ({ posting, transaction }: Awaited<ReturnType<Journal['pending']>>[number]): Promise<unknown> =>
    journal.apply(posting.key, {
      name: 'settleAdvice',
      answer: {
        key: posting.key, sequence: posting.sequence, outcome: 'POSTED', responseCode: '00', rrn: '', posted: transaction.money,
        hostTimeMs: clock.wallMs(), arpc: '', retryAfterMs: 0, batch: journal.openBatch(), reversedBatch: 0,
      },
    }).catch(() => undefined);
  const pending: Journal['pending'] = async (kind, ...asked) => {
    const rows = await journal.pending(kind, ...asked);
    if (kind === 'advice') for (const row of rows) void settle(row);
    return rows;
  };
  return { ...doors, journal: overlay(journal, { pending }) };
}
