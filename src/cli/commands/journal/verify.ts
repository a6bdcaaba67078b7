import type { Command } from 'commander';
import type { VerifyView } from '../../../api/journal.js';
import { TillpostError } from '../../../domain/errors.js';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';

/** The whole chain of a long journal; the running agent takes no commits meanwhile. */
const VERIFY_TIMEOUT_MS = 600_000;

export function addJournalVerify(journal: Command, { bind, more }: Kit): void {
  journal
    .command('verify')
    .description('follow every entry and compare every state; names the first entry that is not as it was written')
    .addHelpText('after', () =>
      more({
        calls: ['journal.verify'],
        examples: [['tillpost journal verify', 'asks the running agent; of a stopped one the file is read']],
      }),
    )
    .action(bind(verify));
}

/** A running agent has the file to itself and checks it; of a stopped one the file is read here. */
async function verify(desk: Desk): Promise<ExitStatus> {
  const view = await byAgent(desk);
  desk.output.result(view, ({ entries, transactions, head }) => {
    return `ok: ${entries} entries up to number ${head.entry}, ${transactions} transactions stand as they say`;
  });
  return EXIT.ok;
}

async function byAgent(desk: Desk): Promise<VerifyView> {
  const { verifyJournal } = desk.surroundings;
  try {
    return await desk.ask('journal.verify', {}, VERIFY_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof TillpostError) || error.code !== 'AGENT_NOT_RUNNING' || verifyJournal === undefined)
      throw error;
    return verifyJournal(desk.configPath);
  }
}
