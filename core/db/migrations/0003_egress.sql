-- Every connection that was made or refused; purpose is NULL for a refused one. Times in Unix seconds, bytes as the socket counted them.
CREATE TABLE egress (
  at INTEGER NOT NULL,
  host TEXT NOT NULL,
  port INTEGER,
  purpose TEXT,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL
) STRICT;
