import type { Behind } from '../domain/course/behind.js';
import { own } from '../domain/redaction.js';
import type {
  Arrival,
  Delivery,
  LinkStatus,
  Log,
  TransportConnection,
  Unsubscribe,
  UpChannel,
} from '../ports/index.js';
import { type DownContent, type EchoMessage, ENVELOPE_OVERHEAD_BYTES, type SentHead } from '../protocol/envelope.js';
import { readDown } from './delivery/inbox.js';
import { Outbox, type OutboxContent } from './delivery/outbox.js';
import { gapText, HeadWatch } from './head-watch.js';
import { Connector, type ConnectorHooks } from './link/connector.js';
import { Heartbeat } from './link/heartbeat.js';
import type { UplinkOptions, UplinkParts } from './options.js';
import { Presence } from './presence.js';

/** What a connection leaves for postings and requests. */
interface Room {
  readonly messagesMax: number;
  readonly payloadMaxBytes: number;
}

/** What whoever delivers over the line is told. */
export interface LifelineHooks {
  /** The host answers. */
  online(room: Room): void;
  /** It does not, whether a connection stands or not. */
  offline(): void;
  /** The connection ended: what was on its way may be lost. */
  closed(): void;
  /** An echo of ours, with the host's wishes. */
  flow(echo: EchoMessage): void;
  take(content: Exclude<DownContent, EchoMessage>): void;
  /** A reply whose MAC does not hold. */
  badReply(): void;
  /** The host has seen more of this journal than it holds. */
  behind(behind: Behind): void;
}

const GOODBYE_MS = 1_000;

/**
 * The line to the host: one connection after the other, whether the host is at its end, and what goes over it.
 *
 *   connector ── connection ──► heartbeat: is the host there?
 *                               presence:  birth and death
 *                               outbox, inbox: sealed and opened
 */
export class Lifeline {
  readonly #parts: UplinkParts;
  readonly #options: UplinkOptions;
  readonly #log: Log;
  readonly #hooks: LifelineHooks;
  readonly #heads: HeadWatch;
  readonly #presence: Presence;
  readonly #outbox: Outbox;
  readonly #heartbeat: Heartbeat;
  readonly #connector: Connector;
  readonly #statuses = new Set<(status: LinkStatus) => void>();
  #noConnection = 'not started';
  #evictions = 0;
  #lastState: LinkStatus['state'] = 'offline';

