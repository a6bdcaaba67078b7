/**
 * The card reader as a process of its own:
 *
 *   node dist/hw-sim/reader/main.js --link run/reader --state run/reader-state --auto-card contactless-arqc
 *
 * Prints `ready {…}` once the line is there. SIGTERM or SIGINT ends it; kill -9 loses nothing it has stored.
 */
import { randomInt } from 'node:crypto';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { SystemClock } from '../../src/platform/system-clock.js';
import { serveOrders } from '../control-socket.js';
import { SimRandom } from '../sim-random.js';
import { describeBehaviours } from './behaviours/behaviours.js';
import { allCards, describeCard } from './cards/cards.js';
import { carryOutOrder } from './orders.js';
import { DISPLAY_LOG } from './store/display-log.js';
import { startVirtualReader, type VirtualReader } from './virtual-reader.js';

interface Options {
  readonly link?: string;
  readonly state?: string;
  readonly autoCard?: string;
  readonly behaviour: readonly string[];
  readonly control?: string;
  readonly seed: number;
  readonly serial: string;
  readonly patience: number;
  readonly cardDelay: number;
  readonly bootTime: number;
  readonly listCards?: true;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number');
  return value;
}

const command = new Command('reader')
  .description('A simulated card reader on a pseudo terminal (reader-link cells, virtual cards, AES DUKPT).')
  .option('--link <path>', 'symlink to make to the serial line')
  .option('--state <folder>', 'results, KSN counter and display log; kept across restarts')
  .option('--auto-card <profile>', 'present this card at every START')
  .option(
    '--behaviour <spec>',
    'stack a misbehaviour, name:parameter=value,…; may be repeated',
    (spec: string, before: readonly string[]) => [...before, spec],
    [],
  )
  .option('--control <socket>', 'take orders, one JSON object a line, on this Unix socket')
  .option('--seed <number>', 'chance of the misbehaviours', whole, randomInt(2 ** 32))
  .option('--serial <text>', 'serial number, at most 16 characters', 'SIM-0001')
  .option('--patience <ms>', 'how long a card waits for the word of the agent', whole, 60_000)
  .option('--card-delay <ms>', 'from START to an automatic or queued card', whole, 150)
  .option('--boot-time <ms>', 'how long a reboot takes', whole, 300)
  .option('--list-cards', 'print the virtual cards and end')
  .addHelpText(
    'after',
    () => listed('Behaviours', describeBehaviours()) + listed('Cards', allCards().map(describeCard)),
  )
  .action(run);

function listed(title: string, lines: readonly string[]): string {
  return ['', `${title}:`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

async function run(options: Options): Promise<void> {
  if (options.listCards) {
    for (const card of allCards()) console.log(describeCard(card));
    return;
  }
  const { link, state } = options;
  if (link === undefined || state === undefined) {
    return command.error('error: --link and --state are needed (or --list-cards)', { exitCode: 2 });
  }
  const reader = startVirtualReader({
    line: link,
    storage: state,
    clock: new SystemClock(),
    random: new SimRandom(options.seed),
    serialNumber: options.serial,
    agentPatienceMs: options.patience,
    cardDelayMs: options.cardDelay,
    bootMs: options.bootTime,
    autoCard: options.autoCard ?? null,
    behaviours: options.behaviour,
  });
  const { control: socket } = options;
  const control = socket === undefined ? null : await serveOrders(socket, (order) => carryOutOrder(reader, order));
  stopOnSignal(reader, control);
  const ready = { part: 'reader', link: reader.path, seed: options.seed, displayLog: join(state, DISPLAY_LOG) };
  console.log(`ready ${JSON.stringify(ready)}`);
}

function stopOnSignal(reader: VirtualReader, control: Server | null): void {
  const stop = (): void => {
    reader.stop();
    control?.close();
    // Whoever still holds the control socket open does not keep the reader alive.
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  await command.parseAsync();
} catch (error) {
  console.error(`reader: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
