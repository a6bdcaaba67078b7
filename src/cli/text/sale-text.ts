import type { SaleView } from '../../api/sales.js';
import { joined, moneyText, pairs } from '../shell/output.js';

/** A sale or refund and its outcome, for people. */
export function saleText(view: SaleView): string {
  const how = joined(' ', view.response_code, view.by === null ? null : `by ${view.by}`);
  const word = (view.outcome ?? 'not decided yet').toUpperCase();
  const headline = joined(
    '  ',
    word,
    view.type === 'sale' ? null : view.type,
    moneyText(view),
    how === '' ? null : `(${how})`,
  );
  return `${headline}\n${pairs([
    ['  reason', view.reason],
    ['  deferred', view.deferred ? 'yes: the host checks the card’s cryptogram later' : null],
    ['  card', joined(' ', view.masked_pan, view.scheme, view.entry_mode)],
    ['  key', view.key],
    ['  STAN', view.stan],
    ['  RRN', view.rrn],
    ['  till', view.till_id],
    ['  idempotency key', view.idempotency_key],
    ['  order', view.order_reference],
    ['  first', view.outcome === 'voided' ? `${view.told}, taken back since (${view.state})` : null],
    ['  repeated', view.repeated ? 'yes: this is what stands of it, nothing was taken now' : null],
  ])}`;
}
