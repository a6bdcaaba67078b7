import { EVENT_NAMES, TABLE } from '../../src/domain/lifecycle.js';
import { TRANSACTION_STATES } from '../../src/domain/transaction.js';

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
