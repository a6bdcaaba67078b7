import { createHash } from 'node:crypto';
import { TillpostError } from '../../domain/errors.js';
import type { Database, Statement } from '../file/database.js';
import { storedJson } from '../tables/stored-json.js';
import type { Entries } from './entries.js';

export const SETTINGS = 'settings';
export const COMMANDS = 'commands';
/** Runs and due closings. */
export const DAYS = 'days';
const BATCH = 'batch ';
export const batchSubject = (number: number): string => BATCH + String(number);

/**
 * Reads what stands in the tables of a subject (a batch, the settings, the commands), in a fixed order: two
 * states are the same exactly when their JSON is. Long lists stand there by count and digest.
 */
export class SubjectReader {
  readonly #batch: Statement<[number], Record<string, unknown>>;
  readonly #totals: Statement<[number]>;
  readonly #differences: Statement<[number]>;
  readonly #settings: Statement<[], { name: string; value: string }>;
  readonly #commands: Statement<[]>;
  readonly #runs: Statement<[]>;
  readonly #due: Statement<[]>;
  readonly #expected: Statement<[], string>;

  constructor(db: Database) {
    this.#batch = db.prepare(
      'SELECT number, merchant_id, business_date, state, opened_at_ms, opened_entry, closed_at_ms, sequence, fixed_at_ms FROM batch WHERE number = ?',
    );
    this.#totals = db.prepare(
      'SELECT side, type, currency, count, amount FROM batch_total WHERE batch = ? ORDER BY side, type, currency',
    );
    this.#differences = db.prepare('SELECT * FROM batch_difference WHERE batch = ? ORDER BY line');
    this.#settings = db.prepare('SELECT name, value FROM setting ORDER BY name');
    this.#commands = db.prepare('SELECT counter, command, state, result FROM host_command ORDER BY counter');
    this.#runs = db.prepare('SELECT * FROM run ORDER BY number');
    this.#due = db.prepare('SELECT * FROM due_closing ORDER BY due');
    this.#expected = db
      .prepare<[], string>(
        `SELECT '${BATCH}' || number FROM batch
         UNION ALL SELECT '${SETTINGS}' WHERE EXISTS (SELECT 1 FROM setting)
         UNION ALL SELECT '${DAYS}' WHERE EXISTS (SELECT 1 FROM run)
         UNION ALL SELECT '${COMMANDS}' WHERE EXISTS (SELECT 1 FROM host_command)`,
      )
      .pluck();
  }

  /** Null when nothing of the subject stands. */
  fields(subject: string): unknown {
    if (subject === SETTINGS) {
      const rows = this.#settings.all();
      return rows.length === 0 ? null : rows.map(({ name, value }) => ({ name, value: storedJson(value) }));
    }
    if (subject === DAYS) {
      const runs = this.#runs.all();
      return runs.length === 0 ? null : { runs, due: digested(this.#due.all()) };
    }
    if (subject === COMMANDS) return digested(this.#commands.all());
    const number = Number(subject.slice(BATCH.length));
    const row = this.#batch.get(number);
    if (row === undefined) return null;
    return { ...row, totals: this.#totals.all(number), differences: digested(this.#differences.all(number)) };
  }

  /** Subjects whose rows stand, each of which must have an entry. */
  standing(): readonly string[] {
    return this.#expected.all();
  }
}

function digested(rows: readonly unknown[]): unknown {
  if (rows.length === 0) return null;
  return { count: rows.length, digest: createHash('sha256').update(JSON.stringify(rows)).digest('hex') };
}

/** Writes the entries of what is no transaction. The rows are changed first: the entry says how they stand. */
export class ChainSubjects {
  readonly #entries: Entries;
  readonly #reader: SubjectReader;
  readonly #point: Statement<[string, number]>;
  readonly #at: Statement<[number], string>;

  constructor(db: Database, entries: Entries) {
    this.#entries = entries;
    this.#reader = new SubjectReader(db);
    this.#point = db.prepare(`
      INSERT INTO chain_subject (name, last_entry) VALUES (?,?)
      ON CONFLICT (name) DO UPDATE SET last_entry = excluded.last_entry`);
    this.#at = db.prepare<[number], string>('SELECT name FROM chain_subject WHERE last_entry = ?').pluck();
  }

  /**
   * @param change what the event brought, where the fields only have a digest of it
   * @param postings the highest sequence, when the event has taken one
   */
  record(subject: string, event: string, atMs: number, change: unknown = null, postings?: number): void {
    const after = this.#reader.fields(subject);
    if (after === null) throw new TillpostError('INTERNAL', `nothing stands of ${subject}`, { operation: 'journal' });
    const record = { subject, after, change };
    const entry = this.#entries.append({ event, atMs, record, ...(postings === undefined ? {} : { postings }) });
    this.#point.run(subject, entry);
  }

  /**
   * Says anew what only this entry says, so that retention may take the entry away.
   * @returns false when a newer entry says it already
   */
  carry(entry: number, atMs: number): boolean {
    const subject = this.#at.get(entry);
    if (subject === undefined) return false;
    this.record(subject, 'carry', atMs);
    return true;
  }
}
