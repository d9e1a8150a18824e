-- What the user said, and what was worked out from the evidence.

-- Addresses of the user: declared, or found and waiting for a word (confirmed NULL), or refused (0).
CREATE TABLE own_address (
  address_id INTEGER PRIMARY KEY REFERENCES address,
  basis TEXT NOT NULL,
  confirmed INTEGER
) STRICT;

-- The user's word that two addresses are one person, or are not. a < b.
CREATE TABLE merge (
  a INTEGER NOT NULL REFERENCES address,
  b INTEGER NOT NULL REFERENCES address,
  same INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- Something identity suspects and the user may decide: a merge or a move. a < b.
CREATE TABLE proposal (
  a INTEGER NOT NULL REFERENCES address,
  b INTEGER NOT NULL REFERENCES address,
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'move')),
  evidence TEXT NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- Sides the user has refused for a person; kept with an address so that it follows merges and splits.
CREATE TABLE refused_side (
  address_id INTEGER NOT NULL REFERENCES address,
  side TEXT NOT NULL,
  PRIMARY KEY (address_id, side)
) STRICT, WITHOUT ROWID;

-- "We spoke": the user's word, as a date YYYY-MM-DD, kept with an address so that it follows merges and splits.
CREATE TABLE touch (
  address_id INTEGER NOT NULL REFERENCES address,
  day TEXT NOT NULL,
  PRIMARY KEY (address_id, day)
) STRICT, WITHOUT ROWID;

-- People the user keeps private, by address for the same reason.
CREATE TABLE private_address (
  address_id INTEGER PRIMARY KEY REFERENCES address
) STRICT;

-- Titles in the user's own words; said_at in Unix seconds.
CREATE TABLE said_title (
  address_id INTEGER PRIMARY KEY REFERENCES address,
  title TEXT NOT NULL,
  said_at INTEGER NOT NULL
) STRICT;

-- Erased people: keyed hashes of their addresses and names, so that no import brings them back.
CREATE TABLE suppression (
  hash BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Whom and what the user does not want read: an address, a domain with all below it, or a folder's name.
CREATE TABLE ignored (
  kind TEXT NOT NULL CHECK (kind IN ('address', 'domain', 'folder')),
  text TEXT NOT NULL,
  PRIMARY KEY (kind, text)
) STRICT, WITHOUT ROWID;

-- The cache of standings, as of one moment for all rows (setting tie_as_of).
CREATE TABLE tie (
  person_id INTEGER PRIMARY KEY REFERENCES person,
  band TEXT NOT NULL CHECK (band IN ('strong', 'moderate', 'weak', 'none', 'unknown')),
  probability REAL,
  closeness REAL NOT NULL,
  trend TEXT CHECK (trend IN ('rising', 'steady', 'fading')),
  last_interaction INTEGER,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL,
  meetings INTEGER NOT NULL
) STRICT;
CREATE INDEX tie_closeness ON tie (closeness DESC, person_id);

-- Who is seen together with whom in small threads and meetings; a < b are people, weight the decayed count as of the same moment,
-- threads and meetings plain counts, last_at the latest of them in Unix seconds.
CREATE TABLE acquaintance (
  a INTEGER NOT NULL REFERENCES person,
  b INTEGER NOT NULL REFERENCES person,
  weight REAL NOT NULL,
  threads INTEGER NOT NULL,
  meetings INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX acquaintance_b ON acquaintance (b);

-- Where people stood on the map last, so that they stand there again.
CREATE TABLE place (
  person_id INTEGER PRIMARY KEY REFERENCES person,
  x REAL NOT NULL,
  y REAL NOT NULL
) STRICT;
