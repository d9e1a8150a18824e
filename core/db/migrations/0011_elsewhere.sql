-- Rows of the user's own at the firm exchange that another device of theirs has put there: a JSON list of id and lookup key. They are
-- looked for with the next round, as after any change.
ALTER TABLE firm ADD COLUMN elsewhere TEXT NOT NULL DEFAULT '[]';
UPDATE firm SET version = 0;
