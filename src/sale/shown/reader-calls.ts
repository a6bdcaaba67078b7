import { asTillpostError } from '../../domain/errors.js';
import type { Log } from '../../ports/index.js';
import { unlessLost } from '../verdict/reader-dialog.js';

/** A verdict is committed by now: whatever the reader says to it stops nothing. */
export async function attempt<T>(log: Log, call: () => Promise<T>): Promise<T | 'lost' | 'failed'> {
  try {
    const answered = await unlessLost(async () => ({ value: await call() }));
    return answered === null ? 'lost' : answered.value;
  } catch (error) {
    log.warn('card reader refused', { error: asTillpostError(error, 'reader').toJSON() });
    return 'failed';
  }
}
