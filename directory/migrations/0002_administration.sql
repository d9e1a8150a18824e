-- Which root key led on to which, each signed by the one before; and which client is which, sealed, for those who keep the list.
ALTER TABLE firm ADD COLUMN successions text NOT NULL DEFAULT '[]';
ALTER TABLE client ADD COLUMN note text NOT NULL DEFAULT '';
