-- A poll as it travels, until the firm exchange has it.
ALTER TABLE poll_made ADD COLUMN sealed TEXT;
