import { hex } from '../../src/domain/key.js';
import type { Clock } from '../../src/ports/index.js';
import { type Cell, IDLE } from '../../src/reader/cells/link/cell.js';
import type { ResetCause } from '../../src/reader/cells/link/reset-payloads.js';
import type { AgentMessage, ReaderMessage } from '../../src/reader/cells/message-shapes.js';
import type { SimRandom } from '../sim-random.js';
import type { BehaviourStack } from './behaviours/behaviour-stack.js';
import type { CardEncryption } from './cards/card-encryption.js';
import { readCard } from './cards/card-reading.js';
import type { CardTray, ComingCard } from './cards/card-tray.js';
import { cardNamed } from './cards/cards.js';
import { DeviceLink, type Introduction } from './link/device-link.js';
import { TimerGroup, Waits } from './link/timer-group.js';
import { replyMessage, transactionInput } from './message-forms.js';
import { decodeAgentMessage, encodeReaderMessage } from './messages.js';
import type { Memory } from './store/memory.js';
import type { ReaderStorage } from './store/storage.js';
import type { StoredStage } from './store/stored-result.js';
import {
  lastStoredKey,
  openResult,
  stageAfter,
  step,
  type TransactionEffect,
  type TransactionInput,
  waitOf,
} from './transaction.js';

export interface DeviceParts {
  readonly clock: Clock;
  readonly random: SimRandom;
  readonly storage: ReaderStorage;
  readonly encryption: CardEncryption;
  readonly behaviours: BehaviourStack;
  readonly tray: CardTray;
  readonly serialNumber: string;
  readonly firmware: string;
  readonly agentPatienceMs: number;
  readonly bootCause: ResetCause;
  /** Another than any session before it. */
  readonly nextSession: () => number;
  readonly transmit: (bytes: Uint8Array) => void;
  readonly transmitCell: (cell: Cell) => void;
  readonly count: (what: string) => void;
}

const KEEPALIVE_MS = 500;

