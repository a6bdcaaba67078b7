import type { Source } from './sources.js';

/**
 * The one form in which comments cite a rule book: its name, then the heading of a section, the number of a rule, or
 * both. `(payment rules, Reversals)`, `(reader link, Link 4 and 5)`, `(uplink rules, 8)`: a number alone is one of the
 * section Rules.
 */
export const BOOKS: Readonly<Record<string, string>> = {
  'payment rules': 'docs/payment-rules.md',
  'reader link': 'docs/reader-link.md',
  'uplink rules': 'docs/uplink.md',
  'storage rules': 'docs/storage.md',
};

/** Numbers of the rules of each section, by its heading. */
export type Book = ReadonlyMap<string, ReadonlySet<number>>;

export function readBook(text: string): Book {
  const sections = new Map<string, Set<number>>();
  let numbers = new Set<number>();
  for (const line of withoutFences(text).split('\n')) {
    const heading = /^#{2,3} (.+)$/.exec(line)?.[1];
    if (heading !== undefined) sections.set(heading, (numbers = new Set()));
    const number = /^(\d+)\. /.exec(line)?.[1];
    if (number !== undefined) numbers.add(Number(number));
  }
  return sections;
}

export const withoutFences = (markdown: string): string => markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** A name that is never said but to cite; of the reader link people speak otherwise too. */
const CITED =
  /\b([Pp]ayment rules?|[Uu]plink rules?|[Ss]torage rules?|(?<=\()reader link)\b(?:, )?|\b([Rr]eader link), (?=[A-Z])/g;
const NUMBERS = /^ ?(\d+)(?:(?:, | and |–)\d+)*/;

/** Citations in a file that lead nowhere, each with what is wrong. */
export function strayCitations({ path, text }: Source, books: Readonly<Record<string, Book>>): readonly string[] {
  // A comment's lines as one: a citation may be broken anywhere.
  const flow = text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ');
  return [...flow.matchAll(CITED)].flatMap((match) => {
    const book = books[(match[1] ?? match[2] ?? '').toLowerCase()];
    const rest = flow.slice(match.index + match[0].length);
    const problem = !match[0].endsWith(', ')
      ? 'no section'
      : book === undefined
        ? 'no such book'
        : problemWith(rest, book);
    return problem === null ? [] : [`${path}: "${match[0]}${rest.slice(0, 40)}…": ${problem}`];
  });
}

export function countCitations({ text }: Source): number {
  return [...text.matchAll(CITED)].length;
}

function problemWith(rest: string, book: Book): string | null {
  const headings = [...book.keys()].sort((a, b) => b.length - a.length);
  const heading = headings.find((known) => rest.startsWith(known) && !/^\w/.test(rest.slice(known.length)));
  const numbered = NUMBERS.exec(heading === undefined ? rest : rest.slice(heading.length))?.[0] ?? '';
  if (heading === undefined && (numbered === '' || numbered.startsWith(' '))) return 'no such section';
  const known = book.get(heading ?? 'Rules') ?? new Set();
  const missing = [...numbered.matchAll(/\d+/g)].map(Number).find((number) => !known.has(number));
  return missing === undefined ? null : `no rule ${missing}`;
}

/** `host.proto, NAME`: a message, an enum, or the text of a heading there. */
export function strayProtoNames(
  { path, text }: Source,
  protos: Readonly<Record<'host' | 'reader', string>>,
): readonly string[] {
  return [...text.matchAll(/\b(host|reader)\.proto, ([A-Z]\w+)/g)].flatMap(([whole, proto, name]) =>
    protos[proto as 'host' | 'reader'].includes(name!) ? [] : [`${path}: "${whole}": it names no ${name}`],
  );
}
