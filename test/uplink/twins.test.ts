import { afterEach, describe, expect, it } from 'vitest';
import { Bench, TERMINAL } from './bench.js';

let bench: Bench;
afterEach(() => bench.close());

const WILL = { topic: 'twin', payload: Buffer.from('x'), qos: 0, retain: false, delaySeconds: 0 } as const;

const shared = (): readonly string[] => [
  ...new Set(bench.alerts.raised.filter(({ code }) => code === 'IDENTITY_SHARED').map(({ subject }) => subject)),
];

/** Another board with this one's client id: it comes back at once, as often as it is evicted. */
function twin(): { stop(): void } {
  let isOver = false;
  const connect = async (): Promise<void> => {
    if (isOver) return;
    const connection = await bench.broker.client(TERMINAL).connect(WILL, []);
    connection.onClosed(() => void bench.clock.after(200, () => void connect()));
  };
  void connect();
  return { stop: () => void (isOver = true) };
}

describe.each([5, 4] as const)('two boards under one identity, MQTT version %i', (protocolVersion) => {
  it('are named by an alert, come slowly, and the host is told', async () => {
    bench = await new Bench({ broker: { protocolVersion } }).open();
    const other = twin();
    await bench.clock.advance(120_000);
    expect(shared()).toHaveLength(1);
    const before = bench.counters.of('link.attempts');
    await bench.clock.advance(600_000);
    expect(bench.counters.of('link.attempts') - before).toBeLessThan(20);
    other.stop();
    await bench.clock.advance(1_300_000);
    expect(bench.uplink.status().state).toBe('online');
    expect(bench.host.heartbeats.at(-1)!.evictions).toBeGreaterThan(0);
  });
});

it('a connection that breaks is no twin', async () => {
  bench = await new Bench().open();
  for (let at = 0; at < 6; at += 1) {
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(20_000);
  }
  expect(shared()).toEqual([]);
});
