import { describe, expect, it } from 'vitest';
import { behindHost, behindText, type NotedHead } from '../../../src/domain/course/behind.js';

const EPOCH = '9f1c2a0b7d3e4f55';

/** A journal of one course: entry n has the MAC `course n`. */
function own(course: string, entry: number, postings: number, from = 0) {
  const macs = new Map<number, string | null>();
  for (let number = 0; number <= 200; number += 1) {
    const name = number <= from ? 'a' : course;
    macs.set(number, number <= entry ? `${name} ${number}` : null);
  }
  return { epoch: EPOCH, entry, postings, macs };
}
const noted = (course: string, entry: number, sequence: number, epoch = EPOCH): NotedHead => ({
  epoch,
  entry,
  mac: `${course} ${entry}`,
  sequence,
});

describe('what the host knows, held against the journal', () => {
  it.each([
    ['nothing is known', own('a', 20, 4), [], null],
    ['the very head', own('a', 20, 4), [noted('a', 20, 4)], null],
    ['the journal is further', own('a', 20, 4), [noted('a', 12, 2)], null],
    ['of an empty journal', own('a', 20, 4), [noted('a', 0, 0)], null],
    ['of an earlier journal', own('a', 20, 4), [noted('b', 90, 9, '0000000000000000')], null],
    ['its end is gone', own('a', 20, 4), [noted('a', 30, 7)], 'entries 21–30 with postings 5–7'],
    ['its end is gone, which held no posting', own('a', 20, 4), [noted('a', 30, 4)], 'entries 21–30 with no posting'],
    ['one entry is gone', own('a', 20, 4), [noted('a', 21, 5)], 'entries 21 with postings 5'],
    ['a host that tells no sequence', own('a', 20, 4), [noted('a', 30, 0)], 'entries 21–30 with no posting'],
    [
      'put back to 10 and sold since, further than before',
      own('b', 40, 6, 10),
      [noted('a', 30, 7), noted('a', 29, 7), noted('a', 8, 2)],
      'entries 9–30 with postings 3–7',
    ],
    ['the same entry of another course', own('b', 30, 7, 10), [noted('a', 30, 7)], 'entries 1–30 with postings 1–7'],
  ] as const)('%s', (_, journal, known, missing) => {
    expect(behindHost(journal, known)?.missing ?? null).toBe(missing);
  });

  it('names all that was lost when several heads are, whichever knew the most', () => {
    const known = [noted('a', 30, 6), noted('a', 28, 7), noted('a', 8, 2)];
    expect(behindHost(own('a', 20, 4), known)?.missing).toBe('entries 21–30 with postings 5–7');
    // One of them is behind where this journal parted from the other.
    const forked = [noted('a', 45, 9), noted('a', 30, 7), noted('a', 8, 2)];
    expect(behindHost(own('b', 40, 6, 10), forked)?.missing).toBe('entries 9–45 with postings 3–9');
  });

  it('takes what retention took away for no loss', () => {
    const journal = own('b', 40, 6);
    journal.macs.set(30, null);
    expect(behindHost(journal, [noted('a', 30, 4)])).toBeNull();
  });

  it('names witness and epoch', () => {
    const behind = behindHost(own('a', 20, 4), [noted('a', 30, 7)])!;
    expect(behindText(behind)).toBe(
      `the host has seen entries 21–30 with postings 5–7 of epoch ${EPOCH}, which this journal does not hold`,
    );
  });
});
