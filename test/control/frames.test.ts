import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, FrameCutter } from '../../src/control/frames.js';

const texts = (frames: readonly Frame[]): string[] =>
  frames.map((frame) => (frame.kind === 'text' ? frame.text : frame.kind));

describe('frame cutter', () => {
  it('gives the same frames however the bytes are sliced', () => {
    const frame = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 10 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        (frames, steps) => {
          const bytes = Buffer.from(frames.map((text) => `${text}\n`).join(''));
          const cutter = new FrameCutter(1_000);
          const got: string[] = [];
          for (let at = 0, step = 0; at < bytes.length; step += 1) {
            const length = steps[step % steps.length]!;
            got.push(...texts(cutter.push(bytes.subarray(at, at + length))));
            at += length;
          }
          expect(got).toEqual(frames.map((text) => Buffer.from(text).toString()));
          expect(cutter.inFrame).toBe(false);
        },
      ),
    );
  });

  it('takes a frame of exactly the limit and ends at one byte more', () => {
    expect(texts(new FrameCutter(8).push(Buffer.from('12345678\nx')))).toEqual(['12345678']);
    expect(texts(new FrameCutter(8).push(Buffer.from('123456789\nx\n')))).toEqual(['tooLarge']);
  });

  it('ends a frame that never does, once, and keeps nothing of what follows', () => {
    const cutter = new FrameCutter(100);
    const kinds: string[] = [];
    for (let i = 0; i < 1_000; i += 1) kinds.push(...texts(cutter.push(Buffer.alloc(60, 0x61))));
    expect(kinds).toEqual(['tooLarge']);
    expect(cutter.inFrame).toBe(false);
    expect(cutter.push(Buffer.from('{}\n'))).toEqual([]);
  });

  it('tells bytes that are no UTF-8 from text', () => {
    expect(texts(new FrameCutter(100).push(Buffer.from([0xff, 0x0a, 0x61, 0x0a])))).toEqual(['notText', 'a']);
  });
});
