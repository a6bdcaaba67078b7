import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { money } from '../../../src/domain/money.js';
import { Sealed } from '../../../src/domain/redaction.js';
import { openUp, sealUp } from '../../../src/protocol/envelope.js';
import { type AcceptedCard, checkFinal, readCard, withFinal } from '../../../src/reader/contract/card-intake.js';
import { isBcdPan } from '../../../src/reader/contract/pan-shapes.js';
import type { CardReport, Sealing } from '../../../src/reader/contract/reports.js';
import { encodeTlv, parseTlv } from '../../../src/reader/contract/tlv.js';
import { sampleKey } from '../../support/samples.js';
import { thrownBy } from '../../support/thrown.js';
import { IDS, KEY, keyring } from '../../uplink/contents.js';
import vectors from '../../vectors/emv.json' with { type: 'json' };

const PAN = '4761739001010010'; // published test PAN
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const tlv = (...objects: [tag: string, hex: string][]): Buffer =>
  Buffer.concat(objects.map(([tag, hex]) => encodeTlv(tag, bytes(hex))));

/** AES DUKPT, as the default reader seals. */
const AES: Sealing = { ksnBytes: 12, blockBytes: 16 };
const accept = (given: CardReport): AcceptedCard => readCard(given, AES);

function report(change: Partial<CardReport> & { readonly emv?: Uint8Array } = {}): CardReport {
  const { emv = tlv(['9F26', '26C8A1042D1CAF3E'], ['9F02', '000000001250'], ['5F2A', '0978'], ['9C', '00']), ...rest } =
    change;
  return {
    entryMode: 'chip',
    maskedPan: '476173******0010',
    token: bytes('00112233445566778899aabbccddeeff'),
    encrypted: true,
    ciphertext: new Sealed(bytes('c1'.repeat(32))),
    ksn: new Sealed(bytes('123456789012345600000001')),
    scheme: 'VISA',
    tlv: new Sealed(Uint8Array.from(emv)),
    cryptogram: 'ARQC',
    singleCryptogram: false,
    onlinePin: false,
    amount: 1250,
    currency: 978,
    type: 'sale',
    ...rest,
  };
}

const emvOf = (card: CardReport): string =>
  Buffer.from(accept(card).card.secret!.emv.reveal()).toString('hex').toUpperCase();

