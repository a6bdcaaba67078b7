import type { ApiMethod } from '../../api/method.js';
import type { MethodName } from '../../api/table.js';
import type { ErrorCode } from '../../domain/errors.js';
import type { MoreHelp } from './command.js';
import { exitStatusOf } from './exit-codes.js';

/** What the help draws on. Loaded only when somebody asks for it. */
export type ApiTable = Readonly<Record<MethodName, ApiMethod>>;

/** Below a command's options: examples, and what the agent is asked for, in the words of the API table. */
export function moreHelp({ calls = [], examples }: MoreHelp, api: ApiTable | null): string {
  const width = Math.max(0, ...examples.map(([line]) => line.length));
  const shown = examples.map(([line, does]) => `  ${line.padEnd(width)}  ${does}`);
  const asked = api === null ? [] : calls.flatMap((name) => described(name, api[name]));
  return [...head('Examples', shown), ...head('Asks the agent', asked)].join('\n');
}

function head(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function described(name: MethodName, { sentence, errors }: ApiMethod): string[] {
  return [`  ${name}: ${sentence}`, ...byStatus(errors).map((line) => `    ${line}`)];
}

/** "exit status 75: JOURNAL_IO, JOURNAL_FULL" */
function byStatus(errors: readonly ErrorCode[]): string[] {
  const statuses = [...new Set(errors.map(exitStatusOf))].sort((a, b) => a - b);
  return statuses.map(
    (status) => `exit status ${status}: ${errors.filter((code) => exitStatusOf(code) === status).join(', ')}`,
  );
}
