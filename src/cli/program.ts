import { Command, CommanderError } from 'commander';
import { asTillpostError, TillpostError } from '../domain/errors.js';
import { harmlessLines } from '../domain/text/harmless.js';
import { addApi } from './commands/api.js';
import { addBatchList } from './commands/batch/list.js';
import { addBatchShow } from './commands/batch/show.js';
import { addCancel } from './commands/cancel.js';
import { addConfigCheck } from './commands/config/check.js';
import { addConfirm } from './commands/confirm.js';
import { addJournalBackup } from './commands/journal/backup.js';
import { addJournalBackups } from './commands/journal/backups.js';
import { addJournalMove } from './commands/journal/move.js';
import { addJournalRestore } from './commands/journal/restore.js';
import { addJournalVerify } from './commands/journal/verify.js';
import { addLate } from './commands/late.js';
import { addLimits } from './commands/limits.js';
import { addParkList } from './commands/park/list.js';
import { addParkResolve } from './commands/park/resolve.js';
import { addParkRetry } from './commands/park/retry.js';
import { addQueue } from './commands/queue.js';
import { addReaderRelease } from './commands/reader/release.js';
import { addRefund } from './commands/refund.js';
import { addResend } from './commands/resend.js';
import { addRun } from './commands/run.js';
import { addSale } from './commands/sale.js';
import { addSettle } from './commands/settle.js';
import { addShow } from './commands/show.js';
import { addStatus } from './commands/status.js';
import { addVoid } from './commands/void.js';
import { type Kit, openDesk, type Surroundings } from './shell/command.js';
import { EXIT, exitHelp, type ExitStatus, exitStatusOf } from './shell/exit-codes.js';
import { type ApiTable, moreHelp } from './shell/help.js';
import { Output } from './shell/output.js';

type Add = (parent: Command, kit: Kit) => void;

/** In the order of --help. */
const COMMANDS: readonly Add[] = [
  addRun,
  addSale,
  addRefund,
  addVoid,
  addConfirm,
  addCancel,
  addStatus,
  addLimits,
  addQueue,
  addLate,
  group('park', 'postings that the host refuses and that wait for a person', [
    addParkList,
    addParkRetry,
    addParkResolve,
  ]),
  group('reader', 'the card reader', [addReaderRelease]),
  addResend,
  addShow,
  addSettle,
  group('batch', 'the batches: totals here and at the host, and what differs', [addBatchList, addBatchShow]),
  group('journal', 'the journal as a whole', [
    addJournalVerify,
    addJournalBackup,
    addJournalBackups,
    addJournalRestore,
    addJournalMove,
  ]),
  group('config', 'work on the configuration', [addConfigCheck]),
  addApi,
];

function group(name: string, description: string, members: readonly Add[]): Add {
  return (program, kit) => {
    const parent = program.command(name).description(description);
    for (const add of members) add(parent, kit);
  };
}

/** All commands, as `kit` lets them be run. */
export function createProgram(kit: Kit, version: string, writers: Writers): Command {
  const program = new Command('tillpost')
    .description('Payment agent: takes sales and delivers each exactly once, also through a power cut.')
    .version(version, '-V, --version', 'print the version');
  for (const add of COMMANDS) add(program, kit);
  equip(program, writers);
  return program.addHelpText('after', exitHelp());
}

/**
 * Runs one command line.
 *
 * @param words what follows the program's name
 */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<ExitStatus> {
  const { screen, version } = surroundings;
  let status: ExitStatus = EXIT.ok;
  const api = await apiForHelp(words);
  const kit: Kit = {
    bind: (work) =>
      async function (...given) {
        status = await work(openDesk(this, surroundings), ...given);
      },
    more: (help) => moreHelp(help, api),
  };
  const complaints: string[] = [];
  const program = createProgram(kit, version, {
    writeOut: (text) => screen.out(harmlessLines(text)),
    writeErr: (text) => complaints.push(text),
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return status;
  } catch (thrown) {
    const output = new Output(screen, words.includes('--json'));
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return EXIT.ok;
      return misused(complaints, output, screen);
    }
    const error = asTillpostError(thrown, 'cli');
    output.error(error);
    return exitStatusOf(error.code);
  }
}

/** Help is for people, who do not notice what loading the schemas takes; every other command would. */
async function apiForHelp(words: readonly string[]): Promise<ApiTable | null> {
  if (!words.some((word) => word === '--help' || word === '-h' || word === 'help')) return null;
  const { API } = await import('../api/table.js');
  return API;
}

type Writers = { readonly writeOut: (text: string) => void; readonly writeErr: (text: string) => void };

/** --config and --json stand wherever the person puts them, before or after the command's name. */
function equip(command: Command, writers: Writers): void {
  command
    .option('-c, --config <file>', 'configuration; else TILLPOST_CONFIG, else /etc/tillpost/tillpost.toml')
    .option('--json', 'one JSON document on standard output, errors as JSON on standard error')
    .exitOverride()
    .configureOutput(writers);
  for (const child of command.commands) equip(child, writers);
}

function misused(complaints: readonly string[], output: Output, screen: Surroundings['screen']): ExitStatus {
  const said = complaints.join('').trim();
  if (output.json) {
    const message = said.split('\n')[0] ?? 'wrong command line';
    output.error(new TillpostError('INVALID_REQUEST', message, { operation: 'cli', hint: 'See `tillpost --help`.' }));
  } else {
    screen.err(`${harmlessLines(said)}\n`);
  }
  return EXIT.usage;
}
