import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { TillpostError } from '../domain/errors.js';
import { Sealed } from '../domain/redaction.js';

/** Far above any key or password; a device or log given by mistake is refused. */
const SECRET_MAX_BYTES = 65_536;
const GROUP_AND_OTHERS = 0o077;

/**
 * A key of 32 bytes, written as 64 hexadecimal characters, in a file that only its owner may touch.
 *
 * @throws CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID; none of them tells anything of the content
 */
export function readKeyFile(path: string): Sealed {
  const digits = readSecretFile(path).toString('latin1').trim();
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) {
    throw new TillpostError('CONFIG_INVALID', `${path}: expected 64 hexadecimal characters (32 bytes)`, {
      operation: 'key.read',
      subject: path,
      hint: 'Make one with: (umask 077; openssl rand -hex 32 > FILE), and give the host the same key.',
    });
  }
  return new Sealed(Buffer.from(digits, 'hex'));
}

/**
 * A password: the first line of a file that only its owner may touch, as UTF-8 bytes.
 *
 * @throws CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID when it is empty
 */
export function readPasswordFile(path: string): Sealed {
  const [line = ''] = readSecretFile(path).toString('utf8').split(/\r?\n/, 1);
  if (line === '') {
    throw new TillpostError('CONFIG_INVALID', `${path}: its first line is empty`, {
      operation: 'key.read',
      subject: path,
      hint: 'Put the password on the first line.',
    });
  }
  return new Sealed(Buffer.from(line, 'utf8'));
}

/** Bytes of a file which group and others may not touch: also for the private key of TLS. Same errors. */
export function readSecretFile(path: string): Buffer {
  const file = openSecret(path);
  try {
    const stats = fstatSync(file);
    refuseUnsafe(path, stats);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function openSecret(path: string): number {
  try {
    // Not waiting for the other end, should it be a pipe: it is refused below.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    const what = missing ? 'no such file' : code === 'EACCES' ? 'may not be read by this user' : String(code);
    throw new TillpostError(missing ? 'CONFIG_MISSING' : 'CONFIG_PERMISSIONS', `${path}: ${what}`, {
      operation: 'key.read',
      subject: path,
      hint: missing ? 'Put the file there, mode 0600.' : 'Let the file belong to the user that runs the agent.',
      cause: error,
    });
  }
}

function refuseUnsafe(path: string, stats: Stats): void {
  if (!stats.isFile() || stats.size > SECRET_MAX_BYTES) {
    const message = `${path}: expected a small regular file`;
    throw new TillpostError('CONFIG_INVALID', message, { operation: 'key.read', subject: path });
  }
  const mode = stats.mode & 0o777;
  if ((mode & GROUP_AND_OTHERS) !== 0) {
    const found = mode.toString(8).padStart(4, '0');
    throw new TillpostError('CONFIG_PERMISSIONS', `${path}: expected mode 0600, found ${found}`, {
      operation: 'key.read',
      subject: path,
      hint: `chmod 600 ${path}`,
    });
  }
}
