import { PLAIN_DAYS } from '../../src/domain/days/business-days.js';
import { shortKey } from '../../src/domain/key.js';
import type { OfflineLimits } from '../../src/domain/offline-policy.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { LogFields } from '../../src/ports/index.js';
import type { Order } from '../control-socket.js';
import type { DiskImage } from '../disk-image.js';
import type { Fault } from '../host/fault.js';
import { type TerminalKeys, terminalKeys } from '../host/keys.js';
import { MemoryLine } from '../reader/link/memory-line.js';
import type { DisplayLine } from '../reader/store/display-log.js';
import { MemoryStorage } from '../reader/store/storage.js';
import { startVirtualReader, type VirtualReader } from '../reader/virtual-reader.js';
import { SimBroker } from '../sim-broker.js';
import { SimContacts } from '../sim-contact.js';
import { SimDisk } from '../sim-journal.js';
import { SimRandom } from '../sim-random.js';
import { SIM_UPLINK } from '../sim-uplink.js';
import { HOST, HostParty } from './host-party.js';
import { Kernel } from './kernel.js';
import { Links } from './links.js';
import { ProcessClock, WallClock } from './party-clock.js';
import { AGENT, AgentProcess, type Doors, type Settings } from './terminal.js';
import { Till } from './till.js';

/** What is broken on purpose in a world. */
export interface Broken {
  readonly host?: Fault;
  readonly agent?: (doors: Doors, kernel: Kernel) => Doors;
  /** The journal's start mark, which is not drawn then. */
  readonly mark?: string;
  /** After every start of it. */
  readonly started?: (agent: AgentProcess) => void;
}

/** What is not as in every world. */
export interface Scene {
  /** Unix ms when it begins. */
  readonly startMs?: number;
  readonly settings?: Partial<Settings>;
  /** After every start of the agent. */
  readonly started?: (world: World, agent: AgentProcess) => void;
}

export const IDS = { merchantId: 'M0001', terminalId: 'T0000001' };
const SECRET_HEX = '5a'.repeat(32);
export const KEY = { keyId: 'k1', secret: new Sealed(Buffer.from(SECRET_HEX, 'hex')) };
const KEYS = keysOf(IDS.merchantId);
/** A Friday in January 2027. */
const WALL_MS = 1_800_000_000_000;
/** Short, so that most worlds have late postings. */
export const LATE_AFTER_MS = 10_000;
const ROOM_BYTES = 1024 * 1024 * 1024;

const HEALTHY: readonly Order[] = [
  { do: 'silent', on: false },
  { do: 'delay', ms: 0 },
  { do: 'lose-receipts', count: 0 },
  { do: 'reject', code: '05', count: 0 },
  { do: 'retry-later', ms: 0, count: 0 },
];

/** What a failing disk is expected to make the agent log as an error. */
const EXPECTED_ERRORS: ReadonlySet<unknown> = new Set(['JOURNAL_IO', 'JOURNAL_FULL']);

/**
 * Agent core, card reader, host, broker, disk and till in one process, on one kernel: the same code behind the
 * same ports as in production, except for what touches hardware, sockets and files.
 */
export class World {
  readonly kernel: Kernel;
  readonly links: Links;
  readonly broker: SimBroker;
  readonly host: HostParty;
  readonly disk: SimDisk;
  readonly contacts = new SimContacts();
  /** Of the terminal; the host's is right. */
  readonly wall: WallClock;
  readonly reader: VirtualReader;
  readonly till: Till;
  /** What the cardholder saw, in order. */
  readonly shown: readonly DisplayLine[];
  /** What must not be, found while it happened. */
  readonly defects: string[] = [];
  /** Faults that struck, by name. */
  readonly struck = new Map<string, number>();
  /** Keys of sales that a person settled by other means: both ends are right. */
  readonly resolved = new Set<string>();
  /** Batches of which something waited for a person: the host may have had it after their totals. */
  readonly late = new Set<number>();
  readonly #line: MemoryLine;
  #settings: Settings;
  #agent: AgentProcess | null = null;
  /** A copy of the terminal's state was used: it does not know all that the host knows. */
  isPutBack = false;
  agentStarts = 0;
  /** The faults are over: what was about to strike strikes no more. */
  isCalm = false;

