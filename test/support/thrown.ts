import { TillpostError } from '../../src/domain/errors.js';

/** The TillpostError that a call throws or rejects with; anything else fails the test. */
export async function thrownBy(call: () => unknown): Promise<TillpostError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof TillpostError) return error;
    throw error;
  }
  throw new Error('expected a TillpostError, nothing was thrown');
}
