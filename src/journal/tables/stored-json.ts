import { chainBroken } from '../chain/chain-broken.js';

/**
 * JSON that the journal wrote itself.
 * @throws JOURNAL_CHAIN_BROKEN when it is no JSON any more: the disk or somebody changed it
 */
export function storedJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    // Without the parser's message: it quotes the text.
    throw chainBroken('a stored record cannot be read', null, { operation: 'journal.read' });
  }
}
