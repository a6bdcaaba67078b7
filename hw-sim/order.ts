import { Command } from 'commander';
import { giveOrder, type Order } from './control-socket.js';

/** `node dist/hw-sim/order.js SOCKET JSON`: one order to a part that runs. */
const command = new Command('order')
  .description('Gives one order to a simulated part and prints its answer. Each part’s --help lists its orders.')
  .argument('<socket>', 'the part’s control socket')
  .argument('<order>', 'JSON, for instance {"do":"state"}')
  .parse();

const [socket, text] = command.args as [string, string];
try {
  const answer = await giveOrder(socket, JSON.parse(text) as Order);
  console.log(answer === null ? 'done' : JSON.stringify(answer, null, 2));
} catch (error) {
  console.error(`order: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
