-- "I know them well": the user's word on a day YYYY-MM-DD, which stands for a year; kept with an address as touches are.
CREATE TABLE known_well (
  address_id INTEGER PRIMARY KEY REFERENCES address,
  day TEXT NOT NULL
) STRICT;
