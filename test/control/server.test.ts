import { chmodSync, existsSync, lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { type ControlLimits, type ControlServer, createControlServer, type Method } from '../../src/control/server.js';
import { TillpostError } from '../../src/domain/errors.js';
import { EventCounters } from '../../src/health/counters.js';
import { CONTROL_LIMITS } from '../support/control-limits.js';
import { scratchDirectories } from '../support/scratch.js';
import { silentLog } from '../support/silent-log.js';
import { thrownBy } from '../support/thrown.js';
import { ControlClient } from './control-client.js';

const scratch = scratchDirectories();
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const it of open.splice(0).reverse()) await it.close();
});

/** A method that ends when the test says so. */
function gate(): {
  readonly method: Method;
  readonly entered: Promise<void>;
  readonly release: (value: unknown) => void;
} {
  let release: (value: unknown) => void = () => undefined;
  let enter: () => void = () => undefined;
  const entered = new Promise<void>((resolve) => (enter = resolve));
  const held = new Promise<unknown>((resolve) => (release = resolve));
  return {
    entered,
    release,
    method: () => {
      enter();
      return held;
    },
  };
}

interface Served {
  readonly server: ControlServer;
  readonly path: string;
  readonly clock: SimClock;
  readonly counters: EventCounters;
  readonly connect: () => Promise<ControlClient>;
}

async function serve(
  methods: Readonly<Record<string, Method>> = {},
  limits: Partial<ControlLimits> = {},
  socketPath?: string,
): Promise<Served> {
  const path = socketPath ?? join(scratch(), 'run', 'control.sock');
  const clock = new SimClock();
  const counters = new EventCounters();
  const all = new Map<string, Method>([['echo', async (params) => params], ...Object.entries(methods)]);
  const server = await createControlServer({
    socketPath: path,
    methods: all,
    clock,
    log: silentLog,
    counters,
    limits: { ...CONTROL_LIMITS, ...limits },
  });
  open.push(server);
  const connect = async (): Promise<ControlClient> => {
    const client = await ControlClient.connect(path);
    open.push({ close: () => client.socket.destroy() });
    return client;
  };
  return { server, path, clock, counters, connect };
}

