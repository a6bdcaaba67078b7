import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PtyLine } from '../../../hw-sim/reader/link/pty.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import { SystemRandom } from '../../../src/platform/system-random.js';
import type { CardReader, ReaderStatus } from '../../../src/ports/index.js';
import { openReader } from '../../../src/reader/drivers.js';
import { thrownBy } from '../../support/thrown.js';
import { ScriptedReader } from './scripted-reader.js';
import { key, Notes, onLink, order, report } from './session-bench.js';

/** The whole way on real parts: serialport, kernel tty, timers of the machine. */
describe('reader session on a pty', () => {
  const clock = new SystemClock();
  let directory: string;
  let line: PtyLine;
  let device: ScriptedReader;
  let notes: Notes;
  let reader: CardReader;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
    line = new PtyLine(join(directory, 'reader'), clock);
    device = new ScriptedReader(line);
    notes = new Notes();
    reader = openReader(
      { driver: 'cells', path: line.path },
      {
        clock,
        random: new SystemRandom(),
        log: notes.log,
        alerts: notes.alerts,
        counters: notes.counters,
        terminalId: key.terminalId,
      },
    );
  });
  afterEach(async () => {
    await reader.close();
    line.unplug();
    rmSync(directory, { recursive: true, force: true });
  });

  function reached(state: ReaderStatus['state']): Promise<ReaderStatus> {
    return new Promise((resolve) => {
      const check = (status: ReaderStatus): void => {
        if (status.state === state) resolve(status);
      };
      reader.onStatus(check);
      check(reader.status());
    });
  }

  it('starts without the port, takes a card, loses the reader in mid-sale and finds it again', async () => {
    const missing = new Promise<ReaderStatus>((resolve) =>
      reader.onStatus((status) => status.problem !== null && resolve(status)),
    );
    reader.open();
    expect(await missing).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining('is not there') as string,
    });

    line.plug();
    expect(await reached('ready')).toMatchObject({ serialNumber: 'TP-000001', firmware: '1.4.2' });
    device.answer = (message) => (message.kind === 'start' ? [{ kind: 'card', card: report }] : []);
    expect(await reader.start(order)).toMatchObject({ stage: 'cardRead', card: { maskedPan: '476173******0010' } });

    const lost = thrownBy(() => reader.unableOnline(key));
    line.unplug();
    expect((await lost).code).toBe('READER_LOST');
    expect((await reached('missing')).problem).toBe('the reader was unplugged');

    line.plug();
    device.rstack = { lastKey: onLink };
    await reached('ready');
    expect(reader.lastKey()).toEqual(key);
    device.answer = () => [{ kind: 'result', result: { key: onLink, stage: 'cardRead', card: report, final: null } }];
    expect(await reader.result(key)).toMatchObject({ stage: 'cardRead' });
  });

  it('survives boot text that shifts the parser, before and after the reset', async () => {
    line.plug();
    reader.open();
    await reached('ready');
    device.raw(Buffer.from('boot: 17 odd bytes'));
    device.answer = (message) => (message.kind === 'start' ? [{ kind: 'card', card: report }] : []);
    expect(await reader.start(order)).toMatchObject({ stage: 'cardRead' });
    expect(notes.count('reader.link.bytesDiscarded')).toBe(18);
    expect(device.resets).toBe(1);
  });
});
