import type { Command } from 'commander';
import type { Bind, Desk } from '../shell/command.js';
import type { ExitStatus } from '../shell/exit-codes.js';

export function addRun(program: Command, bind: Bind): void {
  program.command('run').description('run the agent in the foreground until SIGTERM or SIGINT').action(bind(run));
}

function run({ surroundings, configPath }: Desk): Promise<ExitStatus> {
  return surroundings.runAgent(configPath);
}
