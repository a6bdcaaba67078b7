import type Database from 'better-sqlite3';
import {
  GAPS_MAX,
  type Ids,
  type JournalGap,
  MISSING_MAX,
  type SentHead,
  type StatusMessage,
} from '../../src/protocol/envelope.js';

/** `forked`: the same entry with another MAC, so the terminal's journal is not the one it was. */
export type Witnessed = 'new' | 'known' | 'behind' | 'forked';

export interface SequenceGaps {
  readonly terminal: string;
  readonly epoch: string;
  readonly highest: number;
  /** The first of them, at most 20. */
  readonly missing: readonly number[];
}

/** A posting sequence that bears more than one record: copies of the terminal's journal count on side by side. */
export interface SequenceFork {
  readonly terminal: string;
  readonly epoch: string;
  readonly sequence: number;
  /** Kind, and key or batch, of each in the order of their names. */
  readonly records: readonly string[];
}

/** What the book holds of a journal: as a resend order asks for what came after. */
export interface HeldJournal {
  readonly terminal: string;
  readonly epoch: string;
  /** Up to it the book holds what every posting sequence was about. */
  readonly afterSequence: number;
  /** Highest transaction number. */
  readonly afterTransaction: number;
}

/** One record of the gap-free sequence: a posting, or a batch's totals. */
export interface SeenSequence {
  readonly terminalId: string;
  /** Of the journal that gave the sequence; the key may bear an older one's. */
  readonly epoch: string;
  readonly sequence: number;
  readonly kind: 'advice' | 'reversal' | 'totals';
  /** The key or the batch that it was about. */
  readonly about: string;
  /** False: refused or put off, so it will come again. */
  readonly done: boolean;
}

const HEADS_KEPT = 256;

/** What the host keeps about terminals beside the money. All calls belong inside the ledger's commit. */
export class TerminalFile {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * A repeat bears its first sequence: what was done stays done.
   *
   * @returns false when the sequence bears another record already, and this one is new: a fork
   */
  sawSequence({ terminalId, epoch, sequence, kind, about, done }: SeenSequence): boolean {
    const seen = this.#database
      .prepare<[string, string, number], { kind: string; key: string }>(
        'SELECT kind, key FROM sequence_seen WHERE terminal = ? AND epoch = ? AND sequence = ?',
      )
      .all(terminalId, epoch, sequence);
    this.#database
      .prepare(
        `INSERT INTO sequence_seen (terminal, epoch, sequence, kind, key, done) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET done = max(done, excluded.done)`,
      )
      .run(terminalId, epoch, sequence, kind, about, done ? 1 : 0);
    return seen.length === 0 || seen.some((it) => it.kind === kind && it.key === about);
  }

  witness(terminalId: string, head: SentHead, atMs: number): Witnessed {
    const known = this.#database
      .prepare<[string, string, number], { mac: string }>(
        'SELECT mac FROM witness WHERE terminal = ? AND epoch = ? AND entry = ?',
      )
      .get(terminalId, head.epoch, head.entry);
    if (known !== undefined) return known.mac === head.mac ? 'known' : 'forked';
    const newest = this.#database
      .prepare<[string, string], { entry: number | null }>(
        'SELECT max(entry) AS entry FROM witness WHERE terminal = ? AND epoch = ?',
      )
      .get(terminalId, head.epoch);
    this.#database
      .prepare('INSERT INTO witness (terminal, epoch, entry, mac, sequence, at_ms) VALUES (?, ?, ?, ?, ?, ?)')
      .run(terminalId, head.epoch, head.entry, head.mac, head.sequence, atMs);
    this.#database
      .prepare(
        `DELETE FROM witness WHERE terminal = @terminalId AND epoch = @epoch AND entry < (SELECT entry FROM witness
           WHERE terminal = @terminalId AND epoch = @epoch ORDER BY entry DESC LIMIT 1 OFFSET ${HEADS_KEPT - 1})`,
      )
      .run({ terminalId, epoch: head.epoch });
    return head.entry < (newest?.entry ?? 0) ? 'behind' : 'new';
  }

