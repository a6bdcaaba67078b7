import { Command } from 'commander';
import { failPart } from '../run-part.js';
import { audit } from './audit.js';
import { auditLines } from './audit-report.js';

interface Options {
  readonly display: readonly string[];
  readonly ledger: string;
  readonly till?: string;
  readonly json?: boolean;
}

const command = new Command('audit')
  .description("Compares what the reader showed as approved with what the host's ledger holds, display by display.")
  .requiredOption('--display <log...>', "the reader's display log; more than one for more readers")
  .requiredOption('--ledger <file>', "the host's ledger")
  .option(
    '--till <log>',
    'what the till was told, lines of {"at":…,"key":…,"told":"voided"}: what is void must not stand',
  )
  .option('--json', 'the result as one JSON object')
  .addHelpText('after', '\nExit status: 0 all agrees, 1 something differs or could not be read.')
  .parse();

const options = command.opts<Options>();
try {
  const result = audit(options.display, options.ledger, options.till ?? null);
  console.log(options.json === true ? JSON.stringify(result) : auditLines(result).join('\n'));
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  failPart('audit', error);
}
