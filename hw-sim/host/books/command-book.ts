import type Database from 'better-sqlite3';
import type { CommandResult, HostCommand, HostOrder } from '../../../src/domain/host-command.js';
import type { Ids } from '../../../src/protocol/envelope.js';

/** A command with what the terminal said to it. */
export interface CommandRecord {
  readonly ids: Ids;
  readonly command: HostCommand;
  readonly orderedAtMs: number;
  /** How often it was published. */
  readonly sent: number;
  /** In the order in which they came; a command that is sent again may be answered again. */
  readonly results: readonly Pick<CommandResult, 'outcome' | 'text'>[];
}

interface StoredCommand {
  readonly merchant: string;
  readonly terminal: string;
  readonly counter: number;
  readonly host_order: string;
  readonly ordered_at_ms: number;
  /** Empty while the host has not seen the terminal's journal. */
  readonly epoch: string;
  readonly sent: number;
  readonly results: string;
}

const LISTED_MAX = 100;
const RESULTS_MAX = 20;

/** Orders to terminals, kept: a host that dies goes on asking. All calls belong inside the ledger's commit. */
export class CommandBook {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * The counter follows the time where it can: a host that lost its book in the middle still rises above what
   * the terminal has seen.
   */
  add({ merchantId, terminalId }: Ids, order: HostOrder, epoch: string, atMs: number): HostCommand {
    const last = this.#database
      .prepare<[string, string], number | null>('SELECT max(counter) FROM command WHERE merchant = ? AND terminal = ?')
      .pluck()
      .get(merchantId, terminalId);
    const counter = Math.max((last ?? 0) + 1, atMs);
    this.#database
      .prepare(
        'INSERT INTO command (merchant, terminal, counter, host_order, ordered_at_ms, epoch) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(merchantId, terminalId, counter, JSON.stringify(order), atMs, epoch);
    return { counter, epoch, issuedAtMs: atMs, order };
  }

  countSent({ merchantId, terminalId }: Ids, counter: number): void {
    this.#database
      .prepare('UPDATE command SET sent = sent + 1 WHERE merchant = ? AND terminal = ? AND counter = ?')
      .run(merchantId, terminalId, counter);
  }

  /**
   * As it goes out: for whom it was meant is known now, and it counts as given when it is sent for the first time. A
   * terminal that was away for days would refuse one of the day on which somebody typed it.
   */
  issue({ merchantId, terminalId }: Ids, { counter, order }: HostCommand, epoch: string, atMs: number): HostCommand {
    const issuedAtMs = this.#database
      .prepare<[string, number, string, string, number], number>(
        `UPDATE command SET epoch = ?, ordered_at_ms = CASE WHEN sent = 0 THEN ? ELSE ordered_at_ms END
         WHERE merchant = ? AND terminal = ? AND counter = ? RETURNING ordered_at_ms`,
      )
      .pluck()
      .get(epoch, atMs, merchantId, terminalId, counter);
    return { counter, epoch, issuedAtMs: issuedAtMs ?? atMs, order };
  }

  /** @returns false when no such command was given */
  addResult({ merchantId, terminalId }: Ids, { counter, outcome, text }: CommandResult): boolean {
    const known = this.#some('merchant = ? AND terminal = ? AND counter = ?', merchantId, terminalId, counter)[0];
    if (known === undefined) return false;
    const results = [...known.results, { outcome, text }].slice(0, RESULTS_MAX);
    this.#database
      .prepare('UPDATE command SET results = ? WHERE merchant = ? AND terminal = ? AND counter = ?')
      .run(JSON.stringify(results), merchantId, terminalId, counter);
    return true;
  }

  /** The oldest without a result of each terminal: one at a time, or a lost one would be overtaken and refused. */
  due(): readonly CommandRecord[] {
    return this.#some(
      `results = '[]' AND counter = (SELECT min(counter) FROM command AS other WHERE other.merchant = command.merchant
         AND other.terminal = command.terminal AND other.results = '[]')`,
    );
  }

  /** The newest one of a terminal; of any when `ids` is null. */
  last(ids: Ids | null): CommandRecord | null {
    if (ids === null) return this.list()[0] ?? null;
    return this.#some('merchant = ? AND terminal = ?', ids.merchantId, ids.terminalId)[0] ?? null;
  }

  /** Newest first. */
  list(): readonly CommandRecord[] {
    return this.#some('true');
  }

  #some(where: string, ...values: readonly (string | number)[]): readonly CommandRecord[] {
    return this.#database
      .prepare<(string | number)[], StoredCommand>(
        `SELECT * FROM command WHERE ${where} ORDER BY ordered_at_ms DESC, counter DESC LIMIT ${LISTED_MAX}`,
      )
      .all(...values)
      .map((stored) => ({
        ids: { merchantId: stored.merchant, terminalId: stored.terminal },
        command: {
          counter: stored.counter,
          epoch: stored.epoch,
          issuedAtMs: stored.ordered_at_ms,
          order: JSON.parse(stored.host_order) as HostOrder,
        },
        orderedAtMs: stored.ordered_at_ms,
        sent: stored.sent,
        results: JSON.parse(stored.results) as CommandRecord['results'],
      }));
  }
}
