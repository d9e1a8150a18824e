-- The organisation an ask is about, by which it is known who answers for it.
ALTER TABLE ask_made ADD COLUMN domain TEXT;
