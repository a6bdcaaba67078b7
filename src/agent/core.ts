import type { EntryMode } from '../domain/card.js';
import { clockDoubt, judgeClock } from '../domain/clock-quality.js';
import { type Behind, behindText } from '../domain/course/behind.js';
import { type DayRules, PLAIN_DAYS } from '../domain/days/business-days.js';
import type { OfflineLimits } from '../domain/offline-policy.js';
import { own } from '../domain/redaction.js';
import type { ClockQuality } from '../domain/transaction.js';
import { type Housekeeping, startHousekeeping } from '../health/housekeeping.js';
import { DrainWatch } from '../operations/drain-watch.js';
import { HostCommands } from '../operations/host-commands.js';
import { LateWatch } from '../operations/late-watch.js';
import { createParkDesk } from '../operations/park-desk.js';
import { ReaderGuard } from '../operations/reader-guard.js';
import { createResendDesk } from '../operations/resend-desk.js';
import { raiseStandingAlerts } from '../operations/standing-alerts.js';
import type { BookClock } from '../platform/book-clock.js';
import type { KnownTime } from '../platform/known-time.js';
import type { CardReader, Contact, Journal, LateDesk, ParkDesk, ReaderBar, ResendDesk } from '../ports/index.js';
import { createSaleDesk, type RunningSaleDesk, type SaleDeskParts } from '../sale/sale-desk.js';
import { BatchCloser, type BatchCloserParts } from '../settlement/batch-closer.js';
import { DayKeeper } from '../settlement/day-keeper.js';
import type { UplinkOptions, UplinkParts } from '../uplink/options.js';
import { createUplink, type Uplink } from '../uplink/uplink.js';
import { keepLateReplies, tellOfMerchant, terminalStateOf, toldOf, watchClock } from './wiring.js';

/** Every door the agent has to the world, and what a configuration says about it. */
export interface CoreParts extends Omit<UplinkParts, 'terminalState' | 'options'> {
  /** DE 42 as configured; `ids` and transport bear the journal's. */
  readonly merchantId: string;
  readonly contact: Contact;
  /** `offline.before_first_contact`. */
  readonly beforeFirstContact: boolean;
  readonly journal: Journal;
  readonly reader: CardReader;
  /** What people are shown: it follows the host once that was heard. */
  readonly books: BookClock;
  readonly limits: (entryMode: EntryMode, currency: string) => OfflineLimits;
  readonly uplink: UplinkOptions;
  readonly sale: Pick<
    SaleDeskParts,
    | 'requestDeadlineMs'
    | 'cardTimeoutMs'
    | 'recoveryWaitMs'
    | 'shownIdleMs'
    | 'duplicateWindowMs'
    | 'duplicateAnswerMs'
    | 'keyWindowMs'
    | 'tillGone'
  >;
  readonly settlement: Pick<BatchCloserParts, 'drainMaxMs' | 'answerTimeoutMs'>;
  /** When a day ends and closings are due; left out: none is. */
  readonly days?: DayRules;
  /** Is told what the journal knows of the time. */
  readonly knownTime?: KnownTime;
  /** See HostCommandParts. */
  readonly commandMaxAgeMs: number;
  /** How long what is final stays readable, ms. */
  readonly retentionMs: number;
  /** The journal is behind what host or reader have seen of it; told once, an alert stands by then. */
  readonly onBehind?: (behind: Behind) => void;
  /** Nothing is held any more by the merchant in whose name the journal went on: begin again, in the next one's. */
  readonly onDrained?: () => void;
  /** `reader.on_tamper`. */
  readonly onTamper: 'stop' | 'alert';
}

/** The modules, wired. */
export interface AgentCore {
  readonly uplink: Uplink;
  readonly desk: RunningSaleDesk;
  readonly settlement: BatchCloser;
  readonly days: DayKeeper;
  readonly commands: HostCommands;
  readonly park: ParkDesk;
  readonly resend: ResendDesk;
  readonly readers: ReaderBar;
  readonly late: LateDesk;
  readonly housekeeping: Housekeeping;
  readonly drain: DrainWatch;
  readonly clockQuality: () => ClockQuality;
  /** The uplink first, then the desk, which decides what a crash left, then what waits for the desk. */
  start(): void;
}

/**
 * The agent without threads, sockets and files: the same wiring whether its doors lead to hardware, as
 * `agent.ts` has it, or into a simulated world. Nothing runs before `start` but the look at the queue.
 */
