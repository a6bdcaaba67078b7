import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveOrder, type Order } from '../../hw-sim/control-socket.js';
import { readLedger } from '../../hw-sim/host/books/ledger-print.js';
import { type Part, partEntry, spawnPart } from '../../hw-sim/part.js';
import { STOP_WITH_STDIN } from '../../hw-sim/run-part.js';
import type { Answer } from '../../src/domain/answer.js';
import type { HostCommand } from '../../src/domain/host-command.js';
import { type DownContent, openDown, sealUp, type UpContent } from '../../src/protocol/envelope.js';
import { downFilter, topicOf } from '../../src/protocol/topics.js';
import {
  advice,
  batch,
  detail,
  details,
  EPOCH,
  IDS,
  KEY,
  KEY_RECORDS,
  keyOf,
  LEAF_OF,
  request,
  reversal,
  scratchFolder,
  total,
  totalsOf,
} from './terminal.js';

/** Broker, network cutter and host as real processes, and a terminal of MQTT and envelopes only. */
let folder: ReturnType<typeof scratchFolder>;
const parts: Part[] = [];
let broker: Part;
let network: Part;
let host: Part;
let terminal: Terminal;

const file = (name: string): string => join(folder.path, name);
const control = (name: string): string => file(`${name}.sock`);
const order = (name: string, what: Order): Promise<unknown> => giveOrder(control(name), what);

async function start(name: 'broker' | 'network' | 'host', ...args: string[]): Promise<Part> {
  const part = await spawnPart(name, [...args, '--control', control(name)], { logFile: file(`${name}.log`) });
  parts.push(part);
  return part;
}

const startHost = (...args: string[]): Promise<Part> => {
  const url = `mqtt://127.0.0.1:${String(broker.ready['port'])}`;
  return start('host', '--broker', url, '--ledger', file('ledger.db'), '--keys', file('keys.json'), ...args);
};

class Terminal {
  readonly #answers: DownContent[] = [];
  #waiting: ((content: DownContent) => void) | null = null;

  private constructor(private readonly client: MqttClient) {
    client.on('message', (_topic, payload) => {
      const content = openDown(IDS, () => KEY, payload);
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting === null) this.#answers.push(content);
      else waiting(content);
    });
  }

  static async connect(port: number): Promise<Terminal> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
      clientId: 'terminal',
      clean: false,
      protocolVersion: 4,
      reconnectPeriod: 50,
      resubscribe: false,
    });
    const terminal = new Terminal(client);
    await client.subscribeAsync(downFilter(IDS), { qos: 1 });
    return terminal;
  }

  async send(content: UpContent): Promise<void> {
    const payload = Buffer.from(sealUp(IDS, KEY, content));
    await this.client.publishAsync(topicOf(IDS, LEAF_OF[content.kind]), payload, { qos: 1 });
  }

  next(): Promise<DownContent> {
    const content = this.#answers.shift();
    if (content !== undefined) return Promise.resolve(content);
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  async ask(content: UpContent): Promise<readonly Answer[]> {
    await this.send(content);
    const answer = await this.next();
    return answer.kind === 'reply' ? [answer.answer] : answer.kind === 'receipts' ? answer.answers : [];
  }

  get unread(): number {
    return this.#answers.length;
  }

  close(): Promise<void> {
    return this.client.endAsync(true);
  }
}

const outcomes = (answers: readonly Answer[]): string[] => answers.map(({ outcome }) => outcome);
const rows = (): string[] => readLedger(file('ledger.db')).map(({ stan, state }) => `${stan} ${state}`);

beforeEach(async () => {
  folder = scratchFolder();
  writeFileSync(file('keys.json'), JSON.stringify(KEY_RECORDS), { mode: 0o600 });
  broker = await start('broker', '--port', '0');
  network = await start('network', '--to', `127.0.0.1:${String(broker.ready['port'])}`);
  host = await startHost();
  terminal = await Terminal.connect(network.ready['port'] as number);
});
afterEach(async () => {
  await terminal.close();
  for (const part of parts.splice(0)) await part.stop();
  folder.remove();
});

