import type { BackupView, VerifyView } from '../../api/journal.js';
import { TillpostError } from '../../domain/errors.js';
import type { HandlersOf } from './handlers.js';

export interface JournalParts {
  /** Checks the whole journal; commits wait meanwhile. */
  readonly verify?: () => Promise<Omit<VerifyView, 'ok'>>;
  /** Makes a backup while sales go on; null for the configured directory. */
  readonly backup?: (directory: string | null) => Promise<BackupView>;
}

/** The journal as a whole. */
export function journalMethods({ verify, backup }: JournalParts): HandlersOf<'journal'> {
  return {
    'journal.verify': async () => {
      const { entries, transactions, head } = await able(verify, 'journal.verify')();
      return { ok: true, entries, transactions, head };
    },
    'journal.backup': async ({ dir }) => {
      const made = await able(backup, 'journal.backup')(dir ?? null);
      const { path, bytes, entries, transactions, head, removed } = made;
      return { path, bytes, entries, transactions, head, removed };
    },
  };
}

function able<Work>(work: Work | undefined, operation: string): Work {
  if (work !== undefined) return work;
  throw new TillpostError('METHOD_UNKNOWN', 'this journal is not one in a file', { operation });
}
