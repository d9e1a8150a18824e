-- Mailboxes and calendars on servers. server and hosts are JSON without any secret, see core/contract/accounts.ts; hosts are those
-- the user agreed to beside the server's own. secret: what opens the account, sealed (core/accounts/sealed.ts); NULL: sign in again.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL,
  server TEXT NOT NULL,
  hosts TEXT NOT NULL,
  secret BLOB,
  shared INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  forget_deleted INTEGER NOT NULL,
  synced_at INTEGER,
  UNIQUE (address, server)
) STRICT;

-- What of an account is a source by itself; position as its kind writes it (core/remote/), NULL: nothing was read yet.
CREATE TABLE folder (
  source_id INTEGER PRIMARY KEY REFERENCES source,
  account_id INTEGER NOT NULL REFERENCES account,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  note TEXT,
  chosen INTEGER NOT NULL,
  position TEXT,
  UNIQUE (account_id, path)
) STRICT;

-- What a server knows messages by, only where the user wants forgotten what they delete there. gone: no longer in this folder, which
-- counts once all folders have been looked at.
CREATE TABLE held (
  source_id INTEGER NOT NULL REFERENCES source,
  remote_id TEXT NOT NULL,
  key BLOB NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, remote_id)
) STRICT, WITHOUT ROWID;
