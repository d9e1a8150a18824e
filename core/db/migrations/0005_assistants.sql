-- assistant: which of a and b arranges things for the other instead of being the same person; NULL where they are.
ALTER TABLE merge ADD COLUMN assistant INTEGER REFERENCES address;

-- Worked out again with every change, so nothing is lost.
DROP TABLE proposal;
CREATE TABLE proposal (
  a INTEGER NOT NULL REFERENCES address,
  b INTEGER NOT NULL REFERENCES address,
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'move', 'assistant')),
  evidence TEXT NOT NULL,
  assistant INTEGER REFERENCES address,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
