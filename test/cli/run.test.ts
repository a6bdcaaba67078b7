import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { scratchDirectories } from '../support/scratch.js';
import { tillpost, writeConfig } from './till.js';

const scratch = scratchDirectories();
const MAIN = resolve(import.meta.dirname, '../../dist/src/main.js');
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

interface AgentProcess {
  readonly child: ChildProcess;
  /** The first line on standard output. */
  readonly first: Promise<string | null>;
  readonly ended: Promise<{ readonly status: number | null; readonly err: string }>;
}

function run(config: string): AgentProcess {
  const child = spawn(process.execPath, [MAIN, 'run', '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const first = new Promise<string | null>((done) => {
    createInterface({ input: child.stdout })
      .once('line', done)
      .once('close', () => done(null));
  });
  const ended = new Promise<{ status: number | null; err: string }>((done) => {
    child.once('close', (status) => {
      running.delete(child);
      done({ status, err });
    });
  });
  return { child, first, ended };
}

/** Reader and broker are not there: the agent must run all the same. */
describe('tillpost run', () => {
  it('says when it is ready, answers, keeps a second one out, and ends in order at SIGTERM', async () => {
    const config = writeConfig(scratch());
    const socket = join(dirname(config), 'run', 'control.sock');
    const agent = run(config);
    expect(await agent.first).toBe(`ready ${JSON.stringify({ part: 'agent', socket })}`);

    const status = await tillpost(['status', '--json', '--config', config]);
    expect(status.status).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({
      terminal_id: 'T0000001',
      reader: { state: 'missing' },
      link: { state: 'offline' },
    });
    expect((await tillpost(['sale', '5', '--config', config])).status).toBe(75);

    const second = run(config);
    expect(await second.first).toBeNull();
    expect((await second.ended).status).toBe(75);
    expect((await tillpost(['status', '--config', config])).status).toBe(0);

    agent.child.kill('SIGTERM');
    const { status: exit, err } = await agent.ended;
    expect(exit).toBe(0);
    expect(existsSync(socket)).toBe(false);
    const lines = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(err).not.toContain(readFileSync(join(dirname(config), 'message.key'), 'utf8').slice(0, 16));
  });

  it('starts over what kill -9 left', async () => {
    const config = writeConfig(scratch());
    const killed = run(config);
    expect(await killed.first).toMatch(/^ready /);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const agent = run(config);
    expect(await agent.first).toMatch(/^ready /);
    expect((await tillpost(['status', '--config', config])).status).toBe(0);
    agent.child.kill('SIGINT');
    expect((await agent.ended).status).toBe(0);
  });
});
