import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { Order } from '../control-socket.js';

/** An MQTT 3.1.1 broker in this process. Sessions live in memory: a kill loses them, so nothing may depend on them. */
export interface EmbeddedBroker {
  readonly port: number;
  orders(order: Order): unknown;
  /** Idempotent; every connection ends. */
  close(): Promise<void>;
}

interface Counts {
  connects: number;
  disconnects: number;
  publishes: number;
  bytes: number;
  errors: number;
}

/** @param port 0 takes a free one */
export async function startBroker(port: number, host = '127.0.0.1'): Promise<EmbeddedBroker> {
  const aedes = await Aedes.createBroker();
  const counts: Counts = { connects: 0, disconnects: 0, publishes: 0, bytes: 0, errors: 0 };
  aedes.on('client', () => void (counts.connects += 1));
  aedes.on('clientDisconnect', () => void (counts.disconnects += 1));
  // A broken client is the client's affair: counted here, and aedes closes it.
  aedes.on('clientError', () => void (counts.errors += 1));
  aedes.on('connectionError', () => void (counts.errors += 1));
  aedes.on('publish', (packet, client) => {
    if (client === null) return; // the broker's own $SYS messages
    counts.publishes += 1;
    counts.bytes += packet.payload.length;
  });

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await listen(server, port, host);

  let closed: Promise<void> | null = null;
  return {
    port: (server.address() as AddressInfo).port,
    orders: (order) => {
      switch (order.do) {
        case 'state':
          return { connected: aedes.connectedClients, ...counts };
        case 'kick':
          for (const socket of sockets) socket.destroy();
          return { kicked: sockets.size };
        default:
          throw new Error(`the broker knows no order ${JSON.stringify(order.do)}; it knows: state, kick`);
      }
    },
    close: () => (closed ??= shut(aedes, server, sockets)),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
}

async function shut(aedes: Aedes, server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const noMore = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  await new Promise<void>((resolve) => {
    aedes.close(resolve);
  });
  for (const socket of sockets) socket.destroy();
  await noMore;
}
