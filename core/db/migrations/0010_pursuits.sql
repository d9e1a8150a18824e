-- What the user's side wants to win, has won or has lost: imported or typed. Days are YYYY-MM-DD. crm_key is the CRM's id in the one
-- form that all its exports can be compared in.
CREATE TABLE pursuit (
  id INTEGER PRIMARY KEY,
  crm_id TEXT,
  crm_key TEXT UNIQUE,
  name TEXT NOT NULL,
  organisation TEXT,
  domain TEXT,
  practice TEXT,
  stage TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('open', 'won', 'lost')),
  opened_on TEXT,
  decided_on TEXT,
  added_at INTEGER NOT NULL
) STRICT;

-- Its people as they were named; who of the mailbox they are is found when it is asked, because that changes.
CREATE TABLE pursuit_person (
  pursuit_id INTEGER NOT NULL REFERENCES pursuit ON DELETE CASCADE,
  name TEXT,
  email TEXT,
  title TEXT,
  decides INTEGER NOT NULL CHECK (decides IN (0, 1)),
  CHECK (name IS NOT NULL OR email IS NOT NULL)
) STRICT;
CREATE INDEX pursuit_person_pursuit ON pursuit_person (pursuit_id);

-- What the columns of a file mean, as the user has said, by the names in its first row: JSON both.
CREATE TABLE pursuit_columns (
  header TEXT PRIMARY KEY,
  columns TEXT NOT NULL
) STRICT, WITHOUT ROWID;
