import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { createControlServer } from '../../src/control/server.js';
import { EventCounters } from '../../src/health/counters.js';
import type { Caller } from '../../src/ports/index.js';
import { CONTROL_LIMITS } from '../support/control-limits.js';
import { scratchDirectories } from '../support/scratch.js';
import { silentLog } from '../support/silent-log.js';

const scratch = scratchDirectories();
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const it of open.splice(0).reverse()) await it.close();
});

interface Asked {
  readonly caller: Caller;
  readonly client: Socket;
  readonly clock: SimClock;
  /** Resolves when the server has seen what the client did. */
  readonly seen: (what: 'end' | 'close') => Promise<void>;
  readonly answer: (value: unknown) => void;
}

/** A client that asks and waits, and what the method is told of it. */
async function asked(): Promise<Asked> {
  const socketPath = join(scratch(), 'run', 'control.sock');
  const clock = new SimClock();
  let answer: (value: unknown) => void = () => undefined;
  const answered = new Promise((resolve) => (answer = resolve));
  let called: (caller: Caller) => void = () => undefined;
  const caller = new Promise<Caller>((resolve) => (called = resolve));
  const server = await createControlServer({
    socketPath,
    methods: new Map([['wait', async (_, by) => (called(by!), answered)]]),
    clock,
    log: silentLog,
    counters: new EventCounters(),
    limits: CONTROL_LIMITS,
  });
  open.push(server, { close: () => answer(null) });
  const client = createConnection({ path: socketPath, allowHalfOpen: true });
  client.on('error', () => undefined);
  client.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'wait' })}\n`);
  const known = await caller;
  // A closing takes effect in the kernel at once; the server's event loop hears of it a turn later.
  const seen = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { caller: known, client, clock, seen, answer };
}

describe('the caller of a method', () => {
  it('is there while it waits, also when it has sent all it wants', async () => {
    const { caller, client, clock, seen, answer } = await asked();
    expect(await caller.isThere()).toBe(true);
    let gone = 0;
    const stop = caller.onGone(() => (gone += 1));
    await new Promise<void>((resolve) => client.end(resolve));
    await seen('end');
    expect(await caller.isThere()).toBe(true);
    await clock.advance(5_000);
    await seen('end');
    stop();
    expect([gone, clock.pending]).toEqual([0, 0]);
    // And gets its answer.
    const line = new Promise<string>((resolve) => client.once('data', (data) => resolve(data.toString())));
    answer('done');
    expect(JSON.parse(await line)).toMatchObject({ result: 'done' });
  });

  it('that hangs up is gone at once', async () => {
    const { caller, client, seen } = await asked();
    let gone = 0;
    caller.onGone(() => (gone += 1));
    client.destroy();
    // Before the server's event loop has heard of it: the kernel knows.
    expect(await caller.isThere()).toBe(false);
    await seen('close');
    expect([await caller.isThere(), gone]).toEqual([false, 1]);
  });

  it('that sends all it wants and hangs up later is missed by the next look', async () => {
    const { caller, client, clock, seen } = await asked();
    let gone = 0;
    caller.onGone(() => (gone += 1));
    await new Promise<void>((resolve) => client.end(resolve));
    await seen('end');
    client.destroy();
    await seen('close');
    await clock.advance(1_000);
    await seen('close');
    expect([gone, clock.pending]).toEqual([1, 0]);
  });
});
