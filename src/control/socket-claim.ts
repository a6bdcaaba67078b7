import { chmod, lstat, mkdir, rm, stat } from 'node:fs/promises';
import { createConnection, type Server } from 'node:net';
import { dirname } from 'node:path';
import { TillpostError } from '../domain/errors.js';

const OWNER_ONLY_DIRECTORY = 0o700;
const OWNER_ONLY_FILE = 0o600;
const GROUP_AND_OTHERS = 0o077;

/**
 * Listens on a Unix socket that only its owner reaches: 0600 in a directory of 0700, which is made when it is
 * not there. What a dead agent left behind is replaced; a living one is not disturbed. Two agents that start in
 * the same instant are told apart by the journal's lock, not here.
 *
 * @throws SOCKET_IN_USE, CONFIG_PERMISSIONS (directory open to others), CONFIG_INVALID (something else is there)
 */
export async function claimSocket(server: Server, path: string): Promise<void> {
  await prepareDirectory(dirname(path));
  await removeStale(path);
  await new Promise<void>((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void => {
      const inUse = cause.code === 'EADDRINUSE';
      reject(inUse ? socketInUse(path) : refusal('CONFIG_INVALID', path, `cannot listen (${cause.code})`, cause));
    };
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      resolve();
    });
  });
  // Between listen and here the directory keeps others out.
  await chmod(path, OWNER_ONLY_FILE);
}

async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
  } catch (cause) {
    throw refusal('CONFIG_INVALID', directory, `cannot be made (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  const mode = (await stat(directory)).mode & 0o777;
  if ((mode & GROUP_AND_OTHERS) === 0) return;
  const found = mode.toString(8).padStart(4, '0');
  throw new TillpostError('CONFIG_PERMISSIONS', `${directory}: expected mode 0700, found ${found}`, {
    operation: 'control.listen',
    subject: directory,
    hint: `Whoever enters it could take sales. Give control.socket a directory of its own, or: chmod 700 ${directory}`,
  });
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw refusal('CONFIG_INVALID', path, String(error.code), error);
  });
  if (found === null) return;
  if (!found.isSocket()) throw refusal('CONFIG_INVALID', path, 'is there and is no socket');
  if (await answers(path)) throw socketInUse(path);
  await rm(path, { force: true });
}

/** Only a refused connection proves that nobody listens; anything else may be a busy agent. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(path);
    const end = (alive: boolean): void => {
      probe.destroy();
      resolve(alive);
    };
    probe.once('connect', () => end(true));
    probe.once('error', ({ code }: NodeJS.ErrnoException) => end(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });
}

function socketInUse(path: string): TillpostError {
  return new TillpostError('SOCKET_IN_USE', `${path}: an agent answers there already`, {
    operation: 'control.listen',
    subject: path,
    hint: 'Stop the other agent first; `tillpost status` shows it.',
  });
}

function refusal(code: 'CONFIG_INVALID', path: string, what: string, cause?: unknown): TillpostError {
  return new TillpostError(code, `${path}: ${what}`, {
    operation: 'control.listen',
    subject: path,
    hint: 'Correct control.socket in the configuration.',
    cause,
  });
}
