import { TillpostError } from '../../domain/errors.js';

/** Longest list that one call returns. */
export const LIMIT_MAX = 1000;

/** @throws INVALID_REQUEST unless 1 … LIMIT_MAX */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new TillpostError('INVALID_REQUEST', `limit ${limit} is not a whole number from 1 to ${LIMIT_MAX}`, {
    operation: 'journal.list',
  });
}
