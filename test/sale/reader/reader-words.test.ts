import { describe, expect, it } from 'vitest';
import { withSale } from '../world-sale.js';

/**
 * Whatever a reader says for a key, that sale ends, the reader is released and the next sale works: the real session
 * and the virtual reader, at every stage at which a message may come.
 */

const FIELDS = [
  ...[0, 4, 10, 11, 13, 40].map((size) => `sized:field=ksn,size=${size}`),
  ...[0, 15, 33, 257].map((size) => `sized:field=ciphertext,size=${size}`),
  ...['token', 'key'].flatMap((field) => [0, 15, 17].map((size) => `sized:field=${field},size=${size}`)),
  ...['maskedPan', 'scheme'].map((field) => `sized:field=${field},size=33`),
  'sized:field=tlv,size=2049',
];

/** Of the first sale, for ever: what a reader says of the next one is right. */
const ofFirst = (name: string, kind: string): string =>
  `${name}${name.includes(':') ? ',' : ':'}kind=${kind},number=1,times=1000`;
const TOLD_AGAIN = [
  ...['sized:field=ksn,size=10', 'sized:field=ksn,size=13', 'sized:field=ciphertext,size=15'],
  ...['staged:stage=none', 'cardless', 'foreignCard', 'otherCard', 'garbledMessage'],
].map((name) => ofFirst(name, 'result'));
const WORDS = [
  ...FIELDS.flatMap((name) => ['card', 'result'].map((kind) => ofFirst(name, kind))),
  ...['otherCard', 'otherKey', 'garbledMessage'].map((name) => ofFirst(name, 'any')),
  ...TOLD_AGAIN,
];

describe('whatever a reader says for a key', () => {
  it('the first sale is number 1, and a healthy reader takes it', async () => {
    await withSale(async (sale) => {
      expect(await sale.sell('contactless-arqc')).toMatchObject({ key: { number: 1 }, state: 'posted' });
    });
  });

  it.each(WORDS)('live, %s', (words) =>
    withSale(async (sale) => {
      sale.world.reader.setBehaviours([words]);
      await sale.sell('contactless-arqc');
      expect(await sale.sound()).toEqual([]);
    }),
  );

  const MOMENTS = ['cardRead', 'authorizing', 'finalTc', 'posted', 'shown'] as const;
  it.each(MOMENTS.flatMap((moment) => TOLD_AGAIN.map((words) => ({ words, moment }))))(
    'killed at $moment, $words',
    ({ words, moment }) =>
      withSale(async (sale) => {
        await sale.killedAt(moment);
        sale.world.reader.setBehaviours([words]);
        sale.world.bootAgent();
        expect(await sale.sound()).toEqual([]);
      }),
  );
});
