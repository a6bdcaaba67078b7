import type { LinkState } from '../../ports/index.js';

/**
 * Whether the host can be reached (uplink rules, 7): `(state, input) → [state, effects]`. Pure.
 *
 *   offline ──connected──► brokerOnly ──echo──► online
 *      ▲                     ▲    └── broker silent too: drop ──► offline
 *      └──── closed ─────────┴────── echo missed ─────┘
 *
 * A heartbeat is echoed by the host itself. When an echo is missed the broker is asked too (a
 * message that it acknowledges): host silent and broker alive is brokerOnly, both silent is a dead
 * socket, which is destroyed without waiting for the 1.5 × keepalive of the library.
 */
export interface LinkHealth {
  readonly state: LinkState;
  readonly problem: string | null;
  /** Heartbeats without an echo yet, oldest first, at most PROBES_MAX. */
  readonly probes: readonly Probe[];
  /** Echoes missed in a row. */
  readonly misses: number;
  readonly nextProbeAtMs: number;
  /** The broker was asked then and has not been heard since. */
  readonly brokerAskedAtMs: number | null;
  readonly lastEchoAtMs: number | null;
  /** Smoothed time from heartbeat to echo. */
  readonly roundTripMs: number;
}

interface Probe {
  readonly nonce: string;
  readonly sentAtMs: number;
  readonly missed: boolean;
}

export type LinkInput =
  | { readonly kind: 'connected' }
  | { readonly kind: 'closed'; readonly why: string }
  | { readonly kind: 'echo'; readonly nonce: string }
  /** An acknowledgement or any message. */
  | { readonly kind: 'brokerHeard' }
  /** Something is overdue: probe now. */
  | { readonly kind: 'suspect' }
  | { readonly kind: 'tick' };

export type LinkEffect =
  | { readonly kind: 'probe'; readonly nonce: string }
  | { readonly kind: 'askBroker' }
  | { readonly kind: 'drop'; readonly why: string }
  /** An echo that no heartbeat waits for. */
  | { readonly kind: 'strangeEcho' };

/** What chance gives to a step: 8 bytes of hex, and 0 ≤ x < 1. */
export interface Draw {
  readonly nonce: string;
  readonly fraction: number;
}

export interface LinkTiming {
  /** Between heartbeats while all is well, ms; ±10 % are drawn. */
  readonly periodMs: number;
  /** An echo is not missed before that, ms; a slow link gets more. */
  readonly echoTimeoutMs: number;
}

const ECHO_TIMEOUT_MOST_MS = 8_000;
const BROKER_TIMEOUT_MS = 5_000;
const SILENT_PERIOD_LEAST_MS = 2_000;
const PROBES_MAX = 4;

export const OFFLINE: LinkHealth = {
  state: 'offline',
  problem: 'not connected yet',
  probes: [],
  misses: 0,
  nextProbeAtMs: Infinity,
  brokerAskedAtMs: null,
  lastEchoAtMs: null,
  roundTripMs: 300,
};

/** A slow link gets longer before its echo counts as missed. */
const echoTimeoutMs = ({ roundTripMs }: LinkHealth, timing: LinkTiming): number =>
  Math.max(timing.echoTimeoutMs, Math.min(ECHO_TIMEOUT_MOST_MS, 3 * roundTripMs));

/** When the next tick is due on the monotonic clock, ms; null: never. */
export function linkWakeMs(health: LinkHealth, timing: LinkTiming): number | null {
  if (health.state === 'offline') return null;
  const open = health.probes
    .filter((probe) => !probe.missed)
    .map((probe) => probe.sentAtMs + echoTimeoutMs(health, timing));
  const broker = health.brokerAskedAtMs === null ? Infinity : health.brokerAskedAtMs + BROKER_TIMEOUT_MS;
  return Math.min(health.nextProbeAtMs, broker, ...open);
}

