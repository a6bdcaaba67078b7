import { describe, expect, it } from 'vitest';
import type { DownChannel } from '../../src/ports/index.js';
import { openUp } from '../../src/protocol/envelope.js';
import { aedesStand, simStand } from '../contract/broker-stands.js';
import { transportContract } from '../contract/transport.js';
import { memoryTransportStand, mqttTransportStand } from '../contract/transport-stands.js';
import { MemoryTransport } from '../support/fakes/memory-transport.js';
import { Bench, CARD } from './bench.js';
import { IDS, keyring } from './contents.js';

transportContract('MQTT over the simulated broker', () => mqttTransportStand(simStand));
transportContract('MQTT over aedes', () => mqttTransportStand(aedesStand));
transportContract('memory, without a broker', memoryTransportStand);

describe('an uplink over another transport', () => {
  it('answers requests, settles postings and notices cuts as it does over MQTT', async () => {
    const transport = new MemoryTransport((_channel, payload) => bench.host.takeContent(openUp(IDS, keyring, payload)));
    const bench: Bench = new Bench({ transport });
    bench.hostPublish = async ({ topic, payload }) => transport.say(topic.split('/').at(-1) as DownChannel, payload);
    bench.uplink.start();
    await bench.clock.advance(1_000);
    expect(bench.uplink.status()).toMatchObject({ state: 'online', address: 'memory://host', problem: null });

    const sale = await bench.advice();
    await bench.clock.advance(100);
    expect(await bench.state(sale)).toBe('posted');
    const asked = bench.uplink.authorize(await bench.begin(), CARD, 5_000);
    await bench.clock.advance(100);
    expect(await asked).toMatchObject({ kind: 'answer', answer: { outcome: 'POSTED' } });

    transport.cut();
    expect(bench.uplink.status().state).toBe('offline');
    await bench.clock.advance(3_000);
    expect(bench.uplink.status().state).toBe('online');
    expect(bench.host.statuses).toEqual(['birth', 'death', 'birth']);
    await bench.close();
    expect(bench.clock.pending).toBe(0);
  });
});
