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
