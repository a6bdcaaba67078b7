import { describe, expect, it } from 'vitest';
import { NONE, type RowResult } from '../programme/row.js';
import { ROWS } from '../rows.js';
import { boundOf, listOf, rateBelow, tableOf } from './report.js';

const control = { what: 'host without dedupe', caught: true };
const good: RowResult = { trials: 1500, ...NONE, control, failures: [] };
const run = { share: { index: 0, of: 1 }, settings: {} };
const verdict = (...results: RowResult[]): string =>
  tableOf(results.map((result, at) => ({ name: `row ${at}`, result, seconds: 1.25, ...run })))
    .split('\n')
    .at(-1)!;

describe('the table', () => {
  it('says PASS, and what zero failures prove', () => {
    const table = tableOf([{ name: 'kill -9 agent', result: good, seconds: 12.34, ...run }]);
    expect(table).toMatch(/kill -9 agent +│ 1500 +│ 0 +│ 0 +│ 0 +│ 0 +│ host without dedupe +│ yes +│ 0.002 +│ 12.3/);
    expect(verdict(good)).toBe('PASS: 1 rows');
    expect(rateBelow(good)).toBe('0.002');
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
    expect(rateBelow(bad)).toBe('none');
  });

  it('says FAIL when no row was run', () => {
    expect(verdict()).toBe('FAIL: no row was run');
  });

  // Three in n, and never less than that after rounding.
  it.each([
    [1, '1'],
    [3, '1'],
    [7, '0.43'],
    [60, '0.05'],
    [2000, '0.0015'],
    [200_000, '0.000015'],
    [1_000_000, '0.000003'],
    [7_000_000, '4.3e-7'],
  ])('of %i trials without a failure claims a rate below %s', (trials, bound) => {
    expect(boundOf(trials)).toBe(bound);
    expect(Number(bound)).toBeGreaterThanOrEqual(Math.min(1, 3 / trials) * (1 - 1e-9));
  });

  it('lists every row with its size', () => {
    for (const { name } of ROWS) expect(listOf(ROWS)).toContain(` ${name} `);
  });

  it('has rows of distinct names', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
  });
});
