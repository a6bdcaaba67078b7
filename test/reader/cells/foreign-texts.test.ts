import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeReaderMessage } from '../../../hw-sim/reader/messages.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Sealed } from '../../../src/domain/redaction.js';
import type { KeyedCard, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { encodeTlv } from '../../../src/reader/contract/tlv.js';
import { disguisesOf, readsPan } from '../../support/disguises.js';
import { key, onLink, order, readyBench, report, type SessionBench, sessionBench } from './session-bench.js';

// Published test numbers, of 13 to 19 digits.
const PANS = ['4222222222222', '378282246310005', '4761739001010010', '5555555555554444', '6304000000000000000'];
const PAN = PANS[2]!;

let bench: SessionBench;
beforeEach(async () => {
  bench = await readyBench();
});
afterEach(() => bench.reader.close());

/** Everything that a person or a file may get to see. */
const heard = (more: unknown): string =>
  [...bench.notes.lines, ...bench.notes.raised, JSON.stringify(bench.reader.status()), JSON.stringify(more)].join('\n');
const alarms = (): number => bench.notes.raised.filter((line) => line.startsWith('CLEAR_CARD_DATA')).length;

async function rejected(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => value,
    (error: unknown) => ({ ...(error as object), message: (error as Error).message, stack: (error as Error).stack }),
  );
}

type Plant = readonly [field: string, most: number, say: (text: string) => ReaderMessage];

const card = (change: Partial<KeyedCard>): ReaderMessage => ({ kind: 'card', card: { ...report, ...change } });
const tlv = (tag: string, text: string): Sealed =>
  new Sealed(Buffer.concat([report.tlv.reveal(), encodeTlv(tag, Buffer.from(text))]));
const TEXTS: readonly Plant[] = [
  ['TAMPER', 256, (text) => ({ kind: 'tamper', text })],
  ['UI_EVENT', 256, (text) => ({ kind: 'uiEvent', text })],
  ['TEST_REPORT', 256, (text) => ({ kind: 'testReport', passed: true, text })],
  ['ERROR', 256, (text) => ({ kind: 'error', key: onLink, code: 'CARD_PULLED', text })],
  ['ERROR about nothing', 256, (text) => ({ kind: 'error', key: null, code: 'BUSY', text })],
  ['INFO serial number', 16, (text) => ({ kind: 'info', serialNumber: text, firmware: '1', uptimeSeconds: 1 })],
  ['scheme', 32, (scheme) => card({ scheme })],
  ['masked PAN', 32, (maskedPan) => card({ maskedPan })],
  ['a tag', 120, (text) => card({ tlv: tlv('9F7C', text) })],
  ['a tag in UTF-16', 60, (text) => card({ tlv: new Sealed(encodeTlv('DF01', Buffer.from(text, 'utf16le'))) })],
  ['a cryptogram', 120, (text) => card({ tlv: tlv('9F10', text) })],
  ['ciphertext', 200, (text) => card({ ciphertext: new Sealed(padded(text, 256)) })],
];

const padded = (text: string, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => Buffer.from(text)[at] ?? 0xc1);

