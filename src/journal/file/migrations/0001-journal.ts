/**
 * The first schema. Migrations are append-only: what a released program may have run is never edited.
 *
 * `entry` is the append-only history under the HMAC chain; `sale_transaction` and `posting` hold the present
 * state; `queue_total` and `offline_room` are sums kept in the same commit, so that no answer to "how much
 * waits" grows with the backlog. `verify.ts` recomputes all of them from the entries.
 */
export const SQL_0001 = `
CREATE TABLE meta (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  terminal_id     TEXT NOT NULL CHECK (length(terminal_id) BETWEEN 1 AND 16),
  epoch           TEXT NOT NULL CHECK (length(epoch) = 16),
  created_at_ms   INTEGER NOT NULL,
  anchor_entry    INTEGER NOT NULL CHECK (anchor_entry >= 0),
  anchor_mac      BLOB NOT NULL CHECK (length(anchor_mac) = 32),
  verified_entry  INTEGER NOT NULL CHECK (verified_entry >= anchor_entry),
  verified_mac    BLOB NOT NULL CHECK (length(verified_mac) = 32)
) STRICT;

CREATE TABLE entry (
  number              INTEGER PRIMARY KEY CHECK (number >= 1),
  transaction_number  INTEGER CHECK (transaction_number >= 1),
  event               TEXT NOT NULL,
  at_ms               INTEGER NOT NULL,
  state               TEXT,
  payload             TEXT CHECK (payload IS NULL OR json_valid(payload)),
  digest              BLOB NOT NULL CHECK (length(digest) = 32),
  mac                 BLOB NOT NULL CHECK (length(mac) = 32),
  CHECK ((transaction_number IS NULL) = (state IS NULL))
) STRICT;
CREATE INDEX entry_of_transaction ON entry (transaction_number, number);

CREATE TABLE sale_transaction (
  number           INTEGER PRIMARY KEY CHECK (number >= 1),
  type             TEXT NOT NULL CHECK (type IN ('sale')),
  state            TEXT NOT NULL CHECK (state IN ('started', 'authorizing', 'approved', 'posted', 'declined',
                                                  'cancelled', 'reversing', 'reversed', 'parked')),
  amount           INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 999999999999),
  currency         TEXT NOT NULL CHECK (length(currency) = 3),
  stan             INTEGER NOT NULL CHECK (stan BETWEEN 1 AND 999999),
  idempotency_key  TEXT,
  started_at_ms    INTEGER NOT NULL,
  clock            TEXT NOT NULL CHECK (clock IN ('trusted', 'unchecked', 'wrong')),
  card             TEXT CHECK (card IS NULL OR json_valid(card)),
  ciphertext       BLOB,
  ksn              BLOB,
  emv              BLOB,
  verdict          TEXT CHECK (verdict IS NULL OR json_valid(verdict)),
  answer           TEXT CHECK (answer IS NULL OR json_valid(answer)),
  closed_at_ms     INTEGER,
  last_entry       INTEGER NOT NULL REFERENCES entry (number),
  CHECK ((ciphertext IS NULL) = (ksn IS NULL) AND (ksn IS NULL) = (emv IS NULL)),
  -- PCI DSS 3.3.1: nothing the host alone can read outlives the need for it.
  CHECK (ciphertext IS NULL OR state IN ('authorizing', 'approved', 'parked')),
  CHECK ((closed_at_ms IS NOT NULL) = (state IN ('posted', 'declined', 'cancelled', 'reversed')))
) STRICT;
CREATE UNIQUE INDEX transaction_idempotency ON sale_transaction (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX transaction_stan ON sale_transaction (stan, number);
CREATE INDEX transaction_unresolved ON sale_transaction (number) WHERE state IN ('started', 'authorizing');
CREATE INDEX transaction_closed ON sale_transaction (closed_at_ms, number) WHERE closed_at_ms IS NOT NULL;
-- For the foreign key when entries go.
CREATE INDEX transaction_last_entry ON sale_transaction (last_entry);

CREATE TABLE posting (
  sequence            INTEGER PRIMARY KEY CHECK (sequence >= 1),
  transaction_number  INTEGER NOT NULL REFERENCES sale_transaction (number),
  kind                TEXT NOT NULL CHECK (kind IN ('advice', 'reversal')),
  response            TEXT CHECK (response IN ('Y1', 'Y3')),
  reason              TEXT CHECK (reason IN ('timeout', 'cardDeclined', 'readerFailed', 'badMac', 'operatorVoid',
                                             'amountMismatch')),
  state               TEXT NOT NULL CHECK (state IN ('pending', 'receipted', 'parked')),
  refusals            INTEGER NOT NULL CHECK (refusals >= 0),
  parked_reason       TEXT,
  created_at_ms       INTEGER NOT NULL,
  CHECK ((kind = 'advice') = (response IS NOT NULL)),
  CHECK ((kind = 'reversal') = (reason IS NOT NULL)),
  CHECK ((state = 'parked') = (parked_reason IS NOT NULL))
) STRICT;
CREATE INDEX posting_of_transaction ON posting (transaction_number, sequence);
CREATE INDEX posting_pending ON posting (kind, sequence) WHERE state = 'pending';
CREATE INDEX posting_state ON posting (state, sequence);

CREATE TABLE queue_total (
  kind      TEXT NOT NULL CHECK (kind IN ('advice', 'reversal')),
  state     TEXT NOT NULL CHECK (state IN ('pending', 'parked')),
  currency  TEXT NOT NULL CHECK (length(currency) = 3),
  count     INTEGER NOT NULL CHECK (count >= 0),
  amount    INTEGER NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (kind, state, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE offline_room (
  entry_mode  TEXT NOT NULL CHECK (entry_mode IN ('contactless', 'chip', 'magstripe', 'fallback', 'manual')),
  currency    TEXT NOT NULL CHECK (length(currency) = 3),
  count       INTEGER NOT NULL CHECK (count >= 0),
  amount      INTEGER NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (entry_mode, currency)
) STRICT, WITHOUT ROWID;
`;