describe('card intake', () => {
  // What the host cannot read it answers never, and a reversal without a receipt holds back every request after it.
  it('lets no card in that the host cannot read', () => {
    const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
    const mask = fc
      .tuple(upTo(7), upTo(20), upTo(5))
      .map(([first, stars, last]) => '4'.repeat(first) + '*'.repeat(stars) + '1'.repeat(last));
    const card = fc.record({
      maskedPan: mask,
      scheme: fc.string({ unit: fc.constantFrom('V', ' ', '~', 'é'), maxLength: 60 }),
      token: fc.uint8Array({ minLength: 15, maxLength: 17 }),
    });
    const letInOrNull = (change: Partial<CardReport>): AcceptedCard['card'] | null => {
      try {
        return accept(report(change)).card;
      } catch (error) {
        if (error instanceof TillpostError) return null;
        throw error;
      }
    };
    let letIn = 0;
    fc.assert(
      fc.property(card, (change) => {
        const taken = letInOrNull(change);
        if (taken === null) return;
        letIn += 1;
        const sale = {
          key: { ...sampleKey, terminalId: IDS.terminalId },
          type: 'sale',
          money: money(1250, 'EUR'),
          stan: 7,
          startedAtMs: 1,
          clock: 'trusted',
          repeat: false,
          batch: 1,
        } as const;
        const { entryMode, maskedPan } = taken;
        const request = { ...sale, kind: 'request', card: taken, deadlineMs: 1500 } as const;
        const reversal = {
          ...sale,
          kind: 'reversal',
          sequence: 1,
          opening: 1,
          card: { entryMode, maskedPan },
          reason: 'timeout',
        } as const;
        expect(openUp(IDS, keyring, sealUp(IDS, KEY, request))).toMatchObject({ card: { maskedPan } });
        const postings = { kind: 'postings', postings: [reversal], head: null } as const;
        expect(openUp(IDS, keyring, sealUp(IDS, KEY, postings))).toMatchObject({ postings: [{ card: { maskedPan } }] });
      }),
      { numRuns: 1000, seed: 20260101 },
    );
    expect(letIn).toBeGreaterThan(10);
  });

  it('takes an encrypted card', () => {
    const { card, signed } = accept(report());
    expect(card).toMatchObject({
      entryMode: 'chip',
      maskedPan: '476173******0010',
      token: '00112233445566778899aabbccddeeff',
      cryptogram: 'ARQC',
    });
    expect(signed).toEqual(money(1250, 'EUR'));
    const refund = accept(report({ type: 'refund', tlv: new Sealed(new Uint8Array(0)) }));
    expect(refund.signedType).toBe('refund');
    expect(card.secret!.ciphertext.length).toBe(32);
  });

  it('keeps the tags of the published CVN 10 example and drops what the host does not need', () => {
    const tags = Object.entries(vectors.cvn10.tags);
    const own = tags.filter(([tag]) => tag !== '9C');
    const given = Buffer.concat([tlv(...own), tlv(['9F4E', '41424344'], ['DF01', '00'])]);
    expect(emvOf(report({ emv: given, amount: 100, currency: 840 }))).toBe(
      tlv(...own)
        .toString('hex')
        .toUpperCase(),
    );
  });

  it('finds kept tags inside constructed ones, and drops what is longer than EMV allows', () => {
    const inner = tlv(['9F27', '80'], ['9F36', '0002']);
    expect(emvOf(report({ emv: Buffer.concat([encodeTlv('77', inner), tlv(['82', '180000'])]) }))).toBe(
      '9F2701809F36020002',
    );
  });

  const bcd = (digits: string): string => (digits.length % 2 === 0 ? digits : `${digits}F`);
  const clear: [string, Partial<CardReport> & { emv?: Uint8Array }][] = [
    ['the published record with track 2 in clear', { emv: bytes(vectors.must_refuse_clear_track2.tlv) }],
    ['an event whose encryption flag is off', { encrypted: false }],
    ['seven leading digits in the mask', { maskedPan: '4761739*****0010' }],
    ['five trailing digits in the mask', { maskedPan: '476173*****10010' }],
    ['digits inside the mask', { maskedPan: '476173**9***0010' }],
    ['a clear PAN as mask', { maskedPan: PAN }],
    ['an empty mask', { maskedPan: '' }],
    ['a PAN as scheme', { scheme: `VISA ${PAN}` }],
    ['a PAN with blanks as scheme', { scheme: '4761 7390 0101 0010' }],
    ['a PAN in ASCII as token', { token: Buffer.from(PAN) }],
    ['a PAN in BCD as token', { token: Buffer.concat([bytes(PAN), Buffer.alloc(8)]) }],
    ['a PAN in BCD behind zeros as token', { token: Buffer.concat([Buffer.alloc(8), bytes(PAN)]) }],
    ['the masked PAN in BCD anywhere in the token', { token: bytes(`abc${PAN}${'de'.repeat(6)}f`) }],
    ['the PAN in the ciphertext', { ciphertext: new Sealed(Buffer.concat([bytes(PAN), Buffer.alloc(8, 0xaa)])) }],
    ['the PAN in ASCII in the ciphertext', { ciphertext: new Sealed(Buffer.from(PAN)) }],
    ...['56', '57', '5A', '5F20', '5F24', '99', '9F0B', '9F1F', '9F20'].map((tag): [string, { emv: Uint8Array }] => [
      `tag ${tag}, even when harmless`,
      { emv: tlv([tag, '00']) },
    ]),
    ...['70', '77', 'E1'].map((tag): [string, { emv: Uint8Array }] => [
      `tag 5A inside ${tag}`,
      { emv: encodeTlv(tag, tlv(['9F27', '80'], ['5A', PAN])) },
    ]),
    ['tag 57 two levels deep', { emv: encodeTlv('E1', encodeTlv('77', tlv(['57', '00']))) }],
    ['a PAN in ASCII in a tag that is kept', { emv: tlv(['9F10', Buffer.from(PAN).toString('hex')]) }],
    ['a PAN in BCD in a tag that is kept', { emv: tlv(['9F6E', bcd(PAN)]) }],
    ['another PAN of 15 digits in BCD in a tag that is dropped', { emv: tlv(['DF02', bcd('378282246310005')]) }],
    ['a PAN of 19 digits in BCD', { emv: tlv(['9F7C', bcd('6304000000000000000')]) }],
    ['the masked PAN inside a cryptogram', { emv: tlv(['9F26', PAN]) }],
    ['track 2 without its tag', { emv: tlv(['9F7C', 'aa' + '5555555555554444D25122011973']) }],
    ['TLV cut short', { emv: bytes('9F2608112233') }],
    ['TLV with an endless tag', { emv: bytes('9F8181818101') }],
    ['TLV with an indefinite length', { emv: bytes('77809F2701800000') }],
    [
      'TLV nested deeper than four',
      {
        emv: ['E1', 'E1', 'E1', 'E1', 'E1', 'E1'].reduce(
          (inner, tag) => encodeTlv(tag, inner),
          tlv(['9C', '00']) as Uint8Array,
        ),
      },
    ],
  ];
  it.each(clear)('refuses %s, without a trace of the digits', async (_name, change) => {
    const given = report(change);
    const error = await thrownBy(() => accept(given));
    expect(error.code).toBe('CLEAR_CARD_DATA');
    const said = [JSON.stringify(error), String(error.stack), inspect(error, { depth: 9 })].join();
    for (const digits of [PAN, '40123456789095', '5555555555554444', '378282246310005', '6304000000000000000', '9039'])
      expect(said).not.toContain(digits);
    expect(given.tlv.reveal().every((byte) => byte === 0)).toBe(true);
    expect(given.ciphertext.reveal().every((byte) => byte === 0)).toBe(true);
  });

  it('does not take ASCII serial numbers, AIDs or random cryptograms for card numbers', () => {
    // 9F1E in ASCII digits: all nibbles decimal, and Luhn's check holds for them.
    const serial = Buffer.from('00000000').toString('hex');
    const given = tlv(['9F1E', serial], ['84', 'A0000000031010'], ['9F26', '4539578763621486']);
    expect(parseTlv(accept(report({ emv: given })).card.secret!.emv.reveal())).toHaveLength(3);
    fc.assert(
      // Bytes as a cipher makes them; fast-check's own arrays are full of zeros.
      fc.property(fc.integer(), (seed) => {
        const random = new SimRandom(seed);
        const emv = encodeTlv('9F26', random.bytes(8));
        const ciphertext = new Sealed(random.bytes(32));
        expect(accept(report({ emv, token: random.bytes(16), ciphertext })).card.maskedPan).toBe('476173******0010');
      }),
      { numRuns: 5000 },
    );
    expect(isBcdPan(bytes('4539578763621486'))).toBe(true); // the control: elsewhere it would count
  });

  const malformed: [string, Partial<CardReport>][] = [
    ['a KSN of 10 bytes', { ksn: new Sealed(new Uint8Array(10)) }],
    ['no ciphertext', { ciphertext: new Sealed(new Uint8Array(0)) }],
    ['a broken cipher block', { ciphertext: new Sealed(new Uint8Array(17).fill(0xab)) }],
  ];
  it.each(malformed)('refuses %s as READER_PROTOCOL', async (_name, change) => {
    expect((await thrownBy(() => accept(report(change)))).code).toBe('READER_PROTOCOL');
  });

  it('takes what a reader of another family sealed, by its own measures', () => {
    const sealed = { ksn: new Sealed(new Uint8Array(10)), ciphertext: new Sealed(new Uint8Array(24).fill(0xab)) };
    expect(readCard(report(sealed), { ksnBytes: 10, blockBytes: 8 }).card.secret!.ksn.length).toBe(10);
  });

  const mismatched: [string, Partial<CardReport>][] = [
    ['an amount that is not the signed one', { amount: 1251 }],
    ['a currency that is not the signed one', { currency: 840 }],
    ['a refund where the card signed a sale', { type: 'refund' }],
    ['an unknown currency', { currency: 999, tlv: new Sealed(new Uint8Array(0)) }],
    ['amount zero', { amount: 0, tlv: new Sealed(new Uint8Array(0)) }],
  ];
  it.each(mismatched)('refuses %s as AMOUNT_MISMATCH', async (_name, change) => {
    expect((await thrownBy(() => accept(report(change)))).code).toBe('AMOUNT_MISMATCH');
  });
});

