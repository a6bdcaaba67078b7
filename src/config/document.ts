import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { type ErrorCode, TillpostError } from '../domain/errors.js';
import { DEFAULT_CONFIG_PATH } from './search.js';

export type Table = Readonly<Record<string, unknown>>;

/** A configuration file as TOML tables, nothing checked yet. */
export interface ConfigDocument {
  /** Absolute. */
  readonly path: string;
  readonly tables: Table;
}

/** A file of some kilobytes is normal; a device or a log given by mistake is not read to its end. */
const FILE_MAX_BYTES = 1_048_576;

/** @throws CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID (with line and column) */
export function readDocument(file: string): ConfigDocument {
  const path = resolve(file);
  const text = readText(path);
  try {
    return { path, tables: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The library's message goes on with the lines of the file, which are not for logs: first line only.
    const [reason = 'not TOML'] = error.message.split('\n');
    throw new TillpostError('CONFIG_INVALID', `${path}:${error.line}:${error.column}: ${reason}`, {
      operation: 'config.read',
      subject: path,
      hint: 'Text needs quotes, tables stand in [brackets]; packaging/tillpost.example.toml shows every key.',
      cause: error,
    });
  }
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > FILE_MAX_BYTES) throw problem('CONFIG_INVALID', path, `is too large: ${bytes.length} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TillpostError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw problem('CONFIG_MISSING', path, 'no such file', error);
    if (code === 'EACCES') throw problem('CONFIG_PERMISSIONS', path, 'may not be read by this user', error);
    if (code === 'EISDIR') throw problem('CONFIG_INVALID', path, 'is a directory', error);
    throw problem('CONFIG_INVALID', path, error instanceof TypeError ? 'is not UTF-8 text' : String(code), error);
  }
}

function problem(code: ErrorCode, path: string, what: string, cause?: unknown): TillpostError {
  return new TillpostError(code, `${path}: ${what}`, {
    operation: 'config.read',
    subject: path,
    hint: `Looked for: --config FILE, then TILLPOST_CONFIG, then ${DEFAULT_CONFIG_PATH}.`,
    cause,
  });
}
