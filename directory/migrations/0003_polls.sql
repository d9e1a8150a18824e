-- A steward's question to everybody. tally is the sum of all ballots, and nothing else of them is kept; it is deleted unread where too few
-- contributed. settled: closed, and that has been decided.
CREATE TABLE poll (
  firm text NOT NULL,
  id text NOT NULL,
  owner text NOT NULL,
  epoch integer NOT NULL,
  closes integer NOT NULL,
  cover bytea NOT NULL,
  tally bytea,
  settled boolean NOT NULL,
  PRIMARY KEY (firm, id)
);
-- Each question, and what is given in its place to all but the poll's owner where it is not asked: where anything protects what it is about.
CREATE TABLE poll_question (
  firm text NOT NULL,
  poll text NOT NULL,
  place integer NOT NULL,
  body bytea NOT NULL,
  made_up bytea NOT NULL,
  asked boolean NOT NULL,
  guard_epoch integer NOT NULL,
  guard_salt bytea NOT NULL,
  guard_tags bytea NOT NULL,
  PRIMARY KEY (firm, poll, place)
);
-- Who has contributed, so that nobody does twice; gone once the poll is closed.
CREATE TABLE poll_contributor (
  firm text NOT NULL,
  poll text NOT NULL,
  member text NOT NULL,
  PRIMARY KEY (firm, poll, member)
);
