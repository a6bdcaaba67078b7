import { z } from 'zod';
import type { Frozen } from './method.js';
import { amount, count, currency, key, merchantAsked, reasonAsked, time } from './values.js';

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

/** What the command line says. */
export const moveAsked = z.strictObject({
  from: merchantAsked,
  reason: reasonAsked,
});
export type MoveAsked = Frozen<z.output<typeof moveAsked>>;

export const moveView = z
  .strictObject({
    path: z.string(),
    from: z.string().describe('Merchant id (DE 42) in whose name it was sold.'),
    to: z.string().describe('As configured.'),
    reason: z.string(),
    postings: z.array(z.strictObject({ kind: z.enum(['advice', 'reversal']), currency, count, amount })),
    batches: z.array(count).describe('Numbers of batches that are not closed.'),
    entry: count.describe('The entry of the journal that bears the reason.'),
    mirror_problem: z.string().nullable().describe('Why the mirror log was not written: the next start does it.'),
  })
  .meta({
    id: 'Moved',
    description: 'What another merchant held, given to the configured one: `tillpost journal move`.',
  });
export type MoveView = Frozen<z.output<typeof moveView>>;
/** What is shown before it is moved. */
export type HeldView = Pick<MoveView, 'from' | 'to' | 'postings' | 'batches'>;
