/** PING as a question: who asks is told the stage that KEEPALIVE names, or that the reader was lost. */
import type { TillpostError } from '../../domain/errors.js';
import type { Clock, ReaderStage, Timer } from '../../ports/index.js';

/** How long a reader may take for KEEPALIVE before the link is reset (reader link, Answers). */
const PATIENCE_MS = 1500;

interface Asked {
  readonly resolve: (stage: ReaderStage | null) => void;
  readonly reject: (error: TillpostError) => void;
}

export class StageQuestion {
  readonly #clock: Clock;
  readonly #ping: () => void;
  readonly #unanswered: () => void;
  #asked: readonly Asked[] = [];
  #timer: Timer | null = null;

  constructor(clock: Clock, ping: () => void, unanswered: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#unanswered = unanswered;
  }

  /** Whoever asks while the answer is awaited shares it. */
  ask(): Promise<ReaderStage | null> {
    return new Promise((resolve, reject) => {
      this.#asked = [...this.#asked, { resolve, reject }];
      if (this.#timer !== null) return;
      this.#timer = this.#clock.after(PATIENCE_MS, this.#unanswered);
      this.#ping();
    });
  }

  told(stage: ReaderStage | null): void {
    for (const { resolve } of this.#taken()) resolve(stage);
  }

  lost(error: () => TillpostError): void {
    for (const { reject } of this.#taken()) reject(error());
  }

  #taken(): readonly Asked[] {
    const asked = this.#asked;
    this.#asked = [];
    this.#timer?.cancel();
    this.#timer = null;
    return asked;
  }
}
