-- Polls of stewards that are open, sealed as they came: opened when they are looked at. closes: the last day, YYYY-MM-DD. answer: what
-- the user did; what they contributed is kept nowhere.
CREATE TABLE poll_received (
  poll TEXT PRIMARY KEY,
  closes TEXT NOT NULL,
  sealed TEXT NOT NULL,
  answer TEXT CHECK (answer IN ('contributed', 'declined'))
) STRICT, WITHOUT ROWID;

-- What the user has asked everybody, and for figures what all told together: JSON.
CREATE TABLE poll_made (
  poll TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('deals', 'figures')),
  closes TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'too few', 'told')),
  figures TEXT
) STRICT, WITHOUT ROWID;

-- The deals of such a poll, each at its place; somewhere: whether anybody had a good path, once that is told.
CREATE TABLE poll_deal (
  poll TEXT NOT NULL,
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  organisation TEXT,
  decided_on TEXT NOT NULL,
  somewhere INTEGER CHECK (somewhere IN (0, 1)),
  PRIMARY KEY (poll, place)
) STRICT, WITHOUT ROWID;

-- When an offer was first seen here.
ALTER TABLE ask_offer ADD COLUMN offered_at INTEGER;

-- What became of own asks that are no longer kept: counts by quarter, of nobody and nothing. what: made, met, or the hours within which
-- the first answer came.
CREATE TABLE ask_figure (
  quarter TEXT NOT NULL,
  what TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (quarter, what)
) STRICT, WITHOUT ROWID;
