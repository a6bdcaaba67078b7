import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';

export function addConfigCheck(config: Command, { bind, more }: Kit): void {
  config
    .command('check')
    .description('check the configuration and the files it names, and report all that is wrong')
    .addHelpText('after', () =>
      more({
        examples: [
          ['tillpost config check', 'the configuration that the agent would use'],
          ['tillpost config check -c new.toml', 'before it takes its place'],
        ],
      }),
    )
    .action(bind(check));
}

async function check({ output, surroundings, configPath }: Desk): Promise<ExitStatus> {
  await surroundings.checkConfig(configPath);
  output.result({ path: resolve(configPath), ok: true }, ({ path }) => `${path}: in order`);
  return EXIT.ok;
}
