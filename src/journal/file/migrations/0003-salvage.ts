/**
 * Transactions of an earlier journal that was lost: what it still owed stands in the mirror log, is taken over
 * from there and is delivered under its old key. `number` is its place in this journal.
 */
export const SQL_0003 = `
ALTER TABLE sale_transaction ADD COLUMN origin_epoch TEXT CHECK (length(origin_epoch) = 16);
ALTER TABLE sale_transaction ADD COLUMN origin_number INTEGER
  CHECK (origin_number >= 1 AND (origin_epoch IS NULL) = (origin_number IS NULL));
CREATE UNIQUE INDEX transaction_origin ON sale_transaction (origin_epoch, origin_number)
  WHERE origin_epoch IS NOT NULL;
`;
