import { TillpostError } from '../domain/errors.js';
import { type Batch, sameTotals } from '../domain/settlement.js';
import type {
  Clock,
  HostLink,
  Journal,
  NumberedBatchRow,
  SaleDesk,
  SettlementLink,
  SettlementReply,
  Timer,
} from '../ports/index.js';

export interface BatchWalkParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly desk: Pick<SaleDesk, 'hold'>;
  readonly host: HostLink;
  readonly link: SettlementLink;
  /** How long sales wait for the queue to drain before what is left moves to the next batch, ms. */
  readonly drainMaxMs: number;
  readonly answerTimeoutMs: number;
  /** YYYY-MM-DD of a batch that opens now. */
  readonly businessDate: () => string;
}

export interface BatchWalk {
  /**
   * One step of the closing, from whatever state the batch is in; commits before it returns.
   * @throws LINK_CLOSED (retryable) when the host gave no answer; JOURNAL_*
   */
  step(batch: Batch): Promise<Batch>;
  /** For people. */
  doing(): string;
  stop(): void;
}

const DETAILS_A_PAGE = 50;
const DRAIN_LOOK_MS = 100;

/** The steps of `domain/settlement.ts`, each safe to repeat: journal and host know a batch by its number. */
export function createBatchWalk({
  journal,
  clock,
  desk,
  host,
  link,
  drainMaxMs,
  answerTimeoutMs,
  businessDate,
}: BatchWalkParts): BatchWalk {
  let doing = 'idle';
  let stopped = false;
  let endWait: (() => void) | null = null;
  /** Batches whose totals this process has sent: later ones are repeats. Others may have been sent before a crash. */
  const asked = new Set<number>();
  const startedWith = new Set<number>();

  async function drain(batch: Batch): Promise<Batch> {
    doing = `batch ${batch.number}: draining`;
    const release = await desk.hold(`the closing of batch ${batch.number}`);
    try {
      const untilMs = clock.monotonicMs() + drainMaxMs;
      // Without a link nothing drains: what is owed moves to the next batch at once, and sales go on.
      while (!stopped && clock.monotonicMs() < untilMs && host.status().state === 'online') {
        const { advices, reversals } = await journal.queue();
        if (advices + reversals === 0) break;
        await pause(DRAIN_LOOK_MS);
      }
      if (stopped) throw new TillpostError('STOPPING', 'the agent is stopping', { operation: 'settlement' });
      return await journal.applyBatch(batch.number, { name: 'fixTotals' }, businessDate());
    } finally {
      release();
    }
  }

  async function reconcile(batch: Batch): Promise<Batch> {
    doing = `batch ${batch.number}: totals are at the host`;
    const repeat = asked.has(batch.number) || !startedWith.has(batch.number);
    asked.add(batch.number);
    const reply = await unlessStopped(link.sendTotals(batch, repeat, answerTimeoutMs));
    if (reply === null) throw noAnswer(batch);
    // Two opinions: the host's word that they match counts only if its totals are ours.
    const matched = reply.matched && sameTotals(batch.totals, reply.totals);
    const event = { name: matched ? ('matched' as const) : ('differs' as const), hostTotals: reply.totals };
    return journal.applyBatch(batch.number, event, businessDate());
  }

  /** Page after page from the first, each answered before the next: the host forgets nothing it has answered. */
  async function detail(batch: Batch): Promise<Batch> {
    let after = 0;
    for (let page = 1; ; page += 1) {
      doing = `batch ${batch.number}: page ${page} of the details is at the host`;
      const rows: readonly NumberedBatchRow[] = await journal.batchRows(batch.number, after, DETAILS_A_PAGE + 1);
      const last = rows.length <= DETAILS_A_PAGE;
      const sent = rows.slice(0, DETAILS_A_PAGE);
      const reply = await unlessStopped(link.sendDetails(batch, page, last, sent, answerTimeoutMs));
      if (reply === null) throw noAnswer(batch);
      if (last)
        return journal.applyBatch(batch.number, { name: 'explained', differences: reply.differences }, businessDate());
      after = sent.at(-1)?.number ?? after;
    }
  }

  /** Null when it is stopped meanwhile: the next process asks again. */
  function unlessStopped(asked: Promise<SettlementReply | null>): Promise<SettlementReply | null> {
    return new Promise((resolve, reject) => {
      endWait = () => resolve(null);
      asked.then(resolve, reject).finally(() => {
        endWait = null;
      });
    });
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        endWait = null;
        resolve();
      };
      const timer: Timer = clock.after(ms, done);
      endWait = done;
    });
  }

  return {
    step: (batch) => {
      switch (batch.state) {
        case 'open':
          startedWith.add(batch.number);
          return journal.applyBatch(batch.number, { name: 'startClosing' }, businessDate());
        case 'draining':
          return drain(batch);
        case 'reconciling':
          return reconcile(batch);
        case 'detailing':
          return detail(batch);
        case 'closed':
          return Promise.resolve(batch);
      }
    },
    doing: () => doing,
    stop: () => {
      stopped = true;
      endWait?.();
    },
  };
}

function noAnswer({ number }: Batch): TillpostError {
  return new TillpostError('LINK_CLOSED', `the host has not answered for batch ${number}`, {
    operation: 'settlement',
    retryable: true,
  });
}
