/** The thin shell around the watch machine: its timer, and what the reader's messages say of a wait for a card. */
import { runMachine, type RunningMachine } from '../../machine/machine.js';
import type { Clock, Timer } from '../../ports/index.js';
import type { ReaderMessage } from './message-shapes.js';
import { OFF, type Watch, watch, type WatchEffect, type WatchInput } from './watch.js';

export interface PulseParts {
  readonly clock: Clock;
  /** How often an idle reader is asked whether it lives, ms. */
  readonly idleProbeMs: number;
  readonly ping: () => void;
  readonly reset: (why: string) => void;
}

export class Pulse {
  readonly #parts: PulseParts;
  readonly #machine: RunningMachine<Watch, WatchInput>;
  #timer: Timer | null = null;

  constructor(parts: PulseParts) {
    this.#parts = parts;
    this.#machine = runMachine<Watch, WatchInput, WatchEffect>(OFF, {
      step: (state, input) => watch(state, input, parts.idleProbeMs),
      carryOut: (effect) => this.#carryOut(effect),
    });
  }

  up(): void {
    this.#machine.input({ kind: 'up' });
  }

  down(): void {
    this.#machine.input({ kind: 'down' });
  }

  /** The reader has START: it sends KEEPALIVE from now on. */
  cardAwaited(): void {
    this.#machine.input({ kind: 'heard', waitingCard: true });
  }

  heard(message: ReaderMessage): void {
    this.#machine.input({ kind: 'heard', waitingCard: waitingCard(message) });
  }

  #carryOut(effect: WatchEffect): void {
    switch (effect.kind) {
      case 'setTimer':
        this.#timer?.cancel();
        this.#timer = this.#parts.clock.after(effect.afterMs, () => this.#machine.input({ kind: 'timer' }));
        return;
      case 'clearTimer':
        this.#timer?.cancel();
        return;
      case 'ping':
        this.#parts.ping();
        return;
      case 'reset':
        this.#parts.reset(effect.why);
        return;
    }
  }
}

/** What the message says of the wait for a card; null when it does not speak of it. */
function waitingCard(message: ReaderMessage): boolean | null {
  switch (message.kind) {
    case 'keepalive':
      return message.stage === 'waitingCard';
    case 'result':
      return message.result.stage === 'waitingCard';
    case 'card':
    case 'final':
      return false;
    case 'error':
    case 'info':
    case 'testReport':
    case 'uiEvent':
    case 'tamper':
      return null;
  }
}
