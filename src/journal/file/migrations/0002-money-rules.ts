/**
 * Refunds, voids, resends, batches, settings, the host's commands, the offline room of each card.
 *
 * CHECKs cannot be altered, so `sale_transaction` and `posting` are built anew and copied. Children go before
 * parents, and the new tables refer to each other, so foreign keys hold throughout.
 *
 * What version 1 did not keep is taken from its entries: when a sale was decided, and when it was known to be
 * posted. Its batch stays unknown. `verify.ts` derives the same from the entries for transactions whose newest
 * entry is older than this migration.
 */
export const SQL_0002 = `
CREATE TABLE sale_transaction_2 (
  number                INTEGER PRIMARY KEY CHECK (number >= 1),
  type                  TEXT NOT NULL CHECK (type IN ('sale', 'refund')),
  state                 TEXT NOT NULL CHECK (state IN ('started', 'authorizing', 'approved', 'posted', 'declined',
                                                       'cancelled', 'reversing', 'reversed', 'voiding', 'voided',
                                                       'parked', 'resolved')),
  amount                INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 999999999999),
  currency              TEXT NOT NULL CHECK (length(currency) = 3),
  stan                  INTEGER NOT NULL CHECK (stan BETWEEN 1 AND 999999),
  idempotency_key       TEXT,
  void_idempotency_key  TEXT,
  started_at_ms         INTEGER NOT NULL,
  clock                 TEXT NOT NULL CHECK (clock IN ('trusted', 'unchecked', 'wrong')),
  card                  TEXT CHECK (card IS NULL OR json_valid(card)),
  token                 TEXT GENERATED ALWAYS AS (json_extract(card, '$.token')) VIRTUAL,
  ciphertext            BLOB,
  ksn                   BLOB,
  emv                   BLOB,
  verdict               TEXT CHECK (verdict IS NULL OR json_valid(verdict)),
  answer                TEXT CHECK (answer IS NULL OR json_valid(answer)),
  deferred              INTEGER NOT NULL CHECK (deferred IN (0, 1)),
  offline_room          INTEGER NOT NULL CHECK (offline_room IN (0, 1)),
  posted_batch          INTEGER CHECK (posted_batch >= 1),
  voided_batch          INTEGER CHECK (voided_batch >= 1),
  last_batch            INTEGER GENERATED ALWAYS AS (max(coalesce(posted_batch, 0), coalesce(voided_batch, 0))) VIRTUAL,
  decided_at_ms         INTEGER,
  posted_at_ms          INTEGER,
  -- Final, and nothing is owed to the host any more.
  closed_at_ms          INTEGER,
  last_entry            INTEGER NOT NULL REFERENCES entry (number),
  CHECK ((ciphertext IS NULL) = (ksn IS NULL) AND (ksn IS NULL) = (emv IS NULL)),
  -- PCI DSS 3.3.1: nothing the host alone can read outlives the need for it. A void may still owe its advice.
  CHECK (ciphertext IS NULL OR state IN ('authorizing', 'approved', 'voiding', 'parked')),
  CHECK (verdict IS NOT NULL OR decided_at_ms IS NULL),
  CHECK (offline_room = 0 OR card IS NOT NULL),
  CHECK (closed_at_ms IS NULL OR state IN ('posted', 'declined', 'cancelled', 'reversed', 'voided', 'resolved'))
) STRICT;

CREATE TABLE posting_2 (
  sequence            INTEGER PRIMARY KEY CHECK (sequence >= 1),
  transaction_number  INTEGER NOT NULL REFERENCES sale_transaction_2 (number),
  kind                TEXT NOT NULL CHECK (kind IN ('advice', 'reversal')),
  response            TEXT CHECK (response IN ('Y1', 'Y3', 'online')),
  reason              TEXT CHECK (reason IN ('timeout', 'cardDeclined', 'readerFailed', 'badMac', 'operatorVoid',
                                             'amountMismatch')),
  state               TEXT NOT NULL CHECK (state IN ('pending', 'receipted', 'parked', 'resolved')),
  refusals            INTEGER NOT NULL CHECK (refusals >= 0),
  parked_reason       TEXT,
  resolution          TEXT,
  created_at_ms       INTEGER NOT NULL,
  CHECK ((kind = 'advice') = (response IS NOT NULL)),
  CHECK ((kind = 'reversal') = (reason IS NOT NULL)),
  CHECK ((state IN ('parked', 'resolved')) = (parked_reason IS NOT NULL)),
  CHECK ((state = 'resolved') = (resolution IS NOT NULL))
) STRICT;

INSERT INTO sale_transaction_2 (number, type, state, amount, currency, stan, idempotency_key, started_at_ms, clock,
                                card, ciphertext, ksn, emv, verdict, answer, deferred, offline_room,
                                decided_at_ms, posted_at_ms, closed_at_ms, last_entry)
SELECT number, type, state, amount, currency, stan, idempotency_key, started_at_ms, clock,
       card, ciphertext, ksn, emv, verdict, answer, 0,
       EXISTS (SELECT 1 FROM posting p
                WHERE p.transaction_number = t.number AND p.kind = 'advice' AND p.state IN ('pending', 'parked')),
       CASE WHEN verdict IS NOT NULL THEN
         (SELECT min(at_ms) FROM entry e
           WHERE e.transaction_number = t.number
             AND e.event IN ('approveOnline', 'approveOffline', 'decline', 'cancel', 'reverse')) END,
       (SELECT min(at_ms) FROM entry e WHERE e.transaction_number = t.number AND e.state = 'posted'),
       closed_at_ms, last_entry
  FROM sale_transaction t;
INSERT INTO posting_2 (sequence, transaction_number, kind, response, reason, state, refusals, parked_reason,
                       created_at_ms)
SELECT sequence, transaction_number, kind, response, reason, state, refusals, parked_reason, created_at_ms
  FROM posting;

DROP TABLE posting;
DROP TABLE sale_transaction;
ALTER TABLE sale_transaction_2 RENAME TO sale_transaction;
ALTER TABLE posting_2 RENAME TO posting;

CREATE UNIQUE INDEX transaction_idempotency ON sale_transaction (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX transaction_void_idempotency ON sale_transaction (void_idempotency_key)
  WHERE void_idempotency_key IS NOT NULL;
CREATE INDEX transaction_stan ON sale_transaction (stan, number);
CREATE INDEX transaction_unresolved ON sale_transaction (number) WHERE state IN ('started', 'authorizing');
CREATE INDEX transaction_waiting ON sale_transaction (number) WHERE state IN ('approved', 'parked');
CREATE INDEX transaction_resendable ON sale_transaction (number) WHERE state IN ('posted', 'reversed', 'voided');
CREATE INDEX transaction_offline ON sale_transaction (number) WHERE offline_room = 1;
CREATE INDEX transaction_card ON sale_transaction (token, currency, amount, number) WHERE token IS NOT NULL;
CREATE INDEX transaction_posted_batch ON sale_transaction (posted_batch, number) WHERE posted_batch IS NOT NULL;
CREATE INDEX transaction_voided_batch ON sale_transaction (voided_batch, number) WHERE voided_batch IS NOT NULL;
CREATE INDEX transaction_closed ON sale_transaction (last_batch, closed_at_ms, number) WHERE closed_at_ms IS NOT NULL;
CREATE INDEX transaction_last_entry ON sale_transaction (last_entry);

CREATE INDEX posting_of_transaction ON posting (transaction_number, sequence);
-- One advice and one reversal at most: a resend opens the same ones again.
CREATE UNIQUE INDEX posting_once ON posting (transaction_number, kind);
CREATE INDEX posting_pending ON posting (kind, sequence) WHERE state = 'pending';
CREATE INDEX posting_state ON posting (state, sequence);

-- By the reader's token; a card that holds nothing has no row.
CREATE TABLE card_room (
  token     TEXT NOT NULL,
  currency  TEXT NOT NULL CHECK (length(currency) = 3),
  count     INTEGER NOT NULL CHECK (count >= 1),
  amount    INTEGER NOT NULL CHECK (amount >= 1),
  PRIMARY KEY (token, currency)
) STRICT, WITHOUT ROWID;
INSERT INTO card_room (token, currency, count, amount)
SELECT token, currency, count(*), sum(amount) FROM sale_transaction WHERE offline_room = 1 GROUP BY token, currency;

CREATE TABLE batch (
  number         INTEGER PRIMARY KEY CHECK (number >= 1),
  business_date  TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  state          TEXT NOT NULL CHECK (state IN ('open', 'draining', 'reconciling', 'detailing', 'closed')),
  opened_at_ms   INTEGER NOT NULL,
  -- The newest entry when it was opened: what was noted during the batch lies after it.
  opened_entry   INTEGER NOT NULL CHECK (opened_entry >= 0),
  closed_at_ms   INTEGER,
  sequence       INTEGER UNIQUE CHECK (sequence >= 1),
  carried        INTEGER NOT NULL CHECK (carried >= 0),
  CHECK ((closed_at_ms IS NOT NULL) = (state = 'closed')),
  CHECK ((sequence IS NOT NULL) = (state IN ('reconciling', 'detailing', 'closed')))
) STRICT;
-- Only one takes postings.
CREATE UNIQUE INDEX batch_taking ON batch (state IN ('open', 'draining')) WHERE state IN ('open', 'draining');
CREATE INDEX entry_mismatch ON entry (number) WHERE event = 'amountMismatch';
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

CREATE TABLE setting (
  name   TEXT PRIMARY KEY CHECK (name IN ('limits', 'salesStopped')),
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
