/** What `user_version` says. A journal with a higher one was written by a newer program and is refused. */
export const SCHEMA_VERSION = 1;

/**
 * `entry` is the append-only history under the HMAC chain; `sale_transaction` and `posting` hold the present state;
 * `queue_total`, `offline_room` and `card_room` are sums kept in the same commit, so that no answer to "how much waits"
 * grows with the backlog. `chain_subject` points to the newest entry of what is no transaction. `verify.ts` recomputes
 * all of them.
 */
export const SCHEMA = `
CREATE TABLE meta (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  terminal_id     TEXT NOT NULL CHECK (length(terminal_id) BETWEEN 1 AND 16),
  epoch           TEXT NOT NULL CHECK (length(epoch) = 16),
  created_at_ms   INTEGER NOT NULL,
  anchor_entry    INTEGER NOT NULL CHECK (anchor_entry >= 0),
  anchor_mac      BLOB NOT NULL CHECK (length(anchor_mac) = 32),
  verified_entry  INTEGER NOT NULL CHECK (verified_entry >= anchor_entry),
  verified_mac    BLOB NOT NULL CHECK (length(verified_mac) = 32),
  -- The newest entry that no transaction and no subject names as its own.
  nameless_entry  INTEGER NOT NULL DEFAULT 0
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
CREATE INDEX entry_mismatch ON entry (number) WHERE event = 'amountMismatch';

CREATE TABLE sale_transaction (
  -- Its place in this journal.
  number                INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4294967295),
  -- Start mark of its key.
  mark                  TEXT NOT NULL CHECK (length(mark) = 8),
  -- Key of a transaction of an earlier journal that was lost: what it still owed is delivered under that key.
  origin_epoch          TEXT CHECK (length(origin_epoch) = 16),
  origin_number         INTEGER CHECK (origin_number >= 1),
  -- Who is paid: the configuration may name another one by now.
  merchant_id           TEXT NOT NULL CHECK (length(merchant_id) BETWEEN 1 AND 16),
  type                  TEXT NOT NULL CHECK (type IN ('sale', 'refund')),
  state                 TEXT NOT NULL CHECK (state IN ('started', 'authorizing', 'approved', 'posted', 'declined',
                                                       'cancelled', 'reversing', 'reversed', 'voiding', 'voided',
                                                       'parked', 'resolved')),
  amount                INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 999999999999),
  currency              TEXT NOT NULL CHECK (length(currency) = 3),
  stan                  INTEGER NOT NULL CHECK (stan BETWEEN 1 AND 999999),
  -- Each till's keys are its own.
  till_id               TEXT,
  idempotency_key       TEXT,
  order_reference       TEXT,
  -- A second such sale is meant: no guard asks about it again.
  vouched               INTEGER NOT NULL CHECK (vouched IN (0, 1)),
  void_till_id          TEXT,
  void_idempotency_key  TEXT,
  -- As the terminal's wall clock had it, for people and host; never for order, age or date.
  started_at_ms         INTEGER NOT NULL,
  -- By book time, as every stamp below.
  begun_at_ms           INTEGER NOT NULL,
  clock                 TEXT NOT NULL CHECK (clock IN ('trusted', 'unchecked', 'wrong')),
  card                  TEXT CHECK (card IS NULL OR json_valid(card)),
  token                 TEXT GENERATED ALWAYS AS (json_extract(card, '$.token')) VIRTUAL,
  ciphertext            BLOB,
  ksn                   BLOB,
  emv                   BLOB,
  -- The verdict that somebody asked for who wants it to end.
  cancel_asked          TEXT CHECK (cancel_asked IS NULL OR json_valid(cancel_asked)),
  verdict               TEXT CHECK (verdict IS NULL OR json_valid(verdict)),
  answer                TEXT CHECK (answer IS NULL OR json_valid(answer)),
  deferred              INTEGER NOT NULL CHECK (deferred IN (0, 1)),
  offline_room          INTEGER NOT NULL CHECK (offline_room IN (0, 1)),
  -- The batch it entered when it started; null while its date is not known.
  batch                 INTEGER CHECK (batch >= 1),
  posted_batch          INTEGER CHECK (posted_batch >= 1),
  voided_batch          INTEGER CHECK (voided_batch >= 1),
  last_batch            INTEGER GENERATED ALWAYS AS (max(coalesce(posted_batch, 0), coalesce(voided_batch, 0))) VIRTUAL,
  decided_at_ms         INTEGER,
  posted_at_ms          INTEGER,
  -- Final, and nothing is owed to the host any more.
  closed_at_ms          INTEGER,
  -- The reader that was asked, what it showed, and since when that is known.
  reader                TEXT,
  shown                 TEXT NOT NULL CHECK (shown IN ('unknown', 'approved', 'declined', 'nothing')),
  shown_at_ms           INTEGER,
  -- 1 where what was shown and what is booked differ.
  shown_differs         INTEGER GENERATED ALWAYS AS (CASE
                          WHEN verdict IS NULL THEN 0
                          WHEN json_extract(verdict, '$.outcome') <> 'approved' THEN shown = 'approved'
                          ELSE json_extract(verdict, '$.by') = 'reader' OR shown IN ('declined', 'nothing') END) VIRTUAL,
  last_entry            INTEGER NOT NULL REFERENCES entry (number),
  CHECK ((shown = 'unknown') = (shown_at_ms IS NULL)),
  CHECK ((origin_epoch IS NULL) = (origin_number IS NULL)),
  CHECK ((ciphertext IS NULL) = (ksn IS NULL) AND (ksn IS NULL) = (emv IS NULL)),
  -- PCI DSS 3.3.1: nothing the host alone can read outlives the need for it. A void may still owe its advice.
  CHECK (ciphertext IS NULL OR state IN ('authorizing', 'approved', 'voiding', 'parked')),
  CHECK (verdict IS NOT NULL OR decided_at_ms IS NULL),
  CHECK (offline_room = 0 OR card IS NOT NULL),
  CHECK (closed_at_ms IS NULL OR state IN ('posted', 'declined', 'cancelled', 'reversed', 'voided', 'resolved'))
) STRICT;
CREATE UNIQUE INDEX transaction_origin ON sale_transaction (origin_epoch, mark, origin_number)
  WHERE origin_epoch IS NOT NULL;
CREATE UNIQUE INDEX transaction_idempotency ON sale_transaction (idempotency_key, ifnull(till_id, ''))
  WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX transaction_void_idempotency ON sale_transaction (void_idempotency_key, ifnull(void_till_id, ''))
  WHERE void_idempotency_key IS NOT NULL;
CREATE INDEX transaction_stan ON sale_transaction (stan, number);
CREATE INDEX transaction_unresolved ON sale_transaction (number) WHERE state IN ('started', 'authorizing');
CREATE INDEX transaction_waiting ON sale_transaction (number) WHERE state IN ('approved', 'parked');
CREATE INDEX transaction_resendable ON sale_transaction (number) WHERE state IN ('posted', 'reversed', 'voided');
CREATE INDEX transaction_offline ON sale_transaction (number) WHERE offline_room = 1;
CREATE INDEX transaction_card ON sale_transaction (token, currency, amount, number) WHERE token IS NOT NULL;
-- What a sealed batch waits for, and what it holds that is not delivered.
CREATE INDEX transaction_unfinished ON sale_transaction (batch, number) WHERE closed_at_ms IS NULL;
CREATE INDEX transaction_unshown ON sale_transaction (number)
  WHERE shown = 'unknown' AND verdict IS NOT NULL AND reader IS NOT NULL;
CREATE INDEX transaction_shown_otherwise ON sale_transaction (batch, number) WHERE shown_differs = 1;
CREATE INDEX transaction_batch ON sale_transaction (batch, state);
CREATE INDEX transaction_posted_batch ON sale_transaction (posted_batch, number) WHERE posted_batch IS NOT NULL;
CREATE INDEX transaction_voided_batch ON sale_transaction (voided_batch, number) WHERE voided_batch IS NOT NULL;
CREATE INDEX transaction_closed ON sale_transaction (last_batch, closed_at_ms, number) WHERE closed_at_ms IS NOT NULL;
-- For the foreign key when entries go.
CREATE INDEX transaction_last_entry ON sale_transaction (last_entry);

CREATE TABLE posting (
  sequence            INTEGER PRIMARY KEY CHECK (sequence >= 1),
  transaction_number  INTEGER NOT NULL REFERENCES sale_transaction (number),
  kind                TEXT NOT NULL CHECK (kind IN ('advice', 'reversal')),
  response            TEXT CHECK (response IN ('Y1', 'Y3', 'online')),
  reason              TEXT CHECK (reason IN ('timeout', 'cardDeclined', 'readerFailed', 'badMac', 'operatorVoid',
                                             'amountMismatch')),
  state               TEXT NOT NULL CHECK (state IN ('pending', 'receipted', 'parked', 'resolved')),
  -- One more each time it is pending again.
  opening             INTEGER NOT NULL CHECK (opening >= 1),
  refusals            INTEGER NOT NULL CHECK (refusals >= 0),
  -- By book time: the first temporary refusal of this opening.
  refused_since_ms    INTEGER,
  parked_reason       TEXT,
  resolution          TEXT,
  -- By book time: the commit that made it, or made it pending again.
  created_at_ms       INTEGER NOT NULL,
  CHECK ((kind = 'advice') = (response IS NOT NULL)),
  CHECK ((kind = 'reversal') = (reason IS NOT NULL)),
  CHECK ((state IN ('parked', 'resolved')) = (parked_reason IS NOT NULL)),
  CHECK ((state = 'resolved') = (resolution IS NOT NULL))
) STRICT;
CREATE INDEX posting_of_transaction ON posting (transaction_number, sequence);
-- One advice and one reversal at most: a resend opens the same ones again.
CREATE UNIQUE INDEX posting_once ON posting (transaction_number, kind);
CREATE INDEX posting_pending ON posting (kind, sequence) WHERE state = 'pending';
CREATE INDEX posting_state ON posting (state, sequence);
-- They wait since another time than their sequence says. Hardly ever has it a row.
CREATE INDEX posting_reopened ON posting (created_at_ms) WHERE state = 'pending' AND opening > 1;

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

-- By the reader's token; a card that holds nothing has no row.
CREATE TABLE card_room (
  token     TEXT NOT NULL,
  currency  TEXT NOT NULL CHECK (length(currency) = 3),
  count     INTEGER NOT NULL CHECK (count >= 1),
  amount    INTEGER NOT NULL CHECK (amount >= 1),
  PRIMARY KEY (token, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
  number         INTEGER PRIMARY KEY CHECK (number >= 1),
  merchant_id    TEXT NOT NULL CHECK (length(merchant_id) BETWEEN 1 AND 16),
  -- That of the sales in it; null while it holds none, or while their dates are not known.
  business_date  TEXT CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  state          TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'reconciling', 'detailing', 'closed')),
  opened_at_ms   INTEGER NOT NULL,
  -- The newest entry when it was opened: what was noted during the batch lies after it.
  opened_entry   INTEGER NOT NULL CHECK (opened_entry >= 0),
  closed_at_ms   INTEGER,
  sequence       INTEGER UNIQUE CHECK (sequence >= 1),
  -- By book time, when the totals were fixed: since then they wait.
  fixed_at_ms    INTEGER,
  CHECK ((fixed_at_ms IS NULL) = (sequence IS NULL)),
  CHECK ((closed_at_ms IS NOT NULL) = (state = 'closed')),
  CHECK ((sequence IS NOT NULL) = (state IN ('reconciling', 'detailing', 'closed')))
) STRICT;
-- Only one takes sales.
CREATE UNIQUE INDEX batch_open ON batch (state) WHERE state = 'open';
CREATE INDEX batch_unclosed ON batch (number) WHERE state IN ('sealed', 'reconciling', 'detailing');
CREATE INDEX batch_closed ON batch (number) WHERE state = 'closed';

CREATE TABLE batch_total (
  batch     INTEGER NOT NULL REFERENCES batch (number),
  side      TEXT NOT NULL CHECK (side IN ('terminal', 'host')),
  type      TEXT NOT NULL CHECK (type IN ('sale', 'refund', 'saleVoid', 'refundVoid')),
  currency  TEXT NOT NULL CHECK (length(currency) = 3),
  count     INTEGER NOT NULL CHECK (count >= 0),
  amount    INTEGER NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (batch, side, type, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_difference (
  batch              INTEGER NOT NULL REFERENCES batch (number),
  line               INTEGER NOT NULL CHECK (line >= 1),
  terminal_id        TEXT NOT NULL,
  epoch              TEXT NOT NULL CHECK (length(epoch) = 16),
  mark               TEXT NOT NULL CHECK (length(mark) = 8),
  number             INTEGER NOT NULL CHECK (number >= 1),
  kind               TEXT NOT NULL CHECK (kind IN ('missingAtTerminal', 'missingAtHost', 'amountDiffers')),
  type               TEXT NOT NULL CHECK (type IN ('sale', 'refund', 'saleVoid', 'refundVoid')),
  terminal_amount    INTEGER,
  terminal_currency  TEXT,
  host_amount        INTEGER,
  host_currency      TEXT,
  PRIMARY KEY (batch, line),
  CHECK ((terminal_amount IS NULL) = (terminal_currency IS NULL)),
  CHECK ((host_amount IS NULL) = (host_currency IS NULL)),
  CHECK ((kind = 'missingAtTerminal') = (terminal_amount IS NULL)),
  CHECK ((kind = 'missingAtHost') = (host_amount IS NULL))
) STRICT, WITHOUT ROWID;

-- Runs of the agent, and what to add to a run's steady clock to have book time. Of those before a dated one nothing is kept.
CREATE TABLE run (
  number      INTEGER PRIMARY KEY CHECK (number >= 1),
  from_ms     INTEGER NOT NULL,
  from_entry  INTEGER NOT NULL CHECK (from_entry >= 0),
  wall_ms     INTEGER NOT NULL,
  shift_ms    INTEGER NOT NULL,
  dated       INTEGER NOT NULL CHECK (dated IN (0, 1)),
  anchored    INTEGER NOT NULL CHECK (anchored IN (0, 1)),
  rules       TEXT NOT NULL CHECK (json_valid(rules))
) STRICT;

-- Closings that fell due, each once. Batch null: it held no sales; 0: from here on they are made.
CREATE TABLE due_closing (
  due            TEXT PRIMARY KEY CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]'),
  business_date  TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  batch          INTEGER CHECK (batch >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name   TEXT PRIMARY KEY CHECK (name IN ('limits', 'salesStopped', 'tamperedReaders', 'unseenLate')),
  value  TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE host_command (
  counter  INTEGER PRIMARY KEY CHECK (counter >= 1),
  command  TEXT NOT NULL CHECK (json_valid(command)),
  state    TEXT NOT NULL CHECK (state IN ('accepted', 'done', 'refused')),
  result   TEXT,
  CHECK ((state = 'accepted') = (result IS NULL))
) STRICT;
CREATE INDEX host_command_unfinished ON host_command (counter) WHERE state = 'accepted';

-- The newest entry of what is no transaction: a batch, the settings, the commands.
CREATE TABLE chain_subject (
  name        TEXT PRIMARY KEY,
  last_entry  INTEGER NOT NULL UNIQUE REFERENCES entry (number)
) STRICT, WITHOUT ROWID;
`;
