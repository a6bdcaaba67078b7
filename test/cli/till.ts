import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { SaleView } from '../../src/api/sales.js';
import { runCommandLine } from '../../src/cli/program.js';
import type { Surroundings } from '../../src/cli/shell/command.js';
import type { Screen } from '../../src/cli/shell/output.js';
import { type ControlServer, createControlServer, type Method } from '../../src/control/server.js';
import { EventCounters } from '../../src/health/counters.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import type { Clock } from '../../src/ports/index.js';
import { CONTROL_LIMITS } from '../support/control-limits.js';
import { silentLog } from '../support/silent-log.js';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly clock?: Clock;
  readonly watched?: boolean;
  readonly ask?: Screen['ask'];
  /** Hears what is said on standard error while the command runs. */
  readonly heard?: (text: string) => void;
  /** Is handed what a Ctrl-C calls. */
  readonly onInterrupt?: NonNullable<Surroundings['onInterrupt']>;
  readonly restoreJournal?: NonNullable<Surroundings['restoreJournal']>;
  readonly listBackups?: NonNullable<Surroundings['listBackups']>;
  readonly moveMerchant?: NonNullable<Surroundings['moveMerchant']>;
}

/** Runs one command line in this process, as `main.ts` would. */
export async function tillpost(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const said = { out: '', err: '' };
  const err = (text: string): void => {
    said.err += text;
    options.heard?.(text);
  };
  const status = await runCommandLine(words, {
    screen: { out: (text) => (said.out += text), err, watched: options.watched ?? false, ask: options.ask ?? null },
    env: options.env ?? {},
    clock: options.clock ?? new SystemClock(),
    random: new SimRandom(1),
    version: '9.9.9',
    checkConfig: async (path) => {
      const { loadConfig } = await import('../../src/config/config.js');
      loadConfig(path);
    },
    ...(options.onInterrupt === undefined ? {} : { onInterrupt: options.onInterrupt }),
    ...(options.restoreJournal === undefined ? {} : { restoreJournal: options.restoreJournal }),
    ...(options.listBackups === undefined ? {} : { listBackups: options.listBackups }),
    ...(options.moveMerchant === undefined ? {} : { moveMerchant: options.moveMerchant }),
    runAgent: async () => 0,
  });
  return { status, ...said };
}

/** A configuration in a directory of its own; what the commands need and the agent too. */
export function writeConfig(directory: string): string {
  writeFileSync(join(directory, 'message.key'), 'ab'.repeat(32), { mode: 0o600 });
  const path = join(directory, 'tillpost.toml');
  writeFileSync(
    path,
    `[terminal]
merchant_id = "M1"
terminal_id = "T0000001"
currency = "EUR"
[state]
dir = "state"
[reader]
path = "run/reader"
[uplink]
key_id = "k1"
key_file = "message.key"
[control]
socket = "run/control.sock"
`,
  );
  return path;
}

/** An agent's control socket where that configuration says, with the methods a test gives it. */
export async function answerAs(directory: string, methods: Readonly<Record<string, Method>>): Promise<ControlServer> {
  mkdirSync(join(directory, 'run'), { recursive: true, mode: 0o700 });
  return createControlServer({
    socketPath: join(directory, 'run', 'control.sock'),
    methods: new Map(Object.entries(methods)),
    clock: new SystemClock(),
    log: silentLog,
    counters: new EventCounters(),
    limits: CONTROL_LIMITS,
  });
}

export function sampleSale(change: Partial<SaleView> = {}): SaleView {
  return {
    key: 'T0000001-9f1c2a0b7d3e4f55-b41c72de-7',
    stan: 7,
    type: 'sale',
    state: 'posted',
    outcome: 'approved',
    told: 'approved',
    by: 'host',
    response_code: '00',
    reason: null,
    amount: 1250,
    currency: 'EUR',
    masked_pan: '411111******1111',
    entry_mode: 'contactless',
    scheme: 'VISA',
    rrn: '000000000007',
    started_at: '2027-01-15T08:00:00.000Z',
    till_id: null,
    idempotency_key: 'till-1',
    order_reference: null,
    deferred: false,
    batch: 1,
    voided_batch: null,
    repeated: false,
    ...change,
  };
}
