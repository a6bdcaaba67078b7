import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../hw-sim/part.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';

/** What README.md tells people to type, without the comments. */
function readmeCommands(): string[] {
  const text = readFileSync(join(projectRoot(), 'README.md'), 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

it('names make targets that exist, and CI runs its two commands', () => {
  const makefile = readFileSync(join(projectRoot(), 'Makefile'), 'utf8');
  const ci = readFileSync(join(projectRoot(), '.ci/run'), 'utf8');
  const targets = readmeCommands().flatMap((line) => (line.startsWith('make ') ? [line.split(' ')[1]!] : []));
  expect(targets).toEqual(expect.arrayContaining(['demo', 'test', 'up']));
  for (const target of targets) expect(makefile).toMatch(new RegExp(`^${target}:`, 'm'));
  expect(ci).toMatch(/^ *make demo$/m);
  expect(ci).toMatch(/^ *make test$/m);
});

it('its tillpost commands do what it says, against a running agent', async () => {
  const commands = readmeCommands().filter((line) => line.startsWith('npx tillpost '));
  expect(commands.length).toBeGreaterThan(3);
  const folder = await mkdtemp(join(tmpdir(), 'tillpost-readme-'));
  const stage = await Stage.open({ folder, readerArguments: ['--auto-card', 'contactless-arqc'] });
  try {
    await new Terminal(stage).seen(
      'the link',
      15_000,
      ({ link, reader }) => link.state === 'online' && reader.state === 'ready',
    );
    for (const command of commands) {
      const [, , ...words] = command.split(' ');
      const { status, stderr } = spawnSync(join(projectRoot(), 'node_modules/.bin/tillpost'), words, {
        env: { ...process.env, TILLPOST_CONFIG: stage.configPath },
        encoding: 'utf8',
      });
      // Before a card is asked for, the key is told; nothing else is.
      const told = stderr.replace(/^idempotency key cli-[0-9a-f]+\n/, '');
      expect([command, status, told]).toEqual([command, 0, '']);
    }
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