describe('control server', () => {
  it('answers by id, by name', async () => {
    const client = await (await serve()).connect();
    expect(await client.ask('echo', { a: [1, 'ü'] }, 'x')).toEqual({
      jsonrpc: '2.0',
      id: 'x',
      result: { a: [1, 'ü'] },
    });
    expect(await client.ask('echo')).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  });

  it.each([
    ['no JSON', '{"jsonrpc":', -32700, null],
    ['half a word', 'nul', -32700, null],
    ['bytes that are no text', Buffer.from([0xc3, 0x28]), -32700, null],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"echo"}]', -32600, null],
    ['an empty batch', '[]', -32600, null],
    ['null', 'null', -32600, null],
    ['a text', '"echo"', -32600, null],
    ['JSON-RPC 1', '{"id":3,"method":"echo","params":{}}', -32600, 3],
    ['no method', '{"jsonrpc":"2.0","id":4}', -32600, 4],
    ['a method that is no text', '{"jsonrpc":"2.0","id":4,"method":7}', -32600, 4],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"echo"}', -32600, null],
    ['an unknown method', '{"jsonrpc":"2.0","id":5,"method":"ech"}', -32601, 5],
    ['a method of Object', '{"jsonrpc":"2.0","id":5,"method":"constructor"}', -32601, 5],
    ['params by position', '{"jsonrpc":"2.0","id":6,"method":"echo","params":[1]}', -32602, 6],
    ['params null', '{"jsonrpc":"2.0","id":6,"method":"echo","params":null}', -32602, 6],
  ])('refuses %s and goes on', async (_what, request, code, id) => {
    const { connect, counters } = await serve();
    const client = await connect();
    client.send(Buffer.concat([Buffer.from(request), Buffer.from('\n')]));
    const answer = await client.next();
    expect(answer).toMatchObject({
      jsonrpc: '2.0',
      id,
      error: { code, data: { operation: 'control', retryable: false } },
    });
    expect(answer.error?.message).not.toBe('');
    expect(await client.ask('echo', {}, 'after')).toMatchObject({ id: 'after', result: {} });
    expect(
      Object.keys(counters.snapshot()).some((name) => /^control\.(badRequest|error\.METHOD_UNKNOWN)$/.test(name)),
    ).toBe(true);
  });

  it('hands on what a method refuses, and calls anything else a defect', async () => {
    const busy = new TillpostError('BUSY', 'a sale is running', { operation: 'sale', retryable: true, hint: 'Wait.' });
    const methods = { busy: () => Promise.reject(busy), broken: () => Promise.reject(new TypeError('x of undefined')) };
    const client = await (await serve(methods)).connect();
    expect(await client.ask('busy')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32000, message: 'a sale is running', data: busy.toJSON() },
    });
    expect(await client.ask('broken')).toMatchObject({ error: { code: -32000, data: { code: 'INTERNAL' } } });
  });

  it('runs a notification without an answer', async () => {
    const { method, entered, release } = gate();
    const client = await (await serve({ note: method, fail: () => Promise.reject(new Error('no')) })).connect();
    client.send(
      '{"jsonrpc":"2.0","method":"note"}\n{"jsonrpc":"2.0","method":"fail"}\n{"jsonrpc":"2.0","method":"unknown"}\n\n',
    );
    await entered;
    release(1);
    expect(await client.ask('echo', {}, 'next')).toMatchObject({ id: 'next' });
    expect(client.unread).toBe(0);
  });

  it('runs requests of one connection side by side, up to a limit', async () => {
    const { method, entered, release } = gate();
    const client = await (await serve({ slow: method }, { requestsMax: 1 })).connect();
    client.send('{"jsonrpc":"2.0","id":"slow","method":"slow"}\n');
    await entered;
    expect(await client.ask('echo', {}, 'second')).toMatchObject({
      id: 'second',
      error: { data: { code: 'BUSY', retryable: true } },
    });
    release('done');
    expect(await client.next()).toMatchObject({ id: 'slow', result: 'done' });
    expect(await client.ask('echo', {}, 'third')).toMatchObject({ id: 'third', result: {} });
  });

  it('lets a method end when its client has hung up', async () => {
    const { method, entered, release } = gate();
    let ended: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    const { connect, counters } = await serve({
      sale: async (params) => {
        await method(params);
        ended();
      },
    });
    const client = await connect();
    client.send('{"jsonrpc":"2.0","id":1,"method":"sale"}\n');
    await entered;
    client.socket.destroy();
    await client.closed;
    release(null);
    await end;
    expect(await (await connect()).ask('echo')).toMatchObject({ result: {} });
    expect(counters.snapshot()['control.error.INTERNAL']).toBeUndefined();
  });

  it('answers a client that has sent its end already', async () => {
    const { method, entered, release } = gate();
    const client = await (await serve({ slow: method })).connect();
    client.socket.end('{"jsonrpc":"2.0","id":1,"method":"slow"}\n');
    await entered;
    release('late');
    expect(await client.next()).toMatchObject({ result: 'late' });
    await client.closed;
  });

  it('refuses a frame over the limit and closes', async () => {
    const { connect, counters } = await serve({}, { frameLimitBytes: 1_024 });
    const client = await connect();
    client.send(`{"jsonrpc":"2.0","id":1,"method":"echo","params":{"a":"${'x'.repeat(50_000)}`);
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32000, data: { code: 'FRAME_TOO_LARGE' } } });
    client.socket.end();
    await client.closed;
    expect(counters.snapshot()['control.frameTooLarge']).toBe(1);
  });

  it('refuses a frame that does not end in time, however it trickles, and lets idle clients be', async () => {
    const { connect, clock, counters } = await serve({}, { idleTimeoutMs: 1_000 });
    const [idle, half] = [await connect(), await connect()];
    const askAnd = async (rest: string): Promise<void> => {
      half.send(`{"jsonrpc":"2.0","id":1,"method":"echo"}\n${rest}`);
      await half.next();
    };
    await askAnd('{"jsonrpc"');
    await clock.advance(999);
    half.send(':"2.0","id":2,"method":"echo"}\n');
    expect(await half.next()).toMatchObject({ id: 2, result: {} });
    await askAnd('{');
    await clock.advance(1_000);
    expect(await half.next()).toMatchObject({ id: null, error: { data: { code: 'TIMEOUT' } } });
    await clock.advance(1_000);
    await half.closed;
    await clock.advance(3_600_000);
    expect(await idle.ask('echo')).toMatchObject({ result: {} });
    expect(counters.snapshot()['control.frameTimeout']).toBe(1);
  });

  it('makes room for a new client by closing an idle one, and refuses it when all are at work', async () => {
    const { method, entered, release } = gate();
    const { connect, counters } = await serve({ slow: method }, { connectionsMax: 2 });
    const [first, second] = [await connect(), await connect()];
    await first.ask('echo');
    second.send('{"jsonrpc":"2.0","id":1,"method":"slow"}\n');
    await entered;
    const third = await connect();
    expect(await third.ask('echo')).toMatchObject({ result: {} });
    await first.closed;
    third.send('{"jsonrpc":"2.0","id":1,"method":"slow"}\n{"jsonrpc":"2.0","id":2,"method":"echo"}\n');
    await third.next();
    const fourth = await connect();
    expect(await fourth.next()).toMatchObject({ id: null, error: { data: { code: 'BUSY' } } });
    fourth.socket.end();
    await fourth.closed;
    expect(counters.snapshot()['control.refusedConnections']).toBe(1);
    release('done');
    expect(await second.next()).toMatchObject({ result: 'done' });
  });

  it('cuts off a client that reads no answers', async () => {
    const big = 'x'.repeat(100_000);
    const { connect, counters } = await serve({ big: async () => big }, { unreadMaxBytes: 300_000 });
    const client = await connect();
    client.socket.pause();
    for (let i = 0; i < 50; i += 1) client.send(`{"jsonrpc":"2.0","id":${i},"method":"big"}\n`);
    // Its socket may be read only after it was closed, else there would be room.
    const other = await connect();
    while (counters.snapshot()['control.unread'] === undefined) await other.ask('echo');
    client.socket.resume();
    await client.closed;
  });

  it('closes: no new request, running ones end, the socket is gone', async () => {
    const { method, entered, release } = gate();
    const { server, connect, path, clock } = await serve({ slow: method });
    const client = await connect();
    client.send('{"jsonrpc":"2.0","id":1,"method":"slow"}\n');
    await entered;
    const closing = server.close();
    expect(await client.ask('echo', {}, 2)).toMatchObject({
      id: 2,
      error: { data: { code: 'STOPPING', retryable: true } },
    });
    release('done');
    expect(await client.next()).toMatchObject({ id: 1, result: 'done' });
    await closing;
    await client.closed;
    expect(existsSync(path)).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('does not wait for ever for a method that hangs', async () => {
    const { method, entered } = gate();
    const { server, connect, clock, counters } = await serve({ slow: method }, { closeGraceMs: 500 });
    const client = await connect();
    client.send('{"jsonrpc":"2.0","id":1,"method":"slow"}\n');
    await entered;
    const closing = server.close();
    await clock.advance(500);
    await closing;
    await client.closed;
    expect(counters.snapshot()['control.closedWhileRunning']).toBe(1);
  });
});

