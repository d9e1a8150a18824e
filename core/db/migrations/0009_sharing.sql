-- What the user allows to be shared; it publishes nothing by itself. One person by address, so that it follows merges and splits as the
-- user's other words do; an organisation by domain; neither: the rule. audience as core/sharing/payload.ts writes it, until the last
-- day, YYYY-MM-DD.
CREATE TABLE sharing_grant (
  address_id INTEGER REFERENCES address,
  domain TEXT,
  audience TEXT NOT NULL,
  disclosure TEXT NOT NULL CHECK (disclosure IN ('organisation', 'person', 'somebody')),
  until TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sharing_grant_once ON sharing_grant (coalesce(address_id, 0), coalesce(domain, ''), audience);

-- Organisations of which nothing is ever shared; people kept private are in private_address.
CREATE TABLE unshared_organisation (
  domain TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The firm the user has joined: no row, or one. root is the fingerprint from the invitation; profile the user's own, documents what the
-- firm exchange said last (signed by its makers and read anew with every start), made what it does not know yet, all JSON. secret: the keys of this device, sealed
-- (core/accounts/sealed.ts).
CREATE TABLE firm (
  firm TEXT PRIMARY KEY,
  origin TEXT NOT NULL,
  root TEXT NOT NULL,
  member TEXT NOT NULL,
  profile TEXT NOT NULL,
  law_firm INTEGER NOT NULL,
  secret BLOB NOT NULL,
  documents TEXT NOT NULL,
  made TEXT NOT NULL,
  version INTEGER NOT NULL,
  synced_at INTEGER
) STRICT, WITHOUT ROWID;

-- What colleagues can be told now, as it was published. basis: an address of whom it is told from. rows: the ids of the rows it is at
-- the firm exchange, a JSON list, under the audience's key of that epoch.
CREATE TABLE shared_entry (
  address_id INTEGER REFERENCES address,
  domain TEXT,
  audience TEXT NOT NULL,
  name TEXT,
  organisation TEXT,
  named INTEGER NOT NULL,
  band TEXT NOT NULL CHECK (band IN ('strong', 'moderate', 'weak')),
  month TEXT NOT NULL,
  until TEXT NOT NULL,
  basis INTEGER NOT NULL REFERENCES address,
  epoch INTEGER NOT NULL,
  rows TEXT NOT NULL
) STRICT;

-- What is to be deleted there, until the firm exchange has said that it is: a row by its id, all rows found by a key, from whichever
-- device of the user's, or everything.
CREATE TABLE withdrawal (
  kind TEXT NOT NULL CHECK (kind IN ('row', 'lookup', 'all')),
  what TEXT NOT NULL,
  PRIMARY KEY (kind, what)
) STRICT, WITHOUT ROWID;

-- What was shared, renewed and stopped, only ever added to; about is NULL once whoever it was about has been erased.
CREATE TABLE sharing_log (
  at INTEGER NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('shared', 'changed', 'renewed', 'stopped')),
  address_id INTEGER REFERENCES address,
  domain TEXT,
  about TEXT,
  audience TEXT NOT NULL,
  until TEXT NOT NULL
) STRICT;

-- What colleagues have shared about whom the user asked for: the address, name or domain that was asked for, and what was answered (JSON,
-- NULL once it is no longer answered, so that an older version of it is not believed again). lookup and signer are as at the exchange.
CREATE TABLE firm_answer (
  lookup TEXT NOT NULL,
  signer TEXT NOT NULL,
  audience TEXT NOT NULL,
  email TEXT,
  name TEXT,
  domain TEXT,
  body TEXT,
  version INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  fetched_at INTEGER NOT NULL,
  PRIMARY KEY (lookup, signer)
) STRICT, WITHOUT ROWID;

-- What the user has asked the firm; sealed is the ask as it travels, until it is there.
CREATE TABLE ask_made (
  ask TEXT PRIMARY KEY,
  about TEXT NOT NULL,
  reason TEXT NOT NULL,
  needed_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  sealed TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE ask_offer (
  ask TEXT NOT NULL,
  member TEXT NOT NULL,
  name TEXT NOT NULL,
  practice TEXT,
  address TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (ask, member)
) STRICT, WITHOUT ROWID;

-- Asks of colleagues about somebody the user knows; of every other ask nothing is kept. offer is the answer as it travels, until it is
-- there.
CREATE TABLE ask_received (
  ask TEXT PRIMARY KEY,
  member TEXT NOT NULL,
  name TEXT NOT NULL,
  practice TEXT,
  address TEXT NOT NULL,
  about TEXT NOT NULL,
  reason TEXT NOT NULL,
  needed_by TEXT NOT NULL,
  address_id INTEGER REFERENCES address,
  domain TEXT,
  answer TEXT CHECK (answer IN ('offer', 'not me', 'later')),
  offer TEXT
) STRICT, WITHOUT ROWID;
