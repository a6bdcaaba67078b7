import { accessSync, constants } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { TillpostError } from '../domain/errors.js';
import { readKeyFile, readPasswordFile, readSecretFile } from '../platform/key-file.js';
import { type ConfigDocument, readDocument } from './document.js';
import type { OfflineConfig, OfflineTables } from './offline.js';
import { configError, looksSecret, type Problem, showValue, valueAt } from './problem.js';
import { type Config, configSchema } from './schema.js';

export { configuredCurrencies, offlineLimits } from './offline.js';
export type { Config } from './schema.js';
export { findConfigPath } from './search.js';

export function journalPathOf({ state }: Config): string {
  return join(state.dir, 'journal.db');
}

/**
 * The mirror log's path; null when there is to be none. Where none is named it lies in a directory beside `state.dir`:
 * whoever removes or puts back the one does not take the other with it.
 */
export function mirrorPathOf({ state }: Config): string | null {
  return state.mirrorPath === null ? join(`${state.dir}.mirror`, 'mirror.log') : state.mirrorPath || null;
}

/** Where it is kept that the host has answered: in the journal's directory, and beside the mirror where that is another. */
export function contactPathsOf(config: Config): readonly string[] {
  const mirror = mirrorPathOf(config);
  const paths = [config.state.dir, ...(mirror === null ? [] : [dirname(mirror)])].map((dir) => join(dir, 'contacts'));
  return [...new Set(paths)];
}

/** @param named on the command line; null for the configured one @throws INVALID_REQUEST when none is configured */
export function backupDirectoryOf({ backup }: Config, named: string | null, operation: string): string {
  const directory = named ?? backup.dir;
  if (directory !== '') return directory;
  throw new TillpostError('INVALID_REQUEST', 'no directory for backups is configured', {
    operation,
    hint: 'Name one with --dir, or set backup.dir in the configuration, best on another device.',
  });
}

/** Keys that name a file or directory. Relative ones start at the directory of the configuration. */
const PATHS: readonly (readonly [section: string, key: string])[] = [
  ['state', 'dir'],
  ['state', 'mirror_path'],
  ['backup', 'dir'],
  ['reader', 'path'],
  ['control', 'socket'],
  ['log', 'file'],
  ['uplink', 'key_file'],
  ['broker', 'password_file'],
  ['broker', 'ca_file'],
  ['broker', 'cert_file'],
  ['broker', 'key_file'],
];

interface FileCheck {
  readonly section: string;
  readonly key: string;
  /** Throws a TillpostError. */
  readonly check: (path: string) => unknown;
}

/** Files that must be there and in order when the agent starts. */
const FILE_CHECKS: readonly FileCheck[] = [
  { section: 'uplink', key: 'key_file', check: readKeyFile },
  { section: 'broker', key: 'password_file', check: readPasswordFile },
  { section: 'broker', key: 'key_file', check: readSecretFile },
  { section: 'broker', key: 'ca_file', check: mustBeReadable },
  { section: 'broker', key: 'cert_file', check: mustBeReadable },
  { section: 'control', key: 'socket', check: mustFitSocket },
];

/** sun_path of Linux holds 108 bytes with the closing zero (unix(7)). */
const SOCKET_PATH_MAX_BYTES = 107;

/**
 * Reads and checks a configuration and the files it names. Reports everything that is wrong at once.
 *
 * @throws CONFIG_MISSING, CONFIG_INVALID, CONFIG_PERMISSIONS: file, dotted key, expected and found; no secrets
 */
export function loadConfig(path: string): Config {
  const document = readDocument(path);
  const checked = configSchema.safeParse(document.tables);
  const problems = [
    ...(checked.success ? [] : checked.error.issues.flatMap((issue) => problemsOf(document, issue))),
    ...fileProblems(document),
  ];
  if (!checked.success || problems.length > 0) throw configError(document.path, problems);
  return asConfig(document, checked.data);
}

