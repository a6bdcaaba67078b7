import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { tillpost } from '#proto/host';
import type { Answer } from '../../src/domain/answer.js';
import { OUTCOMES } from '../../src/domain/answer.js';
import { ENTRY_MODES } from '../../src/domain/card.js';
import { allCurrencies } from '../../src/domain/currency.js';
import type { HostOrder } from '../../src/domain/host-command.js';
import { NUMBER_MAX } from '../../src/domain/key.js';
import { AMOUNT_MAX } from '../../src/domain/money.js';
import type { OfflineLimits } from '../../src/domain/offline-policy.js';
import { REVERSAL_REASONS } from '../../src/domain/posting.js';
import { Sealed } from '../../src/domain/redaction.js';
import { type Difference, type Total, TOTAL_TYPES } from '../../src/domain/settlement.js';
import type { DownContent, MessageKey, SentCard, UpContent } from '../../src/protocol/envelope.js';

import v1 = tillpost.host.v1;

/** What the uplink's tests send: ids, keys and arbitrary contents. */
export const IDS = { merchantId: 'M0001', terminalId: 'T0000042' };
export const KEY: MessageKey = { keyId: 'mk-1', secret: new Sealed(Buffer.alloc(32, 7)) };
export const keyring = (keyId: string): MessageKey | null => (keyId === KEY.keyId ? KEY : null);

export type Label = 'tillpost.v1.down' | 'tillpost.v1.up';

/** An envelope whose MAC holds, around any body. */
export function wrap(body: Uint8Array, label: Label = 'tillpost.v1.down'): Uint8Array {
  const mac = createHmac('sha256', KEY.secret.reveal()).update(`${label}\0${KEY.keyId}\0`).update(body).digest();
  return v1.Envelope.encode({ body, keyId: KEY.keyId, mac }).finish();
}

export const wrapBody = (content: v1.Body.$Properties, label?: Label): Uint8Array =>
  wrap(v1.Body.encode({ ...IDS, ...content }).finish(), label);

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString('hex'));
const sealed = (minLength: number, maxLength: number): fc.Arbitrary<Sealed> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => new Sealed(Buffer.from(array)));
const natural = fc.maxSafeNat();
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

const key = fc.record({
  terminalId: fc.constant(IDS.terminalId),
  epoch: hex(8),
  mark: hex(4),
  number: fc.integer({ min: 1, max: NUMBER_MAX }),
});
const money = fc.record({
  amount: fc.integer({ min: 1, max: AMOUNT_MAX }),
  currency: fc.constantFrom(...allCurrencies()),
});
const maskedPan = fc.constantFrom('541333******4111', '4******1', '*******************');
const entryMode = fc.constantFrom(...ENTRY_MODES);
const card: fc.Arbitrary<SentCard> = fc.record({
  entryMode,
  maskedPan,
  token: hex(16),
  scheme: fc.constantFrom('VISA', 'MASTERCARD', ''),
  cryptogram: fc.constantFrom('TC', 'ARQC', 'AAC', 'none'),
  singleCryptogram: fc.boolean(),
  secret: fc.option(fc.record({ ciphertext: sealed(16, 64), ksn: sealed(12, 12), emv: sealed(0, 200) })),
});
const batch = fc.integer({ min: 1, max: 0xffff_ffff });
const clock = fc.constantFrom('trusted', 'unchecked', 'wrong');
const sale = {
  key,
  type: fc.constantFrom('sale', 'refund'),
  money,
  stan: fc.integer({ min: 1, max: 999_999 }),
  startedAtMs: natural,
  clock,
  repeat: fc.boolean(),
  batch,
};
const sequence = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const knownHead = fc.record({ entry: natural, mac: hex(32), epoch: hex(8), sequence: natural });
const head = fc.option(knownHead);
const gap = fc.record({
  epoch: hex(8),
  entry: natural,
  sequence: natural,
  missing: fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { maxLength: 20 }),
});
const posting = fc.oneof(
  fc.record({
    ...sale,
    kind: fc.constant('advice' as const),
    sequence,
    opening: fc.integer({ min: 1, max: 9 }),
    card,
    response: fc.constantFrom('Y1', 'Y3', 'online'),
    deferred: fc.boolean(),
  }),
  fc.record({
    ...sale,
    kind: fc.constant('reversal' as const),
    sequence,
    opening: fc.integer({ min: 1, max: 9 }),
    card: fc.option(fc.record({ entryMode, maskedPan })),
    reason: fc.constantFrom(...REVERSAL_REASONS),
  }),
);

const totalType = fc.constantFrom(...TOTAL_TYPES);
const totals: fc.Arbitrary<Total[]> = fc.uniqueArray(
  fc.record({
    type: totalType,
    currency: fc.constantFrom(...allCurrencies().map(({ code }) => code)),
    count: uint32,
    amount: natural,
  }),
  { maxLength: 8, selector: ({ type, currency }) => `${type} ${currency}` },
);
const difference: fc.Arbitrary<Difference> = fc.oneof(
  fc.record({
    key,
    type: totalType,
    kind: fc.constant('missingAtTerminal' as const),
    terminal: fc.constant(null),
    host: money,
  }),
  fc.record({
    key,
    type: totalType,
    kind: fc.constant('missingAtHost' as const),
    terminal: money,
    host: fc.constant(null),
  }),
  fc.record({ key, type: totalType, kind: fc.constant('amountDiffers' as const), terminal: money, host: money }),
);
const counter = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const businessDate = fc.constantFrom('2027-01-31', '1970-01-01', '2028-02-29');
const words = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', ' ', '%', 'é', '日', '💳'), minLength, maxLength });

