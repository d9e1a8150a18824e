-- Under which epoch of the guard, which is replaced apart from the audience's key; until then there was mostly one.
ALTER TABLE shared_entry ADD COLUMN guard_epoch INTEGER NOT NULL DEFAULT 1;
