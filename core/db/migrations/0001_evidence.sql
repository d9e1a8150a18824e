-- What was seen: messages, meetings, contact cards, connections and the addresses in them.

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A file or folder the user gave, or one file found below it. The cursor is the byte up to which its content is stored.
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  location TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  done INTEGER NOT NULL,
  imported_at INTEGER NOT NULL
) STRICT;

-- An item of a source that could not be used, and why.
CREATE TABLE skipped (
  source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
  place TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (source_id, place, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'machine', 'own')),
  organisation_id INTEGER REFERENCES organisation,
  colleague TEXT NOT NULL DEFAULT 'no' CHECK (colleague IN ('no', 'current', 'former')),
  side TEXT NOT NULL DEFAULT 'unfiled' CHECK (side IN
    ('client', 'referrer', 'adviser', 'other side', 'supplier', 'personal', 'not a relationship', 'unfiled')),
  title TEXT,
  title_source TEXT,
  title_at INTEGER
) STRICT;
CREATE INDEX person_organisation ON person (organisation_id);

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

-- email is lower case with an ASCII domain; person_id is NULL until identity has looked at it.
CREATE TABLE address (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  person_id INTEGER REFERENCES person
) STRICT;
CREATE INDEX address_person ON address (person_id);

-- Every display name an address was seen with; last_seen in Unix seconds.
CREATE TABLE address_name (
  address_id INTEGER NOT NULL REFERENCES address,
  name TEXT NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (address_id, name)
) STRICT, WITHOUT ROWID;

-- key: 4 bytes of the Date header and 8 bytes of a hash of the message's own identity, so that the same message from two sources
-- is one row and new keys land near each other. *_ref are 53-bit hashes of message ids: its own, the one it answers, and
-- the first of its thread. flags: see core/ingest/flags.ts.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source,
  sent_at INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  message_ref INTEGER,
  parent_ref INTEGER,
  thread_ref INTEGER,
  subject TEXT
) STRICT;

-- Further sources that hold the same message.
CREATE TABLE message_copy (
  message_id INTEGER NOT NULL REFERENCES message,
  source_id INTEGER NOT NULL REFERENCES source,
  PRIMARY KEY (message_id, source_id)
) STRICT, WITHOUT ROWID;

-- role: 0 from, 1 to, 2 cc, 3 bcc, 4 sender, 5 reply-to, 6 delivered-to.
-- The index by address is made by core/db/indexes.ts, after a first import instead of during it.
CREATE TABLE message_party (
  message_id INTEGER NOT NULL REFERENCES message,
  address_id INTEGER NOT NULL REFERENCES address,
  role INTEGER NOT NULL,
  PRIMARY KEY (message_id, address_id, role)
) STRICT, WITHOUT ROWID;

-- One row an instance; recurrence_id is '' for a single event. Times in Unix seconds.
CREATE TABLE meeting (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL,
  recurrence_id TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source,
  sequence INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('confirmed', 'tentative', 'cancelled')),
  title TEXT,
  UNIQUE (uid, recurrence_id)
) STRICT;
CREATE INDEX meeting_start ON meeting (start_at);

CREATE TABLE meeting_party (
  meeting_id INTEGER NOT NULL REFERENCES meeting ON DELETE CASCADE,
  address_id INTEGER NOT NULL REFERENCES address,
  organiser INTEGER NOT NULL,
  partstat TEXT NOT NULL CHECK (partstat IN ('needs-action', 'accepted', 'declined', 'tentative', 'delegated')),
  PRIMARY KEY (meeting_id, address_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_party_address ON meeting_party (address_id);

-- One contact card; fingerprint is a hash of its content, so that a second import changes nothing.
CREATE TABLE card (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source,
  name TEXT NOT NULL,
  organisation TEXT,
  title TEXT,
  revised_at INTEGER
) STRICT;

CREATE TABLE card_address (
  card_id INTEGER NOT NULL REFERENCES card ON DELETE CASCADE,
  address_id INTEGER NOT NULL REFERENCES address,
  PRIMARY KEY (card_id, address_id)
) STRICT, WITHOUT ROWID;

-- A LinkedIn connection: never a tie. connected_on is a date, YYYY-MM-DD.
CREATE TABLE connection (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source,
  name TEXT NOT NULL,
  url TEXT,
  email TEXT,
  company TEXT,
  position TEXT,
  connected_on TEXT
) STRICT;
