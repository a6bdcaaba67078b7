import type { Answer } from '../domain/answer.js';
import { asTillpostError } from '../domain/errors.js';
import type { ClockQuality } from '../domain/transaction.js';
import type {
  Alerts,
  Broker,
  BrokerConnection,
  BrokerWill,
  Clock,
  CommandLink,
  Counters,
  HostLink,
  Journal,
  LinkStatus,
  Log,
  Random,
  ReaderState,
  SettlementLink,
} from '../ports/index.js';
import { ENVELOPE_OVERHEAD_BYTES, type Ids, type MessageKey, sealUp } from '../protocol/envelope.js';
import { downFilter, topicOf } from '../protocol/topics.js';
import { AsideLane } from './delivery/aside-lane.js';
import { CommandExchange } from './delivery/command-exchange.js';
import { Courier } from './delivery/courier.js';
import { type CourierLimits, DEFAULT_LIMITS } from './delivery/courier-state.js';
import { readDown } from './delivery/inbox.js';
import { Outbox, PACKET_OVERHEAD_BYTES } from './delivery/outbox.js';
import { sentHead } from './delivery/posting-message.js';
import { Requests } from './delivery/requests.js';
import { SettlementExchange } from './delivery/settlement-exchange.js';
import { RECONNECT_MAX_MS } from './link/backoff.js';
import { Connector } from './link/connector.js';
import { Heartbeat } from './link/heartbeat.js';
import { LINK_TIMING, type LinkTiming } from './link/link-state.js';

/** What the heartbeat tells the host about this terminal. */
export interface TerminalState {
  readonly clock: ClockQuality;
  /** Postings without receipt. */
  readonly queueDepth: number;
  /** Age of the oldest of them, ms; 0 when none. */
  readonly oldestAgeMs: number;
  readonly parked: number;
  readonly reader: ReaderState;
  readonly diskFreeBytes: number;
}

export interface UplinkOptions {
  readonly agentVersion: string;
  /** Host refusals after which a posting is parked. */
  readonly parkAfter: number;
  /** Death is published by the broker after that, seconds (MQTT 5 only). */
  readonly willDelaySeconds: number;
  readonly courier: Omit<CourierLimits, 'sequenceAtOpen'>;
  readonly link: LinkTiming;
  /** Longest pause between two tries to connect, ms. */
  readonly reconnectMaxMs: number;
}

export interface UplinkParts {
  readonly broker: Broker;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly terminalState: () => TerminalState;
  readonly options?: Partial<UplinkOptions>;
}

/** The host as the sale sees it, and the door by which the agent runs it. */
export interface Uplink extends HostLink, SettlementLink, CommandLink {
  start(): void;
  /** Good-bye to the broker, then nothing runs any more: no timer, no socket. */
  stop(): Promise<void>;
  /** Replies for known transactions that no request waits for. */
  onLateReply(listener: (answer: Answer) => void): () => void;
  /** The network came back (carrier, address or default route changed): try at once, or probe what is open. */
  nudge(): void;
  /** Host's time minus this terminal's wall clock, ms; null before the first echo. */
  hostOffsetMs(): number | null;
}

const DEFAULTS: UplinkOptions = {
  agentVersion: 'unknown',
  parkAfter: 3,
  willDelaySeconds: 30,
  courier: DEFAULT_LIMITS,
  link: LINK_TIMING,
  reconnectMaxMs: RECONNECT_MAX_MS,
};
/** Connections that one journal entry leaves numbers for. */
const SESSIONS_AN_ENTRY = 2 ** 20;
const GOODBYE_MS = 1_000;

/**
 * Composes the way to the host:
 *
 *   connector ── one connection at a time ──► heartbeat: is the host there?
 *                                             courier:   reversals, requests, advices
 *                                             requests:  one result for each, by its deadline
 *                                             aside:     settlement exchange, command results
 */
