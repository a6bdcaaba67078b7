import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sizeOf, syncPath } from '../file/files.js';

/**
 * A directory of backups. Each is two files of mode 0600:
 *
 *   <terminal>-<UTC time>-<epoch>-<newest entry>.db    the journal, a whole SQLite database without a -wal
 *   <the same>.key                                     its chain key, without which nobody can tell that it is whole
 *
 * What is being made ends in `.new`; nothing else ever does.
 */
export interface BackupFile {
  /** Of the database. */
  readonly path: string;
  readonly terminalId: string;
  /** As its name says, Unix ms. */
  readonly atMs: number;
  readonly epoch: string;
  readonly entry: number;
  readonly bytes: number;
}

/** What is kept. */
export interface Keep {
  readonly count: number;
  /** Older ones go, but never the newest; null while the clock is not to be trusted. */
  readonly afterMs: number | null;
}

const NAME =
  /^([A-Za-z0-9_-]{1,16})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([0-9a-f]{16})-(\d{1,16})\.(db|key)((?:\.new)?)/;

export function backupName({ terminalId, atMs, epoch, entry }: Omit<BackupFile, 'path' | 'bytes'>): string {
  const time = new Date(atMs).toISOString().replace(/\.\d+|[-:]/g, '');
  return `${terminalId}-${time}-${epoch}-${entry}.db`;
}

export function backupKeyPath(path: string): string {
  return path.replace(/\.db$/, '.key');
}

/** One terminal's backups, newest first; none when there is no such directory. */
export function listBackups(directory: string, terminalId: string): readonly BackupFile[] {
  const found = namesIn(directory, terminalId).filter(({ extension, rest }) => extension === 'db' && rest === '');
  const files = found.map(({ name, ...it }) => {
    const path = join(directory, name);
    return { path, terminalId, atMs: it.atMs, epoch: it.epoch, entry: it.entry, bytes: sizeOf(path) };
  });
  return files.sort((a, b) => b.atMs - a.atMs || b.entry - a.entry);
}

/** Removes what a run that was cut off left behind: halves that have no name yet, keys without their database. */
export function removeLeftovers(directory: string, terminalId: string): void {
  for (const { name, extension, rest } of namesIn(directory, terminalId)) {
    const isOrphan = extension === 'key' && rest === '' && !existsSync(join(directory, name.replace(/\.key$/, '.db')));
    if (rest.startsWith('.new') || isOrphan) rmSync(join(directory, name), { force: true });
  }
}

/**
 * Removes what is too many or too old. Called once the new backup stands.
 *
 * The journal's own numbers order those of its epoch, not the clock: after a jump to 1970 the newest must not count
 * as the oldest.
 *
 * @returns the databases that went
 */
export function removeOld(directory: string, newest: BackupFile, keep: Keep): readonly string[] {
  const others = listBackups(directory, newest.terminalId).filter(({ path }) => path !== newest.path);
  const own = others.filter(({ epoch }) => epoch === newest.epoch).sort((a, b) => b.entry - a.entry || b.atMs - a.atMs);
  const earlier = others.filter(({ epoch }) => epoch !== newest.epoch);
  const gone = [...own, ...earlier].filter(
    ({ atMs }, index) => index + 1 >= keep.count || (keep.afterMs !== null && atMs < keep.afterMs),
  );
  for (const { path } of gone) {
    // The key last: a database without it would look like a backup and be none.
    rmSync(path, { force: true });
    rmSync(backupKeyPath(path), { force: true });
  }
  if (gone.length > 0) syncPath(directory);
  return gone.map(({ path }) => path);
}

interface Named {
  readonly name: string;
  readonly atMs: number;
  readonly epoch: string;
  readonly entry: number;
  readonly extension: string;
  /** `.new` and what SQLite puts behind it. */
  readonly rest: string;
}

function namesIn(directory: string, terminalId: string): readonly Named[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => {
    const parts = NAME.exec(name);
    if (parts === null || parts[1] !== terminalId) return [];
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(2, 8).map(Number);
    const atMs = Date.UTC(year, month - 1, day, hour, minute, second);
    const rest = name.slice(parts[0].length - parts[11]!.length);
    return [{ name, atMs, epoch: parts[8]!, entry: Number(parts[9]), extension: parts[10]!, rest }];
  });
}
