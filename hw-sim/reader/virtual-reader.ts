import { createHash } from 'node:crypto';
import type { Clock } from '../../src/ports/index.js';
import { type Cell, encodeCell } from '../../src/reader/cells/link/cell.js';
import type { ResetCause } from '../../src/reader/cells/link/reset-payloads.js';
import type { SimRandom } from '../sim-random.js';
import { BehaviourStack } from './behaviours/behaviour-stack.js';
import { CardEncryption } from './cards/card-encryption.js';
import { CardTray } from './cards/card-tray.js';
import { Device } from './device.js';
import type { ReaderLine } from './link/line.js';
import { PtyLine } from './link/pty.js';
import { TimerGroup } from './link/timer-group.js';
import { folderStorage, type ReaderStorage } from './store/storage.js';
import { readableKey } from './store/stored-result.js';
import { lastStoredKey, openResult } from './transaction.js';

export interface VirtualReaderOptions {
  /** Symlink to the pty, or the line itself. */
  readonly line: string | ReaderLine;
  /** Results, KSN counter and display log: a folder of its own, made when missing, or the storage itself. */
  readonly storage: string | ReaderStorage;
  readonly clock: Clock;
  readonly random: SimRandom;
  /** At most 16 ASCII characters; the DUKPT key id follows from it. */
  readonly serialNumber?: string;
  /** At most 8 ASCII characters. */
  readonly firmware?: string;
  /** How long a card that asked for the host waits for the agent's word, ms. */
  readonly agentPatienceMs?: number;
  /** From START until an automatic or queued card is presented, ms. */
  readonly cardDelayMs?: number;
  /** Power off during a reboot, ms. */
  readonly bootMs?: number;
  readonly autoCard?: string | null;
  readonly behaviours?: readonly string[];
}

/** For people and stories. No card data beyond the profile's name. */
interface VirtualReaderState {
  readonly line: string;
  readonly plugged: boolean;
  readonly powered: boolean;
  readonly linkUp: boolean;
  /** `<epoch hex>-<mark hex>-<number>` of the open transaction and its stage; null when none is open. */
  readonly open: { readonly key: string; readonly stage: string } | null;
  readonly lastKey: string | null;
  readonly results: number;
  readonly ksnCounter: number;
  readonly screen: string;
  readonly beeps: number;
  readonly cards: CardTray['summary'];
  readonly behaviours: readonly string[];
  readonly lostBytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface VirtualReader {
  readonly path: string;
  /** Presents a card now, or after a delay; it stays on the reader until a START takes it. */
  insert(card: string, delayMs?: number): void;
  /** This card at every START from now on; null ends it. */
  auto(card: string | null): void;
  /** One card for each START to come. */
  queue(cards: readonly string[]): void;
  /** The cable gives power too: unplugged is switched off. */
  unplug(): void;
  plug(): void;
  reboot(cause?: ResetCause): void;
  /** Sends TAMPER. */
  tamper(text: string): void;
  setBehaviours(specs: readonly string[]): void;
  state(): VirtualReaderState;
  stop(): void;
}

/** A reader that is plugged in and switched on. @throws Error when its state cannot be read or an option is wrong */
export function startVirtualReader(options: VirtualReaderOptions): VirtualReader {
  return new SimulatedReader(options);
}

class SimulatedReader implements VirtualReader {
  readonly #options: VirtualReaderOptions;
  readonly #line: ReaderLine;
  readonly #timers: TimerGroup;
  readonly #storage: ReaderStorage;
  readonly #encryption: CardEncryption;
  readonly #behaviours: BehaviourStack;
  readonly #tray: CardTray;
  readonly #counts: Record<string, number> = {};
  #device: Device | null = null;
  #serialNumber: string;
  #bootCause: ResetCause = 'powerOn';
  #lastSession = 0;
  #stopped = false;

