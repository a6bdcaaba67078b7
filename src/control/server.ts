import { createServer, type Server, type Socket } from 'node:net';
import { TillpostError } from '../domain/errors.js';
import type { Caller, Clock, Counters, Log } from '../ports/index.js';
import { Connection, type ConnectionRules } from './connection.js';
import type { RpcRequest } from './json-rpc.js';
import { claimSocket } from './socket-claim.js';

/** Rejects with a TillpostError that tells the client what to do; anything else counts as a defect. */
export type Method = (params: Readonly<Record<string, unknown>>, caller?: Caller) => Promise<unknown>;

/** What the configuration says. */
export interface ControlSettings {
  readonly frameLimitBytes: number;
  readonly idleTimeoutMs: number;
}

export interface ControlLimits extends ControlSettings {
  readonly connectionsMax: number;
  readonly requestsMax: number;
  readonly unreadMaxBytes: number;
  /** How long `close` waits for requests that run, ms. */
  readonly closeGraceMs: number;
}

/** What it does not say. */
const BOUNDS: Omit<ControlLimits, keyof ControlSettings> = {
  connectionsMax: 16,
  requestsMax: 8,
  unreadMaxBytes: 1_048_576,
  closeGraceMs: 2_000,
};

export interface ControlServerOptions {
  /** Absolute, at most 107 bytes. */
  readonly socketPath: string;
  readonly methods: ReadonlyMap<string, Method>;
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: Counters;
  readonly limits: ControlSettings & Partial<ControlLimits>;
}

export interface ControlServer {
  readonly socketPath: string;
  /** Takes no new request, lets those that run end within the grace, then closes and removes the socket. */
  close(): Promise<void>;
}

/**
 * Opens the control socket: JSON-RPC 2.0, one line a message.
 *
 * @throws SOCKET_IN_USE, CONFIG_PERMISSIONS, CONFIG_INVALID
 */
export async function createControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const desk = new ControlDesk(options);
  await claimSocket(desk.server, options.socketPath);
  desk.server.on('error', (error) => options.log.error('control socket failed', { error }));
  options.log.info('control socket open', { socket: options.socketPath });
  return { socketPath: options.socketPath, close: () => desk.close() };
}

class ControlDesk {
  readonly server: Server;
  readonly #options: ControlServerOptions;
  readonly #limits: ControlLimits;
  /** In the order in which they came. */
  readonly #connections = new Set<Connection>();
  #running = 0;
  #closing: Promise<void> | null = null;
  #whenQuiet: (() => void) | null = null;

  constructor(options: ControlServerOptions) {
    this.#options = options;
    this.#limits = { ...BOUNDS, ...options.limits };
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.#welcome(socket));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #welcome(socket: Socket): void {
    const { clock, log, counters } = this.#options;
    const rules: ConnectionRules = this.#limits;
    const connection = new Connection(socket, {
      clock,
      log,
      counters,
      rules,
      run: (request, caller) => this.#run(request, caller),
    });
    counters.add('control.connections');
    if (this.#connections.size >= this.#limits.connectionsMax && !this.#makeRoom()) {
      counters.add('control.refusedConnections');
      connection.refuse(
        new TillpostError('BUSY', `${this.#limits.connectionsMax} clients are connected`, {
          operation: 'control.connect',
          retryable: true,
          hint: 'Close connections that are not needed, then try again.',
        }),
      );
      return;
    }
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }

  /** A client that forgot to hang up must not keep the technician out. */
  #makeRoom(): boolean {
    for (const connection of this.#connections) {
      if (!connection.idle) continue;
      this.#connections.delete(connection);
      connection.destroy();
      return true;
    }
    return false;
  }

  async #run({ method, params }: RpcRequest, caller: Caller): Promise<unknown> {
    const known = this.#options.methods.get(method);
    if (known === undefined) {
      throw new TillpostError('METHOD_UNKNOWN', `unknown method ${JSON.stringify(method.slice(0, 40))}`, {
        operation: 'control',
        hint: `Known are ${[...this.#options.methods.keys()].join(', ')}.`,
      });
    }
    if (this.#closing !== null) {
      throw new TillpostError('STOPPING', 'the agent is stopping', { operation: method, retryable: true });
    }
    this.#running += 1;
    try {
      return await known(params, caller);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#whenQuiet?.();
    }
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    if (this.#running > 0) await this.#quietOrGrace();
    // Answers that have just been made get their turn to leave.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    for (const connection of this.#connections) connection.destroy();
    await closed;
    this.#options.log.info('control socket closed', { socket: this.#options.socketPath });
  }

  #quietOrGrace(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(this.#limits.closeGraceMs, () => {
        this.#options.counters.add('control.closedWhileRunning', this.#running);
        resolve();
      });
      this.#whenQuiet = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
