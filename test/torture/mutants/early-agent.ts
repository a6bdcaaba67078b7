/**
 * A positive control of the power cuts: the reader is told to show "approved", and only then is it committed.
 *
 *   node dist/test/torture/mutants/early-agent.js run --config tillpost.toml
 */
import type { CardReader, Journal } from '../../../src/ports/index.js';
import { overlay } from '../../crash/doors.js';
import { runChanged } from '../../support/changed-agent.js';

let session: CardReader | null = null;
await runChanged(() => ({ around: { journal: committingLate, reader: (reader) => (session = reader) } }));

function committingLate(journal: Journal): Journal {
  return overlay(journal, {
    apply: async (key, event) => {
      if (event.name === 'approveOffline') await session?.complete(key, 'approved', 'APPROVED', event.deferred);
      if (event.name === 'approveOnline') await session?.complete(key, 'approved', 'APPROVED', false);
      return journal.apply(key, event);
    },
  });
}
