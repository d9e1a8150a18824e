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
-- Each question with the made-up bytes that whoever may not be asked is given in its place.
CREATE TABLE poll_question (
  firm text NOT NULL,
  poll text NOT NULL,
  place integer NOT NULL,
  body bytea NOT NULL,
  made_up bytea NOT NULL,
  guard_epoch integer NOT NULL,
  guard_salt bytea NOT NULL,
  guard_tags bytea NOT NULL,
  PRIMARY KEY (firm, poll, place)
);
-- Who is asked which question, as answer has it for entries: viewer is empty for everybody.
CREATE TABLE poll_viewer (
  firm text NOT NULL,
  poll text NOT NULL,
  place integer NOT NULL,
  viewer text NOT NULL,
  expires integer NOT NULL,
  PRIMARY KEY (firm, poll, place, viewer)
);
-- Who has contributed, so that nobody does twice; gone once the poll is closed.
CREATE TABLE poll_contributor (
  firm text NOT NULL,
  poll text NOT NULL,
  member text NOT NULL,
  PRIMARY KEY (firm, poll, member)
);
