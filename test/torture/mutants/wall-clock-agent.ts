/**
 * The agent, broken on purpose: what is owed leaves in the order of the wall clock, and what bears a time that is
 * not yet come waits for it. A clock that is set back must show as postings that do not leave.
 *
 *   node dist/test/torture/mutants/wall-clock-agent.js run --config tillpost.toml
 */
import { runChanged } from '../../support/changed-agent.js';
import { believesTheClock } from './misbeliefs.js';

await runChanged(({ clock }) => ({ around: { journal: (journal) => believesTheClock(journal, clock) } }));
