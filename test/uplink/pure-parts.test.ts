import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAttempt, delayMs, NO_BACKOFF } from '../../src/uplink/link/backoff.js';
import {
  adaptWindow,
  WINDOW_LEAST_BYTES,
  WINDOW_MOST_BYTES,
  WINDOW_START_BYTES,
} from '../../src/uplink/link/link-window.js';
import { afterConnection, afterFailure, parseAddress } from '../../src/uplink/mqtt/broker-address.js';
import { guardBytes, type GuardFinding, NEW_GUARD } from '../../src/uplink/mqtt/packet-guard.js';
import { needsPerson, reasonFromV4, reasonText } from '../../src/uplink/mqtt/reason-codes.js';

const MOST_MS = 60_000;
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('tries at once first, then spreads over a doubling range up to a minute', () => {
    expect(delayMs(NO_BACKOFF, 0.99, MOST_MS)).toBe(0);
    let backoff = NO_BACKOFF;
    const most: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      backoff = afterAttempt(backoff, { kind: 'failed' });
      most.push(delayMs(backoff, 1, MOST_MS) / 1000);
      expect(delayMs(backoff, 0, MOST_MS)).toBe(0);
    }
    expect(most).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('forgives after a connection that held 30 s, and not after a shorter one', () => {
    const failing = { failures: 5, refused: false, refusals: 0 };
    expect(afterAttempt(failing, { kind: 'closed', connectedMs: 30_000 })).toEqual(NO_BACKOFF);
    expect(afterAttempt(failing, { kind: 'closed', connectedMs: 29_999 }).failures).toBe(6);
  });

  it('waits longer after a refusal, and stays in range however long it lasts', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fraction, (times, chance) => {
        const failures = times + 1;
        const refused = delayMs({ failures, refused: true, refusals: failures }, chance, MOST_MS);
        expect(refused).toBeGreaterThanOrEqual(5_000);
        expect(refused).toBeLessThanOrEqual(600_000);
        expect(delayMs({ failures, refused: false, refusals: 0 }, chance, MOST_MS)).toBeLessThanOrEqual(60_000);
      }),
    );
  });

  it('counts refusals alone: the first one after many failures of the network waits ten seconds at most', () => {
    let backoff = NO_BACKOFF;
    for (let n = 0; n < 20; n += 1) backoff = afterAttempt(backoff, { kind: 'closed', connectedMs: 500 });
    const most: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      backoff = afterAttempt(backoff, { kind: 'refused' });
      most.push(delayMs(backoff, 1, MOST_MS) / 1000);
      // Who cannot even ask is not told anything new.
      backoff = afterAttempt(backoff, { kind: 'failed' });
      expect(delayMs(backoff, 1, MOST_MS)).toBe(60_000);
    }
    expect(most).toEqual([10, 20, 40, 80, 160, 320, 600, 600]);
    // It was let in: what is refused next is refused anew.
    backoff = afterAttempt(backoff, { kind: 'closed', connectedMs: 500 });
    expect(delayMs(afterAttempt(backoff, { kind: 'refused' }), 1, MOST_MS)).toBe(10_000);
  });
});

describe('link window', () => {
  it('keeps the backlog near a second on links of any speed', () => {
    for (const bytesPerSecond of [1_000, 8_000, 50_000, 10_000_000]) {
      let windowBytes = WINDOW_START_BYTES;
      for (let n = 0; n < 30; n += 1)
        windowBytes = adaptWindow(windowBytes, windowBytes, 40 + (windowBytes * 1000) / bytesPerSecond);
      const backlogMs = (windowBytes * 1000) / bytesPerSecond;
      expect(windowBytes === WINDOW_LEAST_BYTES || backlogMs <= 1_000).toBe(true);
      expect(windowBytes === WINDOW_MOST_BYTES || backlogMs >= 400).toBe(true);
    }
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: WINDOW_LEAST_BYTES, max: WINDOW_MOST_BYTES }),
        fc.nat(70_000),
        fc.nat(1e7),
        (window, bytes, ms) => {
          const next = adaptWindow(window, bytes, ms);
          expect(next).toBeGreaterThanOrEqual(WINDOW_LEAST_BYTES);
          expect(next).toBeLessThanOrEqual(WINDOW_MOST_BYTES);
        },
      ),
    );
  });
});

