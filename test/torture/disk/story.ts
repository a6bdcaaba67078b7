import type { TillpostError } from '../../../src/domain/errors.js';
import { asTillpostError } from '../../../src/domain/errors.js';
import type { Clock, Journal, Timer } from '../../../src/ports/index.js';
import { order } from '../../support/journal.js';
import { ISSUED } from '../../support/samples.js';
import type { Mark } from './promises.js';
import { amountOf, idempotencyKeyOf, scriptOf } from './sale-scripts.js';
export interface StoryOptions {
  readonly journal: Journal;
  readonly mark: (mark: Mark) => void;
  /** Indexes of the sales; lanes run beside each other, so that commits are shared. */
  readonly lanes: readonly (readonly number[])[];
  /** After the last sale: close a batch, take a command of the host, purge. Once: two that close one batch would race. */
  readonly books: boolean;
  /** What to do about a failed call; resolves when it may be tried again. */
  readonly failed: (error: TillpostError) => Promise<void>;
  /** A defect made on purpose: a failed call counts as done. */
  readonly swallow?: boolean;
}

/** Sales on a real journal: everything is marked before it is asked for and after it was promised. */
export async function tellStory(options: StoryOptions): Promise<void> {
  await Promise.all(options.lanes.map((sales) => tellLane(options, sales)));
  if (options.books) await tellBooks(options);
}

async function tellLane(options: StoryOptions, sales: readonly number[]): Promise<void> {
  for (const sale of sales) await tellSale(options, sale);
}

async function tellSale(options: StoryOptions, sale: number): Promise<void> {
  const { journal, mark } = options;
  const script = scriptOf(sale);
  for (let step = 0; step < script.length; step += 1) {
    const { event, state, posts } = script[step]!;
    mark({ said: 'try', what: 'sale', sale, step });
    await insist(
      options,
      async () => {
        // A sale asked for again is found by its key, as the till's own repetition is.
        const idempotencyKey = idempotencyKeyOf(sale);
        const { transaction } = await journal.begin(order({ idempotencyKey, amount: amountOf(sale) }));
        const { key } = transaction;
        const asked = event(key, journal.openBatch());
        const isDone = asked === null || transaction.state === state;
        const applied = isDone ? null : await journal.apply(key, asked);
        const postings = isDone && posts !== null ? (await journal.transaction(key))?.postings : applied?.postings;
        const posting = posts === null ? undefined : postings?.findLast(({ content }) => content.kind === posts);
        mark({
          said: 'ok',
          what: 'sale',
          sale,
          step,
          ...(posting === undefined ? {} : { sequence: posting.sequence }),
        });
      },
      () => mark({ said: 'ok', what: 'sale', sale, step }),
    );
  }
}

async function tellBooks(options: StoryOptions): Promise<void> {
  const { journal, mark } = options;
  const batch = journal.openBatch();
  mark({ said: 'try', what: 'batch', batch });
  await insist(
    options,
    () => closeBatch(journal, batch),
    () => undefined,
  );
  mark({ said: 'ok', what: 'batch', batch });

  mark({ said: 'try', what: 'command', counter: batch });
  await insist(
    options,
    async () => {
      await journal.acceptCommand({
        counter: batch,
        ...ISSUED,
        order: { kind: 'stopSales', reason: `story ${batch}` },
      });
      await journal.finishCommand({ counter: batch, outcome: 'done', text: 'done' });
    },
    () => undefined,
  );
  mark({ said: 'ok', what: 'command', counter: batch });

  mark({ said: 'try', what: 'purge' });
  let count = 0;
  await insist(
    options,
    async () => {
      count = await journal.purge(Number.MAX_SAFE_INTEGER, 2);
    },
    () => undefined,
  );
  mark({ said: 'ok', what: 'purge', count });
}

async function closeBatch(journal: Journal, number: number): Promise<void> {
  for (;;) {
    const state = (await journal.batch(number))?.state;
    if (state === undefined || state === 'closed') return;
    if (state === 'open') await journal.applyBatch(number, { name: 'seal' });
    else if (state === 'sealed') await journal.applyBatch(number, { name: 'fixTotals' });
    else await journal.applyBatch(number, { name: 'matched', hostTotals: [] });
  }
}

/** Tries until it is done, as the sale desk does that finds the journal well again. */
async function insist(options: StoryOptions, attempt: () => Promise<void>, claim: () => void): Promise<void> {
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      if (options.swallow === true) return claim();
      await options.failed(asTillpostError(thrown, 'story'));
    }
  }
}

/** Production waits seconds before it reopens a failed journal and a minute between two checkpoints. */
export class HastyClock implements Clock {
  constructor(private readonly longestMs: number) {}

  wallMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = setTimeout(run, Math.min(this.longestMs, delayMs));
    return { cancel: () => clearTimeout(timer) };
  }
}
