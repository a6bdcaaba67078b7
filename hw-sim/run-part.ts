import type { Server } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { type OrderHandler, serveOrders } from './control-socket.js';

/** A part that runs: what it answers to orders, and how it ends. */
export interface RunningPart {
  readonly orders: OrderHandler;
  close(): Promise<void>;
}

/** Set by `spawnPart`: the part stops when its standard input ends, so that it cannot outlive a killed parent. */
export const STOP_WITH_STDIN = 'TILLPOST_STOP_WITH_STDIN';

/** Set by `launchPart` for a spare: with its code loaded, the part waits for a line on its standard input. */
export const HOLD = 'TILLPOST_HOLD';

/** Resolves when a spare is needed; at once for any other part. */
export function untilNeeded(): Promise<void> {
  if (process.env[HOLD] !== '1') return Promise.resolve();
  const leave = (): never => process.exit(1);
  return new Promise((resolve) => {
    process.stdin.once('end', leave).once('data', () => {
      process.stdin.off('end', leave).pause();
      resolve();
    });
  });
}

/**
 * Runs one simulated part as a process: serves its orders, says `ready {…}` once on stdout, and stops cleanly
 * on SIGTERM or SIGINT. A second signal ends it at once.
 *
 * @param name as the ready line tells it
 * @param controlPath Unix socket for orders, or undefined for none
 * @param details goes into the ready line beside the name
 */
export async function runPart(
  name: string,
  controlPath: string | undefined,
  part: RunningPart,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const control = controlPath === undefined ? null : await serveOrders(controlPath, part.orders);
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    closeAll(part, control).then(
      () => process.exit(0),
      (error: unknown) => failPart(name, error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env[STOP_WITH_STDIN] === '1') process.stdin.on('end', stop).on('error', stop).resume();
  const door = controlPath === undefined ? {} : { control: controlPath };
  console.log(`ready ${JSON.stringify({ part: name, pid: process.pid, ...details, ...door })}`);
}

async function closeAll(part: RunningPart, control: Server | null): Promise<void> {
  control?.close();
  await part.close();
}

/** Ends the process with one line that says why. */
export function failPart(name: string, error: unknown): never {
  console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

/** For commander: a TCP port, 0 for any free one. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('must be a port, 0 … 65535');
  return port;
}

/** An order's field that must be a whole number ≥ 0; `fallback` when it is absent. */
export function wholeNumber(order: Readonly<Record<string, unknown>>, field: string, fallback?: number): number {
  const value = order[field] ?? fallback;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new Error(`order needs "${field}": a whole number, 0 or more`);
  }
  return value;
}
