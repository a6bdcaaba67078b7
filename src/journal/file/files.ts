import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { TillpostError } from '../../domain/errors.js';

/** Of a file or a directory: a rename or a new name is on the disk only once its directory is. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes a file of mode 0600 and syncs it; the name is durable only after `syncPath`. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    for (let done = 0; done < bytes.length; done += writeSync(file, bytes, done));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Bytes in the file; 0 when there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * The journal's directory, made with mode 0700 when missing; all that was made is on the disk when this returns.
 * @throws CONFIG_PERMISSIONS when others may enter it
 */
export function privateDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) {
    // Each new name stands in the directory above it: a power cut that takes one takes all below.
    for (let made = path; made.length >= first.length; made = dirname(made)) syncPath(dirname(made));
  }
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new TillpostError(
    'CONFIG_PERMISSIONS',
    `the journal's directory has mode 0${mode.toString(8)}, expected 0700`,
    {
      operation: 'journal.open',
      subject: path,
      hint: `Give the journal a directory of its own: chmod 700 ${path}`,
    },
  );
}

/** Makes the file, empty and of mode 0600, before SQLite would make it readable for all. -wal follows its mode. */
export function ensureFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** A journal and what SQLite keeps beside it. */
export const JOURNAL_FILES = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Renames a file and its companions aside, under the first free number.
 * @returns the new path; a journal opens there with any SQLite tool, for -wal keeps its suffix
 */
export function quarantine(path: string, suffixes: readonly string[]): string {
  let number = 1;
  while (existsSync(`${path}.quarantine-${number}`)) number += 1;
  const aside = `${path}.quarantine-${number}`;
  // The file first: after a crash in between, a -wal without its file is set aside as well. The other way
  // round, the file would open in an older state and nobody would know.
  for (const suffix of suffixes) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  syncPath(dirname(path));
  return aside;
}
