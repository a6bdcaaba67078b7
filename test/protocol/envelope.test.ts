import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tillpost } from '#proto/host';
import { TillpostError } from '../../src/domain/errors.js';
import { Sealed } from '../../src/domain/redaction.js';
import { encodePosting, openDown, openUp, sealDown, sealUp, type UpContent } from '../../src/protocol/envelope.js';
import { downContent, IDS, KEY, keyring, upContent, wrap } from '../uplink/contents.js';

import v1 = tillpost.host.v1;

/** Sealed values compare by their bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Sealed) return Buffer.from(value.reveal()).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TillpostError) return error.code;
    throw error;
  }
  return 'none';
}

const wireKey = { terminalId: IDS.terminalId, epoch: Buffer.alloc(8, 1), number: 7 };
const wireAnswer: v1.Answer.$Properties = { key: wireKey, outcome: 1, responseCode: '00', hostTimeMs: 1000 };
const reply = (change: v1.Answer.$Properties): Uint8Array =>
  wrap(v1.Body.encode({ ...IDS, reply: { ...wireAnswer, ...change } }).finish());
const opening = (payload: Uint8Array) => codeOf(() => openDown(IDS, keyring, payload));

describe('envelope', () => {
  it('gives back what was sealed, up', () => {
    fc.assert(
      fc.property(upContent, (content) => {
        expect(plain(openUp(IDS, keyring, sealUp(IDS, KEY, content)))).toEqual(plain(content));
      }),
      { numRuns: 500 },
    );
  });

  it('encodes a posting once: whatever it is sent with later, the bytes are those of the generated code', () => {
    const anyBatch = upContent.filter((content) => content.kind === 'postings');
    fc.assert(
      fc.property(anyBatch, fc.boolean(), (content, other) => {
        if (content.kind !== 'postings') throw new Error('not a batch');
        const postings = content.postings.map((posting) => ({
          // As the courier does: it is encoded when it was read, with another flag.
          encoded: encodePosting({ ...posting, repeat: other }),
          repeat: posting.repeat,
        }));
        const sealed = sealUp(IDS, KEY, { ...content, kind: 'encodedPostings', postings });
        expect(plain(openUp(IDS, keyring, sealed))).toEqual(plain(content));
        // What the generated code makes of the same fields, in one go.
        const { body } = v1.Envelope.decode(sealed);
        expect(v1.Body.encode(v1.Body.decode(body)).finish()).toEqual(body);
        expect(sealUp(IDS, KEY, content)).toEqual(sealed);
        for (const posting of content.postings) {
          const alone = sealUp(IDS, KEY, { ...content, postings: [posting] });
          const twice = sealUp(IDS, KEY, { ...content, postings: [posting, posting] });
          const { bytes } = encodePosting(posting);
          // Two lengths around it may grow by a byte each; its own was counted as 3.
          expect(bytes).toBeGreaterThanOrEqual(twice.length - alone.length - 2);
          expect(bytes).toBeLessThanOrEqual(twice.length - alone.length + 2);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives back what was sealed, down', () => {
    fc.assert(
      fc.property(downContent, (content) => {
        expect(plain(openDown(IDS, keyring, sealDown(IDS, KEY, content)))).toEqual(plain(content));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses any bytes with one of its own errors, with and without a MAC that holds', () => {
    const refusals = ['MESSAGE_INVALID', 'BAD_MAC', 'MESSAGE_FOREIGN'];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(refusals).toContain(opening(bytes));
        expect(refusals).toContain(opening(wrap(bytes)));
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts no changed bit', () => {
    const sealed = sealDown(IDS, KEY, {
      kind: 'echo',
      nonce: '00'.repeat(8),
      hostTimeMs: 5,
      pauseMs: 0,
      batchMax: 0,
      known: [],
      gaps: [],
    });
    expect(opening(sealed)).toBe('none');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const damaged = Uint8Array.from(sealed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(['MESSAGE_INVALID', 'BAD_MAC']).toContain(opening(damaged));
    }
  });

  it('does not take a message of one direction for one of the other', () => {
    const body = v1.Body.encode({ ...IDS, reply: wireAnswer }).finish();
    expect(opening(wrap(body))).toBe('none');
    expect(opening(wrap(body, 'tillpost.v1.up'))).toBe('BAD_MAC');
    expect(codeOf(() => openUp(IDS, keyring, wrap(body, 'tillpost.v1.up')))).toBe('MESSAGE_INVALID');
  });

  it('refuses an unknown key id, a short MAC and another secret', () => {
    const body = v1.Body.encode({ ...IDS, reply: wireAnswer }).finish();
    expect(opening(v1.Envelope.encode({ body, keyId: 'mk-2', mac: Buffer.alloc(32) }).finish())).toBe('BAD_MAC');
    expect(opening(v1.Envelope.encode({ body, keyId: 'mk-1', mac: Buffer.alloc(31) }).finish())).toBe('BAD_MAC');
    const other = { keyId: 'mk-1', secret: new Sealed(Buffer.alloc(32, 8)) };
    expect(codeOf(() => openDown(IDS, () => other, wrap(body)))).toBe('BAD_MAC');
  });

  it('refuses what is for another terminal, in the body and in a key', () => {
    expect(opening(wrap(v1.Body.encode({ ...IDS, terminalId: 'T9', reply: wireAnswer }).finish()))).toBe(
      'MESSAGE_FOREIGN',
    );
    expect(opening(wrap(v1.Body.encode({ ...IDS, merchantId: 'M9', reply: wireAnswer }).finish()))).toBe(
      'MESSAGE_FOREIGN',
    );
    expect(opening(reply({ key: { ...wireKey, terminalId: 'T9' } }))).toBe('MESSAGE_FOREIGN');
  });

  it('refuses oversize before anything else, and does not send it', () => {
    expect(opening(new Uint8Array(64 * 1024 + 1))).toBe('MESSAGE_TOO_LARGE');
    const one = fc.sample(
      upContent.filter((content) => content.kind === 'postings'),
      { numRuns: 1, seed: 1 },
    )[0]!;
    if (one.kind !== 'postings') throw new Error('not a batch');
    const many: UpContent = { ...one, postings: Array.from({ length: 2000 }, () => one.postings[0]!) };
    expect(codeOf(() => sealUp(IDS, KEY, many))).toBe('MESSAGE_TOO_LARGE');
  });

  const money = (change: v1.Money.$Properties): v1.Money.$Properties => ({
    amount: 5,
    currency: 978,
    exponent: 2,
    ...change,
  });
  it.each<[string, v1.Answer.$Properties]>([
    ['outcome of 0', { outcome: 0 }],
    ['unknown outcome', { outcome: 99 as v1.Outcome }],
    ['missing key', { key: null }],
    ['short epoch', { key: { ...wireKey, epoch: Buffer.alloc(7) } }],
    ['key number of 0', { key: { ...wireKey, number: 0 } }],
    ['sequence in a reply', { sequence: 1 }],
    ['response code of 3 characters', { responseCode: '000' }],
    ['RRN of 11 characters', { rrn: '12345678901' }],
    ['ARPC of 7 bytes', { arpc: Buffer.alloc(7) }],
    ['unknown currency', { posted: money({ currency: 1 }) }],
    ['exponent of another currency', { posted: money({ exponent: 3 }) }],
    ['amount of 0', { posted: money({ amount: 0 }) }],
    ['amount over DE 4', { posted: money({ amount: 1_000_000_000_000 }) }],
    ['amount that no double holds', { posted: money({ amount: 2 ** 53 + 2 }) }],
  ])('refuses an answer with %s', (_what, change) => {
    expect(opening(reply({ posted: money({}) }))).toBe('none');
    expect(opening(reply(change))).toBe('MESSAGE_INVALID');
  });

  it('refuses no content and an empty batch', () => {
    expect(opening(wrap(v1.Body.encode({ ...IDS }).finish()))).toBe('MESSAGE_INVALID');
    expect(opening(wrap(v1.Body.encode({ ...IDS, receipts: { receipts: [] } }).finish()))).toBe('MESSAGE_INVALID');
  });
});
