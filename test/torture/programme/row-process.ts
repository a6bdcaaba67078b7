import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled } from './compiled.js';
import { broken, passed, type RowOptions, type RowResult } from './row.js';

/** What a row's process is told. */
export type RowOrder = Omit<RowOptions, 'progress'> & { readonly name: string };

export interface RowProcessOptions {
  /** Longer than this, and the row hangs: it is ended and has failed. */
  readonly limitMs: number;
  /** A compiled program that stands in for row-main.js. */
  readonly entry?: string;
}

export interface RowProcess {
  readonly pid: number;
  /** Never rejects: a process that dies or hangs has a failed result. */
  readonly result: Promise<RowResult>;
  /** Ends it with all that it started, and removes what it left; resolves when it is gone. */
  end(): Promise<void>;
}

const ENDS_WITHIN_MS = 5_000;

/**
 * Runs a row in a process of its own, leader of its own group: its memory, handles and crashes are its own, and
 * nothing that it started outlives it. Its temporary files stand in one directory, kept only when it failed.
 */
export function startRow(order: RowOrder, options: RowProcessOptions): RowProcess {
  const { limitMs, entry = compiled('test/torture/programme/row-main.js') } = options;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'torture-')));
  const child = fork(entry, [JSON.stringify(order)], {
    detached: true,
    env: { ...process.env, TMPDIR: folder },
    // Standard output belongs to the table.
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  });
  let told: RowResult | null = null;
  let hung = false;
  let ending = false;
  child.on('message', (message) => (told = message as RowResult));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // The channel closes after its last message, which may come later than the exit.
    const closed = new Promise((close) => child.once('disconnect', close));
    child.once('exit', (code, signal) => void closed.then(() => resolve(signal ?? `status ${code}`)));
  });
  const limit = setTimeout(() => {
    hung = true;
    void endGroup(child, ended);
  }, limitMs);
  const result = ended.then((how) => {
    clearTimeout(limit);
    signalGroup(child, 'SIGKILL'); // what it may have left behind
    const why = hung ? `it did not end within ${limitMs / 1000} s` : `its process ended (${how})`;
    const outcome = told ?? broken(order.name, why);
    if (!passed(outcome) && !ending && readdirSync(folder).length > 0) {
      return { ...outcome, failures: [...outcome.failures, `kept: ${folder}`] };
    }
    rmSync(folder, { recursive: true, force: true });
    return outcome;
  });
  return {
    pid: child.pid ?? 0,
    result,
    end: async () => {
      ending = true;
      await endGroup(child, ended);
      await result;
    },
  };
}

async function endGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), ENDS_WITHIN_MS);
  await ended;
  clearTimeout(kill);
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
