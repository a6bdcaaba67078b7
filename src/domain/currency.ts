import { TillpostError } from './errors.js';

/** ISO 4217: alphabetic code, numeric code, minor unit exponent. */
export interface Currency {
  readonly code: string;
  readonly numeric: number;
  readonly exponent: number;
}

// ISO 4217 list one, currencies a terminal may take. Funds codes and metals are left out on purpose.
const TABLE = `
AED 784 2|ALL 008 2|AMD 051 2|ANG 532 2|AOA 973 2|ARS 032 2|AUD 036 2|AZN 944 2|BAM 977 2|BBD 052 2|BDT 050 2|BHD 048 3
BND 096 2|BOB 068 2|BRL 986 2|BSD 044 2|BWP 072 2|BYN 933 2|BZD 084 2|CAD 124 2|CHF 756 2|CLP 152 0|CNY 156 2|COP 170 2
CRC 188 2|CVE 132 2|CZK 203 2|DJF 262 0|DKK 208 2|DOP 214 2|DZD 012 2|EGP 818 2|ETB 230 2|EUR 978 2|FJD 242 2|GBP 826 2
GEL 981 2|GHS 936 2|GMD 270 2|GNF 324 0|GTQ 320 2|HKD 344 2|HNL 340 2|HUF 348 2|IDR 360 2|ILS 376 2|INR 356 2|IQD 368 3
ISK 352 0|JMD 388 2|JOD 400 3|JPY 392 0|KES 404 2|KGS 417 2|KHR 116 2|KMF 174 0|KRW 410 0|KWD 414 3|KZT 398 2|LAK 418 2
LBP 422 2|LKR 144 2|LYD 434 3|MAD 504 2|MDL 498 2|MGA 969 2|MKD 807 2|MMK 104 2|MNT 496 2|MOP 446 2|MUR 480 2|MVR 462 2
MWK 454 2|MXN 484 2|MYR 458 2|MZN 943 2|NAD 516 2|NGN 566 2|NIO 558 2|NOK 578 2|NPR 524 2|NZD 554 2|OMR 512 3|PAB 590 2
PEN 604 2|PGK 598 2|PHP 608 2|PKR 586 2|PLN 985 2|PYG 600 0|QAR 634 2|RON 946 2|RSD 941 2|RUB 643 2|RWF 646 0|SAR 682 2
SCR 690 2|SEK 752 2|SGD 702 2|THB 764 2|TJS 972 2|TND 788 3|TRY 949 2|TTD 780 2|TWD 901 2|TZS 834 2|UAH 980 2|UGX 800 0
USD 840 2|UYU 858 2|UZS 860 2|VND 704 0|VUV 548 0|WST 882 2|XAF 950 0|XCD 951 2|XOF 952 0|XPF 953 0|ZAR 710 2|ZMW 967 2
`;

const CURRENCIES: readonly Currency[] = TABLE.trim()
  .split(/[|\n]/)
  .map((row) => {
    const [code, numeric, exponent] = row.trim().split(' ');
    return { code: code!, numeric: Number(numeric), exponent: Number(exponent) };
  });

const BY_CODE = new Map(CURRENCIES.map((currency) => [currency.code, currency]));
const BY_NUMERIC = new Map(CURRENCIES.map((currency) => [currency.numeric, currency]));

export const allCurrencies = (): readonly Currency[] => CURRENCIES;

/** By alphabetic code (`EUR`). Throws CURRENCY_UNKNOWN. */
export function currencyByCode(code: string): Currency {
  const found = BY_CODE.get(code);
  if (found !== undefined) return found;
  throw new TillpostError('CURRENCY_UNKNOWN', `unknown currency ${JSON.stringify(code.slice(0, 12))}`, {
    operation: 'currency',
    hint: 'Use the three capital letters of ISO 4217, for example EUR, JPY or BHD.',
  });
}

/** By ISO 4217 numeric code (978). Throws CURRENCY_UNKNOWN. */
export function currencyByNumeric(numeric: number): Currency {
  const found = BY_NUMERIC.get(numeric);
  if (found !== undefined) return found;
  throw new TillpostError('CURRENCY_UNKNOWN', `unknown currency number ${numeric}`, { operation: 'currency' });
}
