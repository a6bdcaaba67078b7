import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compiled } from './compiled.js';
import { startRow } from './row-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillpost-rows-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Processes of a group that still run; proc(5): after the name in parentheses come state, parent and group. */
function living(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [state, , its] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return Number(its) === group && state !== 'Z';
      } catch {
        return false;
      }
    });
}

const order = (name: string) => ({ name, level: 'ci', seed: 1 }) as const;
const odd = (name: string, limitMs = 60_000) =>
  startRow(order(name), { limitMs, entry: compiled('test/torture/programme/odd-row.js') });

describe("a row's process", () => {
  it('tells its result, and leaves no file', async () => {
    expect(await odd('passes').result).toMatchObject({ trials: 3, failures: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves its files when it failed, and says where', async () => {
    const { failures } = await odd('fails').result;
    expect(failures).toEqual([expect.stringMatching(/^kept: .*torture-/)]);
    expect(readdirSync(failures[0]!.slice('kept: '.length))).toEqual([expect.stringMatching(/^left-/)]);
  });

  it.each([
    ['crashes', 'crashes broke off: its process ended (SIGSEGV)'],
    ['leaves without a word', 'leaves without a word broke off: its process ended (status 0)'],
  ])('that %s has failed', async (name, failure) => {
    const result = await odd(name).result;
    expect(result).toMatchObject({ trials: 0, control: { caught: false } });
    expect(result.failures[0]).toBe(failure);
  });

  it('that hangs is ended, however deaf it is', async () => {
    const row = odd('hangs', 1000);
    expect((await row.result).failures[0]).toBe('hangs broke off: it did not end within 1 s');
    expect(living(row.pid)).toEqual([]);
  });

  it('takes with it what it started', async () => {
    const row = odd('leaves a process');
    await row.result;
    await vi.waitFor(() => expect(living(row.pid)).toEqual([]), { timeout: 10_000 });
  });

  it('can be ended from outside, and leaves no file', async () => {
    const row = startRow(order('soak'), { limitMs: 60_000 });
    await vi.waitFor(() => expect(living(row.pid).length).toBeGreaterThan(3), { timeout: 20_000 });
    await row.end();
    await vi.waitFor(() => expect(living(row.pid)).toEqual([]), { timeout: 10_000 });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the programme, when a person stops it', () => {
  const said = async (child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> => {
    for await (const line of createInterface({ input: child.stderr! })) {
      const match = pattern.exec(line);
      if (match !== null) return match;
    }
    throw new Error(`never said ${pattern}`);
  };

  const programme = (): ChildProcess =>
    spawn(process.execPath, [compiled('test/torture/main.js'), '--row', 'fuzz serial'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends its rows and exits with 130', async (signal) => {
    const child = programme();
    const exited = once(child, 'exit');
    const group = Number((await said(child, /fuzz serial: .*process (\d+)/))[1]);
    await vi.waitFor(() => expect(living(group).length).toBeGreaterThan(1), { timeout: 20_000 });
    child.kill(signal);
    expect(await exited).toEqual([130, null]);
    await vi.waitFor(() => expect(living(group)).toEqual([]), { timeout: 10_000 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('by SIGKILL leaves no row behind', async () => {
    const child = programme();
    const exited = once(child, 'exit');
    const group = Number((await said(child, /fuzz serial: .*process (\d+)/))[1]);
    await vi.waitFor(() => expect(living(group).length).toBeGreaterThan(0), { timeout: 20_000 });
    child.kill('SIGKILL');
    await exited;
    await vi.waitFor(() => expect(living(group)).toEqual([]), { timeout: 30_000 });
  }, 60_000);
});
