/**
 * The agent, broken on purpose: an advice counts as settled once the broker has acknowledged it (uplink rules:
 * PUBACK is the broker's word, not the host's). What a host kill then takes must show as lost.
 *
 *   node dist/test/torture/puback-agent.js run --config tillpost.toml
 */
import type { BrokerConnection, Journal, MqttMessage } from '../../src/ports.js';
import { readKeyFile } from '../../src/platform/key-file.js';
import { openUp } from '../../src/uplink/envelope.js';
import { brokerOf } from '../../src/uplink-settings.js';
import { overlay } from '../crash/doors.js';
import { runBroken } from './broken-agent.js';

await runBroken(({ config, clock, log }) => {
  const ids = { merchantId: config.terminal.merchantId, terminalId: config.terminal.terminalId };
  const key = { keyId: config.uplink.keyId, secret: readKeyFile(config.uplink.keyFile) };
  let journal: Journal | null = null;

  /** Believes the PUBACK. */
  async function settle({ topic, payload }: MqttMessage): Promise<void> {
    if (!topic.endsWith('up/posting')) return;
    const content = openUp(ids, () => key, payload);
    if (content.kind !== 'postings') return;
    for (const { kind, key: transactionKey, sequence, money, batch } of content.postings) {
      if (kind !== 'advice') continue;
      const answer = {
        key: transactionKey, sequence, outcome: 'POSTED', responseCode: '00', rrn: '', posted: money, hostTimeMs: clock.wallMs(), arpc: '',
        retryAfterMs: 0, batch, reversedBatch: 0,
      } as const;
      await journal?.apply(transactionKey, { name: 'settleAdvice', answer });
    }
  }

  const believing = (connection: BrokerConnection): BrokerConnection =>
    overlay(connection, {
      publish: async (message) => {
        const acknowledged = await connection.publish(message);
        await settle(message);
        return acknowledged;
      },
    });

  const broker = brokerOf(config, clock, log.child('uplink'));
  return {
    broker: overlay(broker, { connect: async (...args) => believing(await broker.connect(...args)) }),
    around: { journal: (opened) => (journal = opened) },
  };
});
