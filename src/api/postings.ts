import { z } from 'zod';
import { POSTING_STATES } from '../domain/posting.js';
import { TRANSACTION_TYPES } from '../domain/transaction.js';
import { PAGE_DEFAULT, PAGE_MAX } from './bounds.js';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import {
  amount,
  amounts,
  count,
  currency,
  durationMs,
  flag,
  key,
  keyAsked,
  NO_PARAMETERS,
  oneOf,
  pauses,
  reasonAsked,
  stanAsked,
  time,
  transactionState,
  whole,
  wordsAsked,
} from './values.js';

/** What the host has yet to get, and what it refuses. */

export const postingView = z
  .strictObject({
    sequence: count,
    key,
    stan: count,
    kind: z.enum(['advice', 'reversal']),
    detail: z.string().describe('Y1, Y3 or online of an advice, the reason of a reversal.'),
    state: z.enum(POSTING_STATES),
    amount,
    currency,
    refusals: count,
    parked_reason: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: 'Posting', description: 'One record that the host must get.' });
export type PostingView = Frozen<z.output<typeof postingView>>;

const pageView = z
  .strictObject({
    postings: z.array(postingView),
    pauses,
    next: count.nullable().describe('The `after` of the following page, null on the last.'),
  })
  .meta({ id: 'QueuePage', description: 'Postings, oldest first.' });
export type QueuePage = Frozen<z.output<typeof pageView>>;

const page = {
  after: whole(0).default(0).describe('Only those after this posting sequence.'),
  limit: whole(1, PAGE_MAX).default(PAGE_DEFAULT).describe('At most so many.'),
};
const sequence = whole(1).describe('The posting sequence, as park.list shows it.');

const reason = reasonAsked.describe('By what means it was settled, without card numbers.');

const parkedFor = wordsAsked.describe('Words that stand in `parked_reason`, a response code for example: 96.');

const lateSumView = z.strictObject({ count, amounts, since: time, longest_ms: durationMs }).meta({
  id: 'LateSum',
  description: "Late postings, a batch's totals among the count; how long the first has waited.",
});
export type LateSumView = Frozen<z.output<typeof lateSumView>>;

const latePostingsView = z
  .strictObject({
    late_after_ms: durationMs,
    waiting: lateSumView.nullable().describe('Late and not posted yet; null: none.'),
    posted: lateSumView.nullable().describe('Late, posted since, and not looked at before; null: none.'),
  })
  .meta({ id: 'LatePostings', description: 'What is late now, and what was.' });
export type LatePostingsView = Frozen<z.output<typeof latePostingsView>>;

const resendItem = z
  .strictObject({
    key,
    stan: count.nullable(),
    type: z.enum(TRANSACTION_TYPES).nullable(),
    state: transactionState.nullable(),
    amount: amount.nullable(),
    currency: currency.nullable(),
    sends: z
      .enum(['approval', 'reversal', 'approval and reversal'])
      .nullable()
      .describe('What leaves once more; with a reversal no money moves. Null: nothing.'),
    card_data_erased: z
      .boolean()
      .describe('The card data were erased after the receipt: it goes without them, and says so to the host.'),
    refused: z.string().nullable().describe('Why nothing leaves; null: it does.'),
  })
  .meta({ id: 'ResendItem', description: 'A transaction that is sent to the host once more, or not and why.' });
export type ResendItemView = Frozen<z.output<typeof resendItem>>;

const resent = z.strictObject({
  count: count.describe('Transactions that are sent again.'),
  amounts,
  items: z.array(resendItem),
});
export type ResendView = Frozen<z.output<typeof resent>>;

const chosen = {
  key: keyAsked.optional().describe('One transaction.'),
  stan: stanAsked.optional().describe('One by its STAN, with `batch` when several bear it.'),
  batch: whole(1).optional().describe('Of this batch: the STAN, or all that is missing.'),
  missing: flag().optional().describe("True: all that the host's answer named as missing there, of `batch`."),
};
type Chosen = Partial<Record<'key' | 'stan' | 'batch' | 'missing', unknown>>;
const isChoice = ({ key: one, stan, batch, missing }: Chosen): boolean =>
  [one !== undefined, stan !== undefined, missing === true].filter(Boolean).length === 1 &&
  (missing === true ? batch !== undefined : batch === undefined || stan !== undefined);
const CHOICE_ERROR = { error: 'give a key, a stan (with its batch), or a batch with missing' };
const CHOICE = { description: 'A key; a stan, with its batch when several bear it; or {"batch":17,"missing":true}.' };

export const POSTING_METHODS = {
  'queue.list': {
    sentence: 'Postings of one state, oldest first.',
    parameters: z.strictObject({
      state: oneOf(POSTING_STATES).default('pending').describe('Which postings.'),
      ...page,
    }),
    result: pageView,
    errors: JOURNAL_ERRORS,
  },
  'late.show': {
    sentence: 'Postings that wait longer than settlement.late_after_ms, and those that did and are posted by now.',
    parameters: NO_PARAMETERS,
    result: latePostingsView,
    errors: JOURNAL_ERRORS,
  },
  'late.seen': {
    sentence:
      'The same, and says that a person has looked: POSTING_LATE ends for what is posted by now, over restarts too.',
    parameters: NO_PARAMETERS,
    result: latePostingsView,
    errors: JOURNAL_ERRORS,
  },
  'resend.preview': {
    sentence: 'What of the named would be sent to the host once more, and what not and why; does nothing.',
    parameters: z.strictObject(chosen).refine(isChoice, CHOICE_ERROR).meta(CHOICE),
    result: resent,
    errors: ['NOT_FOUND', ...JOURNAL_ERRORS],
  },
  'resend.start': {
    sentence:
      'Sends to the host once more, under the same keys, what it has lost: it cannot be posted twice. The reason stays in the journal.',
    parameters: z
      .strictObject({ ...chosen, reason: reason.describe('What the host lost, without card numbers.') })
      .refine(isChoice, CHOICE_ERROR)
      .meta(CHOICE),
    result: resent,
    errors: ['NOT_FOUND', 'RESEND_REFUSED', ...JOURNAL_ERRORS],
  },
  'park.list': {
    sentence: 'Postings that the host refuses and that wait for a person, oldest first.',
    parameters: z.strictObject(page),
    result: pageView,
    errors: JOURNAL_ERRORS,
  },
  'park.retry': {
    sentence: 'Sends a parked posting to the host again.',
    parameters: z.strictObject({ sequence }),
    result: postingView,
    errors: ['NOT_FOUND', 'ILLEGAL_EVENT', ...JOURNAL_ERRORS],
  },
  'park.reopen': {
    sentence: 'Sends all parked postings to the host again, or those that were parked for one reason.',
    parameters: z.strictObject({ reason: parkedFor.optional() }),
    result: z.strictObject({ count, amounts }),
    errors: ['ILLEGAL_EVENT', ...JOURNAL_ERRORS],
  },
  'park.resolve': {
    sentence:
      'Records that a parked posting was settled by other means: it is not sent any more and stays readable with its reason.',
    parameters: z.strictObject({ sequence, reason }),
    result: postingView,
    errors: ['NOT_FOUND', 'ILLEGAL_EVENT', ...JOURNAL_ERRORS],
  },
} satisfies Record<string, ApiMethod>;
