import { z } from 'zod';
import type { Frozen } from './method.js';
import { count, key, time } from './values.js';

/** What commands print with --json that work while no agent runs. */

export const restoreView = z
  .strictObject({
    path: z.string(),
    epoch: z.string().describe('Of the new journal.'),
    backup: z.strictObject({ path: z.string(), epoch: z.string(), entry: count }),
    taken: z
      .strictObject({ backup: count, present: count, mirror: count })
      .describe('Transactions that are owed or run, by the copy that they were taken from.'),
    settled: count.describe('Transactions of which nothing is owed and that are known again.'),
    given_up: z.array(z.string()).describe('What was owed and no copy could say, in words.'),
    unsure: z.string().nullable().describe('Why more than that may be missing.'),
    running: z.array(key).describe('Sales of which nobody knows how they ended: compare with the host.'),
    set_aside: z.string().nullable().describe('Where the journal that was in place is now.'),
    mirror_set_aside: z.string().nullable().describe('Where the mirror log that was in place is now.'),
  })
  .meta({ id: 'Restored', description: 'A journal begun from a backup: `tillpost journal restore`.' });
export type RestoreView = Frozen<z.output<typeof restoreView>>;

export const backupListView = z
  .strictObject({
    dir: z.string(),
    backups: z.array(z.strictObject({ path: z.string(), at: time, epoch: z.string(), entry: count, bytes: count })),
  })
  .meta({ id: 'Backups', description: 'Backups, newest first: `tillpost journal backups`.' });
export type BackupListView = Frozen<z.output<typeof backupListView>>;
