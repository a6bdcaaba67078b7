import { z } from 'zod';
import { LATE_SHOWN_MAX } from '../domain/postings/posting-delay.js';
import { SHOWN_DIFFERENCES } from '../domain/postings/shown.js';
import { BATCH_STATES, DIFFERENCE_KINDS, TOTAL_TYPES } from '../domain/settlement.js';
import { DISPLAYS, TRANSACTION_TYPES } from '../domain/transaction.js';
import { BATCHES_DEFAULT, BATCHES_MAX, DIFFERENCES_MAX, SHOWN_MAX, UNPOSTED_MAX } from './bounds.js';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import {
  amount,
  amounts,
  count,
  currency,
  durationMs,
  key,
  moneyView,
  NO_PARAMETERS,
  time,
  transactionState,
  whole,
} from './values.js';

/** Batches: totals here and at the host, what differs, how late postings were. */

export type MoneyView = Frozen<z.output<typeof moneyView>>;

const totalView = z
  .strictObject({ type: z.enum(TOTAL_TYPES), currency, count, amount })
  .meta({ id: 'Total', description: 'saleVoid and refundVoid take back what stands in an earlier batch.' });
export type TotalView = Frozen<z.output<typeof totalView>>;

const batchFields = {
  number: count,
  business_date: z.string().nullable().describe('YYYY-MM-DD; null while it holds no sales, or none with a date.'),
  state: z.enum(BATCH_STATES),
  opened_at: time,
  closed_at: time.nullable(),
  sequence: count.nullable().describe('Posting sequence of the totals; null until they are fixed.'),
  totals: z.array(totalView),
  host_totals: z.array(totalView).nullable().describe('Null until the host answered.'),
  matched: z.boolean().nullable().describe('Whether both totals are the same; null until the host answered.'),
  waiting: count.describe('Sales in it that are undecided or have a posting without a receipt: totals wait for them.'),
  parked: count.describe('Sales in it with a parked posting: nothing waits for them.'),
  not_posted: amounts.describe('Approved up to its end and not in the ledger of the host now, nor written off.'),
};

const batchView = z.strictObject(batchFields).meta({ id: 'Batch', description: 'A batch and its totals.' });
export type BatchView = Frozen<z.output<typeof batchView>>;

const differenceView = z
  .strictObject({
    key,
    stan: count.nullable().describe('Null when the journal does not hold the key.'),
    state: transactionState.nullable().describe('How it stands here now.'),
    kind: z.enum(DIFFERENCE_KINDS),
    type: z.enum(TOTAL_TYPES),
    terminal: moneyView.nullable(),
    host: moneyView.nullable(),
    amount_mismatch_noted: z.boolean().describe('The host named another amount for it before.'),
    sent_again_at: time.nullable().describe('When it was sent again (resend) last; null: never.'),
    answered_at: time.nullable().describe('When the host took what was sent again; null: not yet.'),
  })
  .meta({ id: 'Difference', description: 'A transaction that stands differently here and at the host.' });
export type DifferenceView = Frozen<z.output<typeof differenceView>>;

const mismatchView = z
  .strictObject({
    key,
    stan: count,
    state: transactionState,
    amount,
    currency,
    host: moneyView.nullable().describe("The host's last word; null when it named no amount."),
    times: count.describe('How often it was recorded.'),
  })
  .meta({
    id: 'Mismatch',
    description: 'The host named another amount; it stays unsettled until a person has seen to it.',
  });
export type MismatchView = Frozen<z.output<typeof mismatchView>>;

const lateView = z
  .strictObject({ key, stan: count, amount, currency, waited_ms: durationMs, posted: z.boolean() })
  .meta({ id: 'Late', description: 'A posting that waited longer than settlement.late_after_ms, or waits still.' });
export type LateView = Frozen<z.output<typeof lateView>>;

