import { asTillpostError } from '../../domain/errors.js';
import { own } from '../../domain/redaction.js';
import type {
  Alerts,
  Clock,
  ClosedBy,
  Counters,
  Log,
  Random,
  Timer,
  Transport,
  TransportConnection,
} from '../../ports/index.js';
import { afterAttempt, type AttemptEnd, delayMs, NO_BACKOFF } from './backoff.js';
import { afterClosing, NO_TWIN } from './twins.js';

export interface ConnectorParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  /** Longest pause between two tries, ms. */
  readonly reconnectMaxMs: number;
}

export interface ConnectorHooks {
  /** Sealed, and drawn anew for each connection. */
  lastWord(): Uint8Array;
  opened(connection: TransportConnection): void;
  closed(why: string): void;
  /** Another client took this terminal's connection over, so often by now. */
  evicted(times: number, why: string): void;
  failed(why: string): void;
}

/** The reconnect driver (uplink rules, 8 and 9): one connection at a time, for ever, until it is stopped. */
export class Connector {
  readonly #parts: ConnectorParts;
  readonly #hooks: ConnectorHooks;
  #backoff = NO_BACKOFF;
  #twins = NO_TWIN;
  #connection: TransportConnection | null = null;
  #waiting: Timer | null = null;
  #attempt: Promise<void> | null = null;
  #stopped = true;

  constructor(parts: ConnectorParts, hooks: ConnectorHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  get connection(): TransportConnection | null {
    return this.#connection;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#try();
  }

  /** The network came back: whatever wait is left, try now. */
  nudge(): void {
    if (this.#stopped || this.#waiting === null) return;
    this.#waiting.cancel();
    this.#try();
  }

  /** Destroys the socket; the next try follows. */
  drop(why: string): void {
    const connection = this.#connection;
    if (connection === null) return;
    this.#parts.counters.add('link.dropped');
    this.#parts.log.warn('connection dropped', { why });
    void connection.close(false);
  }

  /** Resolves when nothing runs any more. @param polite says good-bye on an open connection first */
  async stop(polite: (connection: TransportConnection) => Promise<void>): Promise<void> {
    this.#stopped = true;
    this.#waiting?.cancel();
    this.#waiting = null;
    await this.#attempt;
    const connection = this.#connection;
    if (connection === null) return;
    await polite(connection);
    await connection.close(true);
  }

  #try(): void {
    this.#waiting = null;
    this.#attempt = this.#connect().finally(() => (this.#attempt = null));
  }

  async #connect(): Promise<void> {
    const { transport, alerts, clock, counters, log } = this.#parts;
    const { address } = transport;
    counters.add('link.attempts');
    try {
      const connection = await transport.connect(this.#hooks.lastWord());
      const openedAtMs = clock.monotonicMs();
      if (this.#stopped) {
        await connection.close(true);
        return;
      }
      this.#connection = connection;
      alerts.clear('BROKER_REFUSED', own(address));
      log.info('connected', { address: own(address), protocolVersion: connection.grant.protocolVersion });
      connection.onClosed((why, by = 'other') => {
        this.#connection = null;
        log.warn('connection closed', { address: own(address), why });
        this.#hooks.closed(why);
        this.#closed(why, by, clock.monotonicMs() - openedAtMs);
      });
      this.#hooks.opened(connection);
    } catch (thrown) {
      const { code, message, retryable } = asTillpostError(thrown, 'uplink.connect');
      const refused = code === 'BROKER_REFUSED';
      log.warn('not connected', { address: own(address), code, problem: own(message) });
      counters.add(refused ? 'link.refused' : 'link.unreachable');
      if (refused && !retryable) alerts.raise('BROKER_REFUSED', own(address), message);
      // A broker that is being restarted ends connections, too.
      this.#twins = { ...this.#twins, young: 0 };
      this.#hooks.failed(message);
      this.#ended({ kind: refused ? 'refused' : 'failed' });
    }
  }

  #closed(why: string, by: ClosedBy, connectedMs: number): void {
    const before = this.#twins.evictions;
    this.#twins = afterClosing(this.#twins, by, connectedMs);
    const { evictions } = this.#twins;
    if (evictions > before) {
      this.#parts.counters.add('link.evicted');
      this.#hooks.evicted(evictions, why);
    }
    this.#ended({ kind: evictions > before ? 'evicted' : 'closed', connectedMs });
  }

  #ended(end: AttemptEnd): void {
    this.#backoff = afterAttempt(this.#backoff, end);
    if (this.#stopped) return;
    const waitMs = delayMs(this.#backoff, this.#parts.random.fraction(), this.#parts.reconnectMaxMs);
    this.#waiting = this.#parts.clock.after(waitMs, () => this.#try());
  }
}
