import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tillpost } from '#proto/reader';
import { decodeAgentMessage, encodeReaderMessage } from '../../../hw-sim/reader/messages.js';
import { Sealed } from '../../../src/domain/redaction.js';
import type { AgentMessage, KeyedCard, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { decodeReaderMessage, encodeAgentMessage } from '../../../src/reader/cells/messages.js';
import { thrownBy } from '../../support/thrown.js';

import wire = tillpost.reader.v1;

const key = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
const card: KeyedCard = {
  key,
  entryMode: 'chip',
  maskedPan: '476173******0010',
  token: new Uint8Array(16).fill(0xab),
  encrypted: true,
  ciphertext: new Sealed(new Uint8Array(32).fill(1)),
  ksn: new Sealed(new Uint8Array(12).fill(2)),
  scheme: 'VISA',
  tlv: new Sealed(Buffer.from('9f270180', 'hex')),
  cryptogram: 'ARQC',
  singleCryptogram: true,
  onlinePin: true,
  amount: 999_999_999_999,
  currency: 978,
  type: 'sale',
};
const final = { key, cryptogram: 'TC', tlv: new Sealed(Buffer.from('9f270140', 'hex')) } as const;

const agentMessages: AgentMessage[] = [
  { kind: 'start', key, amount: 999_999_999_999, currency: 8, exponent: 2, type: 'sale', timeoutMs: 30_000 },
  { kind: 'start', key, amount: 1, currency: 392, exponent: 0, type: 'refund', timeoutMs: 1 },
  { kind: 'continueOnline', key, responseCode: '00', arpc: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  { kind: 'continueOnline', key, responseCode: '05', arpc: new Uint8Array(0) },
  { kind: 'unableOnline', key },
  { kind: 'complete', key, outcome: 'approved', text: 'THANK YOU', deferred: false },
  { kind: 'complete', key, outcome: 'cancelled', text: '', deferred: false },
  { kind: 'complete', key, outcome: 'approved', text: '', deferred: true },
  { kind: 'confirm', key },
  { kind: 'cancel', key },
  { kind: 'getResult', key },
  { kind: 'ping' },
  { kind: 'getInfo' },
  { kind: 'selfTest' },
  { kind: 'display', text: 'HELLO' },
  { kind: 'beep', count: 2 },
];

const readerMessages: ReaderMessage[] = [
  { kind: 'card', card },
  { kind: 'final', final },
  { kind: 'result', result: { key, stage: 'unknownKey', card: null, final: null } },
  { kind: 'result', result: { key, stage: 'finalTc', card, final } },
  { kind: 'keepalive', stage: 'waitingCard' },
  { kind: 'keepalive', stage: null },
  { kind: 'info', serialNumber: 'TP-1', firmware: '1.0', uptimeSeconds: 77 },
  { kind: 'testReport', passed: true, text: 'ok' },
  { kind: 'uiEvent', text: 'card near' },
  { kind: 'tamper', text: 'case open' },
  { kind: 'error', key, code: 'CARD_PULLED', text: 'too early' },
  { kind: 'error', key: null, code: 'BAD_VALUE', text: '' },
];

describe('messages', () => {
  it.each(agentMessages)('carries agent → reader $kind', (message) => {
    expect(decodeAgentMessage(encodeAgentMessage(message))).toEqual(message);
  });

  it.each(readerMessages)('carries reader → agent $kind', (message) => {
    expect(decodeReaderMessage(encodeReaderMessage(message))).toEqual(message);
  });

  const proper = {
    key,
    entryMode: 2,
    maskedPan: '476173******0010',
    token: new Uint8Array(16),
    cryptogram: 2,
    type: 1,
  };
  // `object`: some of the numbers are in no enum, and that is the point.
  const refusedFromReader: [string, object, string][] = [
    ['nothing', {}, 'content'],
    ['a short key', { result: { key: key.subarray(1), stage: 3 } }, 'result.key'],
    ['no key', { result: { stage: 3 } }, 'result.key'],
    ['an unknown stage', { result: { key, stage: 99 } }, 'result.stage'],
    ['no stage', { result: { key } }, 'result.stage'],
    ['an unknown keepalive stage', { keepalive: { stage: 77 } }, 'keepalive.stage'],
    ['an unknown entry mode', { card: { ...proper, entryMode: 9 } }, 'card.entry_mode'],
    ['a short token', { card: { ...proper, token: new Uint8Array(15) } }, 'card.token'],
    ['a huge TLV', { card: { ...proper, tlv: new Uint8Array(2049) } }, 'card.tlv'],
    ['a huge ciphertext', { card: { ...proper, ciphertext: new Uint8Array(257) } }, 'card.ciphertext'],
    ['a long masked PAN', { card: { ...proper, maskedPan: '*'.repeat(33) } }, 'card.masked_pan'],
    ['an amount over twelve digits', { card: { ...proper, amount: 1_000_000_000_000 } }, 'card.amount'],
    ['a first cryptogram in FINAL', { final: { key, cryptogram: 2 } }, 'final.cryptogram'],
    ['an unknown error code', { error: { key, code: 55 } }, 'error.code'],
    ['a long text', { uiEvent: { text: 'x'.repeat(257) } }, 'ui_event.text'],
  ];
  it.each(refusedFromReader)('refuses %s from the reader, naming the field', async (_name, message, field) => {
    const error = await thrownBy(() => decodeReaderMessage(wire.ReaderMessage.encode(message).finish()));
    expect([error.code, error.subject]).toEqual(['READER_PROTOCOL', field]);
  });

  const refusedFromAgent: [string, object, string][] = [
    ['nothing', {}, 'content'],
    ['no type', { start: { key, amount: 1, currency: 978, exponent: 2, timeoutMs: 1 } }, 'start.type'],
    ['a response code of three', { continueOnline: { key, responseCode: '000' } }, 'continue_online.response_code'],
    ['an unknown outcome', { complete: { key, outcome: 7 } }, 'complete.outcome'],
    ['a long text', { complete: { key, outcome: 1, text: 'x'.repeat(33) } }, 'complete.text'],
    ['a hundred beeps', { beep: { count: 100 } }, 'beep.count'],
  ];
  it.each(refusedFromAgent)('refuses %s from the agent, naming the field', async (_name, message, field) => {
    const error = await thrownBy(() => decodeAgentMessage(wire.AgentMessage.encode(message).finish()));
    expect([error.code, error.subject]).toEqual(['READER_PROTOCOL', field]);
  });

  it('never throws anything but READER_PROTOCOL, whatever the bytes, and never quotes them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        for (const decode of [decodeReaderMessage, decodeAgentMessage]) {
          try {
            decode(bytes);
          } catch {
            expect((await thrownBy(() => decode(bytes))).code).toBe('READER_PROTOCOL');
          }
        }
      }),
      { numRuns: 500 },
    );
    const pan = Buffer.from('4761739001010010');
    const error = await thrownBy(() => decodeReaderMessage(Buffer.concat([Buffer.from([0x0a, 0x7f]), pan])));
    expect(JSON.stringify(error) + String(error.stack)).not.toContain('4761739001010010');
    expect(error.cause).toBeUndefined();
  });
});
