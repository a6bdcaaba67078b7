import { runMachine, type RunningMachine } from '../../machine/machine.js';
import type { Clock, Counters, LinkState, Random } from '../../ports/index.js';
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

/** An echo that was longer on its way says nothing of now: it was held up, by the network or by a process that stood. */
const BELIEVED_MS = 30_000;

type ShellEffect = LinkEffect | { readonly kind: 'changed' };

/** Runs the link's health machine, and keeps the host's time as the last echo told it. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #wire: HeartbeatWire;
  readonly #machine: RunningMachine<LinkHealth, LinkInput>;
  #hostTime: { readonly hostMs: number; readonly atMs: number } | null = null;

  constructor(parts: HeartbeatParts, wire: HeartbeatWire) {
    this.#parts = parts;
    this.#wire = wire;
    this.#machine = runMachine<LinkHealth, LinkInput, ShellEffect>(OFFLINE, {
      step: (health, input) => this.#step(health, input),
      carryOut: (effect) => this.#carryOut(effect),
      wake: { clock: parts.clock, atMs: (health) => linkWakeMs(health, parts.timing), tick: { kind: 'tick' } },
    });
  }

  get state(): LinkState {
    return this.#machine.state.state;
  }

  get problem(): string | null {
    return this.#machine.state.problem;
  }

  get lastEchoAgoMs(): number | null {
    const { lastEchoAtMs } = this.#machine.state;
    return lastEchoAtMs === null ? null : this.#parts.clock.monotonicMs() - lastEchoAtMs;
  }

  /**
   * Host's time minus this terminal's wall clock, ms, null before the first echo in time. Carried forward on the
   * monotonic clock, so a jump of the wall clock shows at once. Off by half a round trip at most, 15 s.
   */
  hostOffsetMs(): number | null {
    if (this.#hostTime === null) return null;
    const { hostMs, atMs } = this.#hostTime;
    return hostMs + (this.#parts.clock.monotonicMs() - atMs) - this.#parts.clock.wallMs();
  }

  /** @returns whether a heartbeat of ours waited for it */
  echo(message: EchoMessage): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const asked = this.#machine.state.probes.find((probe) => probe.nonce === message.nonce);
    const tookMs = asked === undefined ? Infinity : nowMs - asked.sentAtMs;
    if (tookMs <= BELIEVED_MS) this.#hostTime = { hostMs: message.hostTimeMs + tookMs / 2, atMs: nowMs };
    this.input({ kind: 'echo', nonce: message.nonce });
    return asked !== undefined;
  }

  input(input: LinkInput): void {
    this.#machine.input(input);
  }

  stop(): void {
    this.#machine.stop();
  }

  #step(before: LinkHealth, input: LinkInput): readonly [LinkHealth, readonly ShellEffect[]] {
    const { clock, random, timing } = this.#parts;
    const draw = { nonce: Buffer.from(random.bytes(8)).toString('hex'), fraction: random.fraction() };
    const [health, effects] = linkStep(before, input, clock.monotonicMs(), draw, timing);
    const same = health.state === before.state && health.problem === before.problem;
    return [health, same ? effects : [{ kind: 'changed' }, ...effects]];
  }

  #carryOut(effect: ShellEffect): void {
    switch (effect.kind) {
      case 'changed':
        this.#wire.changed();
        return;
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
