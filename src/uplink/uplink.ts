import type { Answer } from '../domain/answer.js';
import { TillpostError } from '../domain/errors.js';
import type { ClockQuality } from '../domain/transaction.js';
import type {
  Alerts, Broker, BrokerConnection, BrokerWill, Clock, Counters, HostLink, Journal, LinkStatus, Log, Random, ReaderState,
} from '../ports.js';
import { RECONNECT_MAX_MS } from './backoff.js';
import { Connector } from './connector.js';
import { Courier } from './courier.js';
import { type CourierLimits, DEFAULT_LIMITS } from './courier-state.js';
import { ENVELOPE_OVERHEAD_BYTES, type Ids, type MessageKey, type UpContent, sealUp } from './envelope.js';
import { Heartbeat } from './heartbeat.js';
import { readDown } from './inbox.js';
import { LINK_TIMING, type LinkTiming } from './link-state.js';
import { sentHead } from './posting-message.js';
import { reasonText } from './reason-codes.js';
import { Requests } from './requests.js';
import { type UpLeaf, downFilter, topicOf } from './topics.js';

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
export interface Uplink extends HostLink {
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
/** MQTT fixed header, topic and properties beside a payload. */
const PACKET_OVERHEAD_BYTES = 128;
/** Connections that one journal entry leaves numbers for. */
const SESSIONS_AN_ENTRY = 2 ** 20;
const GOODBYE_MS = 1_000;

/**
 * Composes the way to the host:
 *
 *   connector ── one connection at a time ──► heartbeat: is the host there?
 *                                             courier:   reversals, requests, advices
 *                                             requests:  one result for each, by its deadline
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
  let postingsRefused = false;

  // ---------------------------------------------------------------- up

  /** Resolves at PUBACK with its reason code. */
  async function publish(leaf: UpLeaf, content: UpContent, qos: 0 | 1, retain = false): Promise<number> {
    const { connection } = connector;
    if (connection === null) {
      throw new TillpostError('LINK_CLOSED', 'no connection', { operation: 'uplink.publish', subject: leaf, retryable: true });
    }
    const message = { topic: topicOf(ids, leaf), payload: sealUp(ids, key, content), qos, retain };
    const { reasonCode } = await connection.publish(message);
    if (qos === 1) heartbeat.input({ kind: 'brokerHeard' });
    if (postingsRefused && leaf === 'up/posting' && reasonCode === 0) {
      postingsRefused = false;
      alerts.clear('BROKER_REFUSED', message.topic);
    }
    return reasonCode;
  }

  /** For what nobody waits for: a lost heartbeat or birth shows as a missing echo. */
  function publishAndForget(leaf: UpLeaf, content: UpContent, qos: 0 | 1, retain = false): void {
    publish(leaf, content, qos, retain).catch((error: unknown) => {
      counters.add('publish.failed');
      log.debug('not published', { leaf, problem: error instanceof Error ? error.message : String(error) });
    });
  }

  const presence = (which: 'birth' | 'death') =>
    ({ kind: 'status', presence: which, session: session.id, sessionNumber: session.number, agentVersion: options.agentVersion }) as const;

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

  function brokerRefused(reasonCode: number): void {
    const problem = reasonText(reasonCode);
    log.warn('broker refused a message', { problem });
    if (reasonCode === 0x10) {
      alerts.raise('NO_SUBSCRIBER', topicOf(ids, 'up/posting'), 'the broker is up, but no host listens to this terminal');
      heartbeat.input({ kind: 'suspect' });
    } else {
      postingsRefused = true;
      alerts.raise('BROKER_REFUSED', topicOf(ids, 'up/posting'), problem);
    }
  }

  // ---------------------------------------------------------------- parts

  const heartbeat = new Heartbeat({ clock, random, counters, timing: options.link }, {
    probe: (nonce) => {
      const head = sentHead(journal);
      const state = { ...parts.terminalState(), terminalTimeMs: clock.wallMs(), agentVersion: options.agentVersion, head };
      publishAndForget('up/heartbeat', { kind: 'heartbeat', nonce, ...state }, 0);
    },
    // The retained birth again: its PUBACK is the broker's answer, and it changes nothing.
    askBroker: () => publishAndForget('up/status', presence('birth'), 1, true),
    drop: (why) => connector.drop(why),
    changed: () => linkChanged(),
  });

  const courier: Courier = new Courier(
    { journal, clock, log, alerts, counters, parkAfter: options.parkAfter, limits: options.courier },
    {
      sendPostings: (content) => publish('up/posting', content, 1),
      sendRequest: (id) => requests.send(id),
      suspect: () => heartbeat.input({ kind: 'suspect' }),
      drop: (why) => connector.drop(why),
      brokerRefused,
    },
  );

  const requests: Requests = new Requests(
    { journal, clock, counters, log },
    {
      enqueue: (id) => courier.input({ kind: 'request', id }),
      acked: (id) => courier.input({ kind: 'requestAcked', id }),
      ended: (id) => courier.input({ kind: 'requestEnded', id }),
      send: (message) => publish('up/request', message, 1),
      suspect: () => heartbeat.input({ kind: 'suspect' }),
      brokerRefused,
      lateReply: (answer) => lateReplies.forEach((listener) => listener(answer)),
    },
  );

  const connector: Connector = new Connector(
    { broker, clock, random, log, alerts, counters, reconnectMaxMs: options.reconnectMaxMs },
    {
      will: nextWill,
      filters: [downFilter(ids)],
      opened: (connection) => {
        connection.onMessage((message) => receive(message.topic, message.payload));
        publishAndForget('up/status', presence('birth'), 1, true);
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
    }
  }

  function failed(what: string, error: unknown): void {
    counters.add('inbox.failed');
    log.error('message not handled', { what, problem: error instanceof Error ? error.message : String(error) });
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
      }
    }
    const now = status();
    statuses.forEach((listener) => listener(now));
  }

  function grantedLimits(connection: BrokerConnection | null) {
    const { receiveMaximum = 1, maximumPacketSize = Infinity } = connection?.grant ?? {};
    const roomBytes = Math.min(options.courier.payloadMaxBytes, maximumPacketSize - PACKET_OVERHEAD_BYTES);
    return { receiveMaximum, payloadMaxBytes: roomBytes - ENVELOPE_OVERHEAD_BYTES };
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
      publish('up/status', presence('death'), 1, true).then(
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
    hostOffsetMs: () => heartbeat.hostOffsetMs(),
    nudge: () => {
      connector.nudge();
      heartbeat.input({ kind: 'suspect' });
    },
    start: () => connector.start(),
    stop: async () => {
      stopped = true;
      requests.stop();
      courier.stop();
      await connector.stop(goodbye);
      heartbeat.stop();
    },
  };
}
