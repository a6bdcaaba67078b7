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
import { brokerOf } from '../../src/agent/uplink-settings.js';
import { readKeyFile } from '../../src/platform/key-file.js';
import { MqttTransport } from '../../src/uplink/mqtt/mqtt-transport.js';
import { runChanged } from '../support/changed-agent.js';
import { brokerWithPoints, journalWithPoints, readerWithPoints } from './doors.js';
import { brokerOn, mutantJournal, readMutant, type Wire } from './mutants.js';
import { killSelf, PointKeeper } from './points.js';

const { values } = parseArgs({
  options: { config: { type: 'string' }, points: { type: 'string' }, mutant: { type: 'string' } },
  allowPositionals: true,
});
const { points: socket } = values;
if (socket === undefined) throw new Error('--points is needed');
const mutant = values.mutant === undefined ? null : readMutant(values.mutant);
const points = new PointKeeper(killSelf);

await runChanged(
  ({ config, clock, log }) => {
    const wire: Wire = { connection: null };
    const ids = { merchantId: config.terminal.merchantId, terminalId: config.terminal.terminalId };
    const key = { keyId: config.uplink.keyId, secret: readKeyFile(config.uplink.keyFile) };
    const broker = brokerOn(brokerOf(config, ids, clock, log.child('uplink')), wire);
    return {
      transport: new MqttTransport(brokerWithPoints(broker, points), ids),
      around: {
        journal: (journal) => {
          const counted = journalWithPoints(journal, points);
          return mutant === null ? counted : mutantJournal(counted, mutant, wire, ids, key);
        },
        reader: (reader) => readerWithPoints(reader, points),
      },
    };
  },
  () => serveOrders(socket, carryOut),
);

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
