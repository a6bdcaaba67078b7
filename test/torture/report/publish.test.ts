import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../hw-sim/part.js';
import { NONE, type Share } from '../programme/row.js';
import { partText, rangeOf, seedsOf } from '../programme/share.js';
import { ROWS } from '../rows.js';
import { mergeResults, type NamedResult, reliabilityTable, withResults } from './reliability.js';
import { commitOf, documentOf, resultDocument, type ResultRow } from './result-file.js';

const WHOLE: Share = { index: 0, of: 1 };

/** A result as the programme writes it, of one row with a thousand trials from seed 1, and with changes. */
function resultOf(
  name: string,
  { part = WHOLE, seed = 1, change = {} }: { part?: Share; seed?: number; change?: Partial<ResultRow> } = {},
): NamedResult {
  const range = rangeOf(1000, part);
  const result = {
    trials: range.count,
    ...NONE,
    control: { what: 'mirror off', caught: true },
    failures: [],
    seeds: seedsOf(seed, range),
  };
  const document = documentOf([{ name: 'damage', result, seconds: 60.04, share: part, settings: {} }], {
    level: 'release',
    seed,
    part,
    command: 'make torture',
    commit: 'abc',
    startedAt: new Date('2026-11-24T10:00:00Z'),
    seconds: 61,
  });
  return { name, document: { ...document, rows: document.rows.map((row) => ({ ...row, ...change })) } };
}
const part = (index: number, of: number, change?: Partial<ResultRow>): NamedResult =>
  resultOf(`part-${index + 1}.json`, { part: { index, of }, ...(change === undefined ? {} : { change }) });
const refusal = (...results: NamedResult[]): string => {
  try {
    mergeResults(results, []);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe('a result file', () => {
  it('is what is read again', () => {
    const { document } = resultOf('a.json');
    expect(resultDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
    expect(document.rows[0]).toMatchObject({
      fault: 'damage',
      part: '1/1',
      passed: true,
      rateBelow: '0.003',
      seconds: 60,
    });
  });

  it('names a commit, or that there is none', () => {
    expect(commitOf()).toMatch(/^([0-9a-f]{12}(\+changes)?|unknown)$/);
    expect(commitOf('/')).toBe('unknown');
  });

  it.each(['level', 'commit', 'rows', 'date'])('without %s is none', (field) => {
    expect(resultDocument.safeParse({ ...resultOf('a.json').document, [field]: undefined }).success).toBe(false);
  });
});

describe('results that are put together', () => {
  it('add up the parts of a run, and one command repeats them', () => {
    const [row, ...others] = mergeResults([part(1, 3), part(0, 3), part(2, 3)], []);
    expect(others).toEqual([]);
    expect(row).toEqual({
      fault: 'damage',
      trials: 1000,
      ...NONE,
      control: 'mirror off',
      seeds: [{ first: 1, last: 1000 }],
      commits: ['abc'],
      dates: ['2026-11-24', '2026-11-24'],
      seconds: 180,
      commands: ["node dist/test/torture/main.js --level release --row 'damage' --seed 1"],
    });
  });

  it('name each part when some were not run', () => {
    const [row] = mergeResults([part(0, 3), part(2, 3)], []);
    expect(row).toMatchObject({
      trials: 667,
      seeds: [
        { first: 1, last: 333 },
        { first: 667, last: 1000 },
      ],
    });
    expect(row!.commands.map((command) => command.slice(-'--seed 1 --part 1/3'.length))).toEqual([
      '--seed 1 --part 1/3',
      '--seed 1 --part 3/3',
    ]);
  });

  it('add up runs from several seeds, with what was set for them', () => {
    const far = resultOf('far.json', { seed: 5000, change: { settings: { SOAK_MINUTES: '60' } } });
    const [row] = mergeResults([far, resultOf('near.json')], []);
    expect(row).toMatchObject({
      trials: 2000,
      seeds: [
        { first: 1, last: 1000 },
        { first: 5000, last: 5999 },
      ],
    });
    expect(row!.commands[0]).toBe(
      "SOAK_MINUTES=60 node dist/test/torture/main.js --level release --row 'damage' --seed 5000",
    );
  });

  it('stand in the order of the table', () => {
    const named = (fault: string): NamedResult => resultOf(`${fault}.json`, { change: { fault } });
    const faults = mergeResults([named('new'), named('b'), named('a')], ['a', 'b']).map(({ fault }) => fault);
    expect(faults).toEqual(['a', 'b', 'new']);
  });

  it.each<[string, NamedResult[], string]>([
    ['a loss', [part(0, 2), part(1, 2, { lost: 1 })], 'damage did not pass in part-2.json'],
    [
      'a control that was not caught',
      [part(0, 1, { control: { what: 'x', caught: false } })],
      'damage did not pass in part-1.json',
    ],
    ['a failure', [part(0, 1, { failures: ['it hung'] })], 'damage did not pass in part-1.json'],
    ['a row that says itself that it failed', [part(0, 1, { passed: false })], 'damage did not pass in part-1.json'],
    ['no trial', [part(0, 1, { trials: 0 })], 'damage did not pass in part-1.json'],
    [
      'a part twice',
      [part(0, 2), part(1, 2), part(1, 2)],
      'damage has the seeds 501–1000 in part-2.json and 501–1000 in part-2.json',
    ],
    [
      'a part and the whole',
      [part(0, 1), part(1, 2)],
      'damage has the seeds 501–1000 in part-2.json and 1–1000 in part-1.json',
    ],
    [
      'seeds that overlap',
      [resultOf('a', { seed: 1 }), resultOf('b', { seed: 1000 })],
      'damage has the seeds 1000–1999 in b and 1–1000 in a',
    ],
    ['nothing', [], 'no row was run'],
  ])('are refused for %s', (_, results, reason) => {
    expect(refusal(...results)).toBe(`not published: ${reason}`);
  });

  it('are refused when they are of the short level', () => {
    const { name, document } = resultOf('ci.json');
    expect(refusal({ name, document: { ...document, level: 'ci' } })).toBe(
      'not published: ci.json is not of level release',
    );
  });
});

describe('RELIABILITY.md', () => {
  const document = readFileSync(join(projectRoot(), 'RELIABILITY.md'), 'utf8');

  it('takes the table between its marks, again and again', () => {
    const results = [part(0, 2), part(1, 2, { seconds: 7200 })];
    const table = reliabilityTable(mergeResults(results, []), results);
    const written = withResults(document, table);
    expect(written).toContain(
      '| damage | 1,000 | 0 | 0 | 0 | 0 | mirror off | 0.003 | 1–1000 | abc | 2026-11-24 | 2 h 1 min | ' +
        "`node dist/test/torture/main.js --level release --row 'damage' --seed 1` |",
    );
    expect(withResults(written, table)).toBe(written);
    expect(withResults(written, 'x')).toBe(withResults(document, 'x'));
    expect(() => withResults('no marks', table)).toThrow('marks');
  });

  it('says of every row what it does', () => {
    const told = [...document.matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, name]) => name);
    expect(told).toEqual(expect.arrayContaining(ROWS.map(({ name }) => name)));
  });

  it('names a part as the programme does', () => {
    expect(partText({ index: 1, of: 4 })).toBe('2/4');
  });
});
