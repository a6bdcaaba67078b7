/** Of the tables below; a book of another one is refused. Kept as SQLite's user_version. */
export const LEDGER_VERSION = 4;

/** What a backup holds: the book. Presence is what is now, whatever book the host was given back. */
export const BOOK_TABLES = [
  'ledger',
  'declined',
  'sequence_seen',
  'witness',
  'continued',
  'settlement',
  'settlement_page',
  'command',
] as const;

/**
 * The ledger's tables. `hw-sim/audit/audit.ts` reads `ledger` with SQL of its own, on purpose: change both together.
 * No column can hold a clear PAN: `masked_pan` says so to SQLite as well.
 */
export const LEDGER_SCHEMA = `
CREATE TABLE IF NOT EXISTS ledger (
  id               INTEGER PRIMARY KEY,
  key              TEXT    NOT NULL,              -- terminal-epoch-mark-number
  merchant         TEXT    NOT NULL,
  terminal         TEXT    NOT NULL,
  epoch            TEXT    NOT NULL,
  number           INTEGER NOT NULL,
  type             TEXT    NOT NULL CHECK (type IN ('sale', 'refund')),
  state            TEXT    NOT NULL CHECK (state IN ('posted', 'reversed')),
  first_message    TEXT    NOT NULL CHECK (first_message IN ('request', 'advice', 'reversal')),
  amount           INTEGER NOT NULL CHECK (amount > 0),  -- minor units
  currency         TEXT    NOT NULL,              -- ISO 4217, alphabetic
  exponent         INTEGER NOT NULL,
  stan             INTEGER NOT NULL,
  rrn              TEXT    NOT NULL,              -- empty in a tombstone
  response_code    TEXT    NOT NULL,
  entry_mode       TEXT,
  masked_pan       TEXT    CHECK (masked_pan IS NULL OR masked_pan NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'),
  scheme           TEXT,
  cryptogram       TEXT,
  pan_proof        TEXT    NOT NULL CHECK (pan_proof IN ('ok', 'failed', 'absent')),
  terminal_time_ms INTEGER NOT NULL,              -- when the sale was started, by the terminal's clock
  batch            INTEGER NOT NULL,              -- in which it was posted; 0 in a tombstone
  reversed_batch   INTEGER NOT NULL DEFAULT 0,    -- in which it was reversed; 0: it is not
  deferred         INTEGER NOT NULL CHECK (deferred IN (0, 1)),
  posted_at_ms     INTEGER,                       -- null in a tombstone
  reversed_at_ms   INTEGER,
  repeats          INTEGER NOT NULL DEFAULT 0     -- messages that changed nothing
) STRICT;

CREATE INDEX IF NOT EXISTS ledger_batch ON ledger (terminal, epoch, batch);
CREATE INDEX IF NOT EXISTS ledger_reversed_batch ON ledger (terminal, epoch, reversed_batch);

-- Batches of which the terminal has sent totals: they take nothing any more.
-- Requests that were declined: a copy that comes again is declined again, whatever the issuer would say by then.
CREATE TABLE IF NOT EXISTS declined (
  key           TEXT PRIMARY KEY,
  response_code TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settlement (
  merchant TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, batch INTEGER NOT NULL,
  state           TEXT    NOT NULL CHECK (state IN ('matched', 'detailing', 'explained')),
  business_date   TEXT    NOT NULL,
  sequence        INTEGER NOT NULL,               -- 0: details came of totals that this book does not know
  terminal_totals TEXT    NOT NULL,               -- JSON
  host_totals     TEXT    NOT NULL,               -- JSON, as they were answered
  differences     TEXT    NOT NULL DEFAULT '[]',  -- JSON
  repeats         INTEGER NOT NULL DEFAULT 0,
  at_ms           INTEGER NOT NULL,
  PRIMARY KEY (merchant, terminal, epoch, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS settlement_page (
  merchant TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, batch INTEGER NOT NULL, page INTEGER NOT NULL,
  rows TEXT NOT NULL, PRIMARY KEY (merchant, terminal, epoch, batch, page)
) STRICT, WITHOUT ROWID;

-- Orders to terminals, with what came back: JSON both.
CREATE TABLE IF NOT EXISTS command (
  merchant TEXT NOT NULL, terminal TEXT NOT NULL, counter INTEGER NOT NULL, host_order TEXT NOT NULL,
  ordered_at_ms INTEGER NOT NULL, epoch TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0, results TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (merchant, terminal, counter)
) STRICT, WITHOUT ROWID;

-- Posting sequences that arrived: gap-free for terminal and epoch, so what is missing can be named. One that bears two
-- records is a fork: two copies of one journal count on from the same number. Both are booked, for keys differ.
CREATE TABLE IF NOT EXISTS sequence_seen (
  terminal TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1)),  -- 0: it arrived and was refused or put off, the book holds nothing of it
  PRIMARY KEY (terminal, epoch, sequence, kind, key)
) STRICT, WITHOUT ROWID;

-- Heads of the terminals' entry chains: the witness against a journal that was rolled back.
CREATE TABLE IF NOT EXISTS witness (
  terminal TEXT NOT NULL, epoch TEXT NOT NULL, entry INTEGER NOT NULL, mac TEXT NOT NULL, sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (terminal, epoch, entry)
) STRICT, WITHOUT ROWID;

-- Journals whose debts another one took over, or that a person has cleared up: they leave no gap.
CREATE TABLE IF NOT EXISTS continued (
  terminal TEXT NOT NULL, epoch TEXT NOT NULL, PRIMARY KEY (terminal, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS presence (
  merchant TEXT NOT NULL, terminal TEXT NOT NULL, presence TEXT NOT NULL, session TEXT NOT NULL,
  session_number INTEGER NOT NULL, agent_version TEXT NOT NULL, epoch TEXT, at_ms INTEGER NOT NULL,
  PRIMARY KEY (merchant, terminal)
) STRICT, WITHOUT ROWID;
`;
