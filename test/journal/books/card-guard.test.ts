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
