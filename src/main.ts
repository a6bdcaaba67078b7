#!/usr/bin/env node
/**
 * Tillpost: what the cardholder was told is approved reaches the host's ledger exactly once.
 *
 *   main.ts        this file: `run` starts the agent, every other command asks a running one
 *   agent/         the composition root: builds the adapters, wires the modules, starts and stops them in order;
 *                  stopped.ts: what works on the files of an agent that does not run
 *   config/        the configuration: TOML file, schema, defaults
 *
 *   domain/        money, card, transaction and the pure lifecycle that moves it; errors; redaction
 *   ports/         the doors between the modules: interfaces only
 *   protocol/      what agent and host say to each other: envelope, messages, topics
 *   api/           the table of the control socket: methods, parameters, answers, errors
 *
 *   reader/        the card reader: drivers by name, contract (what they share), cells (the default one), serial
 *   sale/          the sale in progress, and what boot does with one that a power cut ended
 *   settlement/    closing a batch, step by step
 *   operations/    parked postings, the host's commands, the offline limits as gauges
 *   journal/       SQLite: every state, entry and posting, durable before anyone is told
 *   uplink/        the host: delivery (the courier drains the postings), link (can it be reached), mqtt
 *   health/        alerts and counters
 *   control/       the local socket that tills and commands use: JSON-RPC 2.0
 *   cli/           commands/: one file each; text/: reports; shell/: what all commands share
 *   platform/      this machine: clock, chance, log, signals, key files, the pinned Node
 *
 * To read on: domain/lifecycle.ts, then one story in test/scenario, then ports/.
 *
 * Only what a command needs is loaded: `tillpost status` never sees the serial port, SQLite or MQTT.
 */
import { checkConfig, listBackups, moveMerchant, restoreJournal, verifyJournal } from './agent/stopped.js';
import { runCommandLine } from './cli/program.js';
import { EXIT, type ExitStatus } from './cli/shell/exit-codes.js';
import { jsonText } from './domain/text/harmless.js';
import { runOnPinnedNode } from './platform/pinned-node.js';
import { SystemClock } from './platform/system-clock.js';
import { SystemRandom } from './platform/system-random.js';
import { VERSION } from './platform/version.js';

// Before anything native is loaded: on an older Node that ends in a crash.
const elsewhere = await runOnPinnedNode(process.argv.slice(1));
if (elsewhere !== null) process.exit(elsewhere);

const clock = new SystemClock();

/** Leaves by a signal; returns only by an error at start. */
async function runAgent(configPath: string): Promise<ExitStatus> {
  const { loadConfig } = await import('./config/config.js');
  const config = loadConfig(configPath);
  const [{ createLog }, { handleSignals }, { startAgent }] = await Promise.all([
    import('./platform/log.js'),
    import('./platform/signals.js'),
    import('./agent/agent.js'),
  ]);
  const log = createLog(config.log, clock);
  const starting = startAgent(config, { clock, log });
  const ended = new Promise<ExitStatus>((resolve) => {
    handleSignals({
      log: log.child('main'),
      stop: async () => (await starting).stop(),
      exit: (status) => (status === 0 ? resolve(EXIT.ok) : process.exit(status)),
    });
  });
  await starting.catch((error: unknown) => {
    log.error('start failed', { error });
    throw error;
  });
  process.stdout.write(`ready ${jsonText({ part: 'agent', socket: config.control.socket })}\n`);
  return ended;
}

/** `tillpost queue | head` closes the pipe early: that is no defect, and no reason for an agent to end. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // EIO: the terminal was closed.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

/** The terminal's Ctrl-C, its closing, and a polite kill: a command that must not just vanish hears of them. */
function onInterrupt(interrupted: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupted);
  return () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
}

const status = await runCommandLine(process.argv.slice(2), {
  screen: {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    watched: process.stderr.isTTY,
    ask:
      process.stdin.isTTY && process.stderr.isTTY
        ? async (question, signal) => (await import('./cli/shell/question.js')).askOnTerminal(question, signal)
        : null,
  },
  env: process.env,
  clock,
  random: new SystemRandom(),
  version: VERSION,
  onInterrupt,
  checkConfig,
  verifyJournal,
  listBackups,
  restoreJournal,
  moveMerchant,
  runAgent,
});
// Pipes and files are written synchronously on Linux: nothing is lost by leaving now.
process.exit(status);
