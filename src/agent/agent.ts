import { join } from 'node:path';
import { type Config, configuredCurrencies, mirrorPathOf, offlineLimits } from '../config/config.js';
import { createMethods } from '../control/methods.js';
import { createControlServer } from '../control/server.js';
import type { EntryMode } from '../domain/card.js';
import { asTillpostError } from '../domain/errors.js';
import type { OfflineLimits } from '../domain/offline-policy.js';
import { AlertBoard } from '../health/alerts.js';
import { EventCounters } from '../health/counters.js';
import { openJournal } from '../journal/core/journal-client.js';
import { MirrorLog } from '../journal/mirror/mirror-log.js';
import { limitGauges } from '../operations/limit-gauges.js';
import { BookClock } from '../platform/book-clock.js';
import { readKeyFile } from '../platform/key-file.js';
import { watchNetwork } from '../platform/network-watch.js';
import { SystemRandom } from '../platform/system-random.js';
import { VERSION } from '../platform/version.js';
import type { Broker, CardReader, Clock, Journal, Log, Random, SerialPorts } from '../ports/index.js';
import { createCardReader } from '../reader/cells/session.js';
import { createSerialPorts } from '../reader/serial/serial-link.js';
import { startSchedule } from '../settlement/schedule.js';
import { createBackups } from './backups.js';
import { createAgentCore } from './core.js';
import { tellOfMirror } from './mirror-alerts.js';
import { brokerOf, uplinkOptions } from './uplink-settings.js';
import { watchJournal } from './wiring.js';

/** What a composition may replace; everything else comes from the configuration. */
export interface AgentParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: Random;
  readonly ports?: SerialPorts;
  readonly broker?: Broker;
  /** Tests put themselves between the modules: each is given the adapter and returns what the others get. */
  readonly around?: {
    readonly journal?: (journal: Journal) => Journal;
    readonly reader?: (reader: CardReader) => CardReader;
  };
}

export interface RunningAgent {
  /** Lets the running sale end, says goodbye to host and broker, closes the journal. */
  stop(): Promise<void>;
}

/**
 * The composition root: builds the adapters, wires the modules, starts them in order.
 *
 *   journal first (nothing may be promised before it is sound), then reader and uplink, then the sale desk,
 *   which decides what a crash left; the control socket last, so that no till is answered too early.
 *
 * @throws CONFIG_*, JOURNAL_*, SOCKET_IN_USE: each with what to do next
 */
export async function startAgent(config: Config, parts: AgentParts): Promise<RunningAgent> {
  const { clock, log } = parts;
  const random = parts.random ?? new SystemRandom();
  const startedAtMonotonicMs = clock.monotonicMs();
  const counters = new EventCounters();
  const alerts = new AlertBoard({ clock, log, counters });
  const ids = { merchantId: config.terminal.merchantId, terminalId: config.terminal.terminalId };

  const books = new BookClock(clock);
  const mirrorPath = mirrorPathOf(config);
  const opened = await openJournal({
    path: join(config.state.dir, 'journal.db'),
    terminalId: ids.terminalId,
    clock: books,
    random,
    mirror: mirrorPath === null ? null : new MirrorLog(mirrorPath),
    mirrorPath,
    onMirror: (report) => tellOfMirror(report, mirrorPath ?? '', alerts, log.child('journal')),
    maintenanceMs: 60_000,
    reserveBytes: config.state.reserveBytes,
    lowWaterBytes: config.state.lowWaterBytes,
  });
  const journal = parts.around?.journal?.(opened) ?? opened;
  const started: (() => Promise<void> | void)[] = [() => journal.close()];
  try {
    const session = createCardReader({
      ports: parts.ports ?? createSerialPorts(config.reader.path, clock),
      clock,
      random,
      log,
      alerts,
      counters,
      terminalId: ids.terminalId,
    });
    const reader = parts.around?.reader?.(session) ?? session;
    const limits = (entryMode: EntryMode, currency: string): OfflineLimits =>
      offlineLimits(config, entryMode, currency);
    const core = createAgentCore({
      journal,
      reader,
      clock,
      books,
      random,
      log,
      alerts,
      counters,
      ids,
      limits,
      broker: parts.broker ?? brokerOf(config, clock, log.child('uplink')),
      key: { keyId: config.uplink.keyId, secret: readKeyFile(config.uplink.keyFile) },
      uplink: uplinkOptions(config, VERSION),
      sale: {
        requestDeadlineMs: config.uplink.requestDeadlineMs,
        cardTimeoutMs: config.reader.cardTimeoutMs,
        recoveryWaitMs: config.reader.recoveryWaitMs,
        duplicateWindowMs: config.sale.duplicateWindowMs,
        duplicateAnswerMs: config.sale.duplicateAnswerMs,
      },
      settlement: { drainMaxMs: config.settlement.drainMaxMs, answerTimeoutMs: config.settlement.answerTimeoutMs },
      retentionMs: config.state.retentionDays * 86_400_000,
    });
    const { uplink, desk, settlement, commands, park, housekeeping } = core;
    started.push(() => housekeeping.stop());
    const backups = createBackups({
      config,
      clock: books,
      clockQuality: core.clockQuality,
      alerts,
      journal: opened,
      log: log.child('backup'),
    });
    // Given up before the journal is closed, which writes to its file; its descriptor goes when that is done.
    started.unshift(() => backups.close());
    started.push(() => backups.stop());
    watchJournal(journal, opened.opened.quarantined, alerts, config.state.dir);
    session.open();
    started.push(() => session.close());
    core.start();
    started.push(
      () => uplink.stop(),
      watchNetwork(clock, () => uplink.nudge()),
      startSchedule(books, config.settlement.schedule, () => void settlement.settle().catch(() => undefined)),
      () => settlement.stop(),
      () => commands.stop(),
    );
    const control = await createControlServer({
      socketPath: config.control.socket,
      methods: createMethods({
        desk,
        settlement,
        park,
        journal,
        reader,
        alerts,
        counters,
        ids,
        startedAtMonotonicMs,
        clock: books,
        host: uplink,
        version: VERSION,
        verify: () => opened.verify(),
        backup: (directory) => backups.run(directory),
        gauges: () => limitGauges({ journal, configured: limits, currencies: configuredCurrencies(config) }),
        lateAfterMs: config.settlement.lateAfterMs,
      }),
      clock,
      counters,
      log: log.child('control'),
      limits: { frameLimitBytes: config.control.frameLimitBytes, idleTimeoutMs: config.control.idleTimeoutMs },
    });
    // The desk stops first, so that a till that waits hears how its sale ended.
    started.push(
      () => control.close(),
      () => desk.stop(),
    );

    log.info('agent started', { version: VERSION, terminal: ids.terminalId, epoch: journal.identity().epoch });
    return { stop: () => stopInReverse(started, log) };
  } catch (error) {
    await stopInReverse(started, log);
    throw error;
  }
}

async function stopInReverse(started: (() => Promise<void> | void)[], log: Log): Promise<void> {
  for (const stop of started.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      // The others must still be stopped; what is committed is safe whatever fails here.
      log.error('a part did not stop in order', { error: asTillpostError(error, 'agent.stop').toJSON() });
    }
  }
}
