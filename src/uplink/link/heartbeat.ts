import type { Clock, Counters, LinkState, Random, Timer } from '../../ports/index.js';
import type { EchoMessage } from '../../protocol/envelope.js';
import {
  type LinkEffect,
  type LinkHealth,
  type LinkInput,
  linkStep,
  type LinkTiming,
  linkWakeMs,
  OFFLINE,
} from './link-state.js';

export interface HeartbeatParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly counters: Counters;
  readonly timing: LinkTiming;
}

export interface HeartbeatWire {
  probe(nonce: string): void;
  askBroker(): void;
  drop(why: string): void;
  /** Called after every change of state or problem. */
  changed(): void;
}

/** Runs the link's health machine, and keeps the host's time as the last echo told it. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #wire: HeartbeatWire;
  #health: LinkHealth = OFFLINE;
  #timer: Timer | null = null;
  #stopped = false;
  #hostTime: { readonly hostMs: number; readonly atMs: number } | null = null;

  constructor(parts: HeartbeatParts, wire: HeartbeatWire) {
    this.#parts = parts;
    this.#wire = wire;
  }

  get state(): LinkState {
    return this.#health.state;
  }

  get problem(): string | null {
    return this.#health.problem;
  }

  get lastEchoAgoMs(): number | null {
    const { lastEchoAtMs } = this.#health;
    return lastEchoAtMs === null ? null : this.#parts.clock.monotonicMs() - lastEchoAtMs;
  }

  /**
   * Host's time minus this terminal's wall clock, ms, null before the first echo. Carried forward on the
   * monotonic clock, so a jump of the wall clock shows at once. Off by half a round trip at most.
   */
  hostOffsetMs(): number | null {
    if (this.#hostTime === null) return null;
    const { hostMs, atMs } = this.#hostTime;
    return hostMs + (this.#parts.clock.monotonicMs() - atMs) - this.#parts.clock.wallMs();
  }

  /** @returns whether a heartbeat of ours waited for it */
  echo(message: EchoMessage): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const asked = this.#health.probes.find((probe) => probe.nonce === message.nonce);
    if (asked !== undefined)
      this.#hostTime = { hostMs: message.hostTimeMs + (nowMs - asked.sentAtMs) / 2, atMs: nowMs };
    this.input({ kind: 'echo', nonce: message.nonce });
    return asked !== undefined;
  }

  input(input: LinkInput): void {
    if (this.#stopped) return;
    const nowMs = this.#parts.clock.monotonicMs();
    const nonce = Buffer.from(this.#parts.random.bytes(8)).toString('hex');
    const before = this.#health;
    const [health, effects] = linkStep(
      before,
      input,
      nowMs,
      { nonce, fraction: this.#parts.random.fraction() },
      this.#parts.timing,
    );
    this.#health = health;
    if (health.state !== before.state || health.problem !== before.problem) this.#wire.changed();
    for (const effect of effects) this.#run(effect);
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const wakeMs = linkWakeMs(this.#health, this.#parts.timing);
    if (wakeMs === null || wakeMs === Infinity || this.#stopped) return;
    const delayMs = Math.max(1, wakeMs - this.#parts.clock.monotonicMs());
    this.#timer = this.#parts.clock.after(delayMs, () => this.input({ kind: 'tick' }));
  }

  #run(effect: LinkEffect): void {
    switch (effect.kind) {
      case 'probe':
        this.#parts.counters.add('heartbeat.sent');
        this.#wire.probe(effect.nonce);
        return;
      case 'askBroker':
        this.#parts.counters.add('heartbeat.missed');
        this.#wire.askBroker();
        return;
      case 'drop':
        this.#wire.drop(effect.why);
        return;
      case 'strangeEcho':
        this.#parts.counters.add('echo.strange');
        return;
    }
  }
}
