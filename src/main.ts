#!/usr/bin/env node
/**
 * Tillpost: what the cardholder was told is approved reaches the host's ledger exactly once.
 *
 *   main.ts        this file: `run` starts the agent, every other command asks a running one
 *   agent/         the composition root: builds the adapters, wires the modules, starts and stops them in order
 *   config/        the configuration: TOML file, schema, defaults
 *
 *   domain/        money, card, transaction and the pure lifecycle that moves it; errors; redaction
 *   ports/         the doors between the modules: interfaces only
 *   protocol/      what agent and host say to each other: envelope, messages, topics
 *   api/           what the control socket answers
 *
 *   reader/        the card reader: contract (what any card must pass), cells (the default reader's link), serial
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
import { join } from 'node:path';
import type { BackupListView, RestoreView, VerifyView } from './api/till-api.js';
import { runCommandLine } from './cli/program.js';
import { EXIT, type ExitStatus } from './cli/shell/exit-codes.js';
import { TillpostError } from './domain/errors.js';
import { runOnPinnedNode } from './platform/pinned-node.js';
import { SystemClock } from './platform/system-clock.js';
import { SystemRandom } from './platform/system-random.js';
import { VERSION } from './platform/version.js';

// Before anything native is loaded: on an older Node that ends in a crash.
const elsewhere = await runOnPinnedNode(process.argv.slice(1));
if (elsewhere !== null) process.exit(elsewhere);

const clock = new SystemClock();

async function checkConfig(path: string): Promise<void> {
  const { loadConfig } = await import('./config/config.js');
  loadConfig(path);
}

/** Of a stopped agent: the file is read and left as it is. */
async function verifyJournal(path: string): Promise<VerifyView> {
  const [{ loadConfig, mirrorPathOf }, { inspectJournal }] = await Promise.all([
    import('./config/config.js'),
    import('./journal/check/inspection.js'),
  ]);
  const config = loadConfig(path);
  const report = inspectJournal({
    path: join(config.state.dir, 'journal.db'),
    terminalId: config.terminal.terminalId,
    mirrorPath: mirrorPathOf(config),
  });
  return { ok: true, ...report };
}

async function listBackups(configPath: string, directory: string | null): Promise<BackupListView> {
  const [{ loadConfig }, files] = await Promise.all([
    import('./config/config.js'),
    import('./journal/backup/backup-files.js'),
  ]);
  const config = loadConfig(configPath);
  const dir = directory ?? config.backup.dir;
  if (dir === '') {
    const hint = 'Name one with --dir, or set backup.dir in the configuration.';
    throw new TillpostError('INVALID_REQUEST', 'no directory for backups is configured', {
      operation: 'journal.backups',
      hint,
    });
  }
  const backups = files.listBackups(dir, config.terminal.terminalId);
  return {
    dir,
    backups: backups.map(({ path, atMs, epoch, entry, bytes }) => {
      return { path, at: new Date(atMs).toISOString(), epoch, entry, bytes };
    }),
  };
}

async function restore(configPath: string, backup: string, giveUp: boolean): Promise<RestoreView> {
  const [{ loadConfig, mirrorPathOf }, { restoreJournal }, { lostText }] = await Promise.all([
    import('./config/config.js'),
    import('./journal/backup/restore.js'),
    import('./journal/backup/restore-merge.js'),
  ]);
  const config = loadConfig(configPath);
  const random = new SystemRandom();
  const done = restoreJournal({
    path: join(config.state.dir, 'journal.db'),
    mirrorPath: mirrorPathOf(config),
    terminalId: config.terminal.terminalId,
    fresh: { epoch: Buffer.from(random.bytes(8)).toString('hex'), chainKey: random.bytes(32) },
    atMs: clock.wallMs(),
    backup,
    giveUp,
  });
  const { path, epoch, taken, unsure, running } = done;
  return {
    path,
    epoch,
    taken,
    unsure,
    running,
    backup: { path: backup, epoch: done.backupEpoch, entry: done.backupEntry },
    settled: done.settled.length,
    given_up: done.givenUp.map(lostText),
    set_aside: done.setAside,
    mirror_set_aside: done.mirrorSetAside,
  };
}

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
  process.stdout.write(`ready ${JSON.stringify({ part: 'agent', socket: config.control.socket })}\n`);
  return ended;
}

/** `tillpost queue | head` closes the pipe early: that is no defect, and no reason for an agent to end. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
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
  checkConfig,
  verifyJournal,
  listBackups,
  restoreJournal: restore,
  runAgent,
});
// Pipes and files are written synchronously on Linux: nothing is lost by leaving now.
process.exit(status);
