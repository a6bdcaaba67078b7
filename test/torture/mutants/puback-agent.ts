/**
 * The agent, broken on purpose: an advice counts as settled once the broker has acknowledged it (uplink rules, 2:
 * PUBACK is the broker's word, not the host's). What a host kill then takes must show as lost.
 *
 *   node dist/test/torture/mutants/puback-agent.js run --config tillpost.toml
 */
import { brokerOf } from '../../../src/agent/uplink-settings.js';
import { readKeyFile } from '../../../src/platform/key-file.js';
import type { Journal } from '../../../src/ports/index.js';
import { MqttTransport } from '../../../src/uplink/mqtt/mqtt-transport.js';
import { runChanged } from '../../support/changed-agent.js';
import { believesPuback } from './misbeliefs.js';

await runChanged(({ config, clock, log }) => {
  const ids = { merchantId: config.terminal.merchantId, terminalId: config.terminal.terminalId };
  const key = { keyId: config.uplink.keyId, secret: readKeyFile(config.uplink.keyFile) };
  let journal: Journal | null = null;
  const believer = { ids, key, clock, journal: () => journal };
  return {
    transport: new MqttTransport(believesPuback(brokerOf(config, ids, clock, log.child('uplink')), believer), ids),
    around: { journal: (opened) => (journal = opened) },
  };
});
