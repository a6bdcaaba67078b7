import { Command, CommanderError } from 'commander';
import { asTillpostError, TillpostError } from '../domain/errors.js';
import { addBatch } from './commands/batch.js';
import { addCancel } from './commands/cancel.js';
import { addConfig } from './commands/config-check.js';
import { addConfirm } from './commands/confirm.js';
import { addJournal } from './commands/journal/verify.js';
import { addLimits } from './commands/limits.js';
import { addPark } from './commands/park.js';
import { addQueue } from './commands/queue.js';
import { addRun } from './commands/run.js';
import { addRefund, addSale } from './commands/sale.js';
import { addSettle } from './commands/settle.js';
import { addShow } from './commands/show.js';
import { addStatus } from './commands/status.js';
import { addVoid } from './commands/void.js';
import { type Bind, openDesk, type Surroundings } from './shell/command.js';
import { EXIT, exitHelp, type ExitStatus, exitStatusOf } from './shell/exit-codes.js';
import { Output } from './shell/output.js';

/** In the order of --help. */
const COMMANDS = [
  addRun,
  addSale,
  addRefund,
  addVoid,
  addConfirm,
  addCancel,
  addStatus,
  addLimits,
  addQueue,
  addPark,
  addShow,
  addSettle,
  addBatch,
  addJournal,
  addConfig,
];

/**
 * Runs one command line.
 *
 * @param words what follows the program's name
 */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<ExitStatus> {
  const { screen, version } = surroundings;
  let status: ExitStatus = EXIT.ok;
  const bind: Bind = (work) =>
    async function (...given) {
      status = await work(openDesk(this, surroundings), ...given);
    };

  const program = new Command('tillpost')
    .description('Payment agent: takes sales and delivers each exactly once, also through a power cut.')
    .version(version, '-V, --version', 'print the version');
  for (const add of COMMANDS) add(program, bind);

  const complaints: string[] = [];
  equip(program, { writeOut: (text) => screen.out(text), writeErr: (text) => complaints.push(text) });
  program.addHelpText('after', exitHelp());

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
    screen.err(`${said}\n`);
  }
  return EXIT.usage;
}
