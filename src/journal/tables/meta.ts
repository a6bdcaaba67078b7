import { TillpostError } from '../../domain/errors.js';
import { own } from '../../domain/redaction.js';
import { chainBroken } from '../chain/chain-broken.js';
import type { EntryChain } from '../chain/entry-chain.js';
import type { Database } from '../file/database.js';
import type { KeyRoot } from './rows.js';

/** Whose journal it is, where its chain begins and up to where it was checked. */
export interface Meta {
  readonly terminal_id: string;
  readonly epoch: string;
  readonly anchor_entry: number;
  readonly anchor_mac: Uint8Array;
  readonly verified_entry: number;
  readonly verified_mac: Uint8Array;
}

/** Undefined in a journal that is being made. */
export function readMeta(db: Database): Meta | undefined {
  return db.prepare<[], Meta>('SELECT * FROM meta').get();
}

export function writeMeta(db: Database, { terminalId, epoch }: KeyRoot, atMs: number, { origin }: EntryChain): void {
  db.prepare(
    `
    INSERT INTO meta (id, terminal_id, epoch, created_at_ms, anchor_entry, anchor_mac, verified_entry, verified_mac)
    VALUES (1, ?, ?, ?, 0, ?, 0, ?)`,
  ).run(terminalId, epoch, atMs, origin, origin);
}

/** @throws JOURNAL_FOREIGN, JOURNAL_CHAIN_BROKEN when it does not say whose it is */
export function rootOf(db: Database, path: string, terminalId: string, operation: string): KeyRoot {
  const meta = readMeta(db);
  if (meta === undefined) throw chainBroken('the journal does not say whose it is', path, { operation });
  checkOwner(meta, path, terminalId, operation);
  return { terminalId, epoch: meta.epoch };
}

/** @throws JOURNAL_FOREIGN */
export function checkOwner({ terminal_id }: Meta, path: string, terminalId: string, operation: string): void {
  if (terminal_id === terminalId) return;
  throw new TillpostError('JOURNAL_FOREIGN', own(`the journal belongs to terminal ${terminal_id}, not ${terminalId}`), {
    operation,
    subject: path,
    hint:
      `Its id stands in every key and cannot be moved. Set terminal.terminal_id back to ${terminal_id} until ` +
      '`tillpost queue` is empty and `tillpost settle` has closed the batch; then give the new id a state.dir (and ' +
      'state.mirror_path) of its own. The file was left as it is.',
  });
}
