/**
 * The agent, composed as main.ts composes it, with a keeper of points at three of its doors: journal, card reader
 * and broker. Nothing inside is changed. Over its own socket it is told from when on to count, and where to die:
 *
 *   {"do":"arm"}                                    remember the points passed from now on
 *   {"do":"arm","place":"commit begin#1:before"}    SIGKILL to itself there
 *   {"do":"disarm"}                                 answers the points passed
 *
 *   node dist/test/crash/crash-agent.js run --config tillpost.toml --points points.sock [--mutant NAME]
 */
import { parseArgs } from 'node:util';
import { type Order, serveOrders } from '../../hw-sim/control-socket.js';
import { STOP_WITH_STDIN, untilNeeded } from '../../hw-sim/run-part.js';
import { startAgent } from '../../src/agent/agent.js';
import { brokerOf } from '../../src/agent/uplink-settings.js';
import { loadConfig } from '../../src/config/config.js';
import { readKeyFile } from '../../src/platform/key-file.js';
import { createLog } from '../../src/platform/log.js';
import { handleSignals } from '../../src/platform/signals.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import { MqttTransport } from '../../src/uplink/mqtt/mqtt-transport.js';
import { brokerWithPoints, journalWithPoints, readerWithPoints } from './doors.js';
import { brokerOn, mutantJournal, readMutant, type Wire } from './mutants.js';
import { killSelf, PointKeeper } from './points.js';

const { values } = parseArgs({
  options: { config: { type: 'string' }, points: { type: 'string' }, mutant: { type: 'string' } },
  allowPositionals: true,
});
if (values.config === undefined || values.points === undefined) throw new Error('--config and --points are needed');

await untilNeeded();
const config = loadConfig(values.config);
const mutant = values.mutant === undefined ? null : readMutant(values.mutant);
const clock = new SystemClock();
const log = createLog(config.log, clock);
const points = new PointKeeper(killSelf);
const wire: Wire = { connection: null };
const ids = { merchantId: config.terminal.merchantId, terminalId: config.terminal.terminalId };
const key = { keyId: config.uplink.keyId, secret: readKeyFile(config.uplink.keyFile) };

const starting = startAgent(config, {
  clock,
  log,
  transport: new MqttTransport(
    brokerWithPoints(brokerOn(brokerOf(config, clock, log.child('uplink')), wire), points),
    ids,
  ),
  around: {
    journal: (journal) => {
      const counted = journalWithPoints(journal, points);
      return mutant === null ? counted : mutantJournal(counted, mutant, wire, ids, key);
    },
    reader: (reader) => readerWithPoints(reader, points),
  },
});
handleSignals({
  log: log.child('main'),
  stop: async () => (await starting).stop(),
  exit: (status) => process.exit(status),
});
// Whoever started it is gone: nobody would end it.
if (process.env[STOP_WITH_STDIN] === '1') process.stdin.on('end', killSelf).on('error', killSelf).resume();
await starting;
await serveOrders(values.points, carryOut);
process.stdout.write(`ready ${JSON.stringify({ part: 'agent', points: values.points, mutant })}\n`);

function carryOut(order: Order): unknown {
  switch (order.do) {
    case 'arm': {
      const { place = null } = order;
      if (place !== null && typeof place !== 'string') throw new Error('"place" must be a text');
      points.arm(place);
      return null;
    }
    case 'disarm':
      return points.disarm();
    default:
      throw new Error(`no order ${JSON.stringify(order.do)}; it knows: arm, disarm`);
  }
}
