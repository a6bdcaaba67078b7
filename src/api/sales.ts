import { z } from 'zod';
import { TRANSACTION_TYPES } from '../domain/transaction.js';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import { transactionFields } from './transactions.js';
import {
  amountAsked,
  currencyAsked,
  flag,
  idempotencyKeyAsked,
  keyAsked,
  NO_PARAMETERS,
  oneOf,
  stanAsked,
} from './values.js';

/** Sales, refunds and voids. */

const saleView = z
  .strictObject({
    ...transactionFields,
    repeated: z
      .boolean()
      .describe('The idempotency key had been used: this is the first outcome, nothing was taken now.'),
  })
  .meta({ id: 'Sale', description: 'A sale or refund and what the cardholder was told.' });
export type SaleView = Frozen<z.output<typeof saleView>>;

export const SALE_METHODS = {
  'sale.start': {
    sentence: 'Takes a sale or refund and answers when the cardholder has been told.',
    parameters: z.strictObject({
      amount: amountAsked,
      currency: currencyAsked,
      type: oneOf(TRANSACTION_TYPES).default('sale').describe('A refund pays money back to a card.'),
      idempotency_key: idempotencyKeyAsked.describe(
        "The till's own key, a UUID or the receipt number: the same key never takes a second sale.",
      ),
      allow_duplicate: flag()
        .default(false)
        .describe('A second sale with the same card and amount is meant: nobody is asked.'),
    }),
    result: saleView,
    errors: [
      'AMOUNT_INVALID',
      'CURRENCY_UNKNOWN',
      'IDEMPOTENCY_MISMATCH',
      'RECOVERING',
      'SETTLING',
      'SALES_STOPPED',
      'READER_NOT_READY',
      'READER_TAMPERED',
      'READER_LOST',
      'READER_ERROR',
      'READER_PROTOCOL',
      'CLEAR_CARD_DATA',
      'ILLEGAL_EVENT',
      ...JOURNAL_ERRORS,
    ],
  },
  'sale.cancel': {
    sentence: 'Asks the running sale to end; its own answer tells how it ended.',
    parameters: NO_PARAMETERS,
    result: z.strictObject({ cancelling: z.literal(true) }),
    errors: ['NOTHING_TO_CANCEL'],
  },
  'sale.confirm': {
    sentence: 'Answers the running sale that asks, in agent.status, whether it repeats an earlier one.',
    parameters: z.strictObject({
      // No default: a misspelt answer must neither take nor refuse money.
      proceed: flag().describe('true takes the sale once more, false refuses it.'),
    }),
    result: z.strictObject({ confirmed: z.boolean() }),
    errors: ['NOTHING_TO_CONFIRM'],
  },
  'sale.void': {
    sentence: 'Takes an approved sale or refund of the open batch back and answers when that is committed.',
    parameters: z
      .strictObject({
        key: keyAsked.optional().describe('For example T0000042-9f1c2a0b7d3e4f55-b41c72de-17.'),
        stan: stanAsked.optional().describe('Refused when several transactions bear it.'),
        idempotency_key: idempotencyKeyAsked.describe("The till's own key, kept with the void."),
      })
      .refine(({ key, stan }) => (key === undefined) !== (stan === undefined), {
        error: 'give exactly one of key, stan',
      })
      .meta({
        description: 'Exactly one of key and stan, for example {"stan":42}.',
        oneOf: [{ required: ['key'] }, { required: ['stan'] }],
      }),
    result: saleView,
    errors: ['NOT_FOUND', 'VOID_REFUSED', ...JOURNAL_ERRORS],
  },
} satisfies Record<string, ApiMethod>;
