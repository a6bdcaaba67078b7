import { Ledger } from '../../hw-sim/host/books/ledger.js';
import { BOOK_TABLES } from '../../hw-sim/host/books/ledger-schema.js';
import { SettlementBook } from '../../hw-sim/host/books/settlement-book.js';
import type { Fault } from '../../hw-sim/host/fault.js';
import { Host } from '../../hw-sim/host/host.js';
import { DEMO_ISSUER } from '../../hw-sim/host/issuer.js';
import { terminalKeys } from '../../hw-sim/host/keys.js';
import { TerminalFile } from '../../hw-sim/host/terminal-file.js';
import { SimBroker } from '../../hw-sim/sim-broker.js';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimDisk } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { asTillpostError, type ErrorCode } from '../../src/domain/errors.js';
import { keyText, parseKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { OfflineLimits } from '../../src/domain/offline-policy.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { BatchRow } from '../../src/domain/settlement.js';
import type { TransactionType } from '../../src/domain/transaction.js';
import type { Journal, Log, LogFields } from '../../src/ports/index.js';
import type { MqttMessage } from '../../src/uplink/mqtt/broker.js';
import { FakeReader } from '../support/fake-reader.js';
import { silentLog } from '../support/silent-log.js';
import type { HeldRow, LedgerModel } from './ledger-model.js';
import { TerminalProcess } from './terminal-process.js';

const IDS = { merchantId: 'M0001', terminalId: 'T0000001' };
const SECRET_HEX = '5a'.repeat(32);
const KEYS = terminalKeys({ 'M0001/T0000001': { keyId: 'k1', secretHex: SECRET_HEX } });
const KEY = { keyId: 'k1', secret: new Sealed(Buffer.from(SECRET_HEX, 'hex')) };
const TERMINAL = 'terminal';
const WALL_MS = 1_800_000_000_000;

/** Tight enough that a run meets them. */
const LIMITS: OfflineLimits = {
  allowed: true,
  ceiling: 5_000,
  storedCount: 8,
  storedAmount: 20_000,
  oldestAgeMs: 3_600_000,
  cardCount: 5,
  cardAmount: 15_000,
  queueDepth: 12,
  deferred: false,
  refunds: true,
};

/** Turns every knob of the host back. */
const HEALTHY = [
  { do: 'silent', on: false },
  { do: 'delay', ms: 0 },
  { do: 'lose-receipts', count: 0 },
  { do: 'reject', code: '05', count: 0 },
  { do: 'retry-later', ms: 0, count: 0 },
];

/** What a failing disk does, which the world orders itself. */
const EXPECTED_ERRORS = new Set(['JOURNAL_IO']);

interface HostState {
  readonly gaps: readonly unknown[];
  readonly commands: readonly { readonly results: readonly unknown[] }[];
}

/** One terminal, its reader, a broker and the acquirer's host, all on one simulated clock. */
export class World {
  readonly clock = new SimClock(WALL_MS);
  readonly reader = new FakeReader();
  readonly disk = new SimDisk(new SimRandom(1));
  readonly broker = new SimBroker(this.clock);
  readonly ledger: Ledger;
  host: Host;
  process!: TerminalProcess;
  /** Errors that no fault accounts for. */
  readonly defects: string[] = [];
  /** The host was given back an old book: what it had counted in batches is history. */
  isRestored = false;
  readerReturnsAfterMs = 500;
  #say: (message: MqttMessage) => void = () => undefined;
  /** Of the agent. */
  starts = 0;
  #isBlackHoled = false;
  #hostStarts = 0;
  readonly #journalled = new Set<string>();
  readonly #log: Log = {
    ...silentLog,
    error: (message, fields) => this.#defect(message, fields),
    child: () => this.#log,
  };

  private constructor(
    fault: Fault | null,
    /** Stands between the agent and its orders after each start: a test breaks something there. */
    readonly change: (world: World) => void,
  ) {
    const { clock } = this;
    this.ledger = new Ledger(':memory:', fault);
    this.host = this.#startHost();
    this.reader.onStatus(({ state }) => {
      if (state !== 'ready') clock.after(this.readerReturnsAfterMs, () => this.reader.setReady(true));
    });
  }

  static async open(fault: Fault | null = null, change: (world: World) => void = () => undefined): Promise<World> {
    const world = new World(fault, change);
    const will = { topic: 'host', payload: new Uint8Array(1), qos: 0, retain: false, delaySeconds: 0 } as const;
    const connecting = world.broker.client('host').connect(will, ['tillpost/v1/+/+/up/+']);
    await world.clock.advance(20);
    const connection = await connecting;
    connection.onMessage(({ topic, payload }) => world.host.receive(topic, payload));
    world.#say = (message) => void connection.publish(message).catch(() => undefined);
    world.boot();
    await world.clock.advance(100);
    return world;
  }

  /** A new process of the host on the same book: what the one before had still to say is not said. */
  #startHost(): Host {
    const { clock } = this;
    this.#hostStarts += 1;
    const start = this.#hostStarts;
    return new Host({
      ledger: this.ledger,
      keys: KEYS,
      issuer: DEMO_ISSUER,
      provePan: () => 'ok',
      publish: (topic, payload, qos) => this.#say({ topic, payload, qos, retain: false }),
      connected: () => true,
      nowMs: () => Math.floor(WALL_MS + clock.monotonicMs()),
      after: (delayMs, run) => void clock.after(delayMs, () => (start === this.#hostStarts ? run() : undefined)),
      die: () => undefined,
      say: (line) => void (line.startsWith('INTERNAL') && this.defects.push(`host: ${line}`)),
    });
  }

  boot(): void {
    const { clock, disk, reader } = this;
    this.starts += 1;
    this.process = new TerminalProcess({
      clock,
      disk,
      reader,
      broker: this.broker.client(TERMINAL),
      log: this.#log,
      ids: IDS,
      key: KEY,
      limits: (entryMode) => ({ ...LIMITS, deferred: entryMode === 'chip' }),
      seed: this.starts,
    });
    this.change(this);
  }

  /** Power off and on again. */
  restart(): void {
    this.process.die();
    this.#bootAgain();
  }

  /** The same in the middle of something: at a commit. */
  restartAtCommit(nth: number, when: 'before' | 'after'): void {
    this.process.dieAtCommit({ nth, when, then: () => this.#bootAgain() });
  }

  #bootAgain(): void {
    this.broker.cut(TERMINAL);
    // The port is opened anew: the link reset tells the key that the reader holds.
    if (this.reader.status().state === 'ready') this.reader.setReady(true);
    this.boot();
  }

  /** What a till was answered that is no outcome. */
  readonly refused = (error: unknown): ErrorCode => {
    const { code, message } = asTillpostError(error, 'till');
    if (code === 'INTERNAL' || code === 'ILLEGAL_EVENT') this.defects.push(`the till was told ${code}: ${message}`);
    return code;
  };

  /** One question to the journal; null when its disk just fails. */
  async ask<T>(question: (journal: Journal) => Promise<T>): Promise<T | null> {
    try {
      return await question(this.process.journal);
    } catch (error) {
      if (asTillpostError(error, 'journal').code === 'JOURNAL_IO') return null;
      throw error;
    }
  }

  #defect(message: string, fields: LogFields = {}): void {
    const code = fields['code'] ?? (fields['error'] as { readonly code?: unknown } | undefined)?.code;
    if (!EXPECTED_ERRORS.has(String(code))) this.defects.push(`${message} ${JSON.stringify(fields)}`);
  }

  // ---------------------------------------------------------------- network

  cut(): void {
    this.broker.unreachable = true;
    this.broker.cut(TERMINAL);
  }

  /** Nothing passes and nobody is told. It ends with a reset, as the routers in between forget the connection. */
  blackHole(on: boolean): void {
    if (!on && this.#isBlackHoled) this.broker.cut(TERMINAL);
    this.#isBlackHoled = on;
    this.broker.blackHole(TERMINAL, on);
  }

  brokerRefuses(count: number): void {
    let left = count;
    this.broker.pubackCode = ({ topic }) => (topic.endsWith('/status') || (left -= 1) < 0 ? null : 0x97);
  }

  healLink(): void {
    this.broker.unreachable = false;
    this.broker.pubackCode = () => null;
    this.blackHole(false);
    this.process.uplink.nudge();
  }

  healAll(): void {
    this.process.dieAtCommit(null);
    this.readerReturnsAfterMs = 0;
    this.reader.forgetLosses();
    this.reader.setReady(true);
    this.disk.ioErrors = 0;
    this.healLink();
    for (const order of HEALTHY) this.host.orders(order);
  }

  // ---------------------------------------------------------------- the host's books

  rows(): readonly HeldRow[] {
    return this.ledger.database
      .prepare<
        [],
        { key: string; state: 'posted' | 'reversed'; type: TransactionType; amount: number; currency: string }
      >('SELECT key, state, type, amount, currency FROM ledger')
      .all()
      .map(({ amount, currency, ...row }) => ({ ...row, money: money(amount, currency) }));
  }

  /** Approvals that till or cardholder heard of and the journal does not hold. */
  async unjournalled(model: LedgerModel): Promise<readonly string[]> {
    const known = new Map(model.approvals().map((key) => [keyText(key), key]));
    for (const text of readShown(this)) if (!known.has(text)) known.set(text, parseKey(text));
    const found: string[] = [];
    for (const [text, key] of known) {
      if (this.#journalled.has(text)) continue;
      const stored = await this.ask((journal) => journal.transaction(key));
      if (stored?.transaction.verdict?.outcome === 'approved') this.#journalled.add(text);
      else if (this.process.journal.health().state === 'ok') found.push(`approved, but not in the journal: ${text}`);
    }
    return found;
  }

  batchRows(batch: number): readonly BatchRow[] {
    const { epoch } = this.process.journal.identity();
    return new SettlementBook(this.ledger.database).rows({ terminal: IDS.terminalId, epoch, batch });
  }

  backup(): void {
    for (const table of BOOK_TABLES) {
      this.ledger.database.exec(
        `DROP TABLE IF EXISTS temp.kept_${table}; CREATE TEMP TABLE kept_${table} AS SELECT * FROM main.${table}`,
      );
    }
  }

  /** Yesterday's book, and a second later the order that brings back what came since. */
  async restore(): Promise<void> {
    const { database } = this.ledger;
    const kept = database.prepare("SELECT count(*) FROM temp.sqlite_schema WHERE name = 'kept_ledger'").pluck().get();
    for (const table of BOOK_TABLES) {
      database.exec(`DELETE FROM main.${table}`);
      if (kept === 1) database.exec(`INSERT INTO main.${table} SELECT * FROM temp.kept_${table}`);
    }
    this.isRestored = true;
    const { epoch } = this.process.journal.identity();
    const held = new TerminalFile(database).held().find((journal) => journal.epoch === epoch);
    const { afterSequence, afterTransaction } = held ?? { afterSequence: 0, afterTransaction: 0 };
    this.host = this.#startHost();
    await this.clock.advance(1_000);
    this.order({ kind: 'resend', epoch, afterSequence, afterTransaction });
  }

  order(order: object): void {
    this.host.orders({ do: 'command', order });
  }

  /** Not while an older one waits for its result: the host gives one at a time. */
  replayCommand(): void {
    if (this.#commands().length > 0 && this.commandsDue() === 0) this.host.orders({ do: 'replay-command' });
  }

  commandsDue(): number {
    return this.#commands().filter(({ results }) => results.length === 0).length;
  }

  gaps(): readonly unknown[] {
    return this.#hostState().gaps;
  }

  #commands(): HostState['commands'] {
    return this.#hostState().commands;
  }

  #hostState(): HostState {
    return this.host.orders({ do: 'state' }) as HostState;
  }

  close(): void {
    this.process.die();
    this.ledger.close();
    this.disk.destroy();
  }
}

/** Keys that the cardholder saw as approved. */
export function readShown({ reader }: World): readonly string[] {
  return reader.shown.filter(({ outcome }) => outcome === 'approved').map(({ key }) => key);
}
