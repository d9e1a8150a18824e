-- Ways in as they were last known, of pursuits, and what was said on Today of these and of organisations newly come in touch with: one of
-- organisation_id and pursuit_id is set. way is NULL for an organisation, change and said_on (YYYY-MM-DD) where nothing was said.
CREATE TABLE way_news (
  organisation_id INTEGER UNIQUE REFERENCES organisation,
  pursuit_id INTEGER UNIQUE REFERENCES pursuit,
  way TEXT CHECK (way IN ('none', 'thin', 'good', 'lapsing')),
  change TEXT CHECK (change IN ('wrote', 'booked', 'opened', 'better', 'lapsing')),
  said_on TEXT,
  CHECK ((organisation_id IS NULL) <> (pursuit_id IS NULL))
) STRICT;

-- What the user has put away of it: what was said on that day.
CREATE TABLE dismissed_news (
  organisation_id INTEGER UNIQUE REFERENCES organisation,
  pursuit_id INTEGER UNIQUE REFERENCES pursuit,
  said_on TEXT NOT NULL,
  CHECK ((organisation_id IS NULL) <> (pursuit_id IS NULL))
) STRICT;
