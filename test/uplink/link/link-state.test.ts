import { describe, expect, it } from 'vitest';
import { SIM_UPLINK } from '../../../hw-sim/sim-uplink.js';
import {
  type LinkEffect,
  type LinkHealth,
  type LinkInput,
  linkStep,
  linkWakeMs,
  OFFLINE,
} from '../../../src/uplink/link/link-state.js';

/** Plays inputs at their times; nonces are n1, n2 … and chance stands in the middle. */
function play(...course: readonly (readonly [number, LinkInput])[]): [LinkHealth, readonly LinkEffect[]] {
  let health = OFFLINE;
  let effects: readonly LinkEffect[] = [];
  let drawn = 0;
  for (const [nowMs, input] of course) {
    drawn += 1;
    [health, effects] = linkStep(health, input, nowMs, { nonce: `n${drawn}`, fraction: 0.5 }, SIM_UPLINK.link);
  }
  return [health, effects];
}

const CONNECTED = [0, { kind: 'connected' }] as const;
const ECHO = [40, { kind: 'echo', nonce: 'n1' }] as const;
const TICK = { kind: 'tick' } as const;

describe('link state', () => {
  it.each<[string, readonly (readonly [number, LinkInput])[], LinkHealth['state'], readonly LinkEffect['kind'][]]>([
    ['probes at connect', [CONNECTED], 'brokerOnly', ['probe']],
    ['is online with the echo', [CONNECTED, ECHO], 'online', []],
    [
      'counts a strange echo, and believes nothing',
      [CONNECTED, [40, { kind: 'echo', nonce: 'x' }]],
      'brokerOnly',
      ['strangeEcho'],
    ],
    [
      'counts an echo that comes twice',
      [CONNECTED, ECHO, [50, { kind: 'echo', nonce: 'n1' }]],
      'online',
      ['strangeEcho'],
    ],
    ['probes again after 30 s', [CONNECTED, ECHO, [30_040, TICK]], 'online', ['probe']],
    ['probes at once on suspicion', [CONNECTED, ECHO, [5_000, { kind: 'suspect' }]], 'online', ['probe']],
    [
      'does not probe twice',
      [CONNECTED, ECHO, [5_000, { kind: 'suspect' }], [5_001, { kind: 'suspect' }]],
      'online',
      [],
    ],
    [
      'asks the broker when an echo is missed',
      [CONNECTED, ECHO, [5_000, { kind: 'suspect' }], [6_500, TICK]],
      'brokerOnly',
      ['askBroker'],
    ],
    [
      'stays connected when the broker answers',
      [CONNECTED, ECHO, [5_000, { kind: 'suspect' }], [6_500, TICK], [6_550, { kind: 'brokerHeard' }], [11_600, TICK]],
      'brokerOnly',
      ['probe'],
    ],
    [
      'drops the socket when nobody answers',
      [CONNECTED, ECHO, [5_000, { kind: 'suspect' }], [6_500, TICK], [11_500, TICK]],
      'offline',
      ['drop'],
    ],
    [
      'is online again with a late echo',
      [CONNECTED, ECHO, [5_000, { kind: 'suspect' }], [6_500, TICK], [7_000, { kind: 'echo', nonce: 'n3' }]],
      'online',
      [],
    ],
    ['is offline when closed', [CONNECTED, ECHO, [50, { kind: 'closed', why: 'reset' }]], 'offline', []],
    [
      'does nothing while offline',
      [
        [0, TICK],
        [1, { kind: 'suspect' }],
      ],
      'offline',
      [],
    ],
  ])('%s', (_what, course, state, effects) => {
    const [health, last] = play(...course);
    expect(health.state).toBe(state);
    expect(last.map((effect) => effect.kind)).toEqual(effects);
  });

  it('has more patience with a link that was slow', () => {
    const course = [CONNECTED, [1_400, { kind: 'echo', nonce: 'n1' }], [5_000, { kind: 'suspect' }]] as const;
    expect(linkWakeMs(play(...course)[0], SIM_UPLINK.link)).toBe(9_200);
  });

  it('needs no timer while offline', () => {
    expect(linkWakeMs(OFFLINE, SIM_UPLINK.link)).toBeNull();
  });
});
