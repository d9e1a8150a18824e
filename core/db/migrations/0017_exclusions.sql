-- What is kept out of everything shared on each computer of the user's, as keyed tags (core/exchange/exclusions.ts). device: the fingerprint
-- of that computer's key; empty for the list of this one, as the others were told it.
CREATE TABLE exclusion (
  device TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  key BLOB NOT NULL,
  tags BLOB NOT NULL
) STRICT, WITHOUT ROWID;
