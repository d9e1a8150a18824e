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