  constructor(parts: UplinkParts, options: UplinkOptions, hooks: LifelineHooks) {
    this.#parts = parts;
    this.#options = options;
    this.#log = parts.log;
    this.#hooks = hooks;
    this.#heads = new HeadWatch(parts, (behind) => hooks.behind(behind));
    const head = (): SentHead => this.#heads.head();
    const continues = (): readonly string[] => parts.journal.identity().continues;
    this.#presence = new Presence({ ...parts, head, continues, agentVersion: options.agentVersion });
    this.#outbox = new Outbox(
      { ...parts, place: (channel) => parts.transport.place(channel) },
      {
        connection: () => this.#connector.connection,
        brokerHeard: () => this.#heartbeat.input({ kind: 'brokerHeard' }),
        suspect: () => this.suspect(),
      },
    );
    this.#heartbeat = new Heartbeat(
      { ...parts, timing: options.link },
      {
        probe: (nonce) => this.#sayHeartbeat(nonce),
        // The birth again: its acknowledgement is the broker's answer, and it changes nothing.
        askBroker: () => this.#sayBirth(),
        drop: (why) => this.drop(why),
        changed: () => this.#linkChanged(),
      },
    );
    this.#connector = new Connector({ ...parts, reconnectMaxMs: options.reconnectMaxMs }, this.#connectorHooks());
  }

  get isOnline(): boolean {
    return this.#heartbeat.state === 'online';
  }

  get isConnected(): boolean {
    return this.#connector.connection !== null;
  }

  start(): void {
    this.#connector.start();
  }

  async stop(): Promise<void> {
    await this.#connector.stop(() => this.#goodbye());
    this.#heartbeat.stop();
  }

  /** @throws LINK_CLOSED, MESSAGE_TOO_LARGE */
  deliver(channel: UpChannel, content: OutboxContent): Promise<Delivery> {
    return this.#outbox.deliver(channel, content);
  }

  /** What the host may be told of the journal now. */
  toldHead(): SentHead | null {
    return this.#heads.toldHead();
  }

  /** Something is overdue: ask the host now. */
  suspect(): void {
    this.#heartbeat.input({ kind: 'suspect' });
  }

  /** Destroys the connection; the next try follows. */
  drop(why: string): void {
    this.#connector.drop(why);
  }

  nudge(): void {
    this.#connector.nudge();
    this.suspect();
  }

  status(): LinkStatus {
    const { state, problem, lastEchoAgoMs } = this.#heartbeat;
    return {
      state,
      address: this.#parts.transport.address,
      protocolVersion: this.#connector.connection?.grant.protocolVersion ?? null,
      problem: state === 'offline' ? this.#noConnection : problem,
      lastEchoAgoMs,
    };
  }

  onStatus(listener: (status: LinkStatus) => void): Unsubscribe {
    this.#statuses.add(listener);
    return () => this.#statuses.delete(listener);
  }

  hostOffsetMs(): number | null {
    return this.#heartbeat.hostOffsetMs();
  }

  #connectorHooks(): ConnectorHooks {
    return {
      lastWord: () => this.#presence.lastWord(),
      opened: (connection) => {
        connection.onArrival((arrival) => this.#arrived(arrival));
        this.#heads.connected();
        this.#sayBirth();
        this.#heartbeat.input({ kind: 'connected' });
      },
      closed: (why) => {
        this.#noConnection = why;
        this.#hooks.closed();
        this.#heartbeat.input({ kind: 'closed', why });
      },
      evicted: (times, why) => {
        const { merchantId, terminalId } = this.#parts.ids;
        this.#evictions = times;
        this.#parts.alerts.raise(
          'IDENTITY_SHARED',
          own(`${merchantId}/${terminalId}`),
          `the broker ended ${times} connections for another client under this terminal’s name (${why})`,
        );
      },
      failed: (why) => {
        this.#noConnection = why;
        this.#heartbeat.input({ kind: 'closed', why });
      },
    };
  }

  #linkChanged(): void {
    const { state, problem } = this.#heartbeat;
    if (state !== this.#lastState) {
      this.#lastState = state;
      this.#log.info('link state', { state, problem });
      if (state === 'online') this.#hooks.online(this.#room(this.#connector.connection));
      else this.#hooks.offline();
    }
    const now = this.status();
    this.#statuses.forEach((listener) => listener(now));
  }

  #room(connection: TransportConnection | null): Room {
    const { messagesMax = 1, payloadMaxBytes = Infinity } = connection?.grant ?? {};
    const roomBytes = Math.min(this.#options.courier.payloadMaxBytes, payloadMaxBytes);
    // Two places in the broker's window are kept: for what goes aside, and for the birth that asks whether it is there.
    return { messagesMax: Math.max(1, messagesMax - 2), payloadMaxBytes: roomBytes - ENVELOPE_OVERHEAD_BYTES };
  }

  #arrived(arrival: Arrival): void {
    this.#heartbeat.input({ kind: 'brokerHeard' });
    const read = readDown(this.#parts, arrival);
    if (read.kind !== 'refused') this.#parts.contact?.heard();
    if (read.kind === 'refused') {
      if (read.badReply) this.#hooks.badReply();
    } else if (read.content.kind === 'echo') this.#echoed(read.content);
    else this.#hooks.take(read.content);
  }

  #echoed(echo: EchoMessage): void {
    const answersBirth = echo.nonce === this.#presence.session;
    if (answersBirth) {
      void this.#heads.heard(echo.known);
      for (const gap of echo.gaps) this.#parts.alerts.raise('JOURNAL_GAP', own(gap.epoch), own(gapText(gap)));
    }
    if (answersBirth || !this.#heartbeat.echo(echo)) return;
    void this.#heads.heard(echo.known);
    this.#parts.alerts.clear('NO_SUBSCRIBER', own(this.#parts.transport.place('posting')));
    this.#hooks.flow(echo);
  }

  #sayHeartbeat(nonce: string): void {
    const { clock, terminalState } = this.#parts;
    const { agentVersion } = this.#options;
    const head = this.#heads.toldHead();
    const state = {
      ...terminalState(),
      terminalTimeMs: clock.wallMs(),
      agentVersion,
      head,
      evictions: this.#evictions,
    };
    void this.#outbox.say('heartbeat', { kind: 'heartbeat', nonce, ...state });
  }

  #sayBirth(): void {
    void this.#outbox.say('status', this.#presence.message('birth'));
  }

  async #goodbye(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.#parts.clock.after(GOODBYE_MS, resolve);
      void this.#outbox.say('status', this.#presence.message('death')).then(() => (timer.cancel(), resolve()));
    });
  }
}
