/**
 * The agent, broken on purpose: what is owed leaves in the order of the wall clock, and what bears a time that is
 * not yet come waits for it. A clock that is set back must show as postings that do not leave.
 *
 *   node dist/test/torture/wall-clock-agent.js run --config tillpost.toml
 */
import type { Journal } from '../../src/ports.js';
import { overlay } from '../crash/doors.js';
import { runBroken } from './broken-agent.js';

await runBroken(({ clock }) => {
  const byTheClock = (journal: Journal): Journal =>
    overlay(journal, {
      pending: async (...asked) =>
        (await journal.pending(...asked))
          .filter(({ posting }) => posting.createdAtMs <= clock.wallMs())
          .sort((a, b) => a.posting.createdAtMs - b.posting.createdAtMs),
    });
  return { around: { journal: byTheClock } };
});
