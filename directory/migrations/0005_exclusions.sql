-- What each device of a member keeps out of everything shared, sealed for each other device of that member.
CREATE TABLE exclusion (
  firm text NOT NULL,
  recipient text NOT NULL,
  device text NOT NULL,
  version integer NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (firm, recipient, device)
);
CREATE INDEX exclusion_device ON exclusion (firm, device);
