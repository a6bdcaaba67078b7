import { EVENT_NAMES, TABLE } from '../../src/domain/lifecycle.js';
import { TRANSACTION_STATES } from '../../src/domain/transaction.js';

const BEGIN = '<!-- transition table: written by `make docs` from src/domain/lifecycle.ts -->';
const END = '<!-- end of transition table -->';

/** The machine as a Markdown table: a row an event, a column a state; empty means illegal. */
export function lifecycleTable(): string {
  const cell = (event: string, state: string): string => {
    const row = TABLE.find((candidate) => candidate.event === event && candidate.from.includes(state as never));
    if (row === undefined) return '';
    return row.to ?? '·';
  };
  const lines = [
    ['event', ...TRANSACTION_STATES],
    ['---', ...TRANSACTION_STATES.map(() => '---')],
    ...EVENT_NAMES.map((event) => [`**${event}**`, ...TRANSACTION_STATES.map((state) => cell(event, state))]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The document with the table put between its marks. @throws Error when the marks are missing */
export function withLifecycleTable(document: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('ARCHITECTURE.md has lost the marks of the transition table');
  return `${document.slice(0, begin + BEGIN.length)}\n${lifecycleTable()}\n${document.slice(end)}`;
}