function problemsOf(document: ConfigDocument, issue: z.core.$ZodIssue): Problem[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    // The value of a key that we do not know may be anything, a password too: never shown.
    return issue.keys.map((key) => ({
      code: 'CONFIG_INVALID',
      key: [...at, key].join('.'),
      text: `unknown key; packaging/tillpost.example.toml lists the known ones`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const [{ message } = { message: 'another name' }] = issue.issues;
    return [{ code: 'CONFIG_INVALID', key: at.join('.'), text: `expected the table's name to be ${message}` }];
  }
  const found = valueAt(document.tables, issue.path);
  const expected =
    issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record')
      ? `a table [${at.join('.')}]`
      : issue.message;
  return [{ code: 'CONFIG_INVALID', key: at.join('.'), text: `expected ${expected}, found ${showValue(found)}` }];
}

/** Also when the schema failed elsewhere: a technician wants to know of both. */
function fileProblems({ path, tables }: ConfigDocument): Problem[] {
  return FILE_CHECKS.flatMap(({ section, key, check }) => {
    const named = valueAt(tables, [section, key]);
    if (typeof named !== 'string' || named === '' || named.includes('\0')) return [];
    try {
      check(resolve(dirname(path), named));
      return [];
    } catch (error) {
      if (!(error instanceof TillpostError)) throw error;
      const { code } = error;
      const known = code === 'CONFIG_MISSING' || code === 'CONFIG_PERMISSIONS' ? code : 'CONFIG_INVALID';
      const text = looksSecret(named) ? `expected the path of a file, found ${showValue(named)}` : withHint(error);
      return [{ code: known, key: `${section}.${key}`, text }];
    }
  });
}

function withHint({ message, hint }: TillpostError): string {
  return hint === undefined ? message : `${message} (${hint})`;
}

function mustBeReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? 'no such file' : 'may not be read by this user';
    throw new TillpostError(missing ? 'CONFIG_MISSING' : 'CONFIG_PERMISSIONS', `${path}: ${what}`, {
      operation: 'config.check',
      subject: path,
      cause,
    });
  }
}

function mustFitSocket(path: string): void {
  const length = Buffer.byteLength(path);
  if (length <= SOCKET_PATH_MAX_BYTES) return;
  const message = `${path}: expected a path of at most ${SOCKET_PATH_MAX_BYTES} bytes, found ${length}`;
  throw new TillpostError('CONFIG_INVALID', message, { operation: 'config.check', subject: path });
}

function asConfig({ path }: ConfigDocument, file: z.output<typeof configSchema>): Config {
  const base = dirname(path);
  const sections = Object.entries(file).map(([section, fields]) => [section, camelSection(section, fields, base)]);
  return { ...(Object.fromEntries(sections) as Config), offline: offlineConfig(file.offline), path };
}

const OPTIONAL = {
  terminal: ['currency'],
  state: ['mirror_path'],
  broker: ['username', 'password_file', 'ca_file', 'cert_file', 'key_file'],
  log: ['file'],
} as Readonly<Record<string, readonly string[]>>;

function camelSection(section: string, fields: object, base: string): Record<string, unknown> {
  const known = PATHS.filter(([name]) => name === section).map(([, key]) => key);
  const absent = (OPTIONAL[section] ?? []).map((key) => [key, null] as const);
  const entries = [...absent, ...(Object.entries(fields) as [string, unknown][])].map(([key, value]) => [
    camel(key),
    typeof value === 'string' && value !== '' && known.includes(key) ? resolve(base, value) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function camel(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function offlineConfig({
  queue_depth: queueDepth,
  before_first_contact: beforeFirstContact,
  ...file
}: z.output<typeof configSchema>['offline']): OfflineConfig {
  const modes = Object.entries(file).map(([mode, currencies]) => [
    mode,
    Object.fromEntries(
      Object.entries(currencies ?? {}).map(([code, { oldest_age_s: oldestAgeS, ...table }]) => [
        code,
        {
          allowed: table.allowed,
          ceiling: table.ceiling,
          storedCount: table.stored_count,
          storedAmount: table.stored_amount,
          oldestAgeMs: oldestAgeS === undefined ? undefined : oldestAgeS * 1000,
          cardCount: table.card_count,
          cardAmount: table.card_amount,
          deferred: table.deferred,
          refunds: table.refunds,
        },
      ]),
    ),
  ]);
  return { queueDepth, beforeFirstContact, tables: Object.fromEntries(modes) as OfflineTables };
}
