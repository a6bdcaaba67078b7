import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { cell, encodeCell } from '../../../src/reader/cells/link/cell.js';
import { encodeLinkError } from '../../../src/reader/cells/link/reset-payloads.js';
import { thrownBy } from '../../support/thrown.js';
import { key, onLink, order, readyBench, report, type SessionBench, sessionBench } from './session-bench.js';

/** Issue 2, Bad input: whatever comes over the line is counted, nothing grows, and the next good input works. */
describe('bad serial input', () => {
  let bench: SessionBench;
  beforeEach(async () => {
    bench = await readyBench();
    bench.device.answer = (message) => {
      if (message.kind === 'start') return [{ kind: 'card', card: report }];
      return message.kind === 'ping' ? [{ kind: 'keepalive', stage: null }] : [];
    };
  });
  afterEach(async () => {
    await bench.reader.close();
    expect(bench.clock.pending).toBe(0);
  });

  async function nextGoodInputWorks(): Promise<void> {
    const { clock, device, reader } = bench;
    const started = reader.start(order);
    await clock.advance(1000);
    expect(await started).toMatchObject({ stage: 'cardRead' });
    expect([device.resets, reader.status().state]).toEqual([1, 'ready']);
  }

  const foreign: [string, Buffer][] = [
    ['noise', Buffer.from(new SimRandom(11).bytes(5000))],
    [
      'a GPS receiver',
      Buffer.from('$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A\r\n'.repeat(20)),
    ],
    ['a modem', Buffer.from('AT\r\r\nOK\r\nAT+CSQ\r\r\n+CSQ: 21,0\r\n')],
    ['ModemManager probing', Buffer.from('AT+GCAP\r~x\xf0~ATE0\r', 'latin1')],
    ['a login prompt', Buffer.from('\r\nDebian GNU/Linux 12 till ttyS0\r\n\r\ntill login: ')],
    ['boot text', Buffer.from('U-Boot 2023.01\r\nStarting kernel ...\r\n')],
    ['syncs without cells', Buffer.from('a55a'.repeat(500), 'hex')],
    ['half a cell', Buffer.from(encodeCell(cell('DATA', { session: 1 })).subarray(0, 33))],
    ['zeros', Buffer.alloc(1000)],
  ];
  it.each(foreign)('%s', async (name, bytes) => {
    bench.device.raw(bytes);
    await bench.clock.advance(150);
    const counted = bench.notes.count('reader.link.bytesDiscarded') + bench.notes.count('reader.line.bytesIdle');
    expect(counted).toBe(bytes.length);
    expect(bench.notes.count('reader.link.naksSent')).toBe(name === 'zeros' ? 0 : 1);
    await nextGoodInputWorks();
  });

  it('a cell damaged in one bit, and the same cell whole', async () => {
    const damaged = encodeCell(
      cell('DATA', { session: bench.device.session, first: true, last: true, payload: Uint8Array.of(1) }),
    );
    damaged[20]! ^= 4;
    bench.device.raw(damaged);
    await bench.clock.advance(150);
    expect(bench.notes.count('reader.session.malformed')).toBe(0);
    await nextGoodInputWorks();
  });

  it('a message over 4 KiB', async () => {
    bench.device.sayBytes(new Uint8Array(10_000).fill(9));
    await bench.clock.advance(100);
    expect(bench.notes.count('reader.link.messagesTooLong')).toBe(1);
    expect(bench.device.linkErrors).toEqual(['tooLong']);
    await nextGoodInputWorks();
  });

  it('a message that never ends', async () => {
    bench.device.sendCell(
      cell('DATA', { session: bench.device.session, first: true, seq: 0, payload: Uint8Array.of(1) }),
    );
    await bench.clock.advance(5000);
    expect(bench.notes.count('reader.link.messagesUnfinished')).toBe(1);
    expect(bench.device.linkErrors).toEqual(['fragment']);
  });

  it('bytes that are no message', async () => {
    bench.device.sayBytes(Buffer.from('4761739001010010'));
    await bench.clock.advance(10);
    expect(bench.notes.count('reader.session.malformed')).toBe(1);
    expect(bench.device.linkErrors).toEqual(['malformedMessage']);
    expect(bench.notes.lines.join()).not.toContain('4761739001010010');
    await nextGoodInputWorks();
  });

  it('cells of another session', async () => {
    for (let index = 0; index < 5; index += 1) {
      bench.device.sendCell(cell('DATA', { session: bench.device.session + 1, first: true, last: true, seq: index }));
    }
    await bench.clock.advance(10);
    expect(bench.notes.count('reader.link.wrongSession')).toBe(5);
    await nextGoodInputWorks();
  });

  it('cells of another version', async () => {
    bench.device.sendCell(cell('DATA', { version: 2, session: bench.device.session, first: true, last: true }));
    await bench.clock.advance(10);
    expect(bench.notes.count('reader.link.wrongVersion')).toBe(1);
    await nextGoodInputWorks();
  });

  it("the reader's ERROR cell", async () => {
    bench.device.sendCell(cell('ERROR', { session: bench.device.session, payload: encodeLinkError('internal', 3) }));
    await bench.clock.advance(10);
    expect(bench.notes.lines.join()).toContain('reader reports a link error {"code":"internal","seq":3}');
    await nextGoodInputWorks();
  });

  it('an acknowledgement that is lost: the message arrives once', async () => {
    let lost = 0;
    bench.device.loses = ({ type }) => type === 'ACK' && (lost += 1) === 1;
    const confirmed = bench.reader.confirm(key);
    await bench.clock.advance(399);
    expect(bench.device.count('confirm')).toBe(1);
    await bench.clock.advance(1);
    await confirmed;
    expect(bench.notes.count('reader.link.retransmissions')).toBe(1);
    expect(bench.device.count('confirm')).toBe(1);
  });
});

describe('a reader of another version', () => {
  it('is refused with the reason in the status, and taken once it was updated', async () => {
    const { clock, device, reader, notes } = sessionBench();
    device.rstack = { version: 2 };
    reader.open();
    await clock.advance(100);
    expect(reader.status()).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining('version mismatch: the reader speaks 2') as string,
    });
    expect((await thrownBy(() => reader.result(key))).message).toContain('version mismatch');
    expect(notes.raised[0]).toContain('READER_LOST');
    device.rstack = { lastKey: onLink };
    await clock.advance(60_000);
    expect(reader.status().state).toBe('ready');
    await reader.close();
    expect(clock.pending).toBe(0);
  });
});
