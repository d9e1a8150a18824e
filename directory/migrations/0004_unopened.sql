-- Who wrapped a key (a member, or the root key's fingerprint), and whether its device has said that it does not open: then another may wrap it anew.
ALTER TABLE wrap ADD COLUMN giver text NOT NULL DEFAULT '';
ALTER TABLE wrap ADD COLUMN unopened boolean NOT NULL DEFAULT false;
