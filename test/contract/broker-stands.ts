import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startBroker } from '../../hw-sim/broker/broker.js';
import { SimBroker } from '../../hw-sim/sim-broker.js';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import type { Log } from '../../src/ports/index.js';
import { createMqttBroker, type MqttBrokerOptions } from '../../src/uplink/mqtt/mqtt-link.js';
import type { BrokerStand } from './broker.js';

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

export function mqttOptions(address: string, clientId: string): MqttBrokerOptions {
  const clock = new SystemClock();
  return {
    addresses: [address],
    clientId,
    username: null,
    password: null,
    tls: null,
    clock,
    log: silent,
    timeoutMs: 3_000,
  };
}

/** A server on a free port of this machine, and its end. */
export async function listen(
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; sockets: Set<Socket>; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    sockets,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const held = await listen(() => undefined);
  await held.close();
  return held.port;
}

/** The real adapter on a broker at a port, through a passage that can be cut. */
async function mqttStand(port: number, protocolVersion: 4 | 5, stop: () => Promise<void>): Promise<BrokerStand> {
  const passage = await listen((near) => {
    const far = connect(port, '127.0.0.1');
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
    near.on('close', () => far.destroy());
    near.pipe(far).pipe(near);
  });
  const nobody = await freePort();
  return {
    protocolVersion,
    client: (clientId) => createMqttBroker(mqttOptions(`mqtt://127.0.0.1:${passage.port}`, clientId)),
    clientOfNobody: () => createMqttBroker(mqttOptions(`mqtt://127.0.0.1:${nobody}`, 'nobody')),
    cut: () => passage.sockets.forEach((socket) => socket.resetAndDestroy()),
    until: (promise) => promise,
    close: async () => {
      await passage.close();
      await stop();
    },
  };
}

export async function aedesStand(): Promise<BrokerStand> {
  const broker = await startBroker(0);
  return mqttStand(broker.port, 4, () => broker.close());
}

/** Where the mosquitto broker is on this machine; null when it is not installed. */
export function findMosquitto(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'mosquitto')).find((path) => existsSync(path)) ?? null;
}

export interface Mosquitto {
  readonly port: number;
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/**
 * @param extra lines for its configuration
 * @param onPort that of one that was killed, so that it is found again
 */
export async function startMosquitto(
  path: string,
  extra = 'allow_anonymous true',
  onPort?: number,
): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'tillpost-mosquitto-'));
  const port = onPort ?? (await freePort());
  const config = join(folder, 'mosquitto.conf');
  await writeFile(config, `listener ${port} 127.0.0.1\npersistence false\nlog_dest stderr\n${extra}\n`);
  const child: ChildProcess = spawn(path, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`mosquitto ended: ${log}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000);
      if (/mosquitto version .* running/.test(log)) resolve();
    });
  });
  return {
    port,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

export async function mosquittoStand(path: string): Promise<BrokerStand> {
  const broker = await startMosquitto(path);
  return mqttStand(broker.port, 5, () => broker.stop());
}

export async function simStand(): Promise<BrokerStand> {
  const clock = new SimClock();
  const broker = new SimBroker(clock);
  const nobody = new SimBroker(clock);
  nobody.unreachable = true;
  return {
    protocolVersion: 5,
    client: (clientId) => broker.client(clientId),
    clientOfNobody: () => nobody.client('nobody'),
    cut: () => broker.cut(),
    until: async (promise) => {
      let done = false;
      const settled = promise.finally(() => (done = true)).catch(() => undefined);
      for (let steps = 0; !done && steps < 1_000; steps += 1) await clock.advance(5);
      if (!done) throw new Error('did not happen within 5 s of simulated time');
      await settled;
      return promise;
    },
    close: async () => undefined,
  };
}
