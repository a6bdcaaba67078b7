import { Command, InvalidArgumentError } from 'commander';
import { DEMO_BDK } from '../reader/cards/card-encryption.js';
import { failPart, runPart } from '../run-part.js';
import { printLedger, readLedger } from './books/ledger-print.js';
import { type Fault, FAULTS, readFault } from './fault.js';
import { readTerminalKeys } from './keys.js';
import { KNOB_HELP } from './knobs.js';
import { startHost } from './simulated-host.js';

interface Options {
  readonly broker: string;
  readonly ledger?: string;
  readonly keys?: string;
  readonly fault?: Fault;
  readonly bdk?: Buffer;
  readonly control?: string;
  readonly printLedger?: string;
  readonly json?: boolean;
}

function key(text: string): Buffer {
  if (!/^[0-9a-f]{32}$/i.test(text)) throw new InvalidArgumentError('must be 16 bytes in hex');
  return Buffer.from(text, 'hex');
}

function fault(name: string): Fault {
  try {
    return readFault(name);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

const command = new Command('host')
  .description("The acquirer's host with a ledger: the reference of the host's contract.")
  .option('--broker <url>', 'MQTT broker', 'mqtt://127.0.0.1:1883')
  .option('--ledger <file>', 'SQLite ledger, made when missing')
  .option('--keys <file>', 'message keys: {"<merchant>/<terminal>":{"keyId":"k1","secretHex":"…"}}')
  .option('--fault <name>', `run a deliberately broken variant: ${FAULTS.join(', ')}`, fault)
  .option('--bdk <hex>', 'base derivation key of the readers; the published demo key when left out', key)
  .option('--control <socket>', 'Unix socket for orders')
  .option('--print-ledger <file>', 'print a ledger and end')
  .option('--json', 'with --print-ledger: one JSON object a line')
  .addHelpText('after', KNOB_HELP)
  .parse();

const options = command.opts<Options>();
try {
  if (options.printLedger !== undefined) {
    const rows = readLedger(options.printLedger);
    console.log(options.json === true ? rows.map((row) => JSON.stringify(row)).join('\n') : printLedger(rows));
  } else {
    await run(options);
  }
} catch (error) {
  failPart('host', error);
}

async function run({ broker, ledger, keys, fault, bdk = DEMO_BDK, control }: Options): Promise<void> {
  if (ledger === undefined || keys === undefined) throw new Error('--ledger and --keys are needed');
  const host = startHost({
    broker,
    ledgerPath: ledger,
    keys: readTerminalKeys(keys),
    bdk,
    fault: fault ?? null,
    say: (line) => console.log(line),
  });
  // A broker that is not there yet does not stop the host, but it is ready only when it hears.
  const stopEarly = (): void => void host.close().finally(() => process.exit(0));
  process.once('SIGTERM', stopEarly).once('SIGINT', stopEarly);
  await host.subscribed;
  process.off('SIGTERM', stopEarly).off('SIGINT', stopEarly);
  await runPart('host', control, host, { broker, ledger, fault: fault ?? null });
}