  constructor(
    seed: number,
    private readonly broken: Broken = {},
    /** Of the terminals that the host knows. */
    keys: TerminalKeys = KEYS,
    private readonly scene: Scene = {},
  ) {
    const kernel = (this.kernel = new Kernel(seed));
    const { random } = kernel;
    const onDefect = (what: string): void => this.#defect(what);
    const { startMs = WALL_MS } = scene;
    this.wall = new WallClock(kernel, startMs);
    const right = new WallClock(kernel, startMs);
    const outside = new ProcessClock(kernel, right, 'world');
    this.links = new Links(kernel, [AGENT, HOST]);
    this.broker = new SimBroker(outside, {
      network: this.links,
      protocolVersion: random.pick([4, 5]),
      connectTimeoutMs: 5_000,
    });
    this.host = new HostParty({
      kernel,
      broker: this.broker,
      wall: right,
      keys,
      fault: broken.host ?? null,
      onDefect,
    });
    this.disk = new SimDisk(new SimRandom(seed + 1));
    const storage = new MemoryStorage();
    this.shown = storage.lines;
    const append = storage.display.append;
    storage.display.append = (entry, atMs) => {
      append(entry, atMs);
      this.#onShown(storage.lines.at(-1)!);
    };
    this.#line = new MemoryLine(outside);
    this.reader = startVirtualReader({
      line: this.#line,
      storage,
      clock: new ProcessClock(kernel, right, 'reader'),
      random: new SimRandom(seed + 2),
      cardDelayMs: random.pick([0, 150, 900]),
    });
    const allowsDeferred = random.chance(0.5);
    this.#settings = { ...settingsFor(random, allowsDeferred), ...scene.settings };
    this.till = new Till({
      kernel,
      onDefect,
      onTold: ({ key, approved, money: { amount } }) => {
        if (approved) this.#mustStand('told', shortKey(key), amount);
      },
      asksForDeclines: !allowsDeferred,
      process: () => this.#agent,
      layCard: (card) => this.reader.auto(card),
    });
    this.bootAgent();
  }

  get agent(): AgentProcess | null {
    return this.#agent;
  }