/** Present fields only: absent is another word than 0. */
const limits: fc.Arbitrary<Partial<OfflineLimits>> = fc.record(
  {
    allowed: fc.boolean(),
    ceiling: natural,
    storedCount: uint32,
    storedAmount: natural,
    oldestAgeMs: natural,
    cardCount: uint32,
    cardAmount: natural,
  },
  { requiredKeys: [] },
);
const order: fc.Arbitrary<HostOrder> = fc.oneof(
  fc.record({
    kind: fc.constant('setLimits' as const),
    entryMode,
    currency: fc.constantFrom(...allCurrencies().map(({ code }) => code)),
    limits,
  }),
  fc.record({ kind: fc.constant('resend' as const), epoch: hex(8), afterSequence: natural, afterTransaction: natural }),
  fc.record({ kind: fc.constant('stopSales' as const), reason: words(1, 100) }),
  fc.record({ kind: fc.constantFrom('closeBatch', 'resumeSales', 'resetOfflineCounters') }),
  fc.record({ kind: fc.constant('announceKey' as const), fingerprint: hex(16) }),
);

export const upContent: fc.Arbitrary<UpContent> = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), ...sale, card, deadlineMs: fc.integer({ min: 1, max: 60_000 }) }),
  fc.record({
    kind: fc.constant('postings' as const),
    postings: fc.array(posting, { minLength: 1, maxLength: 8 }),
    head,
  }),
  fc.record({
    kind: fc.constant('heartbeat' as const),
    nonce: hex(8),
    terminalTimeMs: natural,
    clock,
    queueDepth: uint32,
    oldestAgeMs: natural,
    parked: uint32,
    reader: fc.constantFrom('missing', 'connecting', 'ready'),
    diskFreeBytes: natural,
    evictions: uint32,
    agentVersion: fc.constant('0.1.0'),
    head,
  }),
  fc.record({
    kind: fc.constant('status' as const),
    presence: fc.constantFrom('birth', 'death'),
    session: hex(8),
    sessionNumber: natural,
    agentVersion: fc.constant('0.1.0'),
    head,
    continues: fc.array(hex(8), { maxLength: 16 }),
  }),
  fc.record({
    kind: fc.constant('totals' as const),
    batch,
    businessDate,
    epoch: hex(8),
    sequence,
    totals,
    repeat: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('details' as const),
    batch,
    epoch: hex(8),
    page: batch,
    last: fc.boolean(),
    rows: fc.array(fc.record({ key, type: totalType, money }), { maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('commandResult' as const),
    result: fc.record({ counter, outcome: fc.constantFrom('done', 'refused', 'replayed'), text: words(0, 200) }),
  }),
);

const answer = (least: 0 | 1): fc.Arbitrary<Answer> =>
  fc.record({
    key,
    sequence: least === 0 ? fc.constant(0) : sequence,
    opening: least === 0 ? fc.constant(0) : fc.integer({ min: 1, max: 9 }),
    outcome: fc.constantFrom(...OUTCOMES),
    responseCode: fc.constantFrom('', '00', '05', 'Y3'),
    rrn: fc.constantFrom('', '000000000042', 'AB1234567890'),
    posted: fc.option(money),
    hostTimeMs: natural,
    arpc: fc.oneof(fc.constant(''), hex(8), hex(16)),
    retryAfterMs: uint32,
    batch: uint32,
    reversedBatch: uint32,
  });

export const downContent: fc.Arbitrary<DownContent> = fc.oneof(
  fc.record({ kind: fc.constant('reply' as const), answer: answer(0) }),
  fc.record({ kind: fc.constant('receipts' as const), answers: fc.array(answer(1), { minLength: 1, maxLength: 8 }) }),
  fc.record({
    kind: fc.constant('echo' as const),
    nonce: hex(8),
    hostTimeMs: natural,
    pauseMs: uint32,
    batchMax: uint32,
    known: fc.array(knownHead, { maxLength: 8 }),
    gaps: fc.array(gap, { maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant('settlementAnswer' as const),
    batch,
    epoch: hex(8),
    page: fc.constant(0),
    matched: fc.boolean(),
    totals,
    differences: fc.constant([]),
    hostTimeMs: natural,
  }),
  fc.record({
    kind: fc.constant('settlementAnswer' as const),
    batch,
    epoch: hex(8),
    page: batch,
    matched: fc.boolean(),
    totals,
    differences: fc.array(difference, { maxLength: 12 }),
    hostTimeMs: natural,
  }),
  fc.record({
    kind: fc.constant('command' as const),
    command: fc.record({
      counter,
      epoch: hex(8),
      issuedAtMs: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      order,
    }),
  }),
);