describe('what a reader says', () => {
  it.each(TEXTS)(
    '%s: clear digits in any disguise reach no sink, and each time there is an alarm',
    async (_f, most, say) => {
      const missed: string[] = [];
      for (const pan of PANS) {
        for (const [name, text] of disguisesOf(pan)) {
          if (text.length > most || Buffer.from(text).length > 250) continue;
          bench.notes.log.lines.splice(0);
          bench.notes.alerts.raised.splice(0);
          const started = rejected(bench.reader.start(order));
          await bench.clock.advance(0);
          bench.device.say(say(text));
          await bench.clock.advance(0);
          bench.device.say({ kind: 'result', result: { key: onLink, stage: 'cancelled', card: null, final: null } });
          await bench.clock.advance(0);
          const said = heard(await started);
          if (readsPan(said, pan)) missed.push(`${name}: readable`);
          if (alarms() === 0) missed.push(`${name}: no alarm`);
        }
      }
      expect(missed).toEqual([]);
    },
  );

  it('the serial number of RSTACK', async () => {
    for (const text of [PAN, '378282246310005', '4222222222222']) {
      const before = alarms();
      bench.device.rstack = { serialNumber: text };
      bench.reader.reset('test');
      await bench.clock.advance(0);
      bench.device.say({ kind: 'tamper', text: '' });
      await bench.clock.advance(0);
      expect(bench.reader.status().state).toBe('ready');
      expect(readsPan(heard(null), text)).toBe(false);
      expect(alarms()).toBeGreaterThan(before);
    }
  });

  it.each([
    ['in ASCII', Buffer.from(PAN)],
    ['in BCD', Buffer.concat([Buffer.from(PAN, 'hex'), Buffer.from('0000000000000011', 'hex')])],
  ])('a key that nobody asked for, card number %s, is not shown', async (_form, bytes) => {
    const before = alarms();
    bench.device.rstack = { lastKey: bytes };
    bench.reader.reset('test');
    await bench.clock.advance(0);
    expect(bench.reader.lastKey()).toBeNull();
    expect(alarms()).toBeGreaterThan(before);
    bench.device.say(card({ key: bytes, encrypted: false }));
    await bench.clock.advance(0);
    expect(heard(null)).not.toContain(PAN);
  });

  it('a field that the agent does not know, and a message that cannot be read', async () => {
    const known = encodeReaderMessage({ kind: 'uiEvent', text: 'card near' });
    // Field 15 of UiEvent, wire type 2, within content 7.
    const foreign = Buffer.concat([Buffer.from([0x7a, PAN.length]), Buffer.from(PAN)]);
    const body = Buffer.concat([known.subarray(2), foreign]);
    const inCard = Buffer.concat([encodeReaderMessage(card({})), foreign]);
    for (const payload of [
      Buffer.concat([Buffer.from([0x3a, body.length]), body]),
      inCard,
      Buffer.from(`\u000f${PAN}`),
    ]) {
      const before = alarms();
      bench.device.sayBytes(Uint8Array.from(payload));
      await bench.clock.advance(0);
      expect(alarms()).toBe(before + 1);
      expect(readsPan(heard(null), PAN)).toBe(false);
    }
  });

  it('honest words, names, tokens and times come through, without an alarm', async () => {
    const texts = [
      'card near',
      'firmware 1.4.2 of 2027-01-15 08:00:00',
      'slot 3, 1250 mV, 21.5 °C',
      'PCI 6.2, serial TP-0000042',
      'إقرأ البطاقة',
      '请插卡 12',
      'Karte 411111******1111',
    ];
    for (const text of texts) bench.device.say({ kind: 'uiEvent', text });
    await bench.clock.advance(0);
    for (const text of texts) expect(heard(null)).toContain(JSON.stringify(text).slice(1, -1));
    const random = new SimRandom(3);
    for (let i = 0; i < 300; i += 1) {
      const started = bench.reader.start(order);
      await bench.clock.advance(0);
      bench.device.say(
        card({
          token: random.bytes(16),
          ciphertext: new Sealed(random.bytes(128)),
          ksn: new Sealed(random.bytes(12)),
          tlv: new Sealed(Buffer.concat([Buffer.from('9f270180', 'hex'), encodeTlv('9F26', random.bytes(8))])),
        }),
      );
      expect((await started).stage).toBe('cardRead');
      bench.reader.reset('another card');
      await bench.clock.advance(0);
    }
    expect(alarms()).toBe(0);
  });

  it('a tampered reader of a name like a card number is barred under the name that is shown', async () => {
    await bench.reader.close();
    bench = sessionBench();
    bench.device.rstack = { serialNumber: PAN };
    bench.reader.open();
    await bench.clock.advance(0);
    const barred: string[] = [];
    bench.reader.onTamper((name) => barred.push(name));
    bench.device.say({ kind: 'tamper', text: 'lid' });
    await bench.clock.advance(0);
    expect(barred).toEqual(['476173******0010']);
    expect(bench.reader.status().serialNumber).toBe('476173******0010');
    expect(key.number).toBe(17);
  });
});
