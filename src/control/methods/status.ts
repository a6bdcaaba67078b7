import { SHOWN_MAX } from '../../api/bounds.js';
import type { StatusView } from '../../api/status.js';
import { keyText, sameKey } from '../../domain/key.js';
import { shownDifference } from '../../domain/postings/shown.js';
import type { Transaction } from '../../domain/transaction.js';
import type {
  Alerts,
  BatchReads,
  CardReader,
  Clock,
  Counters,
  HostLink,
  JournalStanding,
  JournalWatch,
  QueueReads,
  RunningSale,
  SaleBooks,
  SaleDesk,
  SettingReads,
  SettlementDesk,
} from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';
import { alertView, linkView, questionView, queueView, readerView, undecidedView } from './views.js';

export interface StatusParts {
  readonly desk: SaleDesk;
  readonly settlement: SettlementDesk;
  readonly journal: JournalStanding &
    JournalWatch &
    QueueReads &
    SettingReads &
    Pick<SaleBooks, 'unresolved'> &
    Pick<BatchReads, 'shownStanding'>;
  readonly reader: CardReader;
  readonly host: HostLink;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly ids: { readonly merchantId: string; readonly terminalId: string };
  readonly version: string;
  readonly startedAtMonotonicMs: number;
}

/** How the agent is. */
export function statusMethods(parts: StatusParts): HandlersOf<'agent'> {
  return {
    'agent.status': () => status(parts),
    'agent.ping': () => Promise.resolve({ version: parts.version }),
  };
}

async function status(parts: StatusParts): Promise<StatusView> {
  const { desk, settlement, journal, reader, host, alerts, counters, clock, ids } = parts;
  // What a failed journal holds cannot be asked, but that it has failed, and why, is what the person wants to know.
  const asked = Promise.all([
    journal.queue(),
    journal.settings(),
    journal.unresolved(),
    journal.shownStanding(SHOWN_MAX),
  ]);
  const [queue, settings, unresolved, shown] = await asked.catch((error: unknown) => {
    if (journal.health().state !== 'failed') throw error;
    return [null, null, null, null] as const;
  });
  const { state, problem, diskFreeBytes } = journal.health();
  const { entry, mac } = journal.head();
  const nowMs = clock.monotonicMs();
  return {
    version: parts.version,
    uptime_ms: Math.round(nowMs - parts.startedAtMonotonicMs),
    merchant_id: ids.merchantId,
    terminal_id: ids.terminalId,
    epoch: journal.identity().epoch,
    sale: saleOf(desk, nowMs),
    undecided: unresolved === null ? null : undecidedBeside(desk.current(), unresolved).map(undecidedView),
    shown_not_booked: shown?.filter((it) => shownDifference(it) === 'shownNotBooked').map(undecidedView) ?? null,
    sales_stopped: settings?.salesStopped ?? null,
    open_batch: journal.openBatch(),
    settlement: settlement.step(),
    reader: readerView(reader.status()),
    link: linkView(host.status()),
    journal: { state, problem: problem?.message ?? null, disk_free_bytes: diskFreeBytes, head: { entry, mac } },
    queue: queue === null ? null : queueView(queue, host.pauses()),
    alerts: alerts.active().map(alertView),
    counters: counters.snapshot(),
  };
}

/** The sale that runs has no verdict either, and nobody need look at it. */
function undecidedBeside(running: RunningSale | null, unresolved: readonly Transaction[]): readonly Transaction[] {
  return unresolved.filter(({ key }) => running === null || !sameKey(key, running.key));
}

function saleOf(desk: SaleDesk, nowMs: number): StatusView['sale'] {
  const running = desk.current();
  if (running === null) return null;
  const { key, tillId, orderReference, step, question } = running;
  return {
    key: keyText(key),
    till_id: tillId,
    order_reference: orderReference,
    step,
    question: question === null ? null : questionView(question, nowMs),
  };
}
