import { rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** An order to a part that runs: `{"do":"insert","card":"chip-tc"}`. One JSON object a line. */
export interface Order {
  readonly do: string;
  readonly [field: string]: unknown;
}

export type OrderHandler = (order: Order) => unknown;

/**
 * The door by which a story, a test or a person with `nc -U` gives orders to a simulated part.
 * Answers `{"ok":true,"result":…}` or `{"ok":false,"error":"…"}`, one line each, in order.
 */
export async function serveOrders(path: string, handle: OrderHandler): Promise<Server> {
  await rm(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    let last = Promise.resolve();
    const lines = createInterface({ input: socket });
    lines.on('error', () => socket.destroy());
    lines.on('line', (line) => {
      last = last.then(async () => {
        const answer = await answerTo(line, handle);
        if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`);
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  return server;
}

async function answerTo(line: string, handle: OrderHandler): Promise<unknown> {
  try {
    return { ok: true, result: (await handle(JSON.parse(line) as Order)) ?? null };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Gives one order and returns its result. Rejects when the part is not there or refuses. */
export function giveOrder(path: string, order: Order): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket: Socket = createConnection(path);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${path} closed without an answer to ${order.do}`)));
    const lines = createInterface({ input: socket });
    // Since Node 20 the interface repeats its input's error; the socket's own listener has dealt with it.
    lines.on('error', () => undefined);
    lines.once('line', (line) => {
      const answer = JSON.parse(line) as { ok: boolean; result?: unknown; error?: string };
      if (answer.ok) resolve(answer.result);
      else reject(new Error(answer.error ?? `order ${order.do} refused`));
      socket.end();
    });
    socket.write(`${JSON.stringify(order)}\n`);
  });
}
