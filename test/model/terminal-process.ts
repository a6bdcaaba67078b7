import { type SimDisk, SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { createAgentCore } from '../../src/agent/core.js';
import type { EntryMode } from '../../src/domain/card.js';
import type { OfflineLimits } from '../../src/domain/offline-policy.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import type { HostCommands } from '../../src/operations/host-commands.js';
import { BookClock } from '../../src/platform/book-clock.js';
import type { CardReader, Clock, Log, ParkDesk } from '../../src/ports/index.js';
import type { Ids, MessageKey } from '../../src/protocol/envelope.js';
import type { RunningSaleDesk } from '../../src/sale/sale-desk.js';
import type { BatchCloser } from '../../src/settlement/batch-closer.js';
import type { Broker } from '../../src/uplink/mqtt/broker.js';
import { MqttTransport } from '../../src/uplink/mqtt/mqtt-transport.js';
import type { Uplink } from '../../src/uplink/uplink.js';

/** What outlives a process: disk, reader, network. */
export interface TerminalWorld {
  readonly clock: Clock;
  readonly disk: SimDisk;
  readonly broker: Broker;
  readonly reader: CardReader;
  readonly log: Log;
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly limits: (entryMode: EntryMode) => OfflineLimits;
  readonly seed: number;
}

export interface Death {
  readonly nth: number;
  readonly when: 'before' | 'after';
  /** Called once it is dead. */
  readonly then: () => void;
}

/** Longer than any course: the comparison wants to see everything. */
const RETENTION_MS = 400 * 86_400_000;

/** The agent's core on simulated doors, so that it can die between two promises. */
export class TerminalProcess {
  readonly journal: SimJournal;
  readonly uplink: Uplink;
  readonly sales: RunningSaleDesk;
  readonly settlement: BatchCloser;
  readonly commands: HostCommands;
  readonly park: ParkDesk;
  readonly alerts: AlertBoard;
  #isAlive = true;
  #death: Death | null = null;

  constructor(world: TerminalWorld) {
    const { log, ids, key } = world;
    const isAlive = (): boolean => this.#isAlive;
    const clock = mortalClock(world.clock, isAlive);
    const reader = mortalReader(world.reader, isAlive);
    const random = new SimRandom(world.seed);
    const counters = new EventCounters();
    const alerts = (this.alerts = new AlertBoard({ clock, log, counters }));
    const books = new BookClock(clock);
    const journal = (this.journal = new SimJournal(world.disk, { terminalId: ids.terminalId, clock: books, random }));
    const core = createAgentCore({
      journal,
      reader,
      clock,
      books,
      random,
      log,
      alerts,
      counters,
      ids,
      key,
      transport: new MqttTransport(mortalBroker(world.broker, isAlive), ids),
      limits: world.limits,
      uplink: { reconnectMaxMs: 8_000 },
      sale: {
        requestDeadlineMs: 5_000,
        cardTimeoutMs: 30_000,
        recoveryWaitMs: 10_000,
        duplicateWindowMs: 60_000,
        duplicateAnswerMs: 4_000,
      },
      settlement: { drainMaxMs: 20_000, answerTimeoutMs: 5_000 },
      retentionMs: RETENTION_MS,
    });
    ({
      uplink: this.uplink,
      desk: this.sales,
      settlement: this.settlement,
      commands: this.commands,
      park: this.park,
    } = core);
    this.#watchCommits();
    core.start();
  }

  /** Dies at the nth commit from now: with it on disk, or right before. Null: lives on. */
  dieAtCommit(death: Death | null): void {
    this.#death = death;
  }

  #watchCommits(): void {
    const { journal } = this;
    const watch =
      <A extends unknown[], R>(commit: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        const death = this.#death;
        if (death === null) return commit(...args);
        this.#death = death.nth === 1 ? null : { ...death, nth: death.nth - 1 };
        if (death.nth > 1) return commit(...args);
        if (death.when === 'after') await commit(...args).catch(() => undefined);
        if (!this.#isAlive) return never();
        this.die();
        death.then();
        return never();
      };
    journal.begin = watch(journal.begin.bind(journal));
    journal.apply = watch(journal.apply.bind(journal));
    journal.applyBatch = watch(journal.applyBatch.bind(journal));
    journal.acceptCommand = watch(journal.acceptCommand.bind(journal));
    journal.finishCommand = watch(journal.finishCommand.bind(journal));
  }

  /** kill -9: no timer fires any more, no answer arrives, nothing is written or shown. */
  die(): void {
    this.#isAlive = false;
    this.journal.die();
  }
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

function mortalClock(clock: Clock, isAlive: () => boolean): Clock {
  return {
    wallMs: () => clock.wallMs(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, run) => clock.after(delayMs, () => (isAlive() ? run() : undefined)),
  };
}

/** A connection that a dead process had asked for is closed, as its kernel would. */
function mortalBroker(broker: Broker, isAlive: () => boolean): Broker {
  return {
    address: broker.address,
    connect: async (will, filters) => {
      const connection = await broker.connect(will, filters);
      if (isAlive()) return connection;
      void connection.close(false);
      return never();
    },
  };
}

function mortalReader(reader: CardReader, isAlive: () => boolean): CardReader {
  /** What comes back to a dead process comes back to nobody. */
  const call = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (!isAlive()) return never();
    try {
      const value = await ask();
      return isAlive() ? value : await never<T>();
    } catch (error) {
      if (!isAlive()) return never();
      throw error;
    }
  };
  return {
    status: () => reader.status(),
    onStatus: (listener) => reader.onStatus((status) => (isAlive() ? listener(status) : undefined)),
    lastKey: () => reader.lastKey(),
    start: (order) => call(() => reader.start(order)),
    continueOnline: (key, responseCode, arpc) => call(() => reader.continueOnline(key, responseCode, arpc)),
    unableOnline: (key) => call(() => reader.unableOnline(key)),
    complete: (key, outcome, text, deferred) => call(() => reader.complete(key, outcome, text, deferred)),
    confirm: (key) => call(() => reader.confirm(key)),
    cancel: (key) => call(() => reader.cancel(key)),
    result: (key) => call(() => reader.result(key)),
  };
}
