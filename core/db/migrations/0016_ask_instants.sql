-- By when an answer to an ask helps, in Unix seconds; it was a day in UTC, of which the end is kept.
ALTER TABLE ask_made RENAME COLUMN needed_by TO last_day;
ALTER TABLE ask_made ADD COLUMN needed_by INTEGER NOT NULL DEFAULT 0;
UPDATE ask_made SET needed_by = unixepoch(last_day, '+1 day') - 1;
ALTER TABLE ask_made DROP COLUMN last_day;

ALTER TABLE ask_received RENAME COLUMN needed_by TO last_day;
ALTER TABLE ask_received ADD COLUMN needed_by INTEGER NOT NULL DEFAULT 0;
UPDATE ask_received SET needed_by = unixepoch(last_day, '+1 day') - 1;
ALTER TABLE ask_received DROP COLUMN last_day;
