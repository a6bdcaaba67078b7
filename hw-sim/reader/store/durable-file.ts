import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

const UNFINISHED = '.tmp';

/**
 * Replaces a file so that a kill or a power cut at any instant leaves the old content or the new, never a
 * mixture: temporary file, fsync, rename, fsync of the folder. Synchronous on purpose: what follows in the
 * reader (sending, showing) must not begin before.
 */
export function writeDurably(path: string, text: string): void {
  const unfinished = `${path}${UNFINISHED}`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeAll(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncFolder(dirname(path));
}

/** Appends one line to an open file; durable when it returns. */
export function appendDurably(file: number, line: string): void {
  writeAll(file, `${line}\n`);
  fsyncSync(file);
}

export function removeDurably(path: string): void {
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

/** Removes what a kill between opening and renaming left behind. */
export function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(UNFINISHED)) unlinkSync(join(folder, name));
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
