/**
 * The agent, broken on purpose: an advice counts as settled once the broker has acknowledged it (uplink rules:
 * PUBACK is the broker's word, not the host's). What a host kill then takes must show as lost.
 *
 *   node dist/test/torture/puback-agent.js run --config tillpost.toml
 */
import { parseArgs } from 'node:util';
import { STOP_WITH_STDIN } from '../../hw-sim/run-part.js';
import { startAgent } from '../../src/agent.js';
import { loadConfig } from '../../src/config.js';
import { readKeyFile } from '../../src/platform/key-file.js';
import { createLog } from '../../src/platform/log.js';
import { handleSignals } from '../../src/platform/signals.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import type { BrokerConnection, Journal, MqttMessage } from '../../src/ports.js';
import { openUp } from '../../src/uplink/envelope.js';
import { brokerOf } from '../../src/uplink-settings.js';
import { overlay } from '../crash/doors.js';

const { values } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
if (values.config === undefined) throw new Error('--config is needed');

const config = loadConfig(values.config);
const clock = new SystemClock();
const log = createLog(config.log, clock);
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
const starting = startAgent(config, {
  clock,
  log,
  broker: overlay(broker, { connect: async (...args) => believing(await broker.connect(...args)) }),
  around: { journal: (opened) => (journal = opened) },
});
handleSignals({
  log: log.child('main'),
  stop: async () => (await starting).stop(),
  exit: (status) => process.exit(status),
});
// Whoever started it is gone: nobody would end it.
if (process.env[STOP_WITH_STDIN] === '1') process.stdin.on('end', () => process.exit(1)).on('error', () => process.exit(1)).resume();
await starting;
process.stdout.write(`ready ${JSON.stringify({ part: 'agent', socket: config.control.socket })}\n`);
