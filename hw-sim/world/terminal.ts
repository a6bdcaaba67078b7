import { type AgentCore, type CoreParts, createAgentCore } from '../../src/agent/core.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { BookClock } from '../../src/platform/book-clock.js';
import { SteadyClock } from '../../src/platform/steady-clock.js';
import type { ByteLink, CardReader, Clock, Journal, Log, LogFields, SerialPorts } from '../../src/ports/index.js';
import { fingerprintOf } from '../../src/protocol/envelope.js';
import { openReader } from '../../src/reader/drivers.js';
import type { Broker, BrokerConnection } from '../../src/uplink/mqtt/broker.js';
import { MqttTransport } from '../../src/uplink/mqtt/mqtt-transport.js';
import type { SimBroker } from '../sim-broker.js';
import type { SimContacts } from '../sim-contact.js';
import { type SimDisk, SimJournal } from '../sim-journal.js';
import { SimRandom } from '../sim-random.js';
import type { Kernel } from './kernel.js';
import { ProcessClock, type WallClock } from './party-clock.js';

/** Between the modules of one process: what a broken variant of the agent puts in their place. */
export interface Doors {
  readonly journal: Journal;
  readonly reader: CardReader;
  readonly broker: Broker;
  readonly clock: Clock;
}

export type Settings = Pick<
  CoreParts,
  | 'ids'
  | 'key'
  | 'beforeFirstContact'
  | 'limits'
  | 'uplink'
  | 'sale'
  | 'settlement'
  | 'days'
  | 'commandMaxAgeMs'
  | 'retentionMs'
  | 'onTamper'
>;

/** The board: what outlives a process of the agent. */
export interface Board {
  readonly kernel: Kernel;
  readonly disk: SimDisk;
  readonly contacts: SimContacts;
  readonly wall: WallClock;
  readonly broker: SimBroker;
  readonly line: SerialPorts;
  readonly settings: Settings;
  /** Broken on purpose: the journal's start mark is this one each time. */
  readonly mark: string | undefined;
  readonly change: (doors: Doors) => Doors;
  /** Errors that the agent logged; most of them have a fault for a reason. */
  readonly onError: (message: string, fields: LogFields) => void;
  /** The agent asks for a start in the name of another merchant. */
  readonly onDrained: (agent: AgentProcess) => void;
}

export const AGENT = 'agent';

/** One process of the agent: the core that ships, on doors that close when it dies. */
export class AgentProcess {
  readonly core: AgentCore;
  readonly journal: SimJournal;
  readonly alerts: AlertBoard;
  readonly #clock: ProcessClock;
  readonly #ends: (() => void)[] = [];
  #isAlive = true;

  constructor(
    private readonly board: Board,
    seed: number,
  ) {
    const { kernel, disk, wall, settings } = board;
    const clock = (this.#clock = new ProcessClock(kernel, wall, AGENT));
    const random = new SimRandom(seed);
    const counters = new EventCounters();
    const log = this.#log();
    const alerts = (this.alerts = new AlertBoard({ clock, log, counters }));
    const { terminalId, merchantId } = settings.ids;
    const books = new BookClock(clock);
    this.journal = new SimJournal(disk, {
      terminalId,
      merchantId,
      clock: new SteadyClock(clock),
      random,
      mark: board.mark,
    });
    const ids = { terminalId, merchantId: this.journal.identity().merchantId };
    const ports = this.#ports(board.line);
    const parts = { ports, clock, random, log, alerts, counters, terminalId };
    const reader = openReader({ driver: 'cells', path: ports.path }, parts);
    const { broker, ...doors } = board.change({
      journal: this.journal,
      reader,
      broker: this.#broker(board.broker.client(AGENT)),
      clock,
    });
    this.core = createAgentCore({
      ...settings,
      ...doors,
      ids,
      merchantId,
      contact: board.contacts.of(ids.merchantId, terminalId, fingerprintOf(settings.key)),
      transport: new MqttTransport(broker, ids),
      books,
      random,
      log,
      alerts,
      counters,
      onDrained: () => board.onDrained(this),
    });
    doors.reader.open();
    this.core.start();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs when it dies; at once when it is dead. */
  onDeath(listener: () => void): void {
    if (this.#isAlive) this.#ends.push(listener);
    else listener();
  }

  /** kill -9: no timer fires, nothing is written, sent or heard any more. The kernel closes its port. */
  die(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#clock.die();
    this.journal.die();
    for (const end of this.#ends.splice(0)) end();
  }

  #ports(line: SerialPorts): SerialPorts {
    return {
      path: line.path,
      open: async () => {
        if (!this.#isAlive) return never();
        const link = await line.open();
        this.onDeath(() => void link.close());
        return this.#isAlive ? this.#link(link) : never();
      },
    };
  }

  #link(link: ByteLink): ByteLink {
    return {
      onBytes: (listener) => link.onBytes((bytes) => this.#hear(listener, bytes)),
      onClosed: (listener) => link.onClosed((why) => this.#hear(listener, why)),
      write: (bytes) => (this.#isAlive ? link.write(bytes) : never()),
      close: () => link.close(),
    };
  }

  #broker(broker: Broker): Broker {
    return {
      address: broker.address,
      connect: async (will, filters) => {
        if (!this.#isAlive) return never();
        try {
          const connection = await broker.connect(will, filters);
          // What a dead process had asked for, its kernel refuses.
          if (!this.#isAlive) void connection.close(false);
          return this.#isAlive ? this.#connection(connection) : await never<BrokerConnection>();
        } catch (error) {
          if (!this.#isAlive) return never();
          throw error;
        }
      },
    };
  }

  #connection(connection: BrokerConnection): BrokerConnection {
    return {
      grant: connection.grant,
      publish: (message) => (this.#isAlive ? connection.publish(message) : never()),
      onMessage: (listener) => connection.onMessage((message) => this.#hear(listener, message)),
      onClosed: (listener) =>
        connection.onClosed((why, by) => {
          if (this.#isAlive) listener(why, by);
        }),
      close: (polite) => connection.close(polite),
    };
  }

  #hear<T>(listener: (value: T) => void, value: T): void {
    if (this.#isAlive) listener(value);
  }

  #log(): Log {
    const { board } = this;
    const silent = (): void => undefined;
    const log: Log = {
      debug: silent,
      info: silent,
      warn: silent,
      error: (message, fields = {}) => {
        if (this.#isAlive) board.onError(message, fields);
      },
      child: () => log,
    };
    return log;
  }
}

const never = <T>(): Promise<T> => new Promise(() => undefined);
