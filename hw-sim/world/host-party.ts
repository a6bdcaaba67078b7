import type { BrokerConnection, MqttMessage } from '../../src/uplink/mqtt/broker.js';
import type { Order } from '../control-socket.js';
import { Ledger } from '../host/books/ledger.js';
import { BOOK_TABLES } from '../host/books/ledger-schema.js';
import type { Fault } from '../host/fault.js';
import { Host } from '../host/host.js';
import { DEMO_ISSUER } from '../host/issuer.js';
import type { TerminalKeys } from '../host/keys.js';
import { panProver } from '../host/pan-proof.js';
import { TerminalFile } from '../host/terminal-file.js';
import { DEMO_BDK } from '../reader/cards/card-encryption.js';
import type { SimBroker } from '../sim-broker.js';
import type { Kernel } from './kernel.js';
import { ProcessClock, type WallClock } from './party-clock.js';

export const HOST = 'host';
const FILTERS = ['tillpost/v1/+/+/up/+'];
const RECONNECT_MS = 500;
/** After its book was given back: by then it has heard the terminal again. */
const RESEND_MS = 1_000;
const WILL = { topic: 'host/status', payload: new Uint8Array(1), qos: 0, retain: false, delaySeconds: 0 } as const;

export interface HostWorld {
  readonly kernel: Kernel;
  readonly broker: SimBroker;
  readonly wall: WallClock;
  readonly keys: TerminalKeys;
  readonly fault: Fault | null;
  /** What went wrong inside of it. */
  readonly onDefect: (line: string) => void;
}

/** The acquirer's host on its book, with processes that die and connections that end. */
export class HostParty {
  readonly ledger: Ledger;
  #host: Host | null = null;
  #clock: ProcessClock | null = null;
  #connection: BrokerConnection | null = null;
  #isKept = false;
  /** It was given back an old book: what it had counted until then is history. */
  isRestored = false;

  constructor(private readonly world: HostWorld) {
    this.ledger = new Ledger(':memory:', world.fault);
    this.boot();
  }

  get host(): Host | null {
    return this.#host;
  }

  boot(): void {
    if (this.#host !== null) return;
    const { kernel, wall, keys, onDefect } = this.world;
    const clock = (this.#clock = new ProcessClock(kernel, wall, HOST));
    const host = new Host({
      ledger: this.ledger,
      keys,
      issuer: DEMO_ISSUER,
      provePan: panProver(DEMO_BDK),
      publish: (topic, payload, qos) => this.#publish({ topic, payload, qos, retain: false }),
      connected: () => this.#connection !== null,
      nowMs: () => clock.wallMs(),
      after: (delayMs, run) => void clock.after(delayMs, run),
      die: () => undefined,
      say: (line) => {
        if (line.startsWith('INTERNAL')) onDefect(`host: ${line}`);
        else kernel.tell(`host: ${line}`);
      },
    });
    this.#host = host;
    this.#connect(host, clock);
  }

  /** kill -9: what it had still to say is not said; what it committed stands. */
  crash(): void {
    this.#clock?.die();
    this.#host = null;
    this.#connection = null;
    this.world.broker.cut(HOST);
  }

  /** What a story reads of it. */
  state(): {
    readonly gaps: readonly unknown[];
    readonly forks: readonly unknown[];
    readonly commands: readonly { readonly results: readonly unknown[] }[];
  } {
    return this.#host?.orders({ do: 'state' }) as ReturnType<HostParty['state']>;
  }

  /** Commands that have no result yet. */
  due(): number {
    return this.#host === null ? 0 : this.state().commands.filter(({ results }) => results.length === 0).length;
  }

  replayCommand(): void {
    if (this.#host !== null && this.state().commands.length > 0 && this.due() === 0)
      this.order({ do: 'replay-command' });
  }

  order(order: Order): void {
    this.#host?.orders(order);
  }

  /** Keeps the book as it is. */
  backup(): void {
    const { database } = this.ledger;
    for (const table of BOOK_TABLES) {
      database.exec(
        `DROP TABLE IF EXISTS temp.kept_${table}; CREATE TEMP TABLE kept_${table} AS SELECT * FROM main.${table}`,
      );
    }
    this.#isKept = true;
  }

  /** A new process on the book that was kept, or on an empty one, and an order to send what came since. */
  restore(epoch: string): void {
    const { database } = this.ledger;
    this.crash();
    for (const table of BOOK_TABLES) {
      database.exec(`DELETE FROM main.${table}`);
      if (this.#isKept) database.exec(`INSERT INTO main.${table} SELECT * FROM temp.kept_${table}`);
    }
    this.isRestored = true;
    const held = new TerminalFile(database).held().find((journal) => journal.epoch === epoch);
    const { afterSequence, afterTransaction } = held ?? { afterSequence: 0, afterTransaction: 0 };
    this.boot();
    // Whoever gave the book back sees to it, however often the host dies meanwhile.
    const resend = (): void => {
      if (this.#host === null) this.world.kernel.after(RESEND_MS, HOST, resend);
      else this.order({ do: 'command', order: { kind: 'resend', epoch, afterSequence, afterTransaction } });
    };
    this.world.kernel.after(RESEND_MS, HOST, resend);
  }

  close(): void {
    this.crash();
    this.ledger.close();
  }

  #connect(host: Host, clock: ProcessClock): void {
    const again = (): void => {
      if (this.#host === host) clock.after(RECONNECT_MS, () => this.#connect(host, clock));
    };
    this.world.broker
      .client(HOST)
      .connect(WILL, FILTERS)
      .then((connection) => {
        if (this.#host !== host) return void connection.close(false);
        this.#connection = connection;
        connection.onMessage(({ topic, payload }) => {
          if (this.#host === host) host.receive(topic, payload);
        });
        connection.onClosed(() => {
          if (this.#connection === connection) this.#connection = null;
          again();
        });
      }, again);
  }

  /** What cannot leave now is not said: whoever misses it asks again. */
  #publish(message: MqttMessage): void {
    this.#connection?.publish(message).catch(() => undefined);
  }
}
