-- Under which epoch of the guard, which is replaced apart from the audience's key; 0 where it was told before that was kept.
ALTER TABLE shared_entry ADD COLUMN guard_epoch INTEGER NOT NULL DEFAULT 0;
