import { expect, it } from 'vitest';
import { asTillpostError, TillpostError } from '../../src/domain/errors.js';

it('says nothing that looks like a card number', () => {
  const error = new TillpostError('NOT_FOUND', 'no 4111111111111111', {
    operation: 'show',
    subject: '4111 1111 1111 1111',
  });
  for (const text of [error.message, String(error), JSON.stringify(error), error.stack ?? ''])
    expect(text).not.toMatch(/4111/);
  expect(error.message).toBe('no [redacted]');
});

it('crosses as JSON and back, and of what else a peer says nothing crosses', () => {
  const full = new TillpostError('JOURNAL_FULL', 'full', {
    operation: 'journal.begin',
    subject: '/x',
    retryable: true,
    hint: 'free it',
    cause: new Error('disk'),
  });
  const bare = new TillpostError('BUSY', 'later', { operation: 'sale' });
  for (const error of [full, bare]) {
    const arrived = TillpostError.fromJSON(JSON.parse(JSON.stringify(error)), 'other');
    expect(arrived).toBeInstanceOf(TillpostError);
    expect(arrived.toJSON()).toEqual(error.toJSON());
    expect(arrived.cause).toBeUndefined();
  }
  const strange = { code: 'ROOT', message: 7, retryable: 'yes', hint: {}, stack: 'at', cause: 'x', name: 'Evil' };
  for (const said of [strange, null, 'text', 7, [], undefined]) {
    expect(TillpostError.fromJSON(said, 'sale.start').toJSON()).toEqual({
      code: 'INTERNAL',
      message: 'refused, without a reason',
      operation: 'sale.start',
      retryable: false,
    });
  }
  expect(TillpostError.fromJSON({ ...full.toJSON(), message: 'no 4111111111111111' }, 'x').message).not.toMatch(/4111/);
});

it('keeps its cause for this process, and says nothing of what it was not given', () => {
  const cause = new Error('disk');
  const full = new TillpostError('BUSY', 'later', { operation: 'sale', subject: 'T1', hint: 'wait', cause });
  expect(full.cause).toBe(cause);
  expect(JSON.stringify(full)).toBe(
    '{"code":"BUSY","message":"later","operation":"sale","subject":"T1","retryable":false,"hint":"wait"}',
  );
  const bare = new TillpostError('BUSY', 'later', { operation: 'sale' });
  expect('cause' in bare).toBe(false);
  expect([bare.subject, bare.hint]).toEqual([undefined, undefined]);
  expect(Object.keys(bare.toJSON())).toEqual(['code', 'message', 'operation', 'retryable']);
  const wrapped = asTillpostError(cause, 'x');
  expect([wrapped.cause, wrapped.message, wrapped.hint]).toEqual([
    cause,
    'disk',
    'This is a defect. Keep the log and report it.',
  ]);
});

it('keeps a TillpostError and wraps anything else as INTERNAL', () => {
  const known = new TillpostError('BUSY', 'later', { operation: 'sale', retryable: true });
  expect(asTillpostError(known, 'x')).toBe(known);
  expect(asTillpostError('odd', 'x').toJSON()).toMatchObject({
    code: 'INTERNAL',
    message: 'odd',
    operation: 'x',
    retryable: false,
  });
});