export function createAgentCore(parts: CoreParts): AgentCore {
  const { journal, reader, clock, books, log, alerts, ids } = parts;
  const tellMerchant = (): void =>
    tellOfMerchant(journal.identity().merchantId, parts.merchantId, parts.contact.answered(), alerts);
  const contact = toldOf(parts.contact, ids, alerts, tellMerchant);
  const clockQuality = (): ClockQuality => judgeClock(clock.wallMs(), uplink.hostOffsetMs(), days.knownMs());
  const uplink = createUplink({
    ...parts,
    contact,
    terminalState: () => {
      lookAtClock();
      days.look();
      return terminalStateOf({ journal, reader, housekeeping, clockQuality });
    },
    options: parts.uplink,
  });
  books.follow(() => uplink.hostOffsetMs());
  parts.knownTime?.follow(() => days.knownMs());
  const doubted = (): string | null => {
    if (uplink.hostOffsetMs() === null) return clockDoubt(clock.wallMs(), days.knownMs());
    return clockQuality() === 'wrong' ? 'it is far from the host’s time' : null;
  };
  const lookAtClock = watchClock(uplink, doubted, alerts, ids.terminalId);
  const late = new LateWatch({ journal, clock, alerts, log: log.child('late') });
  const housekeeping = startHousekeeping({
    journal,
    clock,
    log: log.child('housekeeping'),
    retentionMs: parts.retentionMs,
    bookTimeMs: () => days.bookTimeMs(),
    onLook: () => late.look(),
  });
  const behind = tellOnce(parts);
  const stops = parts.onTamper === 'stop';
  const readers = new ReaderGuard({ journal, reader, alerts, log: log.child('reader'), stops });
  const desk = salesOf(parts, uplink, { readers, clockQuality, behind });
  const settlement = closerOf(parts, uplink, desk);
  const days = daysOf(parts, uplink, settlement);
  const commands = commandsOf(parts, uplink, desk, { settlement, days });
  const core = {
    uplink,
    desk,
    settlement,
    days,
    commands,
    housekeeping,
    drain: drainOf(parts),
    clockQuality,
    readers,
    late,
    park: createParkDesk(journal, uplink, alerts),
    resend: createResendDesk({ journal, host: uplink, log: log.child('resend') }),
  };
  const start = (): void => {
    tellMerchant();
    uplink.onBehind(behind);
    startCore(core, parts);
  };
  return { ...core, start };
}

type Wired = Omit<AgentCore, 'start'> & { readonly readers: ReaderGuard };

function startCore(core: Wired, { journal, alerts, log }: CoreParts): void {
  const { uplink, desk, settlement, days, commands, drain, readers } = core;
  drain.start();
  days.start();
  keepLateReplies(uplink, journal, log);
  raiseStandingAlerts(journal, alerts, log);
  uplink.start();
  void readers.start();
  desk.start();
  settlement.start();
  commands.start();
}

function daysOf({ journal, clock, days: rules, log }: CoreParts, uplink: Uplink, settlement: BatchCloser): DayKeeper {
  const days = new DayKeeper({
    journal,
    clock,
    rules: rules ?? PLAIN_DAYS,
    log: log.child('days'),
    hostOffsetMs: () => uplink.hostOffsetMs(),
    sealed: () => settlement.start(),
    dated: () => uplink.postingAdded(),
  });
  uplink.onStatus(() => days.look());
  return days;
}

function drainOf({ journal, clock, log, merchantId, ids, alerts, onDrained }: CoreParts): DrainWatch {
  return new DrainWatch({
    journal,
    clock,
    log,
    merchantId,
    onDrained: () => {
      alerts.clear('MERCHANT_CHANGED', own(ids.merchantId));
      onDrained?.();
    },
  });
}

function tellOnce({ alerts, onBehind }: CoreParts): (behind: Behind) => void {
  let isTold = false;
  return (behind) => {
    if (isTold) return;
    isTold = true;
    alerts.raise('JOURNAL_BEHIND', own(behind.epoch), own(behindText(behind)));
    onBehind?.(behind);
  };
}

interface SalesParts {
  readonly readers: ReaderBar;
  readonly clockQuality: () => ClockQuality;
  readonly behind: (behind: Behind) => void;
}

function salesOf(parts: CoreParts, host: Uplink, { readers: bar, clockQuality, behind }: SalesParts): RunningSaleDesk {
  const { journal, merchantId, contact, beforeFirstContact, reader, alerts, books, limits, log } = parts;
  return createSaleDesk({
    ...parts.sale,
    behind,
    merchantId,
    contact: { answered: () => beforeFirstContact || contact.answered() },
    journal,
    reader,
    bar,
    alerts,
    limits,
    host,
    clockQuality,
    clock: books,
    log: log.child('sale'),
  });
}

function closerOf(parts: CoreParts, uplink: Uplink, sales: RunningSaleDesk): BatchCloser {
  const { journal, clock, alerts, log } = parts;
  return new BatchCloser({
    ...parts.settlement,
    journal,
    clock,
    alerts,
    sales,
    host: uplink,
    link: uplink,
    log: log.child('settlement'),
  });
}

function commandsOf(
  { journal, contact, alerts, log, commandMaxAgeMs: maxAgeMs }: CoreParts,
  uplink: Uplink,
  sales: RunningSaleDesk,
  { settlement, days }: { readonly settlement: BatchCloser; readonly days: DayKeeper },
): HostCommands {
  return new HostCommands({
    maxAgeMs,
    bookTimeMs: () => days.bookTimeMs(),
    journal,
    contact,
    settlement,
    alerts,
    sales,
    host: uplink,
    link: uplink,
    log: log.child('command'),
  });
}