const delayView = z
  .strictObject({
    posted: count,
    waiting: count,
    p50_ms: durationMs.nullable().describe('Nearest rank; null when nothing was posted.'),
    p95_ms: durationMs.nullable(),
    max_ms: durationMs.nullable(),
    late_after_ms: durationMs,
    late_count: count,
    late: z.array(lateView).max(LATE_SHOWN_MAX).describe(`The longest waits, at most ${LATE_SHOWN_MAX}.`),
  })
  .meta({ id: 'Delays', description: 'From the verdict to the knowledge that the host has it.' });
export type DelayView = Frozen<z.output<typeof delayView>>;

const unpostedView = z
  .strictObject({ key, stan: count, state: transactionState, amount, currency })
  .meta({ id: 'NotPosted', description: 'Approved, and not in the ledger of the host: it waits or is parked.' });

const shownView = z
  .strictObject({
    key,
    stan: count,
    type: z.enum(TRANSACTION_TYPES),
    state: transactionState,
    amount,
    currency,
    kind: z.enum(SHOWN_DIFFERENCES),
    shown: z.enum(DISPLAYS),
    shown_at: time.nullable().describe('Since when that is known.'),
    reader: z.string().nullable().describe('Serial number of the reader that was asked.'),
  })
  .meta({ id: 'Shown', description: 'A sale that the cardholder was shown otherwise than it is booked.' });
export type ShownView = Frozen<z.output<typeof shownView>>;

const batchDetailView = z
  .strictObject({
    merchant_id: z.string(),
    terminal_id: z.string(),
    ...batchFields,
    totals_fixed: z.boolean().describe('False: counted now, and more may come.'),
    difference_count: count,
    differences: z
      .array(differenceView)
      .max(DIFFERENCES_MAX)
      .describe(`The first of them, at most ${DIFFERENCES_MAX}.`),
    mismatches: z.array(mismatchView),
    unposted: z
      .array(unpostedView)
      .max(UNPOSTED_MAX)
      .describe(`The first of what is not posted, at most ${UNPOSTED_MAX}.`),
    shown_difference_count: count,
    shown_differences: z
      .array(shownView)
      .max(SHOWN_MAX)
      .describe(`The first of what was shown otherwise than it is booked, at most ${SHOWN_MAX}.`),
    delays: delayView,
  })
  .meta({ id: 'BatchDetail', description: 'A batch with what differs and how late postings were.' });
export type BatchDetailView = Frozen<z.output<typeof batchDetailView>>;

const dueClosingView = z
  .strictObject({
    due: z.string().describe('Local date and time of the schedule, YYYY-MM-DDTHH:MM.'),
    business_date: z.string(),
    batch: count.nullable().describe('The batch that it sealed; null: there were no sales, and nothing was sent.'),
  })
  .meta({ id: 'DueClosing', description: 'A closing that fell due by settlement.schedule.' });
export type DueClosingView = Frozen<z.output<typeof dueClosingView>>;

export const BATCH_METHODS = {
  'settlement.start': {
    sentence:
      'Closes the open batch, or joins a closing that runs, and answers when it is closed: that may take as long as the host is away.',
    parameters: NO_PARAMETERS,
    result: batchView,
    errors: JOURNAL_ERRORS,
  },
  'batch.list': {
    sentence: 'The batches, and the closings that fell due, those without sales too; newest first.',
    parameters: z.strictObject({
      limit: whole(1, BATCHES_MAX).default(BATCHES_DEFAULT).describe('At most so many.'),
    }),
    result: z.strictObject({ batches: z.array(batchView), due_closings: z.array(dueClosingView) }),
    errors: JOURNAL_ERRORS,
  },
  'batch.show': {
    sentence: 'One batch with its differences and posting delays.',
    parameters: z.strictObject({
      number: whole(1).optional().describe('As batch.list shows it. Left out it is the open batch.'),
    }),
    result: batchDetailView,
    errors: ['NOT_FOUND', ...JOURNAL_ERRORS],
  },
} satisfies Record<string, ApiMethod>;
