import type { ResendItemView, ResendView } from '../../api/postings.js';
import type { Taken } from '../../api/table.js';
import { keyText, parseKey } from '../../domain/key.js';
import type { ResendChoice, ResendDesk, ResendItem } from '../../ports/index.js';
import { sumsOf } from './batch-views.js';
import type { HandlersOf } from './handlers.js';

export interface ResendParts {
  readonly resend: ResendDesk;
}

/** What the host lost, once more. */
export function resendMethods({ resend }: ResendParts): HandlersOf<'resend'> {
  return {
    'resend.preview': async (params) => resendView(await resend.preview(choiceOf(params))),
    'resend.start': async ({ reason, ...params }) => resendView(await resend.start(choiceOf(params), reason)),
  };
}

/** One of the three: the table has seen to it. */
function choiceOf({ key, stan, batch }: Taken<'resend.preview'>): ResendChoice {
  if (key !== undefined) return { by: 'key', key: parseKey(key) };
  if (stan !== undefined) return { by: 'stan', stan, batch: batch ?? null };
  return { by: 'missing', batch: batch ?? 0 };
}

function resendView(items: readonly ResendItem[]): ResendView {
  const sent = items.flatMap(({ transaction, plan }) =>
    transaction !== null && plan.kind === 'sends' ? [transaction] : [],
  );
  return { count: sent.length, amounts: sumsOf(sent), items: items.map(itemView) };
}

function itemView({ key, transaction, plan }: ResendItem): ResendItemView {
  return {
    key: keyText(key),
    stan: transaction?.stan ?? null,
    type: transaction?.type ?? null,
    state: transaction?.state ?? null,
    amount: transaction?.money.amount ?? null,
    currency: transaction?.money.currency.code ?? null,
    sends: plan.kind === 'sends' ? plan.sends : null,
    card_data_erased: plan.kind === 'sends' && plan.isCardErased,
    refused: plan.kind === 'refused' ? plan.why : null,
  };
}
