import { describe, expect, it } from 'vitest';
import { ROWS } from '../rows.js';
import { Programme } from './programme.js';
import { broken, type Load, NONE, type RowResult, type Share, type TortureRow } from './row.js';
import type { RowOrder } from './row-process.js';
import { nextRow } from './schedule.js';
import { parsePart, rangeOf, seedsOf, shareOfRow } from './share.js';

const absent = (): Promise<never> => Promise.reject(new Error('not here'));
const row = (name: string, load: Load, seconds: number, parts?: number): TortureRow => {
  const size = { trials: 1, seconds, ...(parts === undefined ? {} : { parts }) };
  return { name, load, sizes: { ci: size, release: size }, run: absent };
};
const good: RowResult = { trials: 1, ...NONE, control: { what: 'x', caught: true }, failures: [] };

describe('the order of rows', () => {
  const fast = row('fast', 'processor', 1);
  const slow = row('slow', 'processor', 9);
  const stage = row('stage', 'processes', 5);
  const quiet = row('quiet', 'quiet', 100);

  it.each<[string, TortureRow[], TortureRow[], TortureRow | null]>([
    ['long before short', [fast, slow], [], slow],
    ['unlike beside each other', [slow, stage], [fast], stage],
    ['like beside each other when nothing else waits', [fast], [slow], fast],
    ['quiet last', [quiet, fast], [], fast],
    ['quiet not beside another', [quiet], [fast], null],
    ['nothing beside quiet', [fast], [quiet], null],
    ['quiet at last', [quiet], [], quiet],
    ['a row of unknown length after those of known', [{ name: 'new', run: absent }, stage], [], stage],
  ])('%s', (_, waiting, running, expected) => {
    expect(nextRow(waiting, running, 'ci')?.name).toBe(expected?.name);
  });
});

describe('shares', () => {
  it.each([
    [10, 3],
    [7, 7],
    [3, 5],
    [1_000_000, 20],
    [0, 2],
  ])('of %i in %i are all of it, once', (count, of) => {
    const ranges = Array.from({ length: of }, (_, index) => rangeOf(count, { index, of }));
    let next = 0;
    for (const { first, count: its } of ranges) {
      expect(first).toBe(next);
      next += its;
    }
    expect(next).toBe(count);
    expect(Math.max(...ranges.map((it) => it.count)) - Math.min(...ranges.map((it) => it.count))).toBeLessThanOrEqual(
      1,
    );
  });

  it('have seeds of their own', () => {
    expect([0, 1].map((index) => seedsOf(100, rangeOf(10, { index, of: 2 })))).toEqual([
      { first: 100, last: 104 },
      { first: 105, last: 109 },
    ]);
  });

  it.each([
    ['1/4', { index: 0, of: 4 }],
    ['4/4', { index: 3, of: 4 }],
  ])('%s is understood', (text, share) => {
    expect(parsePart(text)).toEqual(share);
  });

  it.each(['0/4', '5/4', '1', '1/0', 'a/b', '-1/2', ''])('%j is refused', (text) => {
    expect(() => parsePart(text)).toThrow('expected a part like 2/4');
  });

  it('are never more than a row can be split into', () => {
    const inTwo = row('in two', 'processor', 1, 2);
    const shares = Array.from({ length: 4 }, (_, index) => shareOfRow(inTwo, 'ci', { index, of: 4 }));
    expect(shares).toEqual([{ index: 0, of: 2 }, { index: 1, of: 2 }, null, null]);
    expect(shareOfRow(row('whole', 'processor', 1), 'ci', { index: 0, of: 4 })).toEqual({ index: 0, of: 1 });
  });

  it('of every row have a trial each', () => {
    for (const { name, sizes } of ROWS) {
      for (const size of Object.values(sizes ?? {}))
        expect([name, size.parts ?? 1]).toEqual([name, Math.min(size.parts ?? 1, size.trials)]);
    }
  });
});

describe('the programme', () => {
  const rows = [row('a', 'processor', 1), row('b', 'processor', 5, 2), row('c', 'processes', 3), row('d', 'quiet', 1)];

  /** Rows that end when they are told, in place of processes. */
  function staged(rowsOfIt: readonly TortureRow[], part: Share = { index: 0, of: 1 }) {
    const running = new Map<string, { order: RowOrder; end: (result: RowResult) => void }>();
    const said: string[] = [];
    const programme = new Programme(rowsOfIt, {
      level: 'ci',
      seed: 7,
      part,
      jobs: 2,
      limitMs: 1000,
      say: (text) => said.push(text),
      start: (order) => {
        let end: (result: RowResult) => void = () => undefined;
        const result = new Promise<RowResult>((resolve) => (end = resolve));
        running.set(order.name, { order, end });
        void result.then(() => running.delete(order.name));
        return { pid: 1, result, end: async () => end(broken(order.name, 'ended')) };
      },
    });
    const end = async (name: string, result = good): Promise<readonly string[]> => {
      running.get(name)!.end(result);
      await new Promise(setImmediate);
      return [...running.keys()];
    };
    return { programme, running, said, end };
  }

  it('runs two at a time, and tells them in the order of the table', async () => {
    const { programme, running, end } = staged(rows);
    const done = programme.run();
    expect([...running.keys()]).toEqual(['b', 'c']);
    expect(await end('c')).toEqual(['b', 'a']);
    expect(await end('b', { ...good, lost: 1 })).toEqual(['a']);
    expect(await end('a')).toEqual(['d']);
    await end('d');
    expect((await done).map(({ name, result }) => [name, result.lost])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 0],
    ]);
  });

  it('gives each row its share of a part, and says what is whole elsewhere', async () => {
    const { programme, running, said, end } = staged(rows, { index: 1, of: 2 });
    const done = programme.run();
    expect([...running.values()].map(({ order }) => order)).toEqual([
      { name: 'b', level: 'ci', seed: 7, share: { index: 1, of: 2 } },
    ]);
    await end('b');
    expect((await done).map(({ name }) => name)).toEqual(['b']);
    expect(said).toEqual(expect.arrayContaining(['a: whole in an earlier part', 'd: whole in an earlier part']));
  });

  it('starts nothing more once it ends', async () => {
    const { programme, running } = staged(rows);
    const done = programme.run();
    await programme.end();
    await done;
    expect([...running.keys()]).toEqual([]);
  });
});
