import { TillpostError } from '../../domain/errors.js';

/**
 * JSON that the journal wrote itself.
 * @throws JOURNAL_CHAIN_BROKEN when it is no JSON any more: the disk or somebody changed it
 */
export function storedJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    // Without the parser's message: it quotes the text.
    throw new TillpostError('JOURNAL_CHAIN_BROKEN', 'a stored record cannot be read', {
      operation: 'journal.read',
      hint: 'The journal was changed from outside or the disk has damaged it. Copy the directory before anything else.',
    });
  }
}
