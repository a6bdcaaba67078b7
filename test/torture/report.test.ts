import { describe, expect, it } from 'vitest';
import { plain, tableOf } from './report.js';
import type { RowResult } from './row.js';
import { ROWS } from './rows.js';

const good: RowResult = {
  trials: 1500, lost: 0, duplicated: 0, unexpected: 0, unrecovered: 0, control: { what: 'host without dedupe', caught: true }, failures: [],
};
const verdict = (...results: RowResult[]): string => tableOf(results.map((result, at) => ({ name: `row ${at}`, result, seconds: 1.25 }))).split('\n').at(-1)!;

describe('the table', () => {
  it('says PASS, and what zero failures prove', () => {
    const table = tableOf([{ name: 'kill -9 agent', result: good, seconds: 12.34 }]);
    expect(table).toMatch(/kill -9 agent +│ 1500 +│ 0 +│ 0 +│ 0 +│ 0 +│ host without dedupe +│ yes +│ 0.002 +│ 12.3/);
    expect(verdict(good)).toBe('PASS: 1 rows');
    expect(plain({ name: 'x', result: good, seconds: 1 })).toMatchObject({ fault: 'x', passed: true, rateBelow: '0.002' });
  });

  it.each<[string, Partial<RowResult>]>([
    ['one lost', { lost: 1 }],
    ['one doubled', { duplicated: 1 }],
    ['one unexpected', { unexpected: 1 }],
    ['one unrecovered', { unrecovered: 1 }],
    ['a control that was not caught', { control: { what: 'mirror off', caught: false } }],
    ['no trial', { trials: 0 }],
    ['a failure without a figure', { failures: ['seed 7'] }],
  ])('says FAIL for %s, names the row, and claims no bound', (_, change) => {
    const bad = { ...good, ...change };
    expect(verdict(good, bad)).toBe('FAIL: row 1');
    expect(plain({ name: 'x', result: bad, seconds: 1 })).toMatchObject({ passed: false, rateBelow: 'none' });
  });

  it('has rows of distinct names', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
  });
});