describe('packet guard', () => {
  const find = (bytes: Uint8Array, cuts: readonly number[]): GuardFinding[] => {
    let guard = NEW_GUARD;
    const found: GuardFinding[] = [];
    let from = 0;
    for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
      const [next, findings] = guardBytes(guard, bytes.subarray(from, to));
      guard = next;
      found.push(...findings);
      from = to;
    }
    return found;
  };
  const v4 = [0x20, 0x02, 0x00, 0x01];
  const v5 = [0x20, 0x03, 0x01, 0x87, 0x00];
  const publish = [0x30, 0x05, 0x00, 0x01, 0x61, 0x20, 0x20];
  const huge = [0x30, 0xff, 0xff, 0xff, 0x7f, 0x00];

  it.each<[string, readonly number[], readonly GuardFinding[]]>([
    ['CONNACK of 3.1.1', [...v4, ...publish], [{ kind: 'connack', v4Form: true, code: 1 }]],
    ['CONNACK of 5', [...v5, ...publish], [{ kind: 'connack', v4Form: false, code: 0x87 }]],
    [
      'CONNACK of 5 with many properties',
      [0x20, 0x83, 0x01, 0x00, 0x86, 0x80, 0x01, ...Array<number>(128).fill(0), ...publish],
      [{ kind: 'connack', v4Form: false, code: 0x86 }],
    ],
    ['no CONNACK', [0x48, 0x54, 0x54, 0x50], [{ kind: 'foreign' }]],
    [
      'a packet too large',
      [...v4, ...huge],
      [
        { kind: 'connack', v4Form: true, code: 1 },
        { kind: 'tooLarge', bytes: 268_435_455 },
      ],
    ],
  ])('finds %s, however the bytes are cut', (_what, bytes, expected) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const found = find(Uint8Array.from(bytes), cuts);
        expect(found.slice(0, expected.length)).toEqual(expected);
      }),
    );
  });

  it('follows packet after packet', () => {
    const ordinary = Array.from({ length: 50 }, () => publish).flat();
    expect(find(Uint8Array.from([...v5, ...ordinary, ...huge]), [7, 100, 101])).toEqual([
      { kind: 'connack', v4Form: false, code: 0x87 },
      { kind: 'tooLarge', bytes: 268_435_455 },
    ]);
  });
});

describe('broker address', () => {
  it.each([
    ['mqtts://broker.example.com', { host: 'broker.example.com', port: 8883, tls: true }],
    ['mqtt://127.0.0.1:2883', { host: '127.0.0.1', port: 2883, tls: false }],
    ['mqtt://[::1]', { host: '::1', port: 1883, tls: false }],
    ['mqtt://localhost', { host: 'localhost', port: 1883, tls: false }],
  ])('parses %s', (text, expected) => {
    expect(parseAddress(text)).toMatchObject(expected);
  });

  it.each([
    'mqtt://broker.example.com',
    'mqtt://10.0.0.1',
    'http://127.0.0.1',
    'broker',
    'mqtts://user:secret@broker',
    'mqtt://127.0.0.1.example.com',
  ])('refuses %s without repeating a password', (text) => {
    let thrown: unknown;
    try {
      parseAddress(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(JSON.stringify(thrown)).not.toContain('secret');
  });

  it('goes on to the next address on failure, and back to the preferred after one that held', () => {
    const second = afterFailure({ count: 3, index: 0 });
    expect(second.index).toBe(1);
    expect(afterFailure({ count: 3, index: 2 }).index).toBe(0);
    expect(afterConnection(second, 60_000).index).toBe(0);
    expect(afterConnection(second, 1_000).index).toBe(2);
  });
});

describe('reason codes', () => {
  it('translates those of 3.1.1 and says which need a person', () => {
    expect(reasonText(reasonFromV4(4))).toBe('0x86 bad user name or password');
    expect(reasonText(0x42)).toBe('0x42 unknown reason');
    expect([0x86, 0x87, 'CERT_HAS_EXPIRED'].every(needsPerson)).toBe(true);
    expect([0x88, 0x89, 0x97].some(needsPerson)).toBe(false);
  });
});
