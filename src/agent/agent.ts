import { type Config, contactPathsOf, journalPathOf, mirrorPathOf } from '../config/config.js';
import { asTillpostError } from '../domain/errors.js';
import { own } from '../domain/redaction.js';
import { AlertBoard } from '../health/alerts.js';
import { EventCounters } from '../health/counters.js';
import { behindMirror } from '../journal/core/mirror-report.js';
import { MirrorLog } from '../journal/mirror/mirror-log.js';
import { openJournal, type ThreadedJournal } from '../journal/thread/journal-client.js';
import { BookClock } from '../platform/book-clock.js';
import { ContactFile } from '../platform/contact-file.js';
import { readKeyFile } from '../platform/key-file.js';
import { KnownTime } from '../platform/known-time.js';
import { watchNetwork } from '../platform/network-watch.js';
import { SteadyClock } from '../platform/steady-clock.js';
import { SystemRandom } from '../platform/system-random.js';
import { VERSION } from '../platform/version.js';
import type {
  CardReader,
  Clock,
  Contact,
  Counters,
  Journal,
  Log,
  Random,
  SerialPorts,
  Transport,
} from '../ports/index.js';
import { fingerprintOf, type Ids, type MessageKey } from '../protocol/envelope.js';
import { openReader } from '../reader/drivers.js';
import { createBackups } from './backups.js';
import { limitsOf, openControl } from './control.js';
import { type AgentCore, createAgentCore } from './core.js';
import { type AgentCourse, type CourseStart, type RunningAgent, startCourses } from './courses.js';
import { tellOfMirror, tellOfRenewal } from './mirror-alerts.js';
import { watchMirrorPlace } from './mirror-place.js';
import { transportOf, uplinkOptions } from './uplink-settings.js';
import { watchJournal } from './wiring.js';

/** What a composition may replace; everything else comes from the configuration. */
export interface AgentParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: Random;
  readonly ports?: SerialPorts;
  readonly transport?: Transport;
  /** Tests put themselves between the modules: each is given the adapter and returns what the others get. */
  readonly around?: {
    readonly journal?: (journal: Journal) => Journal;
    readonly reader?: (reader: CardReader) => CardReader;
  };
}

/** What every module may ask for, and the terminal it is for. */
interface Common {
  readonly clock: Clock;
  /** What people are shown: it follows the host once that was heard. */
  readonly books: BookClock;
  /** What a certificate's dates are compared with. */
  readonly knownTime: KnownTime;
  readonly log: Log;
  readonly random: Random;
  readonly counters: Counters;
  readonly alerts: AlertBoard;
  /** As configured. */
  readonly terminal: { readonly merchantId: string; readonly terminalId: string };
}

type Stop = () => Promise<void> | void;

type CourseParts = AgentParts & CourseStart;

/**
 * The composition root: builds the adapters, wires the modules, starts them in order.
 *
 *   journal first (nothing may be promised before it is sound), then reader and uplink, then the sale desk,
 *   which decides what a crash left; the control socket last, so that no till is answered too early.
 *
 * @throws CONFIG_*, JOURNAL_*, SOCKET_IN_USE: each with what to do next
 */
export function startAgent(config: Config, parts: AgentParts): Promise<RunningAgent> {
  return startCourses((course) => startCourse(config, { ...parts, ...course }), parts.log);
}

async function startCourse(config: Config, parts: CourseParts): Promise<AgentCourse> {
  const startedAtMonotonicMs = parts.clock.monotonicMs();
  const common = commonOf(config, parts);
  const { clock, books, log, alerts } = common;
  const { terminalId } = common.terminal;
  const opened = await openOwnJournal(config, common, parts);
  const journal = parts.around?.journal?.(opened) ?? opened;
  const started: Stop[] = [() => journal.close()];
  try {
    const session = openReader(config.reader, { ...common, terminalId, ports: parts.ports });
    const reader = parts.around?.reader?.(session) ?? session;
    const core = coreOf(config, { ...parts, ...common }, journal, reader);
    const { uplink, desk, settlement, days, commands, housekeeping, drain } = core;
    started.push(() => housekeeping.stop());
    const backups = createBackups({
      config,
      clock: books,
      bookTimeMs: () => days.bookTimeMs(),
      alerts,
      journal: opened,
      log: log.child('backup'),
    });
    // Given up before the journal is closed, which writes to its file; its descriptor goes when that is done.
    started.unshift(() => backups.close());
    started.push(() => backups.stop());
    watchJournal(journal, opened.opened.quarantined, alerts, config.state.dir);
    watchMirrorPlace(config.state.dir, mirrorPathOf(config), alerts);
    reader.open();
    started.push(() => reader.close());
    core.start();
    started.push(
      () => uplink.stop(),
      watchNetwork(clock, () => uplink.nudge()),
      () => drain.stop(),
      () => days.stop(),
      () => settlement.stop(),
      () => commands.stop(),
    );
    const control = await openControl(config, {
      ...common,
      ids: { merchantId: journal.identity().merchantId, terminalId },
      core,
      journal,
      reader,
      startedAtMonotonicMs,
      verify: () => opened.verify(),
      backup: (directory) => backups.run(directory),
    });
    // The desk stops first, so that a till that waits hears how its sale ended.
    started.push(
      () => control.close(),
      () => desk.stop(),
    );
    log.info('agent started', { version: VERSION, terminal: own(terminalId), epoch: own(journal.identity().epoch) });
    return { stop: () => stopInReverse(started, log), hold: () => desk.hold('a new start of the modules') };
  } catch (error) {
    await stopInReverse(started, log);
    throw error;
  }
}

