import { z } from 'zod';
import { OUTCOMES } from '../domain/answer.js';
import { SHOWN_DIFFERENCES } from '../domain/postings/shown.js';
import { STANDINGS } from '../domain/postings/standing.js';
import { CLOCK_QUALITIES, DECIDERS, DISPLAYS, TRANSACTION_TYPES, VERDICTS } from '../domain/transaction.js';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import { postingView } from './postings.js';
import {
  amount,
  count,
  currency,
  entryMode,
  idempotencyKeyAsked,
  key,
  keyAsked,
  stanAsked,
  tillIdAsked,
  time,
  transactionState,
} from './values.js';

/** One sale or refund, as tills and technicians see it. */

export const transactionFields = {
  key,
  /** Six digits at most, for people. */
  stan: count,
  type: z.enum(TRANSACTION_TYPES),
  state: transactionState,
  outcome: z
    .enum(STANDINGS)
    .nullable()
    .describe('What stands now: voided once an approval is taken back. Null while undecided.'),
  told: z
    .enum(VERDICTS)
    .nullable()
    .describe(
      'The verdict that the cardholder was told; changes only to an approval that the reader showed against it.',
    ),
  by: z.enum(DECIDERS).nullable().describe('Who decided what the cardholder was told.'),
  response_code: z.string().nullable().describe('DE 39, or Y1 Y3 Z1 Z3 for what was decided offline.'),
  reason: z.string().nullable().describe('Where the code does not say it all.'),
  amount,
  currency,
  masked_pan: z
    .string()
    .regex(/^\d{0,6}\*{2,}\d{0,4}$/)
    .nullable()
    .describe('First six and last four digits at most.'),
  entry_mode: entryMode.nullable(),
  scheme: z.string().nullable(),
  rrn: z.string().nullable().describe('DE 37; null until the host named one.'),
  started_at: time,
  till_id: z.string().nullable().describe('The till that asked; null for one that gives no name.'),
  idempotency_key: z.string().nullable().describe("That till's own."),
  order_reference: z.string().nullable().describe('What people find it by; may come again.'),
  deferred: z.boolean().describe('Approved on a cryptogram that only the host can check, and will.'),
  batch: count.nullable().describe('In which the host posted it; null: not posted as far as is known.'),
  voided_batch: count.nullable().describe('In which the host took it back; null: not taken back.'),
};

const entryView = z
  .strictObject({ number: count, event: z.string(), state: transactionState, at: time })
  .meta({ id: 'Entry', description: 'What happened to it, and its state afterwards.' });

const ownPostingView = postingView
  .omit({ stan: true })
  .meta({ id: 'OwnPosting', description: 'A posting of the transaction around it.' });

const transactionDetailView = z
  .strictObject({
    ...transactionFields,
    clock: z.enum(CLOCK_QUALITIES).describe("How the terminal's own clock was judged at its start."),
    reader: z.string().nullable().describe('Serial number of the reader that was asked; null where it is not known.'),
    shown: z
      .enum(DISPLAYS)
      .describe('What the reader showed, as far as it told; nothing: it cannot say, or another one is there.'),
    shown_at: time.nullable().describe('Since when that is known.'),
    shown_difference: z
      .enum(SHOWN_DIFFERENCES)
      .nullable()
      .describe('How that and what is booked differ; null: both say the same, or it is not known yet.'),
    host_outcome: z.enum(OUTCOMES).nullable().describe("The host's last word."),
    postings: z.array(ownPostingView),
    entries: z.array(entryView),
  })
  .meta({ id: 'TransactionDetail', description: 'A transaction with its postings and all that happened to it.' });
export type TransactionDetailView = Frozen<z.output<typeof transactionDetailView>>;

const transactionShow = {
  sentence:
    'One transaction with its postings and entries; several, newest first, when a STAN that wrapped names them.',
  parameters: z
    .strictObject({
      key: keyAsked.optional().describe('For example T0000042-9f1c2a0b7d3e4f55-b41c72de-17.'),
      stan: stanAsked.optional().describe('It wraps at a million.'),
      idempotency_key: idempotencyKeyAsked.describe("The till's own key."),
      till_id: tillIdAsked.describe('Whose idempotency key it is; left out: that of the till that gives no name.'),
    })
    .refine(({ till_id: _, ...given }) => Object.values(given).filter((it) => it !== undefined).length === 1, {
      error: 'give exactly one of key, stan, idempotency_key',
    })
    .meta({
      description: 'Exactly one of them, for example {"stan":42}.',
      oneOf: [{ required: ['key'] }, { required: ['stan'] }, { required: ['idempotency_key'] }],
    }),
  result: z.strictObject({ transactions: z.array(transactionDetailView) }),
  errors: ['NOT_FOUND', ...JOURNAL_ERRORS],
} satisfies ApiMethod;

export const TRANSACTION_METHODS = { 'transaction.show': transactionShow } satisfies Record<string, ApiMethod>;
