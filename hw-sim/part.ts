import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOLD, STOP_WITH_STDIN } from './run-part.js';
import { LineLog } from './stage/line-log.js';

/** Parts as real processes: compiled code, a log file each, a ready line, and no orphan afterwards. */

const ENTRIES = {
  agent: 'src/main.js',
  audit: 'hw-sim/audit/audit-main.js',
  broker: 'hw-sim/broker/main.js',
  host: 'hw-sim/host/main.js',
  network: 'hw-sim/network/main.js',
  reader: 'hw-sim/reader/main.js',
} as const;
export type PartName = keyof typeof ENTRIES;

export interface PartOptions {
  /** Another compiled program in place of the part's own. */
  readonly entry?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Stdout and stderr are appended to it. */
  readonly logFile: string;
  readonly cwd?: string;
  /** Until the ready line, ms. */
  readonly readyWithinMs?: number;
}

interface PartExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Part {
  readonly name: PartName;
  readonly pid: number;
  /** What the ready line told. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly exited: Promise<PartExit>;
  readonly alive: boolean;
  /** Sends a signal, SIGKILL when left out, and resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<PartExit>;
  /** SIGTERM; SIGKILL when it is not gone in time. */
  stop(withinMs?: number): Promise<PartExit>;
  /**
   * The first line of its output, stdout or stderr, that fits: also one that was said before, among the last
   * thousand. Rejects when the part ends or `withinMs` passes first.
   */
  line(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Every line from now on. */
  onLine(listener: (line: string) => void): () => void;
}

const READY = /^ready (\{.*\})$/;
const READY_WITHIN_MS = 15_000;

const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** The folder with package.json: from compiled code and from sources alike. */
export function projectRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('no package.json above hw-sim/part');
  }
}

/** The compiled program of a part. @throws Error when it was not built */
export function partEntry(name: PartName): string {
  const path = join(projectRoot(), 'dist', ENTRIES[name]);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`make build\` first`);
  return path;
}

/** A part that was started and is not ready yet. */
export interface StartingPart {
  /** Resolves with its ready line. Rejects, with its last lines, when it ends or is late. */
  ready(): Promise<Part>;
  /** Whatever became of it. */
  end(): Promise<void>;
}

/** Starts a part and waits for its ready line. */
export function spawnPart(name: PartName, args: readonly string[], options: PartOptions): Promise<Part> {
  return launchPart(name, args, options).ready();
}

/** @param held it loads its code and begins when `ready` is asked for; only programs that know `HOLD` can */
export function launchPart(name: PartName, args: readonly string[], options: PartOptions, held = false): StartingPart {
  const { entry = partEntry(name), env = {}, logFile, cwd, readyWithinMs = READY_WITHIN_MS } = options;
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, [STOP_WITH_STDIN]: '1', ...(held ? { [HOLD]: '1' } : {}), ...env },
    stdio: ['pipe', 'pipe', 'pipe'], // the kernel closes stdin when this process dies, however it dies
    ...(cwd === undefined ? {} : { cwd }),
  });
  living.add(child);
  child.stdin.on('error', () => undefined); // a child that is gone is told by `exited`
  const lines = new LineLog(child, createWriteStream(logFile, { flags: 'a' }));
  const exited = new Promise<PartExit>((resolve, reject) => {
    child.once('error', reject);
    // `close`, not `exit`: by then the last line was read.
    child.once('close', (code, signal) => {
      living.delete(child);
      lines.end(`${name} ended (${signal ?? `status ${code}`})`);
      resolve({ code, signal });
    });
  });
  exited.catch(() => living.delete(child));
  const part = new ChildPart(name, child, lines, exited);
  return {
    ready: async () => {
      if (held) child.stdin.write('\n');
      try {
        part.isReady(await Promise.race([lines.first(READY, readyWithinMs), exited.then(() => lines.first(READY, 1))]));
        return part;
      } catch (error) {
        await part.kill();
        throw new Error(`${name} did not get ready: ${(error as Error).message}\n${lines.last(12)}`, { cause: error });
      }
    },
    end: async () => void (await part.kill()),
  };
}

class ChildPart implements Part {
  ready: Readonly<Record<string, unknown>> = {};

  constructor(
    readonly name: PartName,
    private readonly child: ChildProcess,
    private readonly lines: LineLog,
    readonly exited: Promise<PartExit>,
  ) {}

  isReady(line: string): void {
    this.ready = JSON.parse(READY.exec(line)![1]!) as Record<string, unknown>;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<PartExit> {
    if (this.alive) this.child.kill(signal);
    return this.exited;
  }

  async stop(withinMs = 10_000): Promise<PartExit> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), withinMs);
    const exit = await this.kill('SIGTERM');
    clearTimeout(timer);
    return exit;
  }

  line(pattern: RegExp, withinMs = READY_WITHIN_MS): Promise<string> {
    return this.lines.first(pattern, withinMs);
  }

  onLine(listener: (line: string) => void): () => void {
    return this.lines.subscribe(listener);
  }
}
