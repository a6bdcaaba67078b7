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
  oneOf,
  orderReferenceAsked,
  stanAsked,
  tillIdAsked,
} from './values.js';

/** Sales, refunds and voids. */

const saleView = z
  .strictObject({
    ...transactionFields,
    repeated: z
      .boolean()
      .describe('The idempotency key had been used: this is what stands of its sale, nothing was taken now.'),
  })
  .meta({ id: 'Sale', description: 'A sale or refund and what the cardholder was told.' });
export type SaleView = Frozen<z.output<typeof saleView>>;

/** All that is given must fit the sale that runs. */
const saleAsked = {
  key: keyAsked.optional().describe('Of the sale, for example T0000042-9f1c2a0b7d3e4f55-b41c72de-17.'),
  till_id: tillIdAsked.describe('Whose sale it is; null names the till that gives no name.'),
  idempotency_key: idempotencyKeyAsked.describe("Of the sale, that till's own."),
};
type SaleAsked = z.output<z.ZodObject<typeof saleAsked>>;
const NAME_IT = 'name the sale: key, till_id or idempotency_key';
const NAMING = {
  description: 'At least one of key, till_id, idempotency_key: a till ends and answers its own sale only.',
  anyOf: [{ required: ['key'] }, { required: ['till_id'] }, { required: ['idempotency_key'] }],
};

function isNamed({ key, till_id: tillId, idempotency_key: own }: SaleAsked): boolean {
  return key !== undefined || tillId !== undefined || (own ?? null) !== null;
}

export const SALE_METHODS = {
  'sale.start': {
    sentence: 'Takes a sale or refund and answers when the cardholder has been told.',
    parameters: z.strictObject({
      amount: amountAsked,
      currency: currencyAsked,
      type: oneOf(TRANSACTION_TYPES).default('sale').describe('A refund pays money back to a card.'),
      idempotency_key: idempotencyKeyAsked.describe(
        "The till's own key, best a UUID drawn for this sale: the same key of the same till never takes a second one. " +
          'No receipt or order number: those come again.',
      ),
      till_id: tillIdAsked.describe('Which till asks: its keys are its own, and its sale is ended or answered by it.'),
      order_reference: orderReferenceAsked.describe(
        'A receipt or order number, for people to find the sale by: it may come again and decides nothing.',
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
      'KEY_REUSED',
      'TILL_GONE',
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
    sentence:
      'Asks the named sale to end, if it is the one that runs; answered once that is on the disk, from when on it is not approved any more. Its own answer tells how it ended.',
    parameters: z.strictObject(saleAsked).refine(isNamed, { error: NAME_IT }).meta(NAMING),
    result: z.strictObject({ cancelling: z.literal(true) }),
    errors: ['NOTHING_TO_CANCEL', ...JOURNAL_ERRORS],
  },
  'sale.confirm': {
    sentence: 'Answers the named sale that asks, in agent.status, whether it repeats an earlier one.',
    parameters: z
      .strictObject({
        // No default: a misspelt answer must neither take nor refuse money.
        proceed: flag().describe('true takes the sale once more, false refuses it.'),
        ...saleAsked,
      })
      .refine(isNamed, { error: NAME_IT })
      .meta(NAMING),
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
        till_id: tillIdAsked.describe('Whose key that is.'),
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
