/** Card numbers as readers, people and attackers write them, and the search for them: it knows what the agent's gate need not. */

const spread = (pan: string, gap: string): string => [...pan].join(gap);
const grouped = (pan: string, gap: string): string => pan.replace(/(\d{4})(?=\d)/g, `$1${gap}`);
const inScript =
  (zero: number) =>
  (pan: string): string =>
    pan.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const GAPS: Readonly<Record<string, string>> = {
  blank: ' ',
  dash: '-',
  dot: '.',
  slash: '/',
  underscore: '_',
  NBSP: '\u00a0',
  tab: '\t',
  'thin space': '\u2009',
  'zero-width space': '\u200b',
  'word joiner': '\u2060',
  'two blanks': '  ',
  mixed: ' -\u200b.',
};

const ZEROS: Readonly<Record<string, number>> = {
  'Arabic-Indic': 0x660,
  Persian: 0x6f0,
  Devanagari: 0x966,
  'full width': 0xff10,
  'mathematical bold': 0x1d7ce,
};

/** The same number in texts of many forms. */
export function disguisesOf(pan: string): readonly (readonly [name: string, text: string])[] {
  return [
    ['plain', pan],
    ['between letters', `card${pan}read`],
    ['in a longer run', `90817${pan}263`],
    ...Object.entries(GAPS).map(([name, gap]) => [`groups, ${name}`, `no ${grouped(pan, gap)} read`] as const),
    ...Object.entries(GAPS).map(([name, gap]) => [`each digit, ${name}`, spread(pan, gap)] as const),
    ['a longer run in groups', `17 ${grouped(pan, ' ')} 12`],
    ...Object.entries(ZEROS).map(([name, zero]) => [name, inScript(zero)(pan)] as const),
    ['Arabic-Indic in groups', grouped(inScript(0x660)(pan), ' ')],
    ['track 2', `;${pan}=30122011234567890?`],
    ['track 1', `%B${pan}^DOE/J^3012201?`],
    ['hex of ASCII', Buffer.from(pan).toString('hex')],
    ['hex with marks', [...pan].map((digit) => `\\x3${digit}`).join('')],
  ];
}

/** Digits of any script as ASCII; of what stands between only letters are left. */
function plainDigits(text: string): string {
  const ascii = (char: string): string => {
    const code = char.codePointAt(0)!;
    const zero = Object.values(ZEROS).find((it) => code >= it && code < it + 10);
    return zero === undefined ? char : String(code - zero);
  };
  return Array.from(text, ascii)
    .join('')
    .replace(/[^\dA-Za-z]/g, '');
}

/** Whether the number can be read out of the text, in whatever form. */
export function readsPan(text: string, pan: string): boolean {
  const plain = plainDigits(text);
  const unescaped = text.replace(/(?:\\+u[\da-f]{4}|\\+[tnr])/gi, (found) =>
    found.includes('u') ? String.fromCharCode(Number.parseInt(found.slice(-4), 16)) : ' ',
  );
  return [plain, plainDigits(unescaped), plain.replace(/x3/g, '3')].some(
    (form) => form.includes(pan) || form.toLowerCase().includes(Buffer.from(pan).toString('hex')),
  );
}
