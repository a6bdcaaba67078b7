import { afterEach, describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.js';
import { Sealed } from '../../../src/domain/redaction.js';
import type { ReaderStatus } from '../../../src/ports/index.js';
import type { AgentMessage, KeyedCard, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { thrownBy } from '../../support/thrown.js';
import { key, onLink, order, readyBench, report, type SessionBench, sessionBench } from './session-bench.js';

let bench: SessionBench;
afterEach(async () => {
  await bench.reader.close();
  expect(bench.clock.pending).toBe(0);
  expect(bench.cable.opened).toBe(false);
});

const result = (stage: 'cancelled' | 'waitingCard' | 'cardRead' | 'timeout' | 'shownApproved'): ReaderMessage => ({
  kind: 'result',
  result: { key: onLink, stage, card: null, final: null },
});
const replies = (table: Partial<Record<AgentMessage['kind'], ReaderMessage[]>>): void => {
  bench.device.answer = (message) =>
    table[message.kind] ?? (message.kind === 'ping' ? [{ kind: 'keepalive', stage: null }] : []);
};

describe('reader session', () => {
  it('comes up and tells the reader and its last key', async () => {
    bench = sessionBench();
    bench.device.rstack = { lastKey: onLink };
    const seen: ReaderStatus[] = [];
    bench.reader.onStatus((status) => seen.push(status));
    bench.reader.open();
    await bench.clock.advance(0);
    expect(seen.map(({ state }) => state)).toEqual(['connecting', 'ready']);
    expect(bench.reader.status()).toEqual({
      state: 'ready',
      serialNumber: 'TP-000001',
      firmware: '1.4.2',
      problem: null,
    });
    expect(bench.reader.lastKey()).toEqual(key);
  });

  it('takes a sale from START to CONFIRM', async () => {
    bench = await readyBench();
    replies({
      start: [{ kind: 'card', card: report }],
      continueOnline: [
        { kind: 'final', final: { key: onLink, cryptogram: 'TC', tlv: new Sealed(Buffer.from('9f270140', 'hex')) } },
      ],
      complete: [result('shownApproved')],
    });
    const read = await bench.reader.start(order);
    expect(read).toMatchObject({
      key,
      stage: 'cardRead',
      final: null,
      signed: money(1250, 'EUR'),
      card: { cryptogram: 'ARQC', maskedPan: '476173******0010' },
    });
    const final = await bench.reader.continueOnline(key, '00', '98de7c7b3d80a831');
    expect(final).toMatchObject({ stage: 'finalTc', final: 'TC', signed: money(1250, 'EUR') });
    expect(Buffer.from(final.card!.secret!.emv.reveal()).toString('hex')).toBe('9f270140');
    expect(await bench.reader.complete(key, 'approved', 'THANK YOU', false)).toMatchObject({
      stage: 'shownApproved',
      final: null,
    });
    await bench.reader.confirm(key);
    expect(bench.device.received).toEqual([
      { kind: 'start', key: onLink, amount: 1250, currency: 978, exponent: 2, type: 'sale', timeoutMs: 30_000 },
      {
        kind: 'continueOnline',
        key: onLink,
        responseCode: '00',
        arpc: Uint8Array.from(Buffer.from('98de7c7b3d80a831', 'hex')),
      },
      { kind: 'complete', key: onLink, outcome: 'approved', text: 'THANK YOU', deferred: false },
      { kind: 'confirm', key: onLink },
    ]);
  });

  it('cancels while START waits: both end', async () => {
    bench = await readyBench();
    replies({ cancel: [result('cancelled')] });
    const started = bench.reader.start(order);
    await bench.clock.advance(100);
    expect(await bench.reader.cancel(key)).toMatchObject({ stage: 'cancelled', card: null });
    expect(await started).toMatchObject({ stage: 'cancelled' });
  });

  it('ends START when nobody presents a card', async () => {
    bench = await readyBench();
    const started = bench.reader.start(order);
    await bench.clock.advance(10);
    bench.device.say(result('timeout'));
    expect(await started).toMatchObject({ stage: 'timeout' });
  });

  it('turns ERROR into READER_ERROR, without digits in its text', async () => {
    bench = await readyBench();
    replies({ start: [{ kind: 'error', key: onLink, code: 'CARD_PULLED', text: 'card 4761739001010010 gone' }] });
    const error = await thrownBy(() => bench.reader.start(order));
    expect(error).toMatchObject({ code: 'READER_ERROR', retryable: true });
    expect(error.message).toBe('the reader refused start with CARD_PULLED: card [redacted] gone');
  });

  it('takes one call of a kind at a time', async () => {
    bench = await readyBench();
    const started = bench.reader.start(order);
    expect((await thrownBy(() => bench.reader.start(order))).code).toBe('BUSY');
    replies({ cancel: [result('cancelled')] });
    await bench.reader.cancel(key);
    await started;
  });

  it('refuses calls before the reader is ready', async () => {
    bench = sessionBench();
    expect((await thrownBy(() => bench.reader.start(order))).code).toBe('READER_NOT_READY');
  });

  it('refuses clear card data, alarms, and leaves no digit in log or alert', async () => {
    bench = await readyBench();
    const pan = '4761739001010010';
    const emv = Buffer.concat([Buffer.from('5a08', 'hex'), Buffer.from(pan, 'hex')]);
    replies({ start: [{ kind: 'card', card: { ...report, tlv: new Sealed(emv) } }], cancel: [result('cancelled')] });
    const error = await thrownBy(() => bench.reader.start(order));
    expect(error.code).toBe('CLEAR_CARD_DATA');
    expect(bench.notes.raised).toEqual([
      expect.stringContaining('CLEAR_CARD_DATA T0000001-9f1c2a0b7d3e4f55-b41c72de-17') as string,
    ]);
    expect(JSON.stringify([bench.notes.lines, bench.notes.raised, error])).not.toContain(pan);
    // The next good input works.
    expect(await bench.reader.cancel(key)).toMatchObject({ stage: 'cancelled' });
    replies({ start: [{ kind: 'card', card: report }] });
    expect(await bench.reader.start(order)).toMatchObject({ stage: 'cardRead' });
  });

  it('tells the stage of a cancelled transaction even when its card cannot be accepted', async () => {
    bench = await readyBench();
    replies({
      cancel: [
        {
          kind: 'result',
          result: { key: onLink, stage: 'cancelled', card: { ...report, encrypted: false }, final: null },
        },
      ],
    });
    expect(await bench.reader.cancel(key)).toMatchObject({ stage: 'cancelled', card: null });
    expect(bench.notes.raised.join()).toContain('CLEAR_CARD_DATA');
  });

  it('refuses a card that signed another amount than the reader says', async () => {
    bench = await readyBench();
    replies({
      start: [{ kind: 'card', card: { ...report, tlv: new Sealed(Buffer.from('9f0206000000009999', 'hex')) } }],
    });
    expect((await thrownBy(() => bench.reader.start(order))).code).toBe('AMOUNT_MISMATCH');
    expect(bench.notes.raised.join()).toContain('AMOUNT_MISMATCH');
  });

  it('refuses a RESULT that bears the card of another transaction', async () => {
    bench = await readyBench();
    const other = { ...report, key: Uint8Array.from(onLink, (byte) => byte ^ 1) };
    replies({ getResult: [{ kind: 'result', result: { key: onLink, stage: 'cardRead', card: other, final: null } }] });
    expect((await thrownBy(() => bench.reader.result(key))).code).toBe('READER_PROTOCOL');
  });

  it.each<[what: string, change: Partial<KeyedCard>]>([
    ['another', { token: Buffer.from('ff'.repeat(16), 'hex'), maskedPan: '555555******4444' }],
    ['of another amount', { amount: 1251 }],
    ['whose tags sign another amount', { tlv: new Sealed(Buffer.from('9f2701809f0206000000009999', 'hex')) }],
    ['of no currency', { currency: 1 }],
    ['in clear', { encrypted: false }],
    ['of no shape', { ksn: new Sealed(new Uint8Array(11)) }],
    ['that cannot be read', { token: new Uint8Array(15) }],
  ])(
    'refuses FINAL after a second card, %s, asked for or not: which of them signed it is unknown',
    async (_, change) => {
      bench = await readyBench();
      const other = { ...report, ...change };
      const final: ReaderMessage = {
        kind: 'final',
        final: { key: onLink, cryptogram: 'TC', tlv: new Sealed(Buffer.from('9f270140', 'hex')) },
      };
      replies({
        start: [
          { kind: 'card', card: report },
          { kind: 'card', card: other },
        ],
        unableOnline: [final],
      });
      await bench.reader.start(order);
      await bench.clock.advance(10);
      expect((await thrownBy(() => bench.reader.openStage())).code).toBe('READER_PROTOCOL');
      expect((await thrownBy(() => bench.reader.unableOnline(key))).code).toBe('READER_PROTOCOL');
      expect(bench.notes.lines.join()).not.toContain('555555');
    },
  );

  it('refuses a RESULT that tells another card than before, until the link is reset', async () => {
    bench = await readyBench();
    const other = { ...report, token: Buffer.from('ff'.repeat(16), 'hex') };
    replies({
      start: [{ kind: 'card', card: report }],
      getResult: [{ kind: 'result', result: { key: onLink, stage: 'cardRead', card: other, final: null } }],
    });
    await bench.reader.start(order);
    for (let times = 0; times < 2; times += 1) {
      expect((await thrownBy(() => bench.reader.result(key))).code).toBe('READER_PROTOCOL');
    }
  });

  it('raises an alert when the reader reports tampering', async () => {
    bench = await readyBench();
    bench.device.say({ kind: 'tamper', text: 'case open' });
    await bench.clock.advance(0);
    expect(bench.notes.raised).toEqual(['READER_TAMPER TP-000001 case open']);
  });

  it('counts an answer that was not asked for', async () => {
    bench = await readyBench();
    bench.device.say(result('cancelled'));
    await bench.clock.advance(0);
    expect(bench.notes.count('reader.session.unasked')).toBe(1);
  });
});

describe('reader session: loss and return', () => {
  it('rejects what is outstanding when the reader is unplugged, and GET_RESULT tells it after the return', async () => {
    bench = await readyBench();
    const started = bench.reader.start(order);
    await bench.clock.advance(100);
    bench.cable.unplug();
    expect(await thrownBy(() => started)).toMatchObject({ code: 'READER_LOST', operation: 'reader.start' });
    expect(bench.reader.status()).toMatchObject({ state: 'missing', problem: 'the reader was unplugged' });
    await bench.clock.advance(5000);
    expect(bench.reader.status()).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining('is not there') as string,
    });

    bench.cable.plug();
    bench.device.rstack = { lastKey: onLink, cause: 'powerOn' };
    await bench.clock.advance(30_000);
    expect(bench.reader.status().state).toBe('ready');
    expect(bench.reader.lastKey()).toEqual(key);
    expect(bench.notes.cleared).toContain('READER_LOST sim:reader');
    replies({ getResult: [{ kind: 'result', result: { key: onLink, stage: 'cardRead', card: report, final: null } }] });
    expect(await bench.reader.result(key)).toMatchObject({ stage: 'cardRead', signed: money(1250, 'EUR') });
    // START was never repeated by the session itself.
    expect(bench.device.count('start')).toBe(1);
  });

  it('says that the port is busy and who may hold it, and goes on trying', async () => {
    bench = sessionBench();
    bench.cable.held = true;
    bench.reader.open();
    await bench.clock.advance(10_000);
    expect(bench.reader.status()).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining('held by another program') as string,
    });
    bench.cable.held = false;
    await bench.clock.advance(30_000);
    expect(bench.reader.status().state).toBe('ready');
  });

  it('resets when KEEPALIVE stays out while a card is waited for, after a PING', async () => {
    bench = await readyBench();
    const started = bench.reader.start(order);
    await bench.clock.advance(0);
    for (let beat = 0; beat < 10; beat += 1) {
      bench.device.say({ kind: 'keepalive', stage: 'waitingCard' });
      await bench.clock.advance(500);
    }
    expect(bench.device.count('ping')).toBe(0);
    replies({ ping: [] });
    const lost = thrownBy(() => started);
    await bench.clock.advance(1750 + 1500);
    expect((await lost).message).toContain('went silent');
    expect(bench.device.count('ping')).toBe(1);
    expect(bench.reader.status().state).toBe('ready');
    expect(bench.device.resets).toBe(2);
  });

  it('resets when an answer is overdue although the reader lives', async () => {
    bench = await readyBench();
    const lost = thrownBy(() => bench.reader.result(key));
    await bench.clock.advance(5000);
    expect(bench.device.count('ping')).toBe(1);
    await bench.clock.advance(1500);
    expect(await lost).toMatchObject({ code: 'READER_LOST', operation: 'reader.result' });
    expect(bench.device.resets).toBe(2);
  });

  it('finds a dead reader while idle, and finds it again', async () => {
    bench = await readyBench();
    bench.device.alive = false;
    await bench.clock.advance(10_000 + 1500);
    expect(bench.reader.status()).toMatchObject({ state: 'connecting' });
    await bench.clock.advance(5 * 3200);
    expect(bench.reader.status()).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining('does not answer') as string,
    });
    bench.device.alive = true;
    await bench.clock.advance(500);
    expect(bench.reader.status().state).toBe('ready');
  });

  it('does not send an old message after a reset', async () => {
    bench = await readyBench();
    bench.device.alive = false;
    const lost = thrownBy(() => bench.reader.start(order));
    await bench.clock.advance(400 + 800 + 1600 + 3200);
    expect((await lost).code).toBe('READER_LOST');
    bench.device.alive = true;
    await bench.clock.advance(60_000);
    expect(bench.reader.status().state).toBe('ready');
    expect(bench.device.count('start')).toBe(0);
  });
});