  /**
   * What is known of a journal by now, newest first: the newest head, the one before it, then at doubled distances, so
   * that few of them reach far back. The newest one bears the highest sequence that was told or has arrived.
   */
  knownHeads(terminalId: string, epoch: string, count: number): readonly SentHead[] {
    const rows = this.#database
      .prepare<[string, string], Omit<SentHead, 'epoch'>>(
        'SELECT entry, mac, sequence FROM witness WHERE terminal = ? AND epoch = ? ORDER BY entry DESC',
      )
      .all(terminalId, epoch);
    const arrived = this.#database
      .prepare<[string, string], number | null>(
        'SELECT max(sequence) FROM sequence_seen WHERE terminal = ? AND epoch = ?',
      )
      .pluck()
      .get(terminalId, epoch);
    const places = Array.from({ length: count }, (_, index) => 2 ** index - 1);
    return places.flatMap((place, index) => {
      const row = rows[place];
      if (row === undefined) return [];
      return [{ ...row, epoch, sequence: index === 0 ? Math.max(row.sequence, arrived ?? 0) : row.sequence }];
    });
  }

  /** The terminal's journal has taken over what these owed; or a person has cleared it up. */
  continued(terminalId: string, epochs: readonly string[]): void {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO continued (terminal, epoch) VALUES (?, ?)');
    for (const epoch of epochs) insert.run(terminalId, epoch);
  }

