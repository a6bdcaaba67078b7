import ts from 'typescript';
import { expect, it } from 'vitest';
import { ALERT_CATALOGUE } from '../../src/domain/catalogue/alerts.js';
import { ERROR_CATALOGUE } from '../../src/domain/catalogue/errors.js';
import type { ErrorCode } from '../../src/domain/errors.js';
import { nodes, type Source, sources, wordsOf } from './sources.js';

/** Codes that `alerts.raise` or `alerts.clear` is called with. */
function alertCalls(files: readonly Source[], method: 'raise' | 'clear'): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const node of files.flatMap(nodes)) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) continue;
    if (node.expression.name.text !== method || node.arguments.length < 2) continue;
    const code = wordsOf(node.arguments[0]);
    if (code !== null) codes.add(code);
    else for (const other of comparedWith(node)) codes.add(other);
  }
  return codes;
}

/** A code in a variable is one of those that the `if` around it compares with. */
function comparedWith(node: ts.Node): readonly string[] {
  let around: ts.Node = node;
  while (!ts.isIfStatement(around) && !ts.isSourceFile(around)) around = around.parent;
  if (!ts.isIfStatement(around)) return [];
  return [...around.expression.getText().matchAll(/=== '([A-Z_]+)'/g)].map(([, code]) => code!);
}

/** Where an error is made with a code and a `retryable` that can both be read off: whether it is retryable. */
function errorsMade(files: readonly Source[]): readonly { readonly code: string; readonly retryable: boolean }[] {
  return files.flatMap(nodes).flatMap((node) => {
    if (!ts.isNewExpression(node) || node.expression.getText() !== 'TillpostError') return [];
    const [codeNode, , details] = node.arguments ?? [];
    const code = wordsOf(codeNode);
    if (code === null || details === undefined || !ts.isObjectLiteralExpression(details)) return [];
    if (details.properties.some((property) => ts.isSpreadAssignment(property))) return [];
    const given = details.properties.find((property) => property.name?.getText() === 'retryable');
    if (given === undefined) return [{ code, retryable: false }];
    return ts.isPropertyAssignment(given) && /^(?:true|false)$/.test(given.initializer.getText())
      ? [{ code, retryable: given.initializer.getText() === 'true' }]
      : [];
  });
}

const SRC = sources('src/**/*.ts');
const CODES = Object.keys(ALERT_CATALOGUE).sort();

it('every alert of the catalogue is raised somewhere', () => {
  expect([...alertCalls(SRC, 'raise')].sort()).toEqual(CODES);
});

it('says of each alert whether something ends it', () => {
  const ending = Object.entries(ALERT_CATALOGUE).flatMap(([code, { cleared }]) => (cleared === null ? [] : [code]));
  expect([...alertCalls(SRC, 'clear')].sort()).toEqual(ending.sort());
});

it('reads alerts off the code, those in a variable too', () => {
  const text = `alerts.raise('DISK_LOW', a, b); if (e.code === 'BAD_MAC' || e.code === 'X') alerts.raise(e.code, a, b);`;
  expect(alertCalls([{ path: 'x.ts', text }], 'raise')).toEqual(new Set(['DISK_LOW', 'BAD_MAC', 'X']));
});

it('says of each error what those that are made say of a retry', () => {
  const made = errorsMade(SRC);
  expect(made.length).toBeGreaterThan(80);
  const wrong = made.filter(({ code, retryable }) => {
    const { retry } = ERROR_CATALOGUE[code as ErrorCode];
    return retry !== 'sometimes' && (retry === 'yes') !== retryable;
  });
  expect(wrong).toEqual([]);
});

it('reads errors off the code', () => {
  const text = `new TillpostError('BUSY', m, { operation: 'x', retryable: true }); new TillpostError('TIMEOUT', m, { operation: 'x' });
    new TillpostError('BUSY', m, { operation: 'x', retryable: later });`;
  expect(errorsMade([{ path: 'x.ts', text }])).toEqual([
    { code: 'BUSY', retryable: true },
    { code: 'TIMEOUT', retryable: false },
  ]);
});
