import type { Command } from 'commander';
import { TillpostError } from '../../domain/errors.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';

export function addApi(parent: Command, { bind, more }: Kit): void {
  parent
    .command('api')
    .description('what the control socket offers to tills; with --json as JSON Schema')
    .argument('[method]', 'one method with its parameters, its answer and its errors; else all in short')
    .addHelpText('after', () =>
      more({
        examples: [
          ['tillpost api', 'all methods'],
          ['tillpost api sale.start', 'one of them'],
          ['tillpost api sale.start --json', 'its parameters and result as JSON Schema'],
        ],
      }),
    )
    .action(bind(api));
}

/** No agent is asked: the table is this program's own. */
async function api({ output }: Desk, method: string | undefined): Promise<ExitStatus> {
  const { describeMethod, isMethod, jsonOf, listMethods, METHOD_NAMES } = await import('../../api/describe.js');
  if (method === undefined) {
    output.result({ methods: METHOD_NAMES.map(jsonOf) }, listMethods);
    return EXIT.ok;
  }
  if (!isMethod(method)) {
    throw new TillpostError('NOT_FOUND', `no method ${JSON.stringify(method.slice(0, 40))}`, {
      operation: 'api',
      hint: '`tillpost api` lists them.',
    });
  }
  output.result(jsonOf(method), () => describeMethod(method));
  return EXIT.ok;
}
