import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { giveOrder } from '../../../hw-sim/control-socket.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import { CELL_LENGTH } from '../../../src/reader/cells/link/cell.js';
import { createSerialPorts } from '../../../src/reader/serial/serial-link.js';
import { AgentDouble } from './agent-double.js';

const MAIN = fileURLToPath(new URL('../../../dist/hw-sim/reader/main.js', import.meta.url));

/** The compiled reader as a process of its own, with its folder, link and control socket. */
export class ReaderProcess {
  readonly link: string;
  readonly stateDir: string;
  readonly control: string;
  #child: ChildProcess | null = null;

  constructor(folder: string) {
    this.link = join(folder, 'reader');
    this.stateDir = join(folder, 'state');
    this.control = join(folder, 'control');
  }

  /** Resolves with what the `ready` line says. */
  async start(...options: string[]): Promise<Record<string, unknown>> {
    if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run make build first`);
    const fixed = ['--link', this.link, '--state', this.stateDir, '--control', this.control];
    const child = spawn(process.execPath, [MAIN, ...fixed, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'close').then(([code]) =>
        Promise.reject(new Error(`the reader ended with ${code}: ${complaint.trim()}`)),
      ),
    ])) as [string];
    lines.close();
    const match = /^ready (\{.*\})$/.exec(line);
    if (match === null) throw new Error(`not ready: ${line}`);
    return JSON.parse(match[1]!) as Record<string, unknown>;
  }

  /** Resolves when the process is gone; with its exit code, null when the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  }

  order(order: { readonly do: string; readonly [field: string]: unknown }): Promise<unknown> {
    return giveOrder(this.control, order);
  }

  /** Opens the serial line as the agent does, and resets the link. */
  async connect(): Promise<AgentDouble> {
    const agent = new AgentDouble(await createSerialPorts(this.link, new SystemClock(), CELL_LENGTH).open());
    agent.reset();
    await agent.until(() => agent.rstack);
    return agent;
  }
}
