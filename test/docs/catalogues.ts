import { exitStatusOf } from '../../src/cli/shell/exit-codes.js';
import { ALERT_CATALOGUE } from '../../src/domain/catalogue/alerts.js';
import { ERROR_CATALOGUE } from '../../src/domain/catalogue/errors.js';
import { ERROR_CODES } from '../../src/domain/errors.js';

/** A heading for each code, so that others can point to it. */
export function errorSections(): string {
  return ERROR_CODES.map((code) => {
    const { means, retry, todo } = ERROR_CATALOGUE[code];
    return `## ${code}\n\n${means} Retry: ${retry}. Exit status: ${exitStatusOf(code)}.\n\n**Do:** ${todo}`;
  }).join('\n\n');
}

export function alertSections(): string {
  return Object.entries(ALERT_CATALOGUE)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { severity, means, about, raised, cleared, todo }]) =>
      [
        `## ${code}\n\n_${severity}_ – ${means}\n`,
        `- About: ${about}.`,
        `- Raised: ${raised}.`,
        `- Over: ${cleared ?? 'nothing ends it but a start of the agent'}.`,
        `- **Do:** ${todo}`,
      ].join('\n'),
    )
    .join('\n\n');
}