  constructor(options: VirtualReaderOptions) {
    const { line, storage, clock, random, serialNumber = 'SIM-0001' } = options;
    this.#options = options;
    this.#serialNumber = serialNumber;
    this.#storage = typeof storage === 'string' ? folderStorage(storage) : storage;
    this.#timers = new TimerGroup(clock);
    this.#line = typeof line === 'string' ? new PtyLine(line, clock) : line;
    this.#tray = new CardTray(options.cardDelayMs ?? 150);
    this.#tray.auto(options.autoCard ?? null);
    this.#behaviours = new BehaviourStack({
      clock: this.#timers,
      random,
      transmit: (bytes) => this.#transmit(bytes),
      transmitCell: (cell) => this.#transmitCell(cell),
      send: (message) => this.#device?.say(message),
      reboot: () => this.reboot(),
      unplug: () => this.unplug(),
      plug: () => this.plug(),
      forget: () => this.#forget(),
      swap: (other) => {
        this.#serialNumber = other;
        this.#forget();
      },
    });
    this.#encryption = new CardEncryption(this.#storage.counter, initialKeyId(serialNumber));
    this.#behaviours.replace(options.behaviours ?? []);
    this.#line.onBytes((bytes) => this.#device?.receive(this.#behaviours.bytes(bytes, 'in')));
    this.plug();
  }

  get path(): string {
    return this.#line.path;
  }

  insert(card: string, delayMs = 0): void {
    if (delayMs > 0) this.#timers.after(delayMs, () => this.insert(card));
    else this.#changeCards(() => this.#tray.insert(card));
  }

  auto(card: string | null): void {
    this.#changeCards(() => this.#tray.auto(card));
  }

  queue(cards: readonly string[]): void {
    this.#changeCards(() => this.#tray.queue(cards));
  }

  unplug(): void {
    this.#powerOff();
    this.#line.unplug();
  }

  plug(): void {
    if (this.#stopped || this.#line.plugged) return;
    this.#line.plug();
    this.#powerOn('powerOn');
  }

  reboot(cause: ResetCause = 'watchdog'): void {
    if (!this.#line.plugged) return;
    this.#powerOff();
    this.#bootCause = cause;
    const line = this.#line;
    this.#timers.after(this.#options.bootMs ?? 300, () => {
      if (line.plugged && this.#device === null) this.#powerOn(this.#bootCause);
    });
  }

  tamper(text: string): void {
    this.#device?.tamper(text);
  }

  setBehaviours(specs: readonly string[]): void {
    this.#behaviours.replace(specs);
  }

  state(): VirtualReaderState {
    const memory = this.#device?.memory ?? this.#storage.results.load();
    const open = openResult(memory);
    const lastKey = lastStoredKey(memory);
    return {
      line: this.path,
      plugged: this.#line.plugged,
      powered: this.#device !== null,
      linkUp: this.#device?.linkIsUp ?? false,
      open: open === null ? null : { key: readableKey(open.key), stage: open.stage },
      lastKey: lastKey === null ? null : readableKey(lastKey),
      results: memory.results.size,
      ksnCounter: this.#encryption.counter,
      screen: this.#device?.screen ?? '',
      beeps: this.#device?.beeps ?? 0,
      cards: this.#tray.summary,
      behaviours: this.#behaviours.specs,
      lostBytes: this.#line.lostBytes,
      counts: { ...this.#counts },
    };
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.unplug();
    this.#behaviours.detach();
    this.#timers.end();
    this.#storage.display.close();
  }

  #forget(): void {
    this.#powerOff();
    for (const key of this.#storage.results.load().results.keys()) this.#storage.results.forget(key);
    this.reboot('powerOn');
  }

  #changeCards(change: () => void): void {
    if (this.#device === null) change();
    else this.#device.changeCards(change);
  }

  #powerOff(): void {
    this.#device?.powerOff();
    this.#device = null;
  }

  #powerOn(bootCause: ResetCause): void {
    this.#device = new Device({
      clock: this.#timers,
      random: this.#options.random,
      storage: this.#storage,
      encryption: this.#encryption,
      behaviours: this.#behaviours,
      tray: this.#tray,
      serialNumber: this.#serialNumber,
      firmware: this.#options.firmware ?? '1.0.0',
      agentPatienceMs: this.#options.agentPatienceMs ?? 60_000,
      bootCause,
      nextSession: () => this.#nextSession(),
      transmit: (bytes) => this.#transmit(bytes),
      transmitCell: (cell) => this.#transmitCell(cell),
      count: (what) => this.#count(what),
    });
    this.#device.powerOn();
  }

  #nextSession(): number {
    const session = 1 + this.#options.random.below(255);
    this.#lastSession = session === this.#lastSession ? (session % 255) + 1 : session;
    return this.#lastSession;
  }

  #transmitCell(cell: Cell): void {
    this.#transmit(encodeCell(cell));
  }

  #transmit(bytes: Uint8Array): void {
    const changed = this.#behaviours.bytes(bytes, 'out');
    if (changed.length > 0) this.#line.write(changed);
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }
}

/** Demo base key id (4 bytes) and a device id (4 bytes) of its own, so that two readers share no KSN. */
function initialKeyId(serialNumber: string): Buffer {
  const device = createHash('sha256').update(serialNumber).digest().subarray(0, 4);
  return Buffer.concat([Buffer.from('12345678', 'hex'), device]);
}
