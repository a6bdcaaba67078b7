import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Contact, Log } from '../ports/index.js';

/** The identity as the file names it. */
export interface ContactName {
  readonly merchantId: string;
  readonly terminalId: string;
  /** Of the message key: 32 hex digits. */
  readonly fingerprint: string;
}

const lineOf = ({ merchantId, terminalId, fingerprint }: ContactName): string =>
  `${merchantId} ${terminalId} ${fingerprint}`;

/**
 * Identities that the host has answered, a line each (payment rules, Online and offline 6). Beside the journal and not
 * in it, so that the mark outlives a journal that is rebuilt, restored or begun anew; more than one file, so that it
 * outlives the loss of a directory. What cannot be read or written is as if it were not there: the next answer of the
 * host writes it again.
 */
export class ContactFile implements Contact {
  readonly #paths: readonly string[];
  readonly #name: ContactName;
  readonly #log: Log;
  #known: boolean;

  constructor(paths: readonly string[], name: ContactName, log: Log) {
    this.#paths = paths;
    this.#name = name;
    this.#log = log;
    this.#known = paths.some((path) => linesIn(path).has(lineOf(name)));
    // One that was lost comes back from the other.
    if (this.#known) this.#write(name);
  }

  answered(): boolean {
    return this.#known;
  }

  heard(): void {
    if (this.#known) return;
    this.#known = true;
    this.#write(this.#name);
  }

  announced(fingerprint: string): void {
    if (this.#known) this.#write({ ...this.#name, fingerprint });
  }

  #write(name: ContactName): void {
    for (const path of this.#paths) {
      if (linesIn(path).has(lineOf(name))) continue;
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        append(path, `${lineOf(name)}\n`);
      } catch (error) {
        this.#log.warn('the mark of the first contact was not written', { path, problem: (error as Error).message });
      }
    }
  }
}

/** A file of marks that speaks against: nobody may say that the host never answered. */
export interface FoundMark {
  readonly path: string;
  /** False: it cannot be read, or holds what no such file does. */
  readonly isReadable: boolean;
}

/**
 * Whether the host has ever answered this merchant and terminal, under whatever key. Who asks this moves money by it:
 * what may be the beginning of such a line counts as one.
 *
 * @returns null: never
 */
export function markOfAnswer(paths: readonly string[], name: Omit<ContactName, 'fingerprint'>): FoundMark | null {
  const wanted = `${name.merchantId} ${name.terminalId} `;
  for (const path of paths) {
    const text = contentOf(path);
    if (text === null) return { path, isReadable: false };
    const isNamed = text
      .split('\n')
      .some((line) => line !== '' && (line.startsWith(wanted) || wanted.startsWith(line)));
    if (isNamed) return { path, isReadable: true };
  }
  return null;
}

/** Empty where there is none; null where it cannot be read, or holds what no such file does. */
function contentOf(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    return /^[\w \n-]*$/.test(text) ? text : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : null;
  }
}

function linesIn(path: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(path, 'utf8').split('\n'));
  } catch {
    return new Set();
  }
}

/** On the disk when it returns, with its name. */
function append(path: string, text: string): void {
  const file = openSync(path, 'a', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