describe('control socket', () => {
  it('is 0600 in a directory of 0700 that it makes', async () => {
    const { path } = await serve();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(lstatSync(path).isSocket()).toBe(true);
  });

  it.each([0o755, 0o750, 0o701, 0o777])('refuses a directory of mode %o', async (mode) => {
    const directory = join(scratch(), 'run');
    mkdirSync(directory);
    chmodSync(directory, mode);
    const error = await thrownBy(() => serve({}, {}, join(directory, 'c.sock')));
    expect([error.code, error.subject]).toEqual(['CONFIG_PERMISSIONS', directory]);
    expect(error.hint).toContain(`chmod 700 ${directory}`);
    expect(existsSync(join(directory, 'c.sock'))).toBe(false);
  });

  it('replaces what a dead agent left', async () => {
    const path = join(scratch(), 'c.sock');
    // A listening socket whose file is put back after it was closed is what kill -9 leaves.
    const dead: Server = createServer();
    await new Promise<void>((resolve) => dead.listen(path, resolve));
    const { linkSync, renameSync } = await import('node:fs');
    linkSync(path, `${path}.kept`);
    await new Promise((resolve) => dead.close(resolve));
    renameSync(`${path}.kept`, path);
    expect(lstatSync(path).isSocket()).toBe(true);
    const { connect } = await serve({}, {}, path);
    expect(await (await connect()).ask('echo')).toMatchObject({ result: {} });
  });

  it('does not disturb a living agent', async () => {
    const { path, connect } = await serve();
    const error = await thrownBy(() => serve({}, {}, path));
    expect([error.code, error.subject]).toEqual(['SOCKET_IN_USE', path]);
    expect(await (await connect()).ask('echo')).toMatchObject({ result: {} });
  });

  it('refuses a path where something else is, and one that cannot be made', async () => {
    const directory = scratch();
    writeFileSync(join(directory, 'file'), 'precious');
    expect((await thrownBy(() => serve({}, {}, join(directory, 'file')))).code).toBe('CONFIG_INVALID');
    expect(statSync(join(directory, 'file')).size).toBe(8);
    expect((await thrownBy(() => serve({}, {}, join(directory, 'file', 'c.sock')))).code).toBe('CONFIG_INVALID');
  });
});
