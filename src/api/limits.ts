import { z } from 'zod';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import { amount, count, currency, entryMode, NO_PARAMETERS } from './values.js';

/** What may be approved without the host. */

const gaugeView = z
  .strictObject({ used: count, allowed: count })
  .meta({ id: 'Gauge', description: 'What is used of a limit, and the limit.' });
export type GaugeView = Frozen<z.output<typeof gaugeView>>;

const limitView = z
  .strictObject({
    entry_mode: entryMode,
    currency,
    allowed: z.boolean(),
    deferred: z.boolean(),
    refunds: z.boolean(),
    by_host: z.boolean().describe('Replaced by the host, wholly or in part.'),
    ceiling: amount.describe('Of one sale.'),
    stored_count: gaugeView,
    stored_amount: gaugeView,
    oldest_age_ms: gaugeView.describe("The oldest wait; the whole terminal's."),
    queue_depth: gaugeView.describe("The whole terminal's."),
    card_count: count.describe('Of each card.'),
    card_amount: amount.describe('Of each card.'),
  })
  .meta({ id: 'Limit', description: 'Offline limits of one entry mode in one currency.' });
export type LimitView = Frozen<z.output<typeof limitView>>;

export const LIMIT_METHODS = {
  'limits.list': {
    sentence: 'The offline limits as they hold now, with what is used of each.',
    parameters: NO_PARAMETERS,
    result: z.strictObject({ limits: z.array(limitView) }),
    errors: JOURNAL_ERRORS,
  },
} satisfies Record<string, ApiMethod>;
