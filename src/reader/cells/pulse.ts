/** The thin shell around the watch machine: its timer, and what the reader's messages say of a wait for a card. */
import type { Clock, Timer } from '../../ports/index.js';
import type { ReaderMessage } from './message-shapes.js';
import { OFF, type Watch, watch, type WatchInput } from './watch.js';

export interface PulseParts {
  readonly clock: Clock;
  /** How often an idle reader is asked whether it lives, ms. */
  readonly idleProbeMs: number;
  readonly ping: () => void;
  readonly reset: (why: string) => void;
}

export class Pulse {
  readonly #parts: PulseParts;
  #watch: Watch = OFF;
  #timer: Timer | null = null;

  constructor(parts: PulseParts) {
    this.#parts = parts;
  }

  up(): void {
    this.#feed({ kind: 'up' });
  }

  down(): void {
    this.#feed({ kind: 'down' });
  }

  /** The reader has START: it sends KEEPALIVE from now on. */
  cardAwaited(): void {
    this.#feed({ kind: 'heard', waitingCard: true });
  }

  heard(message: ReaderMessage): void {
    this.#feed({ kind: 'heard', waitingCard: waitingCard(message) });
  }

  #feed(input: WatchInput): void {
    const { clock, idleProbeMs, ping, reset } = this.#parts;
    const [state, effects] = watch(this.#watch, input, idleProbeMs);
    this.#watch = state;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'setTimer':
          this.#timer?.cancel();
          this.#timer = clock.after(effect.afterMs, () => this.#feed({ kind: 'timer' }));
          break;
        case 'clearTimer':
          this.#timer?.cancel();
          break;
        case 'ping':
          ping();
          break;
        case 'reset':
          reset(effect.why);
          break;
      }
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
