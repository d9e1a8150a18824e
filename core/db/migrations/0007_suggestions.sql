-- Never to be suggested again, whatever comes: the user's word, kept with an address.
CREATE TABLE never_suggested (
  address_id INTEGER PRIMARY KEY REFERENCES address
) STRICT;

-- "Not now": no suggestion before this day, YYYY-MM-DD.
CREATE TABLE put_off (
  address_id INTEGER PRIMARY KEY REFERENCES address,
  until TEXT NOT NULL
) STRICT;

-- Who was suggested on a day, YYYY-MM-DD: at most three, also when some of them are done.
CREATE TABLE suggested (
  day TEXT NOT NULL,
  address_id INTEGER NOT NULL REFERENCES address,
  PRIMARY KEY (day, address_id)
) STRICT, WITHOUT ROWID;
