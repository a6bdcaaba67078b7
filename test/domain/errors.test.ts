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
