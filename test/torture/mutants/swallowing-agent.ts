/**
 * A positive control of the bad disks: a commit that fails is taken for done, and the cardholder is told so.
 *
 *   node dist/test/torture/mutants/swallowing-agent.js run --config tillpost.toml
 */
import type { Journal } from '../../../src/ports/index.js';
import { overlay } from '../../crash/doors.js';
import { runChanged } from '../../support/changed-agent.js';

await runChanged(() => ({ around: { journal: swallowing } }));

function swallowing(journal: Journal): Journal {
  return overlay(journal, {
    apply: async (key, event) => {
      const stored = await journal.transaction(key);
      try {
        return await journal.apply(key, event);
      } catch (error) {
        const isApproval = event.name === 'approveOffline' || event.name === 'approveOnline';
        if (!isApproval || stored === null) throw error;
        const verdict = { outcome: 'approved', by: 'card', responseCode: 'Y1', reason: null } as const;
        return {
          transaction: { ...stored.transaction, state: 'approved', verdict },
          effects: [],
          posting: null,
          postings: [],
        };
      }
    },
  });
}
