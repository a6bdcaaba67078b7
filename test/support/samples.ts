import type { Answer } from '../../src/domain/answer.js';
import type { Card } from '../../src/domain/card.js';
import type { TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { Transaction } from '../../src/domain/transaction.js';

/** Values that are right in every field, for tests that change one. */

export const sampleKey: TransactionKey = {
  terminalId: 'T0000001',
  epoch: '9f1c2a0b7d3e4f55',
  mark: 'b41c72de',
  number: 7,
};

/** What every command names beside its order. */
export const ISSUED = { epoch: sampleKey.epoch, issuedAtMs: 1_800_000_000_000 } as const;

export function sampleCard(change: Partial<Card> = {}): Card {
  return {
    entryMode: 'contactless',
    maskedPan: '411111******1111',
    token: '00112233445566778899aabbccddeeff',
    scheme: 'VISA',
    cryptogram: 'ARQC',
    singleCryptogram: false,
    onlinePin: false,
    secret: {
      ciphertext: new Sealed(Buffer.from('c1'.repeat(32), 'hex')),
      ksn: new Sealed(Buffer.from('123456789012345600000001', 'hex')),
      emv: new Sealed(Buffer.from('9f2701809f02060000000012509a03261124', 'hex')),
    },
    ...change,
  };
}

export function sampleTransaction(change: Partial<Transaction> = {}): Transaction {
  return {
    key: sampleKey,
    merchantId: 'M0001',
    type: 'sale',
    state: 'started',
    money: money(1250, 'EUR'),
    stan: 7,
    tillId: null,
    idempotencyKey: null,
    orderReference: null,
    vouched: false,
    startedAtMs: 1_800_000_000_000,
    clock: 'unchecked',
    card: null,
    verdict: null,
    answer: null,
    deferred: false,
    offlineRoom: false,
    batch: 1,
    postedBatch: null,
    voidedBatch: null,
    reader: null,
    shown: 'unknown',
    shownAtMs: null,
    ...change,
  };
}

export function sampleAnswer(change: Partial<Answer> = {}): Answer {
  return {
    key: sampleKey,
    sequence: 0,
    opening: 1,
    outcome: 'POSTED',
    responseCode: '00',
    rrn: '000000000007',
    posted: money(1250, 'EUR'),
    hostTimeMs: 1_800_000_000_500,
    arpc: '',
    retryAfterMs: 0,
    batch: 1,
    reversedBatch: 0,
    ...change,
  };
}
