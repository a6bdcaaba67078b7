import fc from 'fast-check';
import type { Answer } from '../../src/domain/answer.js';
import { OUTCOMES } from '../../src/domain/answer.js';
import { ENTRY_MODES } from '../../src/domain/card.js';
import { allCurrencies } from '../../src/domain/currency.js';
import { AMOUNT_MAX } from '../../src/domain/money.js';
import { REVERSAL_REASONS } from '../../src/domain/posting.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { DownContent, MessageKey, SentCard, UpContent } from '../../src/uplink/envelope.js';

/** What the uplink's tests send: ids, keys and arbitrary contents. */
export const IDS = { merchantId: 'M0001', terminalId: 'T0000042' };
export const KEY: MessageKey = { keyId: 'mk-1', secret: new Sealed(Buffer.alloc(32, 7)) };
export const keyring = (keyId: string): MessageKey | null => (keyId === KEY.keyId ? KEY : null);

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString('hex'));
const sealed = (minLength: number, maxLength: number): fc.Arbitrary<Sealed> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => new Sealed(Buffer.from(array)));
const natural = fc.maxSafeNat();
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

const key = fc.record({
  terminalId: fc.constant(IDS.terminalId),
  epoch: hex(8),
  number: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
});
const money = fc.record({ amount: fc.integer({ min: 1, max: AMOUNT_MAX }), currency: fc.constantFrom(...allCurrencies()) });
const maskedPan = fc.constantFrom('541333******4111', '4*****1', '');
const entryMode = fc.constantFrom(...ENTRY_MODES);
const card: fc.Arbitrary<SentCard> = fc.record({
  entryMode,
  maskedPan,
  token: hex(16),
  scheme: fc.constantFrom('VISA', 'MASTERCARD', ''),
  cryptogram: fc.constantFrom('TC', 'ARQC', 'AAC', 'none'),
  secret: fc.option(fc.record({ ciphertext: sealed(16, 64), ksn: sealed(12, 12), emv: sealed(0, 200) })),
});
const clock = fc.constantFrom('trusted', 'unchecked', 'wrong');
const sale = {
  key,
  type: fc.constant('sale' as const),
  money,
  stan: fc.integer({ min: 1, max: 999_999 }),
  startedAtMs: natural,
  clock,
  repeat: fc.boolean(),
};
const sequence = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const head = fc.option(fc.record({ entry: natural, mac: hex(32), epoch: hex(8) }));
const posting = fc.oneof(
  fc.record({ ...sale, kind: fc.constant('advice' as const), sequence, card, response: fc.constantFrom('Y1', 'Y3') }),
  fc.record({
    ...sale,
    kind: fc.constant('reversal' as const),
    sequence,
    card: fc.option(fc.record({ entryMode, maskedPan })),
    reason: fc.constantFrom(...REVERSAL_REASONS),
  }),
);

export const upContent: fc.Arbitrary<UpContent> = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), ...sale, card, deadlineMs: fc.integer({ min: 1, max: 60_000 }) }),
  fc.record({ kind: fc.constant('postings' as const), postings: fc.array(posting, { minLength: 1, maxLength: 8 }), head }),
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
    agentVersion: fc.constant('0.1.0'),
    head,
  }),
  fc.record({
    kind: fc.constant('status' as const),
    presence: fc.constantFrom('birth', 'death'),
    session: hex(8),
    sessionNumber: natural,
    agentVersion: fc.constant('0.1.0'),
  }),
);

const answer = (least: 0 | 1): fc.Arbitrary<Answer> =>
  fc.record({
    key,
    sequence: least === 0 ? fc.constant(0) : sequence,
    outcome: fc.constantFrom(...OUTCOMES),
    responseCode: fc.constantFrom('', '00', '05', 'Y3'),
    rrn: fc.constantFrom('', '000000000042', 'AB1234567890'),
    posted: fc.option(money),
    hostTimeMs: natural,
    arpc: fc.oneof(fc.constant(''), hex(8), hex(16)),
    retryAfterMs: uint32,
  });

export const downContent: fc.Arbitrary<DownContent> = fc.oneof(
  fc.record({ kind: fc.constant('reply' as const), answer: answer(0) }),
  fc.record({ kind: fc.constant('receipts' as const), answers: fc.array(answer(1), { minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('echo' as const), nonce: hex(8), hostTimeMs: natural, pauseMs: uint32, batchMax: uint32 }),
);
