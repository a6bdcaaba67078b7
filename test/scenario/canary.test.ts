import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partEntry } from '../../hw-sim/part.js';
import { allCards } from '../../hw-sim/reader/cards/cards.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';
import { disguisesOf, readsPan } from '../support/disguises.js';
import { filesBelow, findPans, findPansBelow, formsOf } from '../support/pan-canary.js';

const PANS = [...new Set(allCards().map(({ pan }) => pan))];

let folder: string;
let stage: Stage;
let listener: MqttClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillpost-canary-'));
  stage = await Stage.open({ folder });
  listener = await mqtt.connectAsync(`mqtt://127.0.0.1:${Number(stage.part('broker').ready['port'])}`);
  listener.on('message', (topic, payload) => {
    appendFileSync(join(folder, 'mqtt-traffic'), Buffer.concat([Buffer.from(`${topic} `), payload, Buffer.from('\n')]));
  });
  await listener.subscribeAsync('#', { qos: 0 });
});

afterEach(async () => {
  await listener.endAsync(true);
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

function cli(...words: string[]): void {
  const { stdout, stderr } = spawnSync(process.execPath, [partEntry('agent'), ...words, '--config', stage.configPath]);
  appendFileSync(join(folder, 'cli-output'), Buffer.concat([stdout, stderr]));
}

/** What the virtual reader keeps and says of itself: it was told to say these. */
const isReadersOwn = (path: string): boolean => /(?:^|\/)(?:reader|log\/reader)/.test(path.slice(folder.length + 1));

describe('card numbers', () => {
  it('stand in no journal, WAL, log, message or output, online, offline, refused and after a kill', async () => {
    const terminal = new Terminal(stage);
    const online = () =>
      terminal.seen('the link', 15_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
    await online();
    for (const { name } of allCards()) await terminal.sell(name, 1200);
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    for (const { name } of allCards()) await terminal.sell(name, 1300);
    for (const words of [
      ['status'],
      ['queue'],
      ['queue', '--json'],
      ['show', '--stan', '1'],
      ['show', '--stan', '20', '--json'],
    ])
      cli(...words);
    // A card number typed where it does not belong.
    for (const pan of PANS) cli('show', pan);

    const whileRunning = findPansBelow(folder, PANS);
    await stage.kill('agent');
    const afterKill = findPansBelow(folder, PANS);
    await stage.start('agent');
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    await terminal.seen(
      'the drain',
      30_000,
      ({ link, queue }) => link.state === 'online' && queue.advices + queue.reversals === 0,
    );
    for (const words of [
      ['status', '--json'],
      ['show', '--stan', '3'],
    ])
      cli(...words);
    await stage.close();

    expect([whileRunning, afterKill, findPansBelow(folder, PANS)]).toEqual([[], [], []]);
    const seen = filesBelow(folder).map((path) => path.slice(folder.length + 1));
    expect(seen).toEqual(
      expect.arrayContaining([
        'agent/journal.db',
        'agent.mirror/mirror.log',
        'log/agent.log',
        'mqtt-traffic',
        'cli-output',
        'host/ledger.db',
      ]),
    );
  }, 120_000);

  it('that a reader says in disguise stand nowhere either, and each raises an alarm', async () => {
    const terminal = new Terminal(stage);
    const ready = () =>
      terminal.seen('the link', 15_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
    const alarms = async (): Promise<number> => (await terminal.status()).counters['alert.CLEAR_CARD_DATA'] ?? 0;
    await ready();
    const pan = PANS[0]!;
    for (const [name, text] of disguisesOf(pan)) {
      const before = await alarms();
      const hex = Buffer.from(text).toString('hex');
      await stage.order('reader', { do: 'behaviours', specs: [`worded:hex=${hex}`] });
      await terminal.sell(allCards()[0]!.name, 1400);
      expect([name, (await alarms()) > before]).toEqual([name, true]);
    }
    await stage.order('reader', { do: 'behaviours', specs: [] });
    await stage.order('reader', { do: 'tamper', text: `opened by ${pan}` });
    await terminal.seen('TAMPER', 15_000, ({ alerts }) => alerts.some(({ code }) => code === 'READER_TAMPER'));
    for (const words of [['status'], ['status', '--json'], ['show', '--stan', '1'], ['queue']]) cli(...words);
    await stage.close();

    const readable = filesBelow(folder).filter((path) => readsPan(readFileSync(path, 'latin1'), pan));
    expect(readable.filter((path) => !isReadersOwn(path))).toEqual([]);
    expect(findPansBelow(folder, PANS).filter((found) => !isReadersOwn(join(folder, found)))).toEqual([]);
    writeFileSync(join(folder, 'planted'), `tamper ${[...pan].join('.')} seen`);
    expect(readsPan(readFileSync(join(folder, 'planted'), 'latin1'), pan)).toBe(true);
  }, 120_000);

  it('would be found in any form', () => {
    for (const pan of PANS) {
      for (const [form, bytes] of formsOf(pan)) {
        writeFileSync(join(folder, 'planted'), Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]));
        expect(findPansBelow(folder, PANS).some((found) => found.endsWith(`in ${form}`))).toBe(true);
      }
    }
    expect(findPans('x', Buffer.from('411111******1111 and T0000042-9f1c2a0b7d3e4f55-b41c72de-17'), PANS)).toEqual([]);
  });
});
