import type { Answer } from '../domain/answer.js';
import type { Card } from '../domain/card.js';
import { asTillpostError } from '../domain/errors.js';
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { Batch, BatchRow } from '../domain/settlement.js';
import type { Transaction } from '../domain/transaction.js';
import type {
  Arrival,
  AuthorizationResult,
  CommandLink,
  HostLink,
  LinkStatus,
  Log,
  SettlementLink,
  SettlementReply,
  TransportConnection,
  Unsubscribe,
} from '../ports/index.js';
import { type DownContent, ENVELOPE_OVERHEAD_BYTES } from '../protocol/envelope.js';
import { AsideLane } from './delivery/aside-lane.js';
import { CommandExchange, type CommandWire } from './delivery/command-exchange.js';
import { Courier, type CourierWire } from './delivery/courier.js';
import { readDown } from './delivery/inbox.js';
import { Outbox, type OutboxHooks } from './delivery/outbox.js';
import { sentHead } from './delivery/posting-message.js';
import { Requests, type RequestWire } from './delivery/requests.js';
import { SettlementExchange, type SettlementWire } from './delivery/settlement-exchange.js';
import { Connector, type ConnectorHooks } from './link/connector.js';
import { Heartbeat, type HeartbeatWire } from './link/heartbeat.js';
import { DEFAULT_OPTIONS, type UplinkOptions, type UplinkParts } from './options.js';
import { Presence } from './presence.js';

/** The host as the sale sees it, and the door by which the agent runs it. */
export interface Uplink extends HostLink, SettlementLink, CommandLink {
  start(): void;
  /** Good-bye to the broker, then nothing runs any more: no timer, no socket. */
  stop(): Promise<void>;
  /** Replies for known transactions that no request waits for. */
  onLateReply(listener: (answer: Answer) => void): Unsubscribe;
  /** The network came back (carrier, address or default route changed): try at once, or probe what is open. */
  nudge(): void;
  /** Host's time minus this terminal's wall clock, ms; null before the first echo. */
  hostOffsetMs(): number | null;
}

const GOODBYE_MS = 1_000;

export function createUplink(parts: UplinkParts): Uplink {
  return new HostUplink(parts);
}

/**
 * Composes the way to the host, over any transport:
 *
 *   connector ── one connection at a time ──► heartbeat: is the host there?
 *                                             courier:   reversals, requests, advices
 *                                             requests:  one result for each, by its deadline
 *                                             aside:     settlement exchange, command results
 */
class HostUplink implements Uplink {
  readonly #parts: UplinkParts;
  readonly #options: UplinkOptions;
  readonly #log: Log;
  readonly #presence: Presence;
  readonly #outbox: Outbox;
  readonly #heartbeat: Heartbeat;
  readonly #courier: Courier;
  readonly #requests: Requests;
  readonly #aside: AsideLane;
  readonly #settlement: SettlementExchange;
  readonly #commands: CommandExchange;
  readonly #connector: Connector;
  readonly #lateReplies = new Set<(answer: Answer) => void>();
  readonly #statuses = new Set<(status: LinkStatus) => void>();
  #noConnection = 'not started';
  #lastState: LinkStatus['state'] = 'offline';
  #isStopped = false;

  constructor(parts: UplinkParts) {
    const options = (this.#options = { ...DEFAULT_OPTIONS, ...parts.options });
    const log = (this.#log = parts.log.child('uplink'));
    this.#parts = parts;
    const logged = { ...parts, log };
    this.#presence = new Presence({ ...parts, agentVersion: options.agentVersion });
    this.#outbox = new Outbox({ ...logged, place: (channel) => parts.transport.place(channel) }, this.#outboxHooks());
    this.#heartbeat = new Heartbeat({ ...parts, timing: options.link }, this.#heartbeatWire());
    this.#courier = new Courier(
      { ...logged, parkAfter: options.parkAfter, limits: options.courier },
      this.#courierWire(),
    );
    this.#requests = new Requests(logged, this.#requestWire());
    this.#aside = new AsideLane({ ...logged, drop: (why) => this.#connector.drop(why) });
    this.#settlement = new SettlementExchange(logged, this.#settlementWire());
    this.#commands = new CommandExchange(logged, this.#commandWire());
    this.#connector = new Connector({ ...logged, reconnectMaxMs: options.reconnectMaxMs }, this.#connectorHooks());
  }

  // ---------------------------------------------------------------- what each part asks of the others

  #outboxHooks(): OutboxHooks {
    return {
      connection: () => this.#connector.connection,
      brokerHeard: () => this.#heartbeat.input({ kind: 'brokerHeard' }),
      suspect: () => this.#suspect(),
    };
  }

