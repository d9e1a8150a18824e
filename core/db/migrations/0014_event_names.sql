-- Positions of calendars name events by hash from now on, not by what a server calls them: they are read once more.
UPDATE folder SET position = NULL WHERE role = 'calendar';
