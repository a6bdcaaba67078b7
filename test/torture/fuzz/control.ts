import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { mutateBytes, noise, splice } from '../../../hw-sim/fuzz/bytes.js';
import { projectRoot } from '../../../hw-sim/part.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import { type ControlServer, createControlServer } from '../../../src/control/server.js';
import { EventCounters } from '../../../src/health/counters.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import { CONTROL_LIMITS } from '../../support/control-limits.js';
import { silentLog } from '../../support/silent-log.js';
import { type FakeAgent, fakeAgent } from './control-fakes.js';
import type { FuzzSession, FuzzTarget } from './target.js';

/** The control socket: the real server on a real Unix socket, the real methods on fakes. */
export const controlTarget: FuzzTarget = {
  name: 'control',
  batch: 2000,
  every: 100,
  open: async (random, fragile) => ControlSession.open(random, fragile),
};

const CORPUS = readFileSync(join(projectRoot(), 'hw-sim/fuzz/corpus/control.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Buffer.from(line));
const FRAME_LIMIT = 4096;
const ANSWER_WITHIN_MS = 10_000;
const METHODS = /"method":"([^"]*)"/;

class ControlSession implements FuzzSession {
  #client: Client | null = null;
  #asked = 0;

  private constructor(
    private readonly random: SimRandom,
    private readonly fragile: boolean,
    private readonly folder: string,
    private readonly agent: FakeAgent,
    private readonly counters: EventCounters,
    private readonly server: ControlServer,
  ) {}

  static async open(random: SimRandom, fragile: boolean): Promise<ControlSession> {
    const folder = mkdtempSync(join(tmpdir(), 'tillpost-fuzz-control-'));
    const counters = new EventCounters();
    const agent = await fakeAgent(random);
    const server = await createControlServer({
      socketPath: join(folder, 'run', 'control.sock'),
      methods: agent.methods,
      clock: new SystemClock(),
      log: silentLog,
      counters,
      // Short frames, so that too long ones are cheap; many at once, so that the methods are reached.
      limits: { ...CONTROL_LIMITS, frameLimitBytes: FRAME_LIMIT, requestsMax: 4096 },
    });
    return new ControlSession(random, fragile, folder, agent, counters, server);
  }

  input(): Uint8Array {
    const { random } = this;
    const line = random.pick(CORPUS);
    switch (random.below(6)) {
      case 0:
        return Buffer.concat([mutateBytes(line, random), NEWLINE]);
      case 1:
        return Buffer.concat([splice(line, random.pick(CORPUS), random), NEWLINE]);
      case 2:
        return random.chance(0.02)
          ? Buffer.alloc(FRAME_LIMIT + 1 + random.below(64), 0x61)
          : Buffer.concat([noise(random, random.below(80)), NEWLINE]);
      default:
        return Buffer.from(`${strange(line.toString('utf8'), random)}\n`);
    }
  }

  async feed(input: Uint8Array): Promise<void> {
    if (this.fragile) {
      answerOnTrust(input);
      return;
    }
    if (this.#client === null || this.#client.over) this.#client = await Client.connect(this.server.socketPath);
    const client = this.#client;
    // Now and then in two writes, and now and then the client goes away in the middle.
    if (this.random.chance(0.05)) {
      const cut = this.random.below(input.length);
      client.socket.write(input.subarray(0, cut));
      await turn();
      client.socket.write(input.subarray(cut));
    } else if (!client.socket.write(input)) await Promise.race([once(client.socket, 'drain'), client.closed]);
    if (this.random.chance(0.002)) client.socket.destroy();
    if (this.random.chance(0.05)) await turn();
  }

  async good(): Promise<string | null> {
    const internal = this.counters.snapshot()['control.error.INTERNAL'] ?? 0;
    if (internal > 0) throw new Error(`${internal} requests ended in INTERNAL`);
    if ('polluted' in {}) return 'Object.prototype was changed';
    // What was sent may have ended the connection, as it should; then a client connects again.
    for (const client of [this.#client, null]) {
      const asked = client ?? (this.#client = await Client.connect(this.server.socketPath));
      this.#asked += 1;
      const outcome = await asked.ask(`good-${this.#asked}`);
      if (outcome === 'answered') return null;
      if (outcome === 'silence') return 'a good request on an open connection has no answer';
    }
    return 'a new connection was closed on a good request';
  }

  reached(): number {
    return Object.entries(this.counters.snapshot()).reduce(
      (sum, [name, count]) => sum + (name.startsWith('control.error.') ? count : 0),
      0,
    );
  }

  async close(): Promise<void> {
    this.#client?.socket.destroy();
    await this.server.close();
    await this.agent.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const NEWLINE = Buffer.from('\n');

class Client {
  over = false;
  readonly closed: Promise<void>;
  #waiting: { readonly id: string; readonly answered: () => void } | null = null;

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.once('close', () => (this.over = true)).once('end', () => (this.over = true));
    const lines = createInterface({ input: socket });
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      if (this.#waiting !== null && line.includes(`"${this.#waiting.id}","result"`)) this.#waiting.answered();
    });
  }

  static async connect(path: string): Promise<Client> {
    const socket = createConnection(path);
    await once(socket, 'connect');
    return new Client(socket);
  }

  async ask(id: string): Promise<'answered' | 'closed' | 'silence'> {
    if (this.over) return 'closed';
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<'silence'>(
      (resolve) => (timer = setTimeout(() => resolve('silence'), ANSWER_WITHIN_MS)),
    );
    const answer = new Promise<'answered'>((resolve) => (this.#waiting = { id, answered: () => resolve('answered') }));
    // The newline ends what a bad input may have begun.
    this.socket.write(`\n${JSON.stringify({ jsonrpc: '2.0', id, method: 'agent.ping' })}\n`);
    const outcome = await Promise.race([answer, silence, this.closed.then(() => 'closed' as const)]);
    clearTimeout(timer);
    this.#waiting = null;
    return outcome;
  }
}

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  '',
  '\u0000',
  'x'.repeat(500),
  [],
  {},
  [[[]]],
  { toString: 1 },
  'constructor',
  '9f1c2a0b7d3e4f55-b41c72de-0',
  '4761739001010010',
  'ZZZ',
];

/** One field of a request with a value of another kind, or the parameters of another method. */
function strange(line: string, random: SimRandom): string {
  if (!line.startsWith('{')) return line;
  const request = JSON.parse(line) as Record<string, unknown> & { params?: Record<string, unknown> };
  const { params } = request;
  if (random.chance(0.2)) request['method'] = METHODS.exec(random.pick(CORPUS).toString('utf8'))?.[1] ?? 'agent.ping';
  if (params === undefined || random.chance(0.2))
    request[random.pick(['id', 'method', 'params', 'jsonrpc'])] = random.pick(VALUES);
  else if (Object.keys(params).length > 0) params[random.pick(Object.keys(params))] = random.pick(VALUES);
  return JSON.stringify(request);
}

/** The server that is broken on purpose: takes every line for a request. */
function answerOnTrust(input: Uint8Array): void {
  (JSON.parse(Buffer.from(input).toString('utf8')) as { method: string }).method.trim();
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
