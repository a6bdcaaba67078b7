import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** ISO 4217 list one as its maintenance agency publishes it; the package carries the file unchanged. */
const LIST = join(dirname(fileURLToPath(import.meta.resolve('currency-codes'))), 'iso-4217-list-one.xml');

/** What ISO 4217's amendments changed after the list's date. A numeric code that was passed on has one owner. */
const AMENDMENTS: readonly { readonly of: string; readonly leaves: string; readonly comes: string }[] = [
  // The Caribbean guilder took over the number of the Antillean one.
  { of: '2025-03-31', leaves: 'ANG', comes: 'XCG 532 2' },
];

const PER_LINE = 10;

/** `currency-table.ts` of the domain: money that a terminal may take, so no funds (UYW, of 4 digits, is an index), metals and test codes. */
export function currencyTable(xml = readFileSync(LIST, 'utf8')): string {
  const published = /Pblshd="(\d{4}-\d{2}-\d{2})"/.exec(xml)?.[1];
  if (published === undefined) throw new Error('ISO 4217 list one without its date');
  const rows = new Set<string>();
  for (const [entry] of xml.matchAll(/<CcyNtry>.*?<\/CcyNtry>/gs)) {
    const value = (tag: string): string => new RegExp(`<${tag}( [^>]*)?>([^<]*)<`).exec(entry)?.[2] ?? '';
    const [code, numeric, exponent] = [value('Ccy'), value('CcyNbr'), value('CcyMnrUnts')];
    if (code !== '' && /^[0-3]$/.test(exponent) && !entry.includes('IsFund="true"')) {
      rows.add(`${code} ${numeric} ${exponent}`);
    }
  }
  for (const { leaves, comes } of AMENDMENTS) {
    for (const row of rows) if (row.startsWith(`${leaves} `)) rows.delete(row);
    rows.add(comes);
  }
  const sorted = [...rows].sort();
  const lines: string[] = [];
  for (let at = 0; at < sorted.length; at += PER_LINE) lines.push(sorted.slice(at, at + PER_LINE).join('|'));
  return [
    '/**',
    ` * ISO 4217 list one of ${published} (currency-codes), amended up to ${AMENDMENTS.at(-1)?.of ?? published}: alphabetic`,
    ' * code, numeric code, minor unit exponent. Written by `make docs`.',
    ' */',
    'export const CURRENCY_TABLE = `',
    ...lines,
    '`;',
    '',
  ].join('\n');
}
