import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkCutter } from '../../hw-sim/network/cutter.js';
import { readModeOrder } from '../../hw-sim/network/traffic.js';

/** One end of a connection that remembers what it heard and when it ended. */
class End {
  heard = '';
  chunks = 0;
  readonly closed: Promise<{ readonly code: string | null }>;
  readonly #watchers = new Set<() => void>();

  constructor(readonly socket: Socket) {
    let code: string | null = null;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.heard += chunk.toString('latin1');
      this.chunks += 1;
      for (const watcher of [...this.#watchers]) watcher();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code ?? 'unknown'));
    this.closed = new Promise((resolve) => {
      socket.on('close', () => resolve({ code }));
    });
  }

  say(text: string): void {
    this.socket.write(text);
  }

  hears(text: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.heard.includes(text)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }
}

let server: Server;
let cutter: NetworkCutter;
const ends: End[] = [];
const arrived: End[] = [];
const waiting: ((end: End) => void)[] = [];

beforeEach(async () => {
  server = createServer((socket) => {
    const end = new End(socket);
    ends.push(end);
    const taker = waiting.shift();
    if (taker === undefined) arrived.push(end);
    else taker(end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cutter = await NetworkCutter.start(0, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
});
afterEach(async () => {
  await cutter.close();
  for (const { socket } of ends.splice(0)) socket.destroy();
  arrived.length = 0;
  waiting.length = 0;
  server.close();
  await once(server, 'close');
});

function dial(port = cutter.port): End {
  const end = new End(connect(port, '127.0.0.1'));
  ends.push(end);
  return end;
}

const accepted = (): Promise<End> => {
  const end = arrived.shift();
  return end === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(end);
};

async function pair(): Promise<readonly [near: End, far: End]> {
  const near = dial();
  const far = await accepted();
  near.say('hello');
  await far.hears('hello');
  return [near, far];
}

const mode = (name: string, fields: object = {}): unknown => cutter.orders({ do: 'mode', mode: name, ...fields });

/** A whole round trip beside the cutter: whatever was going to arrive meanwhile has had its chance. */
async function meanwhile(): Promise<void> {
  for (let times = 0; times < 3; times += 1) {
    const beside = dial((server.address() as AddressInfo).port);
    const far = await accepted();
    beside.say('x');
    await far.hears('x');
    far.say('y');
    await beside.hears('y');
    beside.socket.destroy();
    await far.closed;
  }
}

describe('the network', () => {
  it('passes bytes both ways, and a polite end', async () => {
    const [near, far] = await pair();
    far.say('welcome');
    await near.hears('welcome');
    near.socket.end('bye');
    expect(await far.closed).toEqual({ code: null });
    expect(far.heard).toBe('hellobye');
    expect(await near.closed).toEqual({ code: null });
    expect(cutter.stats()).toMatchObject({ open: 0, accepted: 1, resets: 0, bytesUp: 8, bytesDown: 7 });
  });

  it('passes a megabyte through a slow reader without loss', async () => {
    const [near, far] = await pair();
    far.socket.pause();
    near.socket.end('z'.repeat(1_000_000) + 'the end');
    await meanwhile();
    far.socket.resume();
    await far.hears('the end');
    expect(far.heard).toHaveLength(1_000_012);
  });

  it('refuses new connections and leaves those that stand', async () => {
    const [near, far] = await pair();
    mode('refuse');
    expect(await dial().closed).toEqual({ code: 'ECONNRESET' });
    near.say('still here');
    await far.hears('still here');
    mode('pass');
    await pair();
    expect(cutter.stats()).toMatchObject({ refused: 1, accepted: 2 });
  });

  it('resets all that stands, on both sides, and lets new ones pass', async () => {
    const [near, far] = await pair();
    mode('reset');
    expect([await near.closed, await far.closed]).toEqual([{ code: 'ECONNRESET' }, { code: 'ECONNRESET' }]);
    await pair();
    expect(cutter.stats()).toMatchObject({ resets: 1, open: 1, mode: 'pass' });
  });

  it('black-holes both ways, then delivers what waited', async () => {
    const [near, far] = await pair();
    mode('blackhole', { direction: 'both' });
    near.say('up');
    far.say('down');
    await meanwhile();
    expect([far.heard, near.heard]).toEqual(['hello', '']);
    mode('pass');
    await Promise.all([far.hears('helloup'), near.hears('down')]);
  });

  it('black-holes one way only', async () => {
    const [near, far] = await pair();
    mode('blackhole', { direction: 'down' });
    near.say('up1');
    await far.hears('up1');
    far.say('down1');
    await meanwhile();
    expect(near.heard).toBe('');
    mode('blackhole', { direction: 'up' });
    await near.hears('down1');
    near.say('up2');
    far.say('down2');
    await near.hears('down2');
    await meanwhile();
    expect(far.heard).toBe('helloup1');
    mode('pass');
    await far.hears('up2');
  });

  it('accepts new connections into the black hole and connects them when the cable is back', async () => {
    mode('blackhole');
    const near = dial();
    await once(near.socket, 'connect');
    near.say('anyone?');
    await meanwhile();
    expect(cutter.stats()).toMatchObject({ open: 1, bytesUp: 0 });
    mode('pass');
    const far = await accepted();
    await far.hears('anyone?');
  });

  it('keeps from each side of a black hole that the other is gone', async () => {
    const [near, far] = await pair();
    mode('blackhole');
    near.say('last words');
    near.socket.destroy();
    await near.closed;
    await meanwhile();
    expect(far.socket.destroyed).toBe(false);
    mode('pass');
    await far.hears('last words');
    await far.closed;
  });

  it('resets instead of delivering when told to drop', async () => {
    const [near, far] = await pair();
    mode('blackhole');
    near.say('lost');
    mode('pass', { drop: true });
    expect(await near.closed).toEqual({ code: 'ECONNRESET' });
    await far.closed;
    expect(far.heard).toBe('hello');
  });

  it('is slow: bytes arrive bit by bit while the rest waits, and all of them', async () => {
    const [near, far] = await pair();
    mode('slow', { bytesPerSecond: 2000, delayMs: 20 });
    near.say(`first${'s'.repeat(500)}last`);
    await far.hears('first');
    expect(cutter.stats().heldBytes).toBeGreaterThan(0);
    expect(far.heard).not.toContain('last');
    await far.hears('last');
    expect(far.heard).toHaveLength(514);
    expect(cutter.stats().heldBytes).toBe(0);
  });

  it('jitters: pieces are late by different times and stay in order', async () => {
    const [near, far] = await pair();
    mode('slow', { bytesPerSecond: 1_000_000, delayMs: 5, jitterMs: 40 });
    for (const digit of '0123456789') {
      near.say(digit);
      await meanwhile(); // each in a piece of its own
    }
    await far.hears('hello0123456789');
  });

  it('flips one bit of one byte after so many, in one direction, once', async () => {
    const [near, far] = await pair();
    mode('corrupt', { direction: 'up', afterBytes: 6, bit: 0 });
    far.say('all is well down here');
    await near.hears('all is well down here');
    near.say('abcd');
    await far.hears('abcd');
    expect(cutter.stats()).toMatchObject({ mode: 'corrupt', corrupted: 0 });
    near.say('abcd');
    await far.hears('helloabcdabbd');
    expect(cutter.stats()).toMatchObject({ mode: 'pass', corrupted: 1 });
    near.say('abcd');
    await far.hears('helloabcdabbdabcd');
  });

  it.each([
    ['up', 0, 1],
    ['down', 1, 0],
  ] as const)('ends one direction alone: %s', async (direction, from, to) => {
    const ends = await pair();
    // Patient ends: they go on speaking although they were told that nobody speaks any more.
    for (const { socket } of ends) socket.allowHalfOpen = true;
    const told = once(ends[to].socket, 'end');
    mode('halfclose', { direction });
    await told;
    const { heard } = ends[to];
    ends[from].say('into the void');
    ends[to].say('the other way');
    await ends[from].hears('the other way');
    await meanwhile();
    expect(ends[to].heard).toBe(heard);
    await pair();
    expect(cutter.stats()).toMatchObject({ mode: 'pass', open: 2, resets: 0 });
  });

  it('slices: pieces of one byte', async () => {
    const [near, far] = await pair();
    const before = far.chunks;
    mode('slice', { bytes: 1 });
    near.say('0123456789');
    await far.hears('0123456789');
    expect(far.chunks - before).toBeGreaterThan(1);
    mode('pass');
    const between = far.chunks;
    near.say('whole'); // positive control
    await far.hears('whole');
    expect(far.chunks - between).toBe(1);
  });

  it('cuts after so many bytes, in the middle of a message, and refuses from then on', async () => {
    const [near, far] = await pair();
    mode('cut', { afterBytes: 4 });
    near.say('abcdefgh');
    expect((await near.closed).code).toBe('ECONNRESET');
    await far.closed;
    expect('helloabcd'.startsWith(far.heard)).toBe(true);
    expect(cutter.stats()).toMatchObject({ mode: 'refuse', bytesUp: 9 });
    expect(await dial().closed).toEqual({ code: 'ECONNRESET' });
  });

  it('resets a connection whose other end does not answer', async () => {
    const lonely = await NetworkCutter.start(0, { host: '127.0.0.1', port: 1 });
    expect((await dial(lonely.port).closed).code).toBe('ECONNRESET');
    await lonely.close();
  });

  it('refuses orders that make no sense', () => {
    for (const order of [
      { mode: 'dance' },
      { mode: 'blackhole', direction: 'left' },
      { mode: 'slow' },
      { mode: 'slow', bytesPerSecond: 0 },
      { mode: 'slice', bytes: -1 },
      { mode: 'cut' },
      { mode: 'corrupt', direction: 'both' },
      { mode: 'corrupt', direction: 'up', afterBytes: -1 },
      { mode: 'halfclose' },
    ]) {
      expect(() => readModeOrder({ do: 'mode', ...order }), JSON.stringify(order)).toThrow();
    }
    expect(() => cutter.orders({ do: 'dance' })).toThrow();
  });
});