function commonOf({ terminal: { merchantId, terminalId } }: Config, { clock, log, random }: AgentParts): Common {
  const counters = new EventCounters();
  return {
    clock,
    log,
    counters,
    books: new BookClock(clock),
    knownTime: new KnownTime(),
    random: random ?? new SystemRandom(),
    alerts: new AlertBoard({ clock, log, counters }),
    terminal: { merchantId, terminalId },
  };
}

async function openOwnJournal(
  config: Config,
  { clock, random, log, alerts, terminal }: Common,
  { behind, onBehind }: CourseParts,
): Promise<ThreadedJournal> {
  const mirrorPath = mirrorPathOf(config);
  let isOpen = false;
  const journal = await openJournal({
    behind,
    path: journalPathOf(config),
    ...terminal,
    clock: new SteadyClock(clock),
    random,
    mirror: mirrorPath === null ? null : new MirrorLog(mirrorPath),
    mirrorPath,
    onMirror: (report) => {
      tellOfMirror(report, mirrorPath ?? '', alerts, log.child('journal'));
      // One that was opened again keeps its epoch, and what was lost came back: another course begins the new one.
      const found = isOpen ? behindMirror(report, journal.identity().epoch) : null;
      if (found !== null) onBehind(found);
    },
    maintenanceMs: 60_000,
    reserveBytes: config.state.reserveBytes,
    lowWaterBytes: config.state.lowWaterBytes,
  });
  isOpen = true;
  tellOfRenewal(journal.opened.renewed, alerts);
  return journal;
}

function coreOf(
  config: Config,
  parts: Common & Pick<CourseParts, 'transport' | 'onBehind' | 'onDrained'>,
  journal: Journal,
  reader: CardReader,
): AgentCore {
  const { sale, settlement, state, uplink } = config;
  const key = { keyId: uplink.keyId, secret: readKeyFile(uplink.keyFile) };
  // Of whoever is paid: not of the configured merchant while another one still holds something.
  const ids = { ...parts.terminal, merchantId: journal.identity().merchantId };
  return createAgentCore({
    ...parts,
    ids,
    merchantId: parts.terminal.merchantId,
    contact: contactOf(config, ids, key, parts.log),
    beforeFirstContact: config.offline.beforeFirstContact,
    journal,
    reader,
    limits: limitsOf(config),
    transport: parts.transport ?? transportOf(config, ids, parts.clock, parts.log.child('uplink'), parts.knownTime),
    key,
    uplink: uplinkOptions(config, VERSION),
    sale: {
      requestDeadlineMs: uplink.requestDeadlineMs,
      cardTimeoutMs: config.reader.cardTimeoutMs,
      recoveryWaitMs: config.reader.recoveryWaitMs,
      shownIdleMs: config.reader.confirmIdleMs,
      duplicateWindowMs: sale.duplicateWindowMs,
      duplicateAnswerMs: sale.duplicateAnswerMs,
      keyWindowMs: sale.keyWindowHours * 3_600_000,
      tillGone: sale.tillGone,
    },
    settlement: { drainMaxMs: settlement.drainMaxMs, answerTimeoutMs: settlement.answerTimeoutMs },
    days: {
      schedule: settlement.schedule,
      dayStartsAt: settlement.dayStartsAt,
      lateAfterMs: settlement.lateAfterMs,
    },
    commandMaxAgeMs: uplink.commandMaxAgeHours * 3_600_000,
    retentionMs: state.retentionDays * 86_400_000,
    onTamper: config.reader.onTamper,
  });
}

function contactOf(config: Config, ids: Ids, key: MessageKey, log: Log): Contact {
  const name = { ...ids, fingerprint: fingerprintOf(key) };
  return new ContactFile(contactPathsOf(config), name, log.child('uplink'));
}

async function stopInReverse(started: Stop[], log: Log): Promise<void> {
  for (const stop of started.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      // The others must still be stopped; what is committed is safe whatever fails here.
      log.error('a part did not stop in order', { error: asTillpostError(error, 'agent.stop').toJSON() });
    }
  }
}