describe('broker, network and host as processes', () => {
  it('post, repeat, conflict, reversal before the original', async () => {
    expect(outcomes(await terminal.ask(request(1)))).toEqual(['POSTED']);
    expect(outcomes(await terminal.ask({ ...request(1), repeat: true }))).toEqual(['ALREADY_POSTED']);
    const [conflict] = await terminal.ask(batch(advice(1, 99)));
    expect(conflict).toMatchObject({ outcome: 'CONFLICT', key: keyOf(1), posted: { amount: 1250 } });
    expect(outcomes(await terminal.ask(batch(reversal(2))))).toEqual(['REVERSED']);
    expect(outcomes(await terminal.ask(request(2)))).toEqual(['REVERSED']);
    const answers = await terminal.ask(batch(reversal(2), advice(3), advice(1)));
    expect(outcomes(answers)).toEqual(['ALREADY_REVERSED', 'POSTED', 'ALREADY_POSTED']);
    expect(rows()).toEqual(['1 posted', '2 reversed', '3 posted']);
  });

  it('a host killed between commit and receipt: the repeat is answered ALREADY_POSTED, one row', async () => {
    await order('host', { do: 'die', at: 'after-commit' });
    await terminal.send(batch(advice(1)));
    expect(await host.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(rows()).toEqual(['1 posted']);
    host = await startHost();
    // It died before the PUBACK, so the broker's session brings the message again; and the terminal repeats it.
    await terminal.send(batch({ ...advice(1), repeat: true }));
    for (let times = 0; times < 2; times += 1) {
      const content = await terminal.next();
      expect(content.kind === 'receipts' ? outcomes(content.answers) : content.kind).toEqual(['ALREADY_POSTED']);
    }
    expect(rows()).toEqual(['1 posted']);
  });

  it('a host killed before its commit: nothing stands, and the message comes again', async () => {
    await order('host', { do: 'die', at: 'before-commit' });
    await terminal.send(batch(advice(1), reversal(2)));
    expect((await host.exited).signal).toBe('SIGKILL');
    expect(rows()).toEqual([]);
    host = await startHost();
    const content = await terminal.next();
    expect(content.kind === 'receipts' ? outcomes(content.answers) : content.kind).toEqual(['POSTED', 'REVERSED']);
  });

  it('a host that answers before it commits loses on a kill what it promised', async () => {
    await host.stop();
    host = await startHost('--fault', 'answer-before-commit');
    expect(outcomes(await terminal.ask(batch(advice(1))))).toEqual(['POSTED']);
    await host.kill();
    expect(rows()).toEqual([]);
  });

  it('a host killed at each step of a settlement goes on where it was', async () => {
    await terminal.ask(batch(advice(1), advice(2, 500)));
    const totals = totalsOf(1, 3, total('sale', 2, 1800));
    const differences = [{ key: keyOf(2), kind: 'amountDiffers', terminal: { amount: 550 }, host: { amount: 500 } }];
    const steps = [
      { content: totals, answer: { page: 0, matched: false, totals: [total('sale', 2, 1750)] } },
      { content: details(1, 1, false, detail(1)), answer: { page: 1, differences: [] } },
      { content: details(1, 2, true, detail(2, 550)), answer: { page: 2, differences } },
      { content: totals, answer: { page: 0, matched: false, totals: [total('sale', 2, 1750)] } },
    ];
    for (const [number, { content, answer }] of steps.entries()) {
      await order('host', { do: 'die', at: number % 2 === 0 ? 'after-commit' : 'before-commit' });
      await terminal.send(content);
      expect((await host.exited).signal).toBe('SIGKILL');
      host = await startHost(); // the broker's session brings the message again
      expect(await terminal.next()).toMatchObject({ kind: 'settlementAnswer', batch: 1, ...answer });
    }
    expect(await order('host', { do: 'state' })).toMatchObject({
      settlements: [{ state: 'explained', sequence: 3 }],
      gaps: [],
    });
  });

  it('a command is sent again by a host that was killed, until its result came; and once more on order', async () => {
    // A command names the terminal's epoch, so the host must have heard of it.
    await terminal.ask(request(1));
    const given = await order('host', { do: 'command', order: { kind: 'stopSales', reason: 'stock-taking' } });
    const sent = await terminal.next();
    // Its time is that of its first sending, which may be a moment later than the order.
    const { counter, epoch } = given as HostCommand;
    expect(sent).toMatchObject({
      kind: 'command',
      command: { counter, epoch, order: { kind: 'stopSales', reason: 'stock-taking' } },
    });
    await host.kill();
    host = await startHost();
    expect(await terminal.next()).toEqual(sent);
    const heard = host.line(/^command /);
    await terminal.send({ kind: 'commandResult', result: { counter, outcome: 'done', text: 'stopped' } });
    await heard;
    expect(await order('host', { do: 'state' })).toMatchObject({
      commands: [{ counter, outcome: 'done', text: 'stopped' }],
    });
    await order('host', { do: 'replay-command' });
    let last = await terminal.next();
    while (terminal.unread > 0) last = await terminal.next();
    expect(last).toEqual(sent);
  });

  it('a host given back yesterday’s book says what it holds, and takes the rest again', async () => {
    await terminal.ask(request(1));
    await terminal.ask(batch(advice(2, 500, 1)));
    const backup = { do: 'backup', file: file('yesterday.db') };
    const held = [{ terminal: IDS.terminalId, epoch: EPOCH, afterSequence: 1, afterTransaction: 2 }];
    expect(await order('host', backup)).toEqual({ journals: held });
    await terminal.ask(request(3));
    await terminal.ask(batch(advice(4, 700, 2)));
    expect(await order('host', { ...backup, do: 'restore' })).toEqual({ journals: held });
    expect(rows()).toEqual(['1 posted', '2 posted']);
    await order('host', { do: 'command', order: { kind: 'resend', ...held[0] } });
    expect(await terminal.next()).toMatchObject({
      command: { order: { afterSequence: 1, afterTransaction: 2, epoch: EPOCH } },
    });
    const again = batch(advice(2, 500, 1), advice(4, 700, 2), { ...advice(3, 1250, 3), response: 'online' });
    await terminal.send(again);
    let content = await terminal.next();
    while (content.kind === 'command') content = await terminal.next();
    expect(content.kind === 'receipts' ? outcomes(content.answers) : content.kind).toEqual([
      'ALREADY_POSTED',
      'POSTED',
      'POSTED',
    ]);
    expect(await order('host', { do: 'state' })).toMatchObject({ gaps: [] });
  });

  it('a receipt lost after the commit', async () => {
    await order('host', { do: 'lose-receipts', count: 1 });
    await terminal.send(batch(advice(1)));
    expect(outcomes(await terminal.ask(batch({ ...advice(1), repeat: true })))).toEqual(['ALREADY_POSTED']);
    expect([terminal.unread, rows()]).toEqual([0, ['1 posted']]);
  });

  it('a black hole with a posting in it, and the cable back', async () => {
    await order('network', { do: 'mode', mode: 'blackhole', direction: 'both' });
    const sent = terminal.send(batch(advice(1)));
    expect(rows()).toEqual([]);
    await order('network', { do: 'mode', mode: 'pass' });
    await sent;
    const content = await terminal.next();
    expect(content.kind === 'receipts' ? outcomes(content.answers) : content.kind).toEqual(['POSTED']);
  });

  it('a broker killed and started again: host and terminal come back by themselves', async () => {
    await broker.kill();
    const before = host.line(/^subscribed again/);
    broker = await start('broker', '--port', String(broker.ready['port']));
    await before;
    // The broker forgot the terminal's session: connect anew, as an agent does.
    await terminal.close();
    terminal = await Terminal.connect(network.ready['port'] as number);
    expect(outcomes(await terminal.ask(request(1)))).toEqual(['POSTED']);
  });

  it('state over the control socket; a bad envelope is one line, not a crash', async () => {
    await terminal.send({ ...request(1), key: { ...keyOf(1), terminalId: 'T9' } });
    await host.line(/^MESSAGE_FOREIGN /);
    await terminal.ask(request(2));
    const state = await order('host', { do: 'state' });
    expect(state).toMatchObject({ connected: true, counts: { MESSAGE_FOREIGN: 1, POSTED: 1 } });
    expect(await order('broker', { do: 'state' })).toMatchObject({ connected: 2 });
    expect(await order('network', { do: 'stats' })).toMatchObject({ open: 1, mode: 'pass' });
    await expect(order('host', { do: 'dance' })).rejects.toThrow('dance');
  });

  it('stop on SIGTERM with status 0 and leave nothing behind', async () => {
    for (const part of [host, network, broker]) {
      expect(await part.stop()).toEqual({ code: 0, signal: null });
      expect(part.alive).toBe(false);
      expect(() => process.kill(part.pid, 0)).toThrow('ESRCH');
    }
    const port = createServer().listen(broker.ready['port'] as number, '127.0.0.1');
    await once(port, 'listening');
    port.close();
    expect(readFileSync(file('host.log'), 'utf8')).toContain('ready {"part":"host"');
  });
});

describe('a part whose parent was killed', () => {
  it('ends when its standard input does', async () => {
    const child = spawn(process.execPath, [partEntry('broker'), '--port', '0'], {
      env: { ...process.env, [STOP_WITH_STDIN]: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('parts that do not start', () => {
  const run = async (...args: string[]): Promise<{ code: unknown; text: string }> => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    const [code] = (await once(child, 'close')) as unknown[];
    return { code, text };
  };

  it('say why, in the error of spawnPart too', async () => {
    const taken = start('broker', '--port', String(broker.ready['port']));
    await expect(taken).rejects.toThrow(/broker did not get ready[^]*EADDRINUSE/);
    const keyless = start('host', '--ledger', file('l.db'), '--keys', file('none.json'));
    await expect(keyless).rejects.toThrow(/ENOENT[^]*none\.json/);
    await expect(start('host', '--fault', 'laziness')).rejects.toThrow(/unknown fault[^]*no-dedupe/);
    await expect(start('network', '--to', 'nowhere')).rejects.toThrow(/HOST:PORT/);
  });

  it.each(['audit', 'broker', 'host', 'network'] as const)('%s --help', async (name) => {
    const { code, text } = await run(partEntry(name), '--help');
    expect([code, text.startsWith(`Usage: ${name}`)]).toEqual([0, true]);
    if (name === 'host') for (const word of ['"resend"', '"backup"', '"wrong-totals"']) expect(text).toContain(word);
  });

  it('print a ledger and compare it from the command line', async () => {
    await terminal.ask(request(1));
    const line = {
      at: Date.now(),
      key: `${keyOf(1).epoch}-${keyOf(1).mark}-1`,
      shown: 'approved',
      type: 'sale',
      amount: 1250,
      currency: 'EUR',
    };
    writeFileSync(file('display.jsonl'), `${JSON.stringify(line)}\n`);
    expect((await run(partEntry('host'), '--print-ledger', file('ledger.db'))).text).toContain('12.50 EUR');
    const { text } = await run(partEntry('host'), '--print-ledger', file('ledger.db'), '--json');
    expect(JSON.parse(text)).toMatchObject({ stan: 1, state: 'posted' });

    const compare = (...more: string[]) =>
      run(partEntry('audit'), '--display', file('display.jsonl'), '--ledger', file('ledger.db'), ...more);
    const good = await compare();
    expect(good.code).toBe(0);
    expect(good.text).toMatch(/^PASS: 1 approved, 0 lost, 0 double, 0 unexpected, 0 amounts differ\n$/m);
    const till = (told: string): void =>
      writeFileSync(file('till.jsonl'), `${JSON.stringify({ at: 1, key: line.key, told })}\n`);
    till('approved');
    expect((await compare('--till', file('till.jsonl'))).code).toBe(0);
    till('voided');
    expect((await compare('--till', file('till.jsonl'))).text).toMatch(/^FAIL: .* 1 unexpected/m);
    writeFileSync(file('display.jsonl'), `${JSON.stringify({ ...line, amount: 1 })}\n`);
    const bad = await compare('--json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.text)).toMatchObject({
      ok: false,
      amounts: [{ key: `${keyOf(1).epoch}-${keyOf(1).mark}-1` }],
    });
  });
});
