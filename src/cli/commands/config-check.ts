import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Bind, Desk } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';

export function addConfig(program: Command, bind: Bind): void {
  program
    .command('config')
    .description('work on the configuration')
    .command('check')
    .description('check the configuration and the files it names, and report all that is wrong')
    .action(bind(check));
}

async function check({ output, surroundings, configPath }: Desk): Promise<ExitStatus> {
  await surroundings.checkConfig(configPath);
  const path = resolve(configPath);
  output.result({ path, ok: true }, () => `${path}: in order`);
  return EXIT.ok;
}