  /** Earlier journals of the terminal that nobody took over (uplink rules, Witness), the newest last. */
  gapsOf(terminalId: string, presentEpoch: string): readonly JournalGap[] {
    return this.#database
      .prepare<[string, string], Omit<JournalGap, 'missing'>>(
        `WITH journal AS (
           SELECT terminal, epoch, entry, sequence, at_ms FROM witness
           UNION ALL SELECT terminal, epoch, 0, sequence, 0 FROM sequence_seen)
         SELECT epoch, max(entry) AS entry, max(sequence) AS sequence FROM journal
         WHERE terminal = ? AND epoch <> ? AND (terminal, epoch) NOT IN (SELECT terminal, epoch FROM continued)
         GROUP BY epoch ORDER BY max(at_ms), epoch`,
      )
      .all(terminalId, presentEpoch)
      .map((gap) => ({ ...gap, missing: this.#missing(terminalId, gap.epoch, gap.sequence + 1) }))
      .slice(-GAPS_MAX);
  }

  /** The same for all terminals, by the journal that each was born with last. */
  ended(): readonly unknown[] {
    return this.#database
      .prepare<[], { terminal: string; epoch: string }>(
        'SELECT terminal, epoch FROM presence WHERE epoch IS NOT NULL ORDER BY merchant, terminal',
      )
      .all()
      .flatMap(({ terminal, epoch }) => this.gapsOf(terminal, epoch).map((gap) => ({ terminal, ...gap })));
  }

  /**
   * A death counts only for the session that was born last: a late one cannot hide a newer birth
   * (uplink rules, Topics). Returns whether it counted.
   */
  presence({ merchantId, terminalId }: Ids, status: StatusMessage, atMs: number): boolean {
    const { presence, session, sessionNumber, agentVersion } = status;
    const last = this.#database
      .prepare<[string, string], { session: string }>(
        'SELECT session FROM presence WHERE merchant = ? AND terminal = ?',
      )
      .get(merchantId, terminalId);
    if (presence === 'death' && last !== undefined && last.session !== session) return false;
    this.#database
      .prepare(
        `INSERT INTO presence (merchant, terminal, presence, session, session_number, agent_version, epoch, at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET presence = excluded.presence,
           session = excluded.session, session_number = excluded.session_number,
           agent_version = excluded.agent_version, epoch = ifnull(excluded.epoch, epoch), at_ms = excluded.at_ms`,
      )
      .run(merchantId, terminalId, presence, session, sessionNumber, agentVersion, status.head?.epoch ?? null, atMs);
    return true;
  }

  /** It speaks, so it is there, whatever was told of its going: a birth can be lost (uplink rules, Topics). */
  heard({ merchantId, terminalId }: Ids, atMs: number): void {
    this.#database
      .prepare(
        `UPDATE presence SET presence = 'birth', at_ms = ?
         WHERE merchant = ? AND terminal = ? AND presence = 'death'`,
      )
      .run(atMs, merchantId, terminalId);
  }

  /** Whether its last word was that it goes; a terminal that was never heard may be there. */
  isAway({ merchantId, terminalId }: Ids): boolean {
    const presence = this.#database
      .prepare<[string, string], string>('SELECT presence FROM presence WHERE merchant = ? AND terminal = ?')
      .pluck()
      .get(merchantId, terminalId);
    return presence === 'death';
  }

  /** Epoch of the journal that the terminal was last seen with; null when it never was. */
  epochOf({ terminalId }: Ids): string | null {
    const witnessed = 'SELECT epoch FROM witness WHERE terminal = ? ORDER BY at_ms DESC LIMIT 1';
    const entered = 'SELECT epoch FROM ledger WHERE terminal = ? ORDER BY id DESC LIMIT 1';
    for (const sql of [witnessed, entered]) {
      const epoch = this.#database.prepare<[string], string>(sql).pluck().get(terminalId);
      if (epoch !== undefined) return epoch;
    }
    return null;
  }

  held(): readonly HeldJournal[] {
    return this.#database
      .prepare<[], HeldJournal>(
        `WITH journal AS (SELECT terminal, epoch FROM ledger UNION SELECT terminal, epoch FROM sequence_seen)
         SELECT terminal, epoch,
           ifnull((SELECT max(number) FROM ledger AS row
             WHERE row.terminal = journal.terminal AND row.epoch = journal.epoch), 0) AS afterTransaction,
           (SELECT count(*) FROM (SELECT sequence, row_number() OVER (ORDER BY sequence) AS place
             FROM sequence_seen AS seen
             WHERE seen.terminal = journal.terminal AND seen.epoch = journal.epoch
             GROUP BY sequence HAVING min(done) = 1) WHERE sequence = place) AS afterSequence
         FROM journal ORDER BY terminal, epoch`,
      )
      .all();
  }

  terminals(): readonly unknown[] {
    return this.#database.prepare('SELECT * FROM presence ORDER BY merchant, terminal').all();
  }

  gaps(): readonly SequenceGaps[] {
    const journals = this.#database
      .prepare<[], { terminal: string; epoch: string; highest: number; count: number }>(
        `SELECT terminal, epoch, max(sequence) AS highest, count(DISTINCT sequence) AS count FROM sequence_seen
         GROUP BY terminal, epoch HAVING highest > count`,
      )
      .all();
    return journals.map(({ terminal, epoch, highest }) => ({
      terminal,
      epoch,
      highest,
      missing: this.#missing(terminal, epoch, highest),
    }));
  }

  forks(): readonly SequenceFork[] {
    return this.#database
      .prepare<[], Omit<SequenceFork, 'records'> & { readonly records: string }>(
        `SELECT terminal, epoch, sequence, json_group_array(kind || ' ' || key ORDER BY kind, key) AS records
         FROM sequence_seen GROUP BY terminal, epoch, sequence HAVING count(*) > 1`,
      )
      .all()
      .map((fork) => ({ ...fork, records: JSON.parse(fork.records) as string[] }));
  }

  #missing(terminal: string, epoch: string, highest: number): number[] {
    const seen = new Set(
      this.#database
        .prepare<[string, string], number>('SELECT sequence FROM sequence_seen WHERE terminal = ? AND epoch = ?')
        .pluck()
        .all(terminal, epoch),
    );
    const missing: number[] = [];
    for (let sequence = 1; sequence < highest && missing.length < MISSING_MAX; sequence += 1) {
      if (!seen.has(sequence)) missing.push(sequence);
    }
    return missing;
  }
}