describe('what was authorised is bound', () => {
  const final = (emv: Buffer) => ({ cryptogram: 'TC', tlv: new Sealed(emv) }) as const;

  // Also of a length that is none, and where a right one stands before it.
  it.each([
    ['9F02', '000000001251', 'AMOUNT_MISMATCH'],
    ['9F02', '00000000001250', 'AMOUNT_MISMATCH'],
    ['5F2A', '0840', 'AMOUNT_MISMATCH'],
    ['5F2A', '978', 'AMOUNT_MISMATCH'],
    ['9C', '20', 'AMOUNT_MISMATCH'],
    ['9F27', '00', 'READER_PROTOCOL'],
    ['9F27', '80', 'READER_PROTOCOL'],
    ['9F27', '', 'READER_PROTOCOL'],
  ])('FINAL with %s %s is refused as %s', async (tag, value, code) => {
    const accepted = accept(report());
    const padded = value.padStart(2 * Math.ceil(value.length / 2), '0');
    const wrong = tag === '5F2A' && value === '978' ? '000978' : padded;
    expect((await thrownBy(() => withFinal(accepted, final(tlv([tag, wrong]))))).code).toBe(code);
  });

  it.each([
    [['9F02', '000000001250'], ['9F02', '000000001251'], 'AMOUNT_MISMATCH'],
    [['9F27', '80'], ['9F27', '40'], 'READER_PROTOCOL'],
  ] as const)('CARD with two of a tag is judged by both', async (right, wrong, code) => {
    expect((await thrownBy(() => accept(report({ emv: tlv([...right], [...wrong]) })))).code).toBe(code);
  });
});

describe('the second cryptogram', () => {
  const final = (emv: Buffer) => ({ key: new Uint8Array(16).fill(1), cryptogram: 'TC', tlv: new Sealed(emv) }) as const;

  it('replaces the tags of the first', () => {
    const accepted = accept(report({ emv: tlv(['9F26', '1111111111111111'], ['9F27', '80'], ['9F36', '0002']) }));
    const later = withFinal(accepted, final(tlv(['9F26', '2222222222222222'], ['9F27', '40'])));
    expect(Buffer.from(later.secret!.emv.reveal()).toString('hex')).toBe(
      '9f26082222222222222222' + '9f270140' + '9f36020002',
    );
  });

  it('is refused with clear data in it, with and without its card', async () => {
    const accepted = accept(report());
    expect((await thrownBy(() => withFinal(accepted, final(tlv(['5A', PAN]))))).code).toBe('CLEAR_CARD_DATA');
    expect((await thrownBy(() => checkFinal(final(tlv(['57', PAN]))))).code).toBe('CLEAR_CARD_DATA');
    expect(() => checkFinal(final(tlv(['9F27', '40'])))).not.toThrow();
  });
});
