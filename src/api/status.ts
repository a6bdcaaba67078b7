import { z } from 'zod';
import { ALERT_CATALOGUE, type AlertCode } from '../domain/catalogue/alerts.js';
import { TRANSACTION_TYPES } from '../domain/transaction.js';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import {
  amount,
  amounts,
  count,
  currency,
  durationMs,
  headView,
  key,
  NO_PARAMETERS,
  pauses,
  time,
  transactionState,
} from './values.js';

/** How the agent is. */

const questionView = z
  .strictObject({
    earlier: key.describe('Key of the earlier approval with the same card and amount.'),
    earlier_started_at: time,
    answer_within_ms: durationMs.describe('Without an answer within this the sale is declined.'),
  })
  .meta({ id: 'Question', description: 'A suspected duplicate: answered by sale.confirm.' });
export type QuestionView = Frozen<z.output<typeof questionView>>;

const readerView = z
  .strictObject({
    state: z.enum(['missing', 'connecting', 'ready']),
    serial_number: z.string().nullable(),
    firmware: z.string().nullable(),
    problem: z.string().nullable(),
  })
  .meta({ id: 'Reader', description: 'The card reader.' });
export type ReaderView = Frozen<z.output<typeof readerView>>;

const linkView = z
  .strictObject({
    state: z.enum(['online', 'brokerOnly', 'offline']),
    address: z.string(),
    protocol_version: count.nullable().describe('5 for MQTT 5, 4 for 3.1.1; null while unknown.'),
    problem: z.string().nullable(),
    last_echo_ago_ms: durationMs.nullable(),
  })
  .meta({ id: 'Link', description: 'The way to the host.' });
export type LinkView = Frozen<z.output<typeof linkView>>;

const queueView = z
  .strictObject({
    advices: count,
    reversals: count,
    parked: count,
    oldest_created_at: time.nullable(),
    amounts: amounts.describe('Approved and on its way.'),
    pauses,
    parked_amounts: amounts.describe('Approved, refused by the host, and with a person.'),
  })
  .meta({ id: 'Queue', description: 'What the host has yet to get.' });
export type QueueView = Frozen<z.output<typeof queueView>>;

const alertCode = z
  .enum(Object.keys(ALERT_CATALOGUE) as AlertCode[])
  .meta({ id: 'AlertCode', description: '[alerts.md](docs/alerts.md) says what each means and what to do.' });

const alertView = z
  .strictObject({ code: alertCode, subject: z.string(), text: z.string(), raised_at: time, count })
  .meta({ id: 'Alert', description: 'Something that a person must know; gone when its condition is over.' });
export type AlertView = Frozen<z.output<typeof alertView>>;

const undecidedView = z
  .strictObject({ key, type: z.enum(TRANSACTION_TYPES), state: transactionState, amount, currency, started_at: time })
  .meta({ id: 'Undecided', description: 'A sale or refund with its money, which is not decided.' });
export type UndecidedView = Frozen<z.output<typeof undecidedView>>;

const statusView = z
  .strictObject({
    version: z.string(),
    uptime_ms: durationMs,
    merchant_id: z.string(),
    terminal_id: z.string(),
    epoch: z.string(),
    sale: z
      .strictObject({
        key,
        till_id: z.string().nullable(),
        order_reference: z.string().nullable(),
        step: z.string(),
        question: questionView.nullable(),
      })
      .nullable()
      .describe('The sale or refund that runs.'),
    undecided: z
      .array(undecidedView)
      .nullable()
      .describe('What was interrupted and is not decided; null while the journal has failed and cannot be asked.'),
    shown_not_booked: z
      .array(undecidedView)
      .nullable()
      .describe(
        'Shown as approved, not booked, and cannot be: a person decides. Of batches that are not closed; null like undecided.',
      ),
    sales_stopped: z
      .string()
      .nullable()
      .describe("The host's reason for taking no sales; null while it does, or while the journal cannot be asked."),
    open_batch: count.describe('The batch that takes postings now.'),
    settlement: z.string().nullable().describe('What the running closing of a batch is doing; null when none runs.'),
    reader: readerView,
    link: linkView,
    journal: z.strictObject({
      state: z.enum(['ok', 'failed', 'lowSpace']),
      problem: z.string().nullable(),
      disk_free_bytes: count,
      head: headView,
    }),
    queue: queueView.nullable().describe('Null while the journal has failed and cannot be asked.'),
    alerts: z.array(alertView),
    counters: z.record(z.string(), count),
  })
  .meta({ id: 'Status', description: 'How the agent, its reader, its link to the host and its queue are.' });
export type StatusView = Frozen<z.output<typeof statusView>>;

export const STATUS_METHODS = {
  'agent.status': {
    sentence: 'How the agent, its reader, its link to the host and its queue are; also while the journal has failed.',
    parameters: NO_PARAMETERS,
    result: statusView,
    errors: JOURNAL_ERRORS,
  },
  'agent.ping': {
    sentence: 'Says that an agent answers, and its version.',
    parameters: NO_PARAMETERS,
    result: z.strictObject({ version: z.string() }),
    errors: [],
  },
} satisfies Record<string, ApiMethod>;
