import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import { Sealed } from '../../domain/redaction.js';
import { syncPath, writeDurably } from '../file/files.js';

/** `journal.key`, beside the database: 32 bytes as hex, mode 0600. */
export function chainKeyPath(journalPath: string): string {
  return join(dirname(journalPath), 'journal.key');
}

/**
 * The key of the entry chain.
 *
 * @param fresh 32 random bytes, used when there is no key and the journal is new
 * @param isNew whether the journal has no entries yet: only then may a key be made
 * @throws CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID; file system errors as they come
 */
export function chainKey(journalPath: string, fresh: Uint8Array, isNew: boolean): Sealed {
  const path = chainKeyPath(journalPath);
  if (existsSync(path)) return readKey(path);
  if (!isNew) {
    throw noKey(path);
  }
  writeDurably(`${path}.new`, hex(fresh));
  renameSync(`${path}.new`, path);
  syncPath(dirname(path));
  return readKey(path);
}

/**
 * Reads a key that is there.
 * @throws CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID
 */
export function keyAt(path: string): Sealed {
  if (existsSync(path)) return readKey(path);
  throw noKey(path);
}

function readKey(path: string): Sealed {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new TillpostError('CONFIG_PERMISSIONS', `the chain key has mode 0${mode.toString(8)}, expected 0600`, {
      operation: 'journal.open',
      subject: path,
      hint: `chmod 600 ${path}, and find out who could read it.`,
    });
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new TillpostError('CONFIG_INVALID', 'the chain key is not 64 lower-case hex digits', {
      operation: 'journal.open',
      subject: path,
      hint: 'Put the file back from the backup.',
    });
  }
  return new Sealed(Buffer.from(text, 'hex'));
}

function noKey(path: string): TillpostError {
  return new TillpostError('CONFIG_MISSING', 'the journal is there but its chain key is not', {
    operation: 'journal.open',
    subject: path,
    hint: 'Put the file back from the backup: without it nobody can tell whether the journal is whole.',
  });
}
