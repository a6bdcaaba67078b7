import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { STOP_WITH_STDIN } from './run-part.js';

/** Parts as real processes: compiled code, a log file each, a ready line, and no orphan afterwards. */

const ENTRIES = {
  agent: 'src/main.js',
  audit: 'hw-sim/audit-main.js',
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
const LINES_KEPT = 1000;

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

/** Starts a part and waits for its ready line. Rejects, with its last lines, when it ends or is late. */
export async function spawnPart(name: PartName, args: readonly string[], options: PartOptions): Promise<Part> {
  const { entry = partEntry(name), env = {}, logFile, cwd, readyWithinMs = READY_WITHIN_MS } = options;
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, [STOP_WITH_STDIN]: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'], // the kernel closes stdin when this process dies, however it dies
    ...(cwd === undefined ? {} : { cwd }),
  });
  living.add(child);
  child.stdin.on('error', () => undefined); // never written to; a child that is gone is told by `exited`
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
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill = (signal: NodeJS.Signals = 'SIGKILL'): Promise<PartExit> => {
    if (alive()) child.kill(signal);
    return exited;
  };
  let readyLine: string;
  try {
    readyLine = await Promise.race([lines.first(READY, readyWithinMs), exited.then(() => lines.first(READY, 1))]);
  } catch (error) {
    await kill();
    throw new Error(`${name} did not get ready: ${(error as Error).message}\n${lines.last(12)}`);
  }
  return {
    name,
    pid: child.pid!,
    ready: JSON.parse(READY.exec(readyLine)![1]!) as Record<string, unknown>,
    exited,
    get alive() {
      return alive();
    },
    kill,
    stop: async (withinMs = 10_000) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      const exit = await kill('SIGTERM');
      clearTimeout(timer);
      return exit;
    },
    line: (pattern, withinMs = READY_WITHIN_MS) => lines.first(pattern, withinMs),
    onLine: (listener) => lines.subscribe(listener),
  };
}

/** A child's output, line by line: into the file, to those who wait, and the newest thousand kept. */
class LineLog {
  readonly #kept: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();
  readonly #waiting = new Set<(why: Error) => void>();
  readonly #file: WriteStream;
  #ended: string | null = null;

  constructor(child: ChildProcess, file: WriteStream) {
    this.#file = file;
    file.on('error', (error) => this.#take(`(log file: ${error.message})`));
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        file.write(`${line}\n`);
        this.#take(line);
      });
    }
  }

  subscribe(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  first(pattern: RegExp, withinMs: number): Promise<string> {
    const said = this.#kept.find((line) => pattern.test(line));
    if (said !== undefined) return Promise.resolve(said);
    if (this.#ended !== null) return Promise.reject(new Error(this.#ended));
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        unsubscribe();
        this.#waiting.delete(fail);
        settle();
      };
      const fail = (why: Error): void => done(() => reject(why));
      const timer = setTimeout(() => fail(new Error(`no line ${pattern} within ${withinMs} ms`)), withinMs);
      const unsubscribe = this.subscribe((line) => {
        if (pattern.test(line)) done(() => resolve(line));
      });
      this.#waiting.add(fail);
    });
  }

  last(count: number): string {
    return this.#kept.slice(-count).join('\n');
  }

  end(why: string): void {
    this.#ended = why;
    this.#file.end();
    for (const fail of [...this.#waiting]) fail(new Error(why));
  }

  #take(line: string): void {
    this.#kept.push(line);
    if (this.#kept.length > LINES_KEPT) this.#kept.shift();
    for (const listener of [...this.#listeners]) listener(line);
  }
}
