import { SimClock } from '../../hw-sim/sim-clock.js';
import { openSimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { Behind } from '../../src/domain/course/behind.js';
import { money } from '../../src/domain/money.js';
import type { OfflineLimits } from '../../src/domain/offline-policy.js';
import type { ClockQuality } from '../../src/domain/transaction.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { ReaderGuard } from '../../src/operations/reader-guard.js';
import { SteadyClock } from '../../src/platform/steady-clock.js';
import type { Alerts, Journal, SaleOutcome, SaleRequest } from '../../src/ports/index.js';
import { createSaleDesk, type RunningSaleDesk } from '../../src/sale/sale-desk.js';
import { FakeHost } from '../support/fakes/fake-host.js';
import { FakeReader } from '../support/fakes/fake-reader.js';
import { silentLog } from '../support/silent-log.js';

export const GENEROUS: OfflineLimits = {
  allowed: true,
  ceiling: 5000,
  storedCount: 100,
  storedAmount: 1_000_000,
  oldestAgeMs: 86_400_000,
  cardCount: 100,
  cardAmount: 1_000_000,
  queueDepth: 1_000,
  deferred: false,
  refunds: false,
};

export const RECOVERY_WAIT_MS = 10_000;
export const SHOWN_IDLE_MS = 30_000;
export const DUPLICATE_ANSWER_MS = 20_000;
export const KEY_WINDOW_MS = 259_200_000;

/** A sale desk between a fake reader, a fake host and a real journal in memory. */
export interface Bench {
  readonly clock: SimClock;
  readonly reader: FakeReader;
  readonly host: FakeHost;
  readonly journal: Journal;
  readonly alerts: Alerts;
  readonly desk: RunningSaleDesk;
  /** What the desk found the journal to be behind of. */
  readonly behind: readonly Behind[];
  readonly bar: ReaderGuard;
  limits: OfflineLimits;
  clockQuality: ClockQuality;
  sell(amount?: number, idempotencyKey?: string | null, change?: Partial<SaleRequest>): Promise<SaleOutcome>;
}

export interface BenchOptions {
  /** 0, as here unless a test says otherwise: the duplicate guard sleeps. */
  readonly duplicateWindowMs?: number;
  readonly stopsOnTamper?: boolean;
  readonly tillGone?: 'finish' | 'cancel';
}

/** @param journal an earlier bench's, to start again on what it left */
export async function openBench(
  journal?: Journal,
  reader = new FakeReader(),
  options: BenchOptions = {},
): Promise<Bench> {
  const clock = new SimClock();
  // As the agent has it: setting the wall clock moves no stamp.
  const stamps = new SteadyClock(clock);
  const host = new FakeHost();
  const alerts = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
  const kept = journal ?? (await openSimJournal({ terminalId: 'T0000001', clock: stamps, random: new SimRandom(1) }));
  const behind: Behind[] = [];
  const bench: Omit<Bench, 'desk' | 'bar' | 'sell'> = {
    clock,
    reader,
    host,
    journal: kept,
    alerts,
    behind,
    limits: GENEROUS,
    clockQuality: 'unchecked',
  };
  const bar = new ReaderGuard({ journal: kept, reader, alerts, log: silentLog, stops: options.stopsOnTamper ?? true });
  await bar.start();
  const desk = createSaleDesk({
    merchantId: 'M0001',
    behind: (it) => behind.push(it),
    contact: { answered: () => true },
    journal: kept,
    reader,
    bar,
    host,
    clock,
    alerts,
    log: silentLog,
    limits: () => bench.limits,
    clockQuality: () => bench.clockQuality,
    requestDeadlineMs: 5000,
    cardTimeoutMs: 30_000,
    recoveryWaitMs: RECOVERY_WAIT_MS,
    shownIdleMs: SHOWN_IDLE_MS,
    duplicateWindowMs: options.duplicateWindowMs ?? 0,
    keyWindowMs: KEY_WINDOW_MS,
    tillGone: options.tillGone ?? 'finish',
    duplicateAnswerMs: DUPLICATE_ANSWER_MS,
  });
  return Object.assign(bench, {
    desk,
    bar,
    sell: (amount = 1250, idempotencyKey: string | null = null, change: Partial<SaleRequest> = {}) =>
      desk.sell({ type: 'sale', money: money(amount, 'EUR'), idempotencyKey, allowDuplicate: false, ...change }),
  });
}

/** A bench that takes sales. */
export async function openedBench(options: BenchOptions = {}): Promise<Bench> {
  const bench = await openBench(undefined, undefined, options);
  bench.desk.start();
  await bench.desk.idle();
  return bench;
}
