import { currencyByCode } from '../../src/domain/currency.js';
import { formatMoney } from '../../src/domain/money.js';
import type { AuditResult } from './audit.js';
import type { Finding } from './audit-evidence.js';

// More than these are counted, not listed.
const FINDINGS_LISTED_MAX = 10;

/** The comparison as lines for a person; the last one is the verdict. */
export function auditLines(result: AuditResult): readonly string[] {
  const { delayP50Ms: p50, delayMaxMs: max } = result;
  return [
    row('shown as approved', `${result.approved}, of them ${result.offline} offline`),
    ...(result.voided === 0 ? [] : [row('told as voided', String(result.voided))]),
    row('posted in the ledger', String(result.posted)),
    ...result.sums.map(({ type, currency, shown, posted }) =>
      row(`  ${type} ${currency}`, `shown ${text(shown, currency)}, posted ${text(posted, currency)}`),
    ),
    ...findings('lost', result.lost),
    ...findings('double', result.double),
    ...findings('unexpected', result.unexpected),
    ...findings('amount differs', result.amounts),
    ...(result.evidence.length === 0 ? [] : findings('doubtful evidence', result.evidence)),
    row('posting delay', max === null ? 'none' : `p50 ${p50} ms, max ${max} ms`),
    verdict(result),
  ];
}

/** One line; begins with PASS or FAIL. */
export function verdict(result: AuditResult): string {
  const { lost, double, unexpected, amounts, evidence } = result;
  const missing = `${lost.length} lost, ${double.length} double`;
  const wrong = `${unexpected.length} unexpected, ${amounts.length} amounts differ`;
  const doubts = evidence.length === 0 ? '' : `, ${evidence.length} doubtful`;
  return `${result.ok ? 'PASS' : 'FAIL'}: ${result.approved} approved, ${missing}, ${wrong}${doubts}`;
}

function findings(name: string, list: readonly Finding[]): readonly string[] {
  const listed = list.slice(0, FINDINGS_LISTED_MAX).map(({ key, what }) => `    ${key}: ${what}`);
  const more = list.length - listed.length;
  return [row(name, String(list.length)), ...listed, ...(more > 0 ? [`    and ${more} more`] : [])];
}

function row(name: string, value: string): string {
  return `${name.padEnd(22)} ${value}`;
}

function text(amount: number, currency: string): string {
  return formatMoney({ amount, currency: currencyByCode(currency) });
}
