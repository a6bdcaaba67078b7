import { z } from 'zod';
import { type ApiMethod, type Frozen, JOURNAL_ERRORS } from './method.js';
import { count, headView, NO_PARAMETERS } from './values.js';

/** The journal as a whole. What is done while no agent runs stands in `stopped.ts`. */

const verifyView = z
  .strictObject({
    ok: z.literal(true),
    entries: count.describe('Entries followed.'),
    transactions: count.describe('Transactions whose state was compared with them.'),
    head: headView,
  })
  .meta({ id: 'Verified', description: 'A journal that stands as it was written.' });
export type VerifyView = Frozen<z.output<typeof verifyView>>;

const backupView = z
  .strictObject({
    path: z.string().describe('Of the database; its chain key stands beside it and ends in `.key`.'),
    bytes: count,
    entries: count,
    transactions: count,
    head: headView,
    removed: z.array(z.string()).describe('Older backups that went.'),
  })
  .meta({ id: 'Backup', description: 'A backup that stands, checked.' });
export type BackupView = Frozen<z.output<typeof backupView>>;

const dirError = 'an absolute path';

export const JOURNAL_METHODS = {
  'journal.verify': {
    sentence:
      'Follows the whole chain and compares every state; commits wait meanwhile. Its error names the first bad entry.',
    parameters: NO_PARAMETERS,
    result: verifyView,
    errors: JOURNAL_ERRORS,
  },
  'journal.backup': {
    sentence: 'Copies the journal while sales go on and answers when the copy is checked and stands.',
    parameters: z.strictObject({
      dir: z
        .string({ error: dirError })
        .max(1024, { error: dirError })
        .regex(/^\/[^\0]*$/, { error: dirError })
        .optional()
        .describe('For example /mnt/usb/tillpost. Left out it is backup.dir, where old backups then go.'),
    }),
    result: backupView,
    errors: ['BACKUP_FAILED', 'CONFIG_PERMISSIONS', ...JOURNAL_ERRORS],
  },
} satisfies Record<string, ApiMethod>;