export function createUplink(parts: UplinkParts): Uplink {
  const options: UplinkOptions = { ...DEFAULTS, ...parts.options };
  const { broker, journal, clock, random, alerts, counters, ids, key } = parts;
  const log = parts.log.child('uplink');
  const lateReplies = new Set<(answer: Answer) => void>();
  const statuses = new Set<(status: LinkStatus) => void>();
  let session = { id: '', number: 0 };
  let noConnection = 'not started';
  let stopped = false;

  // ---------------------------------------------------------------- presence

  const presence = (which: 'birth' | 'death') =>
    ({
      kind: 'status',
      presence: which,
      session: session.id,
      sessionNumber: session.number,
      agentVersion: options.agentVersion,
    }) as const;

  /**
   * Session numbers must rise over restarts although the wall clock may lie: the journal's newest entry
   * leads, the connection counts. The session id pairs birth and death in any case.
   */
  function nextWill(): BrokerWill {
    const number = Math.max(session.number + 1, journal.head().entry * SESSIONS_AN_ENTRY);
    session = { id: Buffer.from(random.bytes(8)).toString('hex'), number };
    const payload = sealUp(ids, key, presence('death'));
    return { topic: topicOf(ids, 'up/status'), payload, qos: 1, retain: true, delaySeconds: options.willDelaySeconds };
  }

  // ---------------------------------------------------------------- parts

  const outbox = new Outbox(
    { ids, key, alerts, counters, log },
    {
      connection: () => connector.connection,
      brokerHeard: () => heartbeat.input({ kind: 'brokerHeard' }),
      suspect: () => heartbeat.input({ kind: 'suspect' }),
    },
  );

  const heartbeat: Heartbeat = new Heartbeat(
    { clock, random, counters, timing: options.link },
    {
      probe: (nonce) => {
        const head = sentHead(journal);
        const state = {
          ...parts.terminalState(),
          terminalTimeMs: clock.wallMs(),
          agentVersion: options.agentVersion,
          head,
        };
        outbox.publishAndForget('up/heartbeat', { kind: 'heartbeat', nonce, ...state }, 0);
      },
      // The retained birth again: its PUBACK is the broker's answer, and it changes nothing.
      askBroker: () => outbox.publishAndForget('up/status', presence('birth'), 1, true),
      drop: (why) => connector.drop(why),
      changed: () => linkChanged(),
    },
  );

  const courier: Courier = new Courier(
    { journal, clock, log, alerts, counters, parkAfter: options.parkAfter, limits: options.courier },
    {
      sendPostings: (content) => outbox.publish('up/posting', content, 1),
      sendRequest: (id) => requests.send(id),
      suspect: () => heartbeat.input({ kind: 'suspect' }),
      drop: (why) => connector.drop(why),
      brokerRefused: (reasonCode) => outbox.refused('up/posting', reasonCode),
    },
  );

  const requests: Requests = new Requests(
    { journal, clock, counters, log },
    {
      enqueue: (id) => courier.input({ kind: 'request', id }),
      acked: (id) => courier.input({ kind: 'requestAcked', id }),
      ended: (id) => courier.input({ kind: 'requestEnded', id }),
      send: (message) => outbox.publish('up/request', message, 1),
      suspect: () => heartbeat.input({ kind: 'suspect' }),
      brokerRefused: (reasonCode) => outbox.refused('up/request', reasonCode),
      lateReply: (answer) => lateReplies.forEach((listener) => listener(answer)),
    },
  );

  const aside = new AsideLane({ clock, counters, log, drop: (why) => connector.drop(why) });
  const settlement = new SettlementExchange(
    { journal, clock, counters, log },
    {
      isOnline: () => !stopped && heartbeat.state === 'online',
      send: (message, wanted, done) =>
        aside.add(message.kind, () => (wanted() ? outbox.publish('up/settlement', message, 1) : null), done),
      suspect: () => heartbeat.input({ kind: 'suspect' }),
      brokerRefused: (reasonCode) => outbox.refused('up/settlement', reasonCode),
    },
  );
  const commands = new CommandExchange(
    { counters, log },
    {
      isConnected: () => !stopped && connector.connection !== null,
      send: (message) =>
        aside.add(
          message.kind,
          () => outbox.publish('up/command', message, 1),
          (reasonCode) => {
            if (reasonCode !== null && reasonCode !== 0) outbox.refused('up/command', reasonCode);
          },
        ),
    },
  );

  const connector: Connector = new Connector(
    { broker, clock, random, log, alerts, counters, reconnectMaxMs: options.reconnectMaxMs },
    {
      will: nextWill,
      filters: [downFilter(ids)],
      opened: (connection) => {
        connection.onMessage((message) => receive(message.topic, message.payload));
        outbox.publishAndForget('up/status', presence('birth'), 1, true);
        heartbeat.input({ kind: 'connected' });
      },
      closed: (why) => {
        noConnection = why;
        courier.input({ kind: 'closed' });
        heartbeat.input({ kind: 'closed', why });
      },
      failed: (why) => {
        noConnection = why;
        heartbeat.input({ kind: 'closed', why });
      },
    },
  );

  // ---------------------------------------------------------------- down

  function receive(topic: string, payload: Uint8Array): void {
    heartbeat.input({ kind: 'brokerHeard' });
    const read = readDown({ ids, key, alerts, counters, log }, topic, payload);
    if (read.kind === 'refused') {
      if (read.badReply) requests.badReply();
      return;
    }
    const { content } = read;
    switch (content.kind) {
      case 'reply':
        requests.reply(content.answer).catch((error: unknown) => failed('reply', error));
        return;
      case 'receipts':
        courier.receipts(content.answers).catch((error: unknown) => failed('receipts', error));
        return;
      case 'echo':
        if (!heartbeat.echo(content)) return;
        alerts.clear('NO_SUBSCRIBER', topicOf(ids, 'up/posting'));
        courier.input({ kind: 'flow', pauseMs: content.pauseMs, batchMax: content.batchMax });
        return;
      case 'settlementAnswer':
        settlement.answer(content);
        return;
      case 'command':
        commands.take(content.command);
        return;
    }
  }

  function failed(what: string, error: unknown): void {
    counters.add('inbox.failed');
    const { code, message } = asTillpostError(error, 'uplink.receive');
    log.error('message not handled', { what, code, problem: message });
  }

  let lastState: LinkStatus['state'] = 'offline';
  function linkChanged(): void {
    const { state } = heartbeat;
    if (state !== lastState) {
      lastState = state;
      log.info('link state', { state, problem: heartbeat.problem });
      if (state === 'online') courier.input({ kind: 'online', ...grantedLimits(connector.connection) });
      else {
        courier.input({ kind: 'hostSilent' });
        requests.linkLost();
        settlement.linkLost();
      }
    }
    const now = status();
    statuses.forEach((listener) => listener(now));
  }

  function grantedLimits(connection: BrokerConnection | null) {
    const { receiveMaximum = 1, maximumPacketSize = Infinity } = connection?.grant ?? {};
    const roomBytes = Math.min(options.courier.payloadMaxBytes, maximumPacketSize - PACKET_OVERHEAD_BYTES);
    // Two places in the broker's window are kept: for what goes aside, and for the birth that asks whether it is there.
    return { receiveMaximum: Math.max(1, receiveMaximum - 2), payloadMaxBytes: roomBytes - ENVELOPE_OVERHEAD_BYTES };
  }

  function status(): LinkStatus {
    const connection = connector.connection;
    return {
      state: heartbeat.state,
      address: broker.address,
      protocolVersion: connection?.grant.protocolVersion ?? null,
      problem: heartbeat.state === 'offline' ? noConnection : heartbeat.problem,
      lastEchoAgoMs: heartbeat.lastEchoAgoMs,
    };
  }

  async function goodbye(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = clock.after(GOODBYE_MS, resolve);
      outbox.publish('up/status', presence('death'), 1, true).then(
        () => (timer.cancel(), resolve()),
        () => (timer.cancel(), resolve()),
      );
    });
  }

  return {
    status,
    onStatus: (listener) => (statuses.add(listener), () => statuses.delete(listener)),
    onLateReply: (listener) => (lateReplies.add(listener), () => lateReplies.delete(listener)),
    authorize: async (transaction, card, deadlineMs) => {
      if (stopped || heartbeat.state !== 'online') return { kind: 'unknown', mayHaveLeft: false, why: 'offline' };
      return requests.authorize(transaction, card, deadlineMs);
    },
    postingAdded: () => courier.input({ kind: 'added' }),
    postingsReopened: () => courier.reopened(),
    sendTotals: (batch, repeat, deadlineMs) => settlement.sendTotals(batch, repeat, deadlineMs),
    sendDetails: (batch, page, last, rows, deadlineMs) => settlement.sendDetails(batch, page, last, rows, deadlineMs),
    onCommand: (listener) => commands.onCommand(listener),
    sendResult: (result) => commands.sendResult(result),
    hostOffsetMs: () => heartbeat.hostOffsetMs(),
    nudge: () => {
      connector.nudge();
      heartbeat.input({ kind: 'suspect' });
    },
    start: () => connector.start(),
    stop: async () => {
      stopped = true;
      requests.stop();
      settlement.linkLost();
      courier.stop();
      await connector.stop(goodbye);
      heartbeat.stop();
    },
  };
}
