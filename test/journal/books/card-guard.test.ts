import { describe, expect, it } from 'vitest';
import { Sealed } from '../../../src/domain/redaction.js';
import { DENIED_TAGS, guardCard, guardEvent } from '../../../src/journal/books/card-guard.js';
import { card } from '../../support/journal.js';
import { sampleAnswer } from '../../support/samples.js';
import { thrownBy } from '../../support/thrown.js';

const withEmv = (hex: string): ReturnType<typeof card> =>
  card({ secret: { ...card().secret!, emv: new Sealed(Buffer.from(hex, 'hex')) } });

describe('the card guard', () => {
  it.each([
    ['nothing', ''],
    ['one and two byte tags', '9f2701809a03261124'],
    ['padding between fields', '009a0326112400'],
    ['a long length', `9f10${'8180'}${'5a'.repeat(128)}`],
    ['a template with allowed tags', '70059f270180' + '00'],
    ['denied bytes inside a value', '9f1004 5a570102'.replace(' ', '')],
  ])('takes %s', (_, emv) => {
    guardCard(withEmv(emv));
  });

  it.each([...DENIED_TAGS])('refuses tag %s, alone, behind another and inside a template', async (tag) => {
    const field = `${tag}02abcd`;
    const template = `70${(field.length / 2).toString(16).padStart(2, '0')}${field}`;
    for (const emv of [field, `9a03261124${field}`, template, `7081${template.slice(2)}`]) {
      const error = await thrownBy(() => guardCard(withEmv(emv)));
      expect(error.code).toBe('CLEAR_CARD_DATA');
      expect(error.message).not.toContain('abcd');
    }
  });

  it.each([
    ['a tag without a length', '9f27'],
    ['a tag that never ends', '9fffff'],
    ['a value that is cut off', '9a0326'],
    ['an indefinite length', '70809a032611240000'],
    ['a length of four bytes', '9a8400000003261124'],
    ['a length that is cut off', '9a8201'],
    ['templates without end', '70107010701070107010'.padEnd(40, '0')],
  ])('refuses %s', async (_, emv) => {
    expect((await thrownBy(() => guardCard(withEmv(emv)))).code).toBe('CLEAR_CARD_DATA');
  });

  /** Templates around fields, each in the next. */
  const nested = (templates: number, inner: string): string => {
    if (templates === 0) return inner;
    const body = nested(templates - 1, inner);
    return `70${(body.length / 2).toString(16).padStart(2, '0')}${body}`;
  };

  // Each is walked exactly to its end: a denied tag right behind it is found, and an allowed one is not taken for one.
  it.each([
    ['a short length', '9a03261124'],
    ['a length of 127', `9f107f${'5a'.repeat(127)}`],
    ['a short length in two bytes', '9a8103261124'],
    ['a length in two bytes', `9f1081ff${'5a'.repeat(255)}`],
    ['a length in three bytes', `9f10820101${'5a'.repeat(257)}`],
    ['a length in three bytes with zeros', '9a820003261124'],
    ['a tag of three bytes', '9f810102abcd'],
    ['a tag of four bytes, and no more', '9f81818102abcd'],
    ['an empty template', '7000'],
    ['templates as deep as they may be', nested(4, '9a03261124')],
  ])('walks %s', async (_, field) => {
    guardCard(withEmv(field));
    guardCard(withEmv(`${field}9f2701809a03261124`));
    expect(await thrownBy(() => guardCard(withEmv(`${field}5a02abcd`)))).toMatchObject({
      code: 'CLEAR_CARD_DATA',
      message: 'EMV tag 5A may not be stored',
    });
    const error = await thrownBy(() => guardCard(withEmv(field.slice(0, -2))));
    expect(error.message).toBe('EMV data ends within a field');
  });

  it.each([
    ['9a80261124', 'EMV data has a length that cannot be read'],
    ['9a83000003261124', 'EMV data has a length that cannot be read'],
    ['9aff261124', 'EMV data has a length that cannot be read'],
    [nested(5, '9a03261124'), 'EMV data is nested too deeply'],
    [nested(4, '5a02abcd'), 'EMV tag 5A may not be stored'],
    [nested(4, '5f2002abcd'), 'EMV tag 5F20 may not be stored'],
  ])('refuses %s: %s', async (emv, message) => {
    expect(await thrownBy(() => guardCard(withEmv(emv)))).toMatchObject({ code: 'CLEAR_CARD_DATA', message });
  });

  it('has nothing to walk in a card whose secret is erased', () => {
    guardCard(card({ secret: null }));
  });

  it('refuses a PAN that is not masked', async () => {
    expect((await thrownBy(() => guardCard(card({ maskedPan: '4111111111111111' })))).code).toBe('CLEAR_CARD_DATA');
  });

  it('checks the card of every event that bears one, and clears texts', async () => {
    const bad = withEmv('5a0441111111');
    const answer = sampleAnswer();
    const verdict = {
      outcome: 'declined',
      by: 'host',
      responseCode: '05',
      reason: 'PAN 4111111111111111 blocked',
    } as const;
    for (const event of [
      { name: 'goOnline', card: bad },
      { name: 'approveOnline', card: bad, answer },
      { name: 'approveOffline', card: bad, response: 'Y1', deferred: false },
      { name: 'decline', card: bad, verdict, answer: null },
      { name: 'cancel', card: bad, verdict },
    ] as const) {
      expect((await thrownBy(() => guardEvent(event))).code).toBe('CLEAR_CARD_DATA');
    }
    const texts = [
      guardEvent({ name: 'decline', card: null, verdict, answer: null }),
      guardEvent({ name: 'reverse', verdict, reason: 'timeout', answer: null }),
      guardEvent({ name: 'amountMismatch', answer, reason: 'posted on 4111-1111-1111-1111' }),
      guardEvent({ name: 'resolve', reason: 'paid back to 4111 1111 1111 1111' }),
    ];
    expect(JSON.stringify(texts)).not.toMatch(/4111/);
    expect(JSON.stringify(texts).match(/\[redacted\]/g)).toHaveLength(4);
  });
});
