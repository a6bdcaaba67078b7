import { Command, InvalidArgumentError } from 'commander';
import { failPart, portNumber, runPart } from '../run-part.js';
import { NetworkCutter, type Target } from './cutter.js';

interface Options {
  readonly listen: number;
  readonly to: Target;
  readonly control?: string;
}

function target(text: string): Target {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  if (match === null) throw new InvalidArgumentError('must be HOST:PORT');
  return { host: match[1]!, port: portNumber(match[2]!) };
}

const command = new Command('network')
  .description('The network between terminal and broker: a TCP proxy that can be cut.')
  .option('--listen <port>', 'TCP port on 127.0.0.1; 0 takes a free one, told in the ready line', portNumber, 0)
  .requiredOption('--to <host:port>', 'where connections go', target)
  .option('--control <socket>', 'Unix socket for orders')
  .addHelpText(
    'after',
    `
Orders, one JSON object a line:
  {"do":"mode","mode":"pass"}                          healthy; what a black hole held is delivered
  {"do":"mode","mode":"pass","drop":true}              healthy; connections that stand are reset
  {"do":"mode","mode":"refuse"}                        new connections are reset
  {"do":"mode","mode":"reset"}                         all connections are reset now, new ones pass
  {"do":"mode","mode":"blackhole","direction":"both"}  nothing passes, nothing closes (both | up | down)
  {"do":"mode","mode":"halfclose","direction":"up"}    one direction of all connections ends now, new ones pass (up | down)
  {"do":"mode","mode":"slow","bytesPerSecond":8000,"delayMs":300,"jitterMs":200}
  {"do":"mode","mode":"slice","bytes":1}               tiny segments
  {"do":"mode","mode":"cut","afterBytes":100}          reset and refuse after so many more bytes
  {"do":"mode","mode":"corrupt","direction":"down","afterBytes":100,"bit":3}   flips one bit after so many more bytes
  {"do":"stats"}`,
  )
  .parse();

const options = command.opts<Options>();
try {
  const cutter = await NetworkCutter.start(options.listen, options.to);
  const details = { port: cutter.port, to: `${options.to.host}:${options.to.port}` };
  await runPart('network', options.control, cutter, details);
} catch (error) {
  failPart('network', error);
}
