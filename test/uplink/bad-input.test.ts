import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tillpost } from '#proto/host';
import type { Answer } from '../../src/domain/answer.js';
import { money } from '../../src/domain/money.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { type DownContent, PAYLOAD_MAX_BYTES, sealDown, sealUp } from '../../src/protocol/envelope.js';
import { topicOf } from '../../src/protocol/topics.js';
import { Bench } from './bench.js';
import { IDS, KEY, wrap, wrapBody } from './contents.js';

import v1 = tillpost.host.v1;

/** Whatever a broker delivers: counted under its name, logged, and nothing changes. */
describe('bad input over MQTT', () => {
  let bench: Bench;
  let sale: Transaction;
  let honest: Answer;
  const RECEIPT = topicOf(IDS, 'down/receipt');
  const COMMAND = topicOf(IDS, 'down/command');
  const STOP: DownContent = {
    kind: 'command',
    command: { counter: 1, epoch: 'ab'.repeat(8), issuedAtMs: 1, order: { kind: 'stopSales', reason: 'recall' } },
  };
  const MATCHED: DownContent = {
    kind: 'settlementAnswer',
    batch: 1,
    epoch: '11'.repeat(8),
    page: 0,
    matched: true,
    totals: [],
    differences: [],
    hostTimeMs: 1,
  };
  const stranger = { terminalId: 'T9', epoch: '11'.repeat(8), mark: 'b41c72de', number: 1 };
  const FOREIGN: DownContent = {
    ...MATCHED,
    page: 1,
    differences: [{ key: stranger, kind: 'missingAtHost', type: 'sale', terminal: money(5, 'EUR'), host: null }],
  };
  let heard = 0;

  beforeEach(async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, answer) => {
      honest = answer;
      return null;
    };
    heard = 0;
    bench.uplink.onCommand(() => (heard += 1));
    sale = await bench.advice();
    await bench.clock.advance(100);
  });
  afterEach(() => bench.close());

  const receipts = (change: Partial<Answer>): Uint8Array =>
    sealDown(IDS, KEY, { kind: 'receipts', answers: [{ ...honest, ...change }] });

  const CASES: readonly (readonly [string, string, () => readonly [string, Uint8Array]])[] = [
    ['malformed protobuf', 'message.MESSAGE_INVALID', () => [RECEIPT, Buffer.from('ffffffff', 'hex')]],
    ['an empty payload', 'message.BAD_MAC', () => [RECEIPT, new Uint8Array()]],
    [
      'a malformed body under a good MAC',
      'message.MESSAGE_INVALID',
      () => [RECEIPT, wrap(Buffer.from('ffffff', 'hex'))],
    ],
    [
      'a bad MAC',
      'message.BAD_MAC',
      () => [
        RECEIPT,
        sealDown(IDS, { ...KEY, secret: new Sealed(Buffer.alloc(32, 9)) }, { kind: 'receipts', answers: [honest] }),
      ],
    ],
    [
      'an unknown key id',
      'message.BAD_MAC',
      () => [RECEIPT, sealDown(IDS, { ...KEY, keyId: 'other' }, { kind: 'receipts', answers: [honest] })],
    ],
    [
      'our own message played back',
      'message.BAD_MAC',
      () => [
        RECEIPT,
        sealUp(IDS, KEY, {
          kind: 'status',
          presence: 'birth',
          session: '00'.repeat(8),
          sessionNumber: 1,
          agentVersion: '0',
          continues: [],
          head: null,
        }),
      ],
    ],
    [
      'a body for another terminal',
      'message.MESSAGE_FOREIGN',
      () => [RECEIPT, sealDown({ ...IDS, terminalId: 'T9' }, KEY, { kind: 'receipts', answers: [honest] })],
    ],
    [
      'a key of another terminal',
      'message.MESSAGE_FOREIGN',
      () => [RECEIPT, receipts({ key: { ...sale.key, terminalId: 'T9' } })],
    ],
    [
      'an unknown outcome',
      'message.MESSAGE_INVALID',
      () => [
        RECEIPT,
        wrap(v1.Body.encode({ ...IDS, receipts: { receipts: [{ outcome: 77 as v1.Outcome }] } }).finish()),
      ],
    ],
    ['a payload over 64 KiB', 'message.MESSAGE_TOO_LARGE', () => [RECEIPT, new Uint8Array(PAYLOAD_MAX_BYTES + 1)]],
    ['a receipt on the reply’s topic', 'message.MESSAGE_INVALID', () => [topicOf(IDS, 'down/reply'), receipts({})]],
    [
      'an unknown leaf',
      'message.MESSAGE_INVALID',
      () => [`tillpost/v1/${IDS.merchantId}/${IDS.terminalId}/down/other`, receipts({})],
    ],
    ['a receipt on the command’s topic', 'message.MESSAGE_INVALID', () => [topicOf(IDS, 'down/command'), receipts({})]],
    ['a command on the receipts’ topic', 'message.MESSAGE_INVALID', () => [RECEIPT, sealDown(IDS, KEY, STOP)]],
    [
      'a command with a bad MAC',
      'message.BAD_MAC',
      () => [COMMAND, sealDown(IDS, { ...KEY, secret: new Sealed(Buffer.alloc(32, 9)) }, STOP)],
    ],
    [
      'a command for another terminal',
      'message.MESSAGE_FOREIGN',
      () => [COMMAND, sealDown({ ...IDS, terminalId: 'T9' }, KEY, STOP)],
    ],
    [
      'a command with an order of a later version',
      'message.MESSAGE_INVALID',
      () => [COMMAND, wrapBody({ command: { counter: 1 } })],
    ],
    [
      'a command without a counter',
      'message.MESSAGE_INVALID',
      () => [COMMAND, wrapBody({ command: { closeBatch: {} } })],
    ],
    [
      'our own command result played back',
      'message.BAD_MAC',
      () => [COMMAND, sealUp(IDS, KEY, { kind: 'commandResult', result: { counter: 1, outcome: 'done', text: '' } })],
    ],
    [
      'a settlement answer nobody asked for',
      'settlement.unasked',
      () => [topicOf(IDS, 'down/settlement'), sealDown(IDS, KEY, MATCHED)],
    ],
    [
      'a settlement answer with a key of another terminal',
      'message.MESSAGE_FOREIGN',
      () => [topicOf(IDS, 'down/settlement'), sealDown(IDS, KEY, FOREIGN)],
    ],
    [
      'a receipt for an unknown key',
      'receipt.unknownKey',
      () => [RECEIPT, receipts({ key: { ...sale.key, number: 99 } })],
    ],
    ['a receipt for an unknown sequence', 'receipt.unknownKey', () => [RECEIPT, receipts({ sequence: 99 })]],
    [
      'a receipt of another epoch',
      'receipt.unknownKey',
      () => [RECEIPT, receipts({ key: { ...sale.key, epoch: 'ff'.repeat(8) } })],
    ],
    [
      'a reply for an unknown key',
      'reply.unknownKey',
      () => [
        topicOf(IDS, 'down/reply'),
        sealDown(IDS, KEY, { kind: 'reply', answer: { ...honest, sequence: 0, key: { ...sale.key, number: 99 } } }),
      ],
    ],
    [
      'an echo nobody asked for',
      'echo.strange',
      () => [
        topicOf(IDS, 'down/echo'),
        sealDown(IDS, KEY, {
          kind: 'echo',
          nonce: 'ff'.repeat(8),
          hostTimeMs: 1,
          pauseMs: 60_000,
          batchMax: 1,
          known: [],
          gaps: [],
        }),
      ],
    ],
  ];

  it.each(CASES)('%s is counted as %s and harmless', async (_what, counter, make) => {
    const entries = bench.journal.head().entry;
    bench.host.sayBytes(...make());
    await bench.clock.advance(100);
    expect(bench.counters.of(counter)).toBe(1);
    expect(bench.journal.head().entry).toBe(entries);
    expect(await bench.state(sale)).toBe('approved');
    expect(heard).toBe(0);
    expect(bench.uplink.status().state).toBe('online');
    // Positive control: the honest receipt and the honest command are taken.
    bench.host.sayBytes(RECEIPT, receipts({}));
    await bench.clock.advance(100);
    bench.host.sayBytes(COMMAND, sealDown(IDS, KEY, STOP));
    await bench.clock.advance(100);
    expect(await bench.state(sale)).toBe('posted');
    expect(heard).toBe(1);
  });

  it('a receipt with another amount raises an alert, is kept as an entry, and settles nothing', async () => {
    const entries = bench.journal.head().entry;
    bench.host.sayBytes(RECEIPT, receipts({ posted: money(1, 'EUR') }));
    await bench.clock.advance(100);
    expect(await bench.state(sale)).toBe('approved');
    expect(bench.alerts.codes()).toContain('AMOUNT_MISMATCH');
    expect(bench.counters.of('receipt.mismatch')).toBe(1);
    expect(bench.journal.head().entry).toBe(entries + 1);
  });

  it('a second receipt is counted; with another amount it raises an alert; neither changes anything', async () => {
    bench.host.sayBytes(RECEIPT, receipts({}));
    await bench.clock.advance(100);
    const entries = bench.journal.head().entry;
    bench.host.sayBytes(RECEIPT, receipts({ outcome: 'ALREADY_POSTED' }));
    await bench.clock.advance(100);
    expect(bench.counters.of('receipt.repeated')).toBe(1);
    bench.host.sayBytes(RECEIPT, receipts({ posted: money(1, 'EUR') }));
    await bench.clock.advance(100);
    expect(bench.counters.of('receipt.otherAmount')).toBe(1);
    expect(bench.alerts.codes()).toContain('AMOUNT_MISMATCH');
    expect(await bench.state(sale)).toBe('posted');
    expect(bench.journal.head().entry).toBe(entries);
  });

  it('the same receipt twice in one batch is applied once', async () => {
    bench.host.sayBytes(RECEIPT, sealDown(IDS, KEY, { kind: 'receipts', answers: [honest, honest] }));
    await bench.clock.advance(100);
    expect(await bench.state(sale)).toBe('posted');
    expect(bench.counters.of('receipt.settled')).toBe(1);
    expect(bench.counters.of('receipt.repeated')).toBe(1);
  });

  it('leaves no card data and no key in the log', () => {
    const log = bench.log.lines.join('\n');
    expect(log).toContain('connected');
    expect(log).not.toContain('0101010101');
    expect(log).not.toContain('0707070707');
  });
});