export function linkStep(
  health: LinkHealth,
  input: LinkInput,
  nowMs: number,
  draw: Draw,
  timing: LinkTiming,
): readonly [LinkHealth, readonly LinkEffect[]] {
  switch (input.kind) {
    case 'connected':
      return probe(
        {
          ...OFFLINE,
          roundTripMs: health.roundTripMs,
          lastEchoAtMs: health.lastEchoAtMs,
          state: 'brokerOnly',
          problem: 'the host has not answered yet',
        },
        nowMs,
        draw,
      );
    case 'closed':
      return [
        { ...OFFLINE, roundTripMs: health.roundTripMs, lastEchoAtMs: health.lastEchoAtMs, problem: input.why },
        [],
      ];
    case 'echo':
      return echo(health, input.nonce, nowMs, draw, timing);
    case 'brokerHeard':
      return [{ ...health, brokerAskedAtMs: null }, []];
    case 'suspect':
      if (health.state === 'offline' || health.probes.some((waiting) => !waiting.missed)) return [health, []];
      return probe(health, nowMs, draw);
    case 'tick':
      return health.state === 'offline' ? [health, []] : tick(health, nowMs, draw, timing);
  }
}

function probe(health: LinkHealth, nowMs: number, draw: Draw): readonly [LinkHealth, readonly LinkEffect[]] {
  const probes = [...health.probes, { nonce: draw.nonce, sentAtMs: nowMs, missed: false }].slice(-PROBES_MAX);
  // The next one is set when this one is echoed or missed.
  return [{ ...health, probes, nextProbeAtMs: Infinity }, [{ kind: 'probe', nonce: draw.nonce }]];
}

function echo(
  health: LinkHealth,
  nonce: string,
  nowMs: number,
  draw: Draw,
  { periodMs }: LinkTiming,
): readonly [LinkHealth, readonly LinkEffect[]] {
  const asked = health.probes.find((waiting) => waiting.nonce === nonce);
  if (asked === undefined) return [health, [{ kind: 'strangeEcho' }]];
  const tookMs = nowMs - asked.sentAtMs;
  const answered: LinkHealth = {
    state: 'online',
    problem: null,
    probes: [],
    misses: 0,
    nextProbeAtMs: nowMs + periodMs * (0.9 + 0.2 * draw.fraction),
    brokerAskedAtMs: null,
    lastEchoAtMs: nowMs,
    // Quick up, slow down: a link that was slow once keeps its patience for a while.
    roundTripMs: Math.max(tookMs, 0.8 * health.roundTripMs + 0.2 * tookMs),
  };
  return [answered, []];
}

function tick(
  health: LinkHealth,
  nowMs: number,
  draw: Draw,
  timing: LinkTiming,
): readonly [LinkHealth, readonly LinkEffect[]] {
  if (health.brokerAskedAtMs !== null && nowMs >= health.brokerAskedAtMs + BROKER_TIMEOUT_MS) {
    const why = 'neither host nor broker answers';
    return [
      { ...OFFLINE, roundTripMs: health.roundTripMs, lastEchoAtMs: health.lastEchoAtMs, problem: why },
      [{ kind: 'drop', why }],
    ];
  }
  const timeoutMs = echoTimeoutMs(health, timing);
  const overdue = health.probes.some((waiting) => !waiting.missed && nowMs >= waiting.sentAtMs + timeoutMs);
  if (overdue) {
    const misses = health.misses + 1;
    const periodMs = Math.min(timing.periodMs, SILENT_PERIOD_LEAST_MS * 2 ** Math.min(misses - 1, 10));
    const silent: LinkHealth = {
      ...health,
      state: 'brokerOnly',
      problem: 'the host does not answer',
      misses,
      probes: health.probes.map((waiting) => ({ ...waiting, missed: true })),
      nextProbeAtMs: nowMs + periodMs * (0.9 + 0.2 * draw.fraction),
      brokerAskedAtMs: health.brokerAskedAtMs ?? nowMs,
    };
    return [silent, health.brokerAskedAtMs === null ? [{ kind: 'askBroker' }] : []];
  }
  return nowMs >= health.nextProbeAtMs ? probe(health, nowMs, draw) : [health, []];
}
