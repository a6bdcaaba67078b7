import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicUs } from '../../monotonic.js';
import { appendDurably } from './durable-file.js';
import type { DisplayEntry, Shown } from './memory.js';
import { readableKey, type ReaderTransactionType, type StoredResult } from './stored-result.js';

export const DISPLAY_LOG = 'display.jsonl';

/** A line of the log: what the cardholder was shown, which is what the proof compares with the host's ledger. */
export interface DisplayLine {
  /** Unix ms. */
  readonly at: number;
  /** Of the machine's monotonic clock, when it was about to be shown: puts it among what other processes did. */
  readonly monotonicUs: number;
  /** `<epoch hex>-<mark hex>-<number>`. */
  readonly key: string;
  /** Tells two sales under one key from one that was shown again; another reader may leave it out. */
  readonly start: string;
  readonly shown: Shown;
  readonly type: ReaderTransactionType;
  readonly amount: number;
  /** ISO 4217 numeric. */
  readonly currency: number;
  readonly text: string;
  readonly maskedPan: string | null;
}

/** Appends to `display.jsonl` in the state folder; every line is on the disk before anything else happens. */
export class DisplayLog {
  readonly path: string;
  readonly #file: number;
  readonly #shown = new Map<string, Shown>();

  constructor(stateFolder: string) {
    mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
    this.path = join(stateFolder, DISPLAY_LOG);
    cutTornLine(this.path);
    for (const line of readDisplayLog(this.path)) this.#shown.set(line.start, line.shown);
    this.#file = openSync(this.path, 'a', 0o600);
  }

  append(entry: DisplayEntry, atMs: number): void {
    const line = displayLine(entry, atMs, monotonicUs());
    appendDurably(this.#file, JSON.stringify(line));
    this.#shown.set(line.start, line.shown);
  }

  /** What was shown last of each of these results, by key, of those that have a line. */
  shownFor(results: Iterable<StoredResult>): ReadonlyMap<string, Shown> {
    return lastShown(this.#shown, results);
  }

  close(): void {
    closeSync(this.#file);
  }
}

export function lastShown(
  byStart: ReadonlyMap<string, Shown>,
  results: Iterable<StoredResult>,
): ReadonlyMap<string, Shown> {
  const found = new Map<string, Shown>();
  for (const { key, start } of results) {
    const shown = byStart.get(start);
    if (shown !== undefined) found.set(key, shown);
  }
  return found;
}

export function displayLine(entry: DisplayEntry, atMs: number, monotonicUs: number): DisplayLine {
  return { ...entry, at: atMs, monotonicUs, key: readableKey(entry.key) };
}

/** For comparisons: every whole line; empty when there is no log yet. */
export function readDisplayLog(path: string): readonly DisplayLine[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DisplayLine);
}

/** A power cut may leave the beginning of a line that nobody was shown. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
}
