-- Asks are taken back at the firm exchange too, by their id.
CREATE TABLE withdrawal_new (
  kind TEXT NOT NULL CHECK (kind IN ('row', 'lookup', 'all', 'ask')),
  what TEXT NOT NULL,
  PRIMARY KEY (kind, what)
) STRICT, WITHOUT ROWID;
INSERT INTO withdrawal_new SELECT kind, what FROM withdrawal;
DROP TABLE withdrawal;
ALTER TABLE withdrawal_new RENAME TO withdrawal;
