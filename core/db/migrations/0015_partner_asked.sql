-- Whether the user is asked as the responsible partner, of whom a colleague's ask is told whether or not they know anybody there.
ALTER TABLE ask_received ADD COLUMN partner INTEGER NOT NULL DEFAULT 0 CHECK (partner IN (0, 1));
