import type { Command } from 'commander';
import type { Desk, Kit } from '../shell/command.js';
import type { ExitStatus } from '../shell/exit-codes.js';

export function addRun(program: Command, { bind, more }: Kit): void {
  program
    .command('run')
    .description('run the agent in the foreground until SIGTERM or SIGINT')
    .addHelpText('after', () =>
      more({ examples: [['tillpost run --config tillpost.toml', 'with a configuration of its own']] }),
    )
    .action(bind(run));
}

function run({ surroundings, configPath }: Desk): Promise<ExitStatus> {
  return surroundings.runAgent(configPath);
}