/** The reader from power on to power off: link, transaction machine, card slot, display. */
export class Device {
  readonly #parts: DeviceParts;
  readonly #timers: TimerGroup;
  readonly #waits: Waits<'transaction' | 'card' | 'keepalive'>;
  readonly #link: DeviceLink;
  readonly #poweredAtMs: number;
  #memory: Memory;
  #coming: ComingCard | null = null;
  #powered = true;
  #greeted = false;
  #keepalives = 0;
  /** The stage that the message not yet acknowledged tells of. */
  #telling: StoredStage | null = null;
  /** What DISPLAY last put on the screen, and how often BEEP sounded. */
  screen = '';
  beeps = 0;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.#timers = new TimerGroup(parts.clock);
    this.#waits = new Waits(this.#timers);
    this.#poweredAtMs = parts.clock.monotonicMs();
    this.#memory = parts.storage.results.load();
    this.#link = new DeviceLink(this.#timers, {
      introduce: () => this.#introduce(),
      transmit: (cell) => this.#transmit(cell),
      transmitIdle: () => this.#powered && this.#parts.transmit(IDLE),
      deliver: (message) => this.#deliver(message),
      drained: () => this.#told(),
      count: parts.count,
    });
  }

  get memory(): Memory {
    return this.#memory;
  }

  get linkIsUp(): boolean {
    return this.#link.isUp;
  }

  powerOn(): void {
    this.#parts.behaviours.booted();
    this.#step({ kind: 'booted', shown: this.#parts.storage.display.shownFor(this.#memory.results.values()) });
  }

  receive(bytes: Uint8Array): void {
    if (this.#powered) this.#link.receive(bytes);
  }

  /** From now on nothing moves; what the disk holds is all that is left. */
  powerOff(): void {
    this.#powered = false;
    this.#timers.end();
  }

  /** Changes what lies in the tray; a card that was on its way goes back first. */
  changeCards(change: () => void): void {
    this.#withdrawCard();
    change();
    if (this.#powered) this.#offerCard();
  }

  tamper(text: string): void {
    this.#send({ kind: 'tamper', text });
  }

  #introduce(): Introduction {
    const { bootCause, serialNumber, firmware } = this.#parts;
    const cause = this.#greeted ? 'requested' : bootCause;
    this.#greeted = true;
    const lastKey = Buffer.from(lastStoredKey(this.#memory) ?? '0'.repeat(32), 'hex');
    return { cause, session: this.#parts.nextSession(), serialNumber, firmware, lastKey };
  }

  #transmit(cell: Cell): void {
    if (this.#powered && !this.#parts.behaviours.cell(cell)) this.#parts.transmitCell(cell);
  }

  #deliver(bytes: Uint8Array): boolean {
    let message: AgentMessage;
    try {
      message = decodeAgentMessage(bytes);
    } catch {
      this.#parts.count('malformedMessage');
      return false;
    }
    if (!this.#powered) return true;
    const input = transactionInput(message, () => this.#drawStart());
    if (input === null) this.#serve(message);
    else this.#step(this.#parts.behaviours.hears(input));
    return true;
  }

  /** Another one after a restart too, though the same seed draws the same bytes again. */
  #drawStart(): string {
    const { clock, random } = this.#parts;
    return `${clock.wallMs().toString(16).padStart(12, '0')}${hex(random.bytes(4))}`;
  }

  #serve(message: AgentMessage): void {
    if (message.kind === 'ping') this.#sendKeepalive();
    else if (message.kind === 'getInfo') {
      const { serialNumber, firmware, clock } = this.#parts;
      const uptimeSeconds = Math.floor((clock.monotonicMs() - this.#poweredAtMs) / 1000);
      this.#send({ kind: 'info', serialNumber, firmware, uptimeSeconds });
    } else if (message.kind === 'selfTest') {
      this.#send({ kind: 'testReport', passed: true, text: 'keys, memory, display: good' });
    } else if (message.kind === 'display') this.screen = message.text;
    else if (message.kind === 'beep') this.beeps += message.count;
  }

  #step(input: TransactionInput): void {
    const [memory, effects] = step(this.#memory, input);
    this.#memory = memory;
    for (const effect of effects) {
      // A behaviour may have cut the power at one of the moments.
      if (!this.#powered) return;
      this.#carryOut(effect);
    }
    if (this.#powered) this.#wait();
  }

  #carryOut(effect: TransactionEffect): void {
    const {
      storage: { display, results },
      behaviours,
      clock,
    } = this.#parts;
    switch (effect.kind) {
      case 'show':
        display.append(effect.entry, clock.wallMs());
        return behaviours.moment('shown', stageAfter(effect.entry.shown));
      case 'store':
        results.save(effect.result);
        return behaviours.moment('stored', effect.result.stage);
      case 'forget':
        return results.forget(effect.key);
      case 'send': {
        this.#send(replyMessage(effect.reply));
        this.#telling = this.#memory.results.get(effect.reply.key)?.stage ?? null;
      }
    }
  }

  #told(): void {
    const stage = this.#telling;
    this.#telling = null;
    if (stage !== null && this.#powered) this.#parts.behaviours.moment('sent', stage);
  }

  #wait(): void {
    const wait = waitOf(this.#memory, this.#parts.agentPatienceMs);
    this.#waits.set('transaction', wait === null ? null : { ...wait, id: `${wait.key}/${wait.stage}` }, () =>
      this.#step({ kind: 'timeIsUp', key: wait!.key }),
    );
    this.#waitForKeepalive();
    this.#offerCard();
  }

  #waitForKeepalive(): void {
    const waiting = openResult(this.#memory)?.stage === 'waitingCard';
    this.#waits.set('keepalive', waiting ? { id: String(this.#keepalives), ms: KEEPALIVE_MS } : null, () => {
      this.#keepalives += 1;
      // One that still waits for its ACK says the same.
      if (this.#link.isUp && this.#link.isDrained) this.#sendKeepalive();
      this.#waitForKeepalive();
    });
  }

  #sendKeepalive(): void {
    this.#send({ kind: 'keepalive', stage: openResult(this.#memory)?.stage ?? null });
  }

  #offerCard(): void {
    const open = openResult(this.#memory);
    const waiting = open?.stage === 'waitingCard' ? open : null;
    if (waiting === null) {
      // If it was on its way when the sale ended, it comes at the next START.
      this.#withdrawCard();
      return;
    }
    this.#coming ??= this.#parts.tray.take();
    if (this.#coming === null) return;
    const { card, delayMs } = this.#coming;
    this.#waits.set('card', { id: waiting.key, ms: delayMs }, () => this.#present(waiting.key, card));
  }

  #withdrawCard(): void {
    this.#waits.set('card', null, () => {});
    if (this.#coming !== null) this.#parts.tray.putBack(this.#coming);
    this.#coming = null;
  }

  #present(key: string, name: string): void {
    const { behaviours, encryption, clock, random } = this.#parts;
    const open = openResult(this.#memory);
    if (open?.key !== key || open.stage !== 'waitingCard') return;
    this.#coming = null;
    const { amount, currency, type } = open;
    const order = behaviours.order({ amount, currency, type });
    const profile = cardNamed(name);
    if (profile.fails === 'unreadable') {
      this.#step({ kind: 'cardFailed', key, code: 'CARD_UNREADABLE', text: 'the card cannot be read' });
      return;
    }
    const card = readCard(profile, order, encryption, clock.wallMs(), random.bytes(4));
    if (card === null)
      this.#step({ kind: 'cardFailed', key, code: 'KEYS_EXHAUSTED', text: 'DUKPT keys are exhausted' });
    else this.#step({ kind: 'cardPresented', key, profile: name, card });
  }

  /** Past the behaviours that change messages. */
  say(message: ReaderMessage): void {
    if (this.#powered) this.#link.send(this.#parts.behaviours.payload(encodeReaderMessage(message)));
  }

  #send(message: ReaderMessage): void {
    const changed = this.#parts.behaviours.message(message);
    if (changed !== null) this.say(changed);
  }
}