  /** What its configuration says from the next start on. */
  configure(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  bootAgent(): void {
    if (this.#agent !== null) return;
    const { kernel, disk, wall, broker, broken } = this;
    this.agentStarts += 1;
    kernel.tell(`agent starts (${this.agentStarts})`);
    const board = {
      kernel,
      disk,
      contacts: this.contacts,
      wall,
      broker,
      line: this.#line.ports,
      settings: this.#settings,
      mark: broken.mark,
      change: (doors: Doors) => broken.agent?.(doors, kernel) ?? doors,
      onError: (message: string, fields: LogFields) => this.#logged(message, fields),
      onDrained: (agent: AgentProcess) => kernel.after(0, 'world', () => this.#startAnew(agent)),
    };
    this.#agent = new AgentProcess(board, kernel.seed + 1_000 * this.agentStarts);
    broken.started?.(this.#agent);
    this.scene.started?.(this, this.#agent);
  }

  /** kill -9 or power. @param resets its connection ends with a reset; otherwise the broker never hears of it */
  killAgent(resets: boolean): void {
    const agent = this.#agent;
    if (agent === null) return;
    this.kernel.tell(`agent dies${resets ? '' : ', its connection stays half open'}`);
    this.#agent = null;
    agent.die();
    if (resets) this.broker.cut(AGENT);
  }

  /** The agent's next course: here that is a process of its own. */
  #startAnew(agent: AgentProcess): void {
    if (this.#agent !== agent) return;
    this.killAgent(true);
    this.bootAgent();
  }

  /**
   * Whether the terminal owes nothing, to nobody: not to the till, the reader or the host.
   *
   * @param but what waits for a person all the same
   */
  isIdle(but: 'parked' | null = null): boolean {
    const core = this.#agent?.core;
    if (core === undefined || core.desk.current() !== null || core.settlement.step() !== null) return false;
    if (this.till.waiting > 0 || this.reader.state().results > 0) return false;
    const open = this.disk.db
      .prepare<[string], number>(
        `SELECT (SELECT count(*) FROM posting WHERE state IN ('pending', 'parked') AND state <> ?) +
                (SELECT count(*) FROM sale_transaction WHERE state IN ('started', 'authorizing'))`,
      )
      .pluck()
      .get(but ?? '');
    return open === 0;
  }

  putBack(image: DiskImage, fault: string): void {
    this.kernel.tell(`fault: ${fault}`);
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
    this.killAgent(true);
    this.disk.load(image);
    this.isPutBack = true;
    this.till.forget();
    this.bootAgent();
  }

  orderHost(order: Order): void {
    this.kernel.tell(`host is ordered ${JSON.stringify(order)}`);
    this.host.order(order);
  }

  healHost(): void {
    this.host.boot();
    for (const order of HEALTHY) this.host.order(order);
  }

  healDisk(): void {
    Object.assign(this.disk, { queueMs: 0, stallMs: 0, ioErrors: 0, free: ROOM_BYTES });
    this.disk.atCommit = () => undefined;
  }

  /** From here on nothing breaks any more. */
  calm(): void {
    this.isCalm = true;
    this.healAll();
  }

  /** Nothing is broken now. */
  healAll(): void {
    this.kernel.tell('all faults are over');
    for (const link of this.links.all) link.heal();
    this.broker.pubackCode = () => null;
    this.broker.start();
    this.healHost();
    this.healDisk();
    this.wall.setRight();
    this.reader.setBehaviours([]);
    this.reader.plug();
    this.bootAgent();
  }

  close(): void {
    this.#agent?.die();
    this.reader.stop();
    this.host.close();
    this.disk.destroy();
  }

  /** Safety at its sharpest: whatever is shown as approved stands in the journal at this very moment. */
  #onShown({ key, shown, type, amount, currency }: DisplayLine): void {
    this.kernel.tell(`cardholder sees ${shown}: ${type} ${amount} (${currency}) ${key}`);
    if (shown !== 'approved') return;
    this.#mustStand('shown', key, amount);
  }

  /** @param how the approval became known @param key as the reader shows it */
  #mustStand(how: 'shown' | 'told', key: string, amount: number): void {
    const [epoch, mark, number] = key.split('-');
    const stored = this.disk.db
      .prepare<[string, string, number], { state: string; verdict: string | null; amount: number }>(
        'SELECT state, verdict, amount FROM sale_transaction JOIN meta ON meta.epoch = ? WHERE mark = ? AND number = ?',
      )
      .get(epoch!, mark!, Number(number));
    const outcome = (JSON.parse(stored?.verdict ?? '{}') as { outcome?: unknown }).outcome;
    if (outcome !== 'approved')
      this.#defect(`${how} as approved, in the journal ${stored?.state ?? 'nothing'}: ${key}`);
    if (stored !== undefined && stored.amount !== amount)
      this.#defect(`${how} ${amount}, in the journal ${stored.amount}: ${key}`);
  }

  #logged(message: string, fields: LogFields): void {
    const code = fields['code'] ?? (fields['error'] as { readonly code?: unknown } | undefined)?.code;
    if (!EXPECTED_ERRORS.has(code)) this.#defect(`agent logged: ${message} ${JSON.stringify(fields)}`);
  }

  #defect(what: string): void {
    this.kernel.tell(`DEFECT ${what}`);
    this.defects.push(what);
  }
}

/** The same terminal and message key at each of these merchants. */
export function keysOf(...merchantIds: readonly string[]): TerminalKeys {
  const record = { keyId: KEY.keyId, secretHex: SECRET_HEX };
  return terminalKeys(Object.fromEntries(merchantIds.map((id) => [`${id}/${IDS.terminalId}`, record])));
}

/** Tight enough that a world meets its limits now and then. */
function settingsFor(random: SimRandom, allowsDeferred: boolean): Settings {
  const limits: OfflineLimits = {
    allowed: true,
    ceiling: 5_000,
    storedCount: 12,
    storedAmount: 40_000,
    oldestAgeMs: 3_600_000,
    cardCount: 6,
    cardAmount: 20_000,
    queueDepth: 20,
    deferred: false,
    refunds: random.chance(0.5),
  };
  return {
    ids: IDS,
    key: KEY,
    beforeFirstContact: false,
    limits: (entryMode) => ({
      ...limits,
      deferred: allowsDeferred && (entryMode === 'chip' || entryMode === 'contactless'),
    }),
    uplink: {
      ...SIM_UPLINK,
      reconnectMaxMs: 8_000,
      link: { periodMs: random.pick([5_000, 30_000]), echoTimeoutMs: 1_500 },
    },
    sale: {
      requestDeadlineMs: random.pick([1_500, 5_000]),
      cardTimeoutMs: 20_000,
      recoveryWaitMs: random.pick([3_000, 10_000]),
      shownIdleMs: 30_000,
      duplicateWindowMs: 60_000,
      keyWindowMs: 259_200_000,
      tillGone: 'finish',
      duplicateAnswerMs: 4_000,
    },
    settlement: { drainMaxMs: random.pick([500, 10_000]), answerTimeoutMs: 3_000 },
    days: { ...PLAIN_DAYS, lateAfterMs: LATE_AFTER_MS },
    commandMaxAgeMs: 86_400_000,
    retentionMs: 400 * 86_400_000,
    onTamper: 'stop',
  };
}
