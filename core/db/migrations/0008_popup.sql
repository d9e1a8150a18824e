-- What the user told the briefing popup about a meeting, or about all of a series. at in Unix seconds: closed for the one that begins
-- then, later until then; never needs none. By uid, because instances of a series are made anew.
CREATE TABLE popup_answer (
  uid TEXT PRIMARY KEY,
  answer TEXT NOT NULL CHECK (answer IN ('closed', 'later', 'never')),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- People the popup leaves out: the user's word, kept with an address.
CREATE TABLE never_briefed (
  address_id INTEGER PRIMARY KEY REFERENCES address
) STRICT;
