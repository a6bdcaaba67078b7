import { Command } from 'commander';
import { failPart, portNumber, runPart } from '../run-part.js';
import { startBroker } from './broker.js';

interface Options {
  readonly port: number;
  readonly host: string;
  readonly control?: string;
}

const command = new Command('broker')
  .description('An MQTT 3.1.1 broker without any set-up. Sessions are kept in memory.')
  .option('--port <port>', 'TCP port; 0 takes a free one, told in the ready line', portNumber, 1883)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--control <socket>', 'Unix socket for orders: {"do":"state"} {"do":"kick"}')
  .parse();

const options = command.opts<Options>();
try {
  const broker = await startBroker(options.port, options.host);
  await runPart('broker', options.control, broker, { host: options.host, port: broker.port });
} catch (error) {
  failPart('broker', error);
}