  #heartbeatWire(): HeartbeatWire {
    return {
      probe: (nonce) => this.#sendHeartbeat(nonce),
      // The birth again: its acknowledgement is the broker's answer, and it changes nothing.
      askBroker: () => this.#sayBirth(),
      drop: (why) => this.#connector.drop(why),
      changed: () => this.#linkChanged(),
    };
  }

  #courierWire(): CourierWire {
    return {
      sendPostings: (content) => this.#outbox.deliver('posting', content),
      sendRequest: (id) => this.#requests.send(id),
      suspect: () => this.#suspect(),
      drop: (why) => this.#connector.drop(why),
    };
  }

  #requestWire(): RequestWire {
    return {
      enqueue: (id) => this.#courier.input({ kind: 'request', id }),
      acked: (id) => this.#courier.input({ kind: 'requestAcked', id }),
      ended: (id) => this.#courier.input({ kind: 'requestEnded', id }),
      send: (message) => this.#outbox.deliver('request', message),
      suspect: () => this.#suspect(),
      lateReply: (answer) => this.#lateReplies.forEach((listener) => listener(answer)),
    };
  }

  #settlementWire(): SettlementWire {
    return {
      isOnline: () => this.#isOnline(),
      send: (message, wanted, done) =>
        this.#aside.add(message.kind, () => (wanted() ? this.#outbox.deliver('settlement', message) : null), done),
      suspect: () => this.#suspect(),
    };
  }

  #commandWire(): CommandWire {
    return {
      isConnected: () => !this.#isStopped && this.#connector.connection !== null,
      send: (message) =>
        this.#aside.add(
          message.kind,
          () => this.#outbox.deliver('command', message),
          () => undefined,
        ),
    };
  }

  #connectorHooks(): ConnectorHooks {
    return {
      lastWord: () => this.#presence.lastWord(),
      opened: (connection) => {
        connection.onArrival((arrival) => this.#arrived(arrival));
        this.#sayBirth();
        this.#heartbeat.input({ kind: 'connected' });
      },
      closed: (why) => {
        this.#noConnection = why;
        this.#courier.input({ kind: 'closed' });
        this.#heartbeat.input({ kind: 'closed', why });
      },
      failed: (why) => {
        this.#noConnection = why;
        this.#heartbeat.input({ kind: 'closed', why });
      },
    };
  }

  // ---------------------------------------------------------------- up

  #sendHeartbeat(nonce: string): void {
    const { journal, clock, terminalState } = this.#parts;
    const head = sentHead(journal);
    const { agentVersion } = this.#options;
    const state = { ...terminalState(), terminalTimeMs: clock.wallMs(), agentVersion, head };
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

  #suspect(): void {
    this.#heartbeat.input({ kind: 'suspect' });
  }

  // ---------------------------------------------------------------- down

  #arrived(arrival: Arrival): void {
    this.#heartbeat.input({ kind: 'brokerHeard' });
    const read = readDown({ ...this.#parts, log: this.#log }, arrival);
    if (read.kind === 'content') this.#take(read.content);
    else if (read.badReply) this.#requests.badReply();
  }

  #take(content: DownContent): void {
    switch (content.kind) {
      case 'reply':
        this.#requests.reply(content.answer).catch((error: unknown) => this.#failed('reply', error));
        return;
      case 'receipts':
        this.#courier.receipts(content.answers).catch((error: unknown) => this.#failed('receipts', error));
        return;
      case 'echo':
        if (!this.#heartbeat.echo(content)) return;
        this.#parts.alerts.clear('NO_SUBSCRIBER', this.#parts.transport.place('posting'));
        this.#courier.input({ kind: 'flow', pauseMs: content.pauseMs, batchMax: content.batchMax });
        return;
      case 'settlementAnswer':
        this.#settlement.answer(content);
        return;
      case 'command':
        this.#commands.take(content.command);
        return;
    }
  }

  #failed(what: string, error: unknown): void {
    this.#parts.counters.add('inbox.failed');
    const { code, message } = asTillpostError(error, 'uplink.receive');
    this.#log.error('message not handled', { what, code, problem: message });
  }

  // ---------------------------------------------------------------- the link

  #isOnline(): boolean {
    return !this.#isStopped && this.#heartbeat.state === 'online';
  }

  #linkChanged(): void {
    const { state, problem } = this.#heartbeat;
    if (state !== this.#lastState) {
      this.#lastState = state;
      this.#log.info('link state', { state, problem });
      if (state === 'online') this.#courier.input({ kind: 'online', ...this.#granted(this.#connector.connection) });
      else {
        this.#courier.input({ kind: 'hostSilent' });
        this.#requests.linkLost();
        this.#settlement.linkLost();
      }
    }
    const now = this.status();
    this.#statuses.forEach((listener) => listener(now));
  }

  #granted(connection: TransportConnection | null) {
    const { messagesMax = 1, payloadMaxBytes = Infinity } = connection?.grant ?? {};
    const roomBytes = Math.min(this.#options.courier.payloadMaxBytes, payloadMaxBytes);
    // Two places in the broker's window are kept: for what goes aside, and for the birth that asks whether it is there.
    return { messagesMax: Math.max(1, messagesMax - 2), payloadMaxBytes: roomBytes - ENVELOPE_OVERHEAD_BYTES };
  }

  // ---------------------------------------------------------------- for the agent

  start(): void {
    this.#connector.start();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#requests.stop();
    this.#settlement.linkLost();
    this.#courier.stop();
    await this.#connector.stop(() => this.#goodbye());
    this.#heartbeat.stop();
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

  onLateReply(listener: (answer: Answer) => void): Unsubscribe {
    this.#lateReplies.add(listener);
    return () => this.#lateReplies.delete(listener);
  }

  nudge(): void {
    this.#connector.nudge();
    this.#suspect();
  }

  hostOffsetMs(): number | null {
    return this.#heartbeat.hostOffsetMs();
  }

  // ---------------------------------------------------------------- for sale, settlement and operations

  async authorize(transaction: Transaction, card: Card, deadlineMs: number): Promise<AuthorizationResult> {
    if (!this.#isOnline()) return { kind: 'unknown', mayHaveLeft: false, why: 'offline' };
    return this.#requests.authorize(transaction, card, deadlineMs);
  }

  postingAdded(): void {
    this.#courier.input({ kind: 'added' });
  }

  postingsReopened(): void {
    this.#courier.reopened();
  }

  sendTotals(batch: Batch, repeat: boolean, deadlineMs: number): Promise<SettlementReply | null> {
    return this.#settlement.sendTotals(batch, repeat, deadlineMs);
  }

  sendDetails(
    batch: Batch,
    page: number,
    last: boolean,
    rows: readonly BatchRow[],
    deadlineMs: number,
  ): Promise<SettlementReply | null> {
    return this.#settlement.sendDetails(batch, page, last, rows, deadlineMs);
  }

  onCommand(listener: (command: HostCommand) => void): Unsubscribe {
    return this.#commands.onCommand(listener);
  }

  sendResult(result: CommandResult): void {
    this.#commands.sendResult(result);
  }
}
