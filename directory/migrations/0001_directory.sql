-- What a directory holds: ids, public keys, keyed hashes, sealed bytes, days. Every key begins with the firm. Days are counted from 1970-01-01.
CREATE TABLE firm (
  firm text PRIMARY KEY,
  root text NOT NULL,
  record text NOT NULL,
  version integer NOT NULL,
  everyone text NOT NULL,
  guard text NOT NULL,
  guard_epoch integer NOT NULL
);
CREATE TABLE device (
  firm text NOT NULL,
  device text NOT NULL,
  member text NOT NULL,
  role text NOT NULL,
  signing_key text NOT NULL,
  sealing text NOT NULL,
  version integer NOT NULL,
  record text NOT NULL,
  root_for text,
  PRIMARY KEY (firm, device)
);
CREATE INDEX device_member ON device (firm, member);
CREATE TABLE quiet (
  firm text NOT NULL,
  quiet text NOT NULL,
  member text NOT NULL,
  device text NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (firm, quiet)
);
CREATE TABLE profile (
  firm text NOT NULL,
  member text NOT NULL,
  sealed text NOT NULL,
  PRIMARY KEY (firm, member)
);
CREATE TABLE invitation (
  firm text NOT NULL,
  hash text NOT NULL,
  member text NOT NULL,
  member_delegation text NOT NULL,
  quiet_delegation text NOT NULL,
  keys text NOT NULL,
  expires integer NOT NULL,
  PRIMARY KEY (firm, hash)
);
-- A nonce is kept for as long as a request signed with it could be believed; seconds.
CREATE TABLE nonce (
  firm text NOT NULL,
  device text NOT NULL,
  nonce text NOT NULL,
  created integer NOT NULL,
  PRIMARY KEY (firm, device, nonce)
);
CREATE INDEX nonce_created ON nonce (created);
-- Acts that were done, so that the same act sent again is not done again.
CREATE TABLE done (
  firm text NOT NULL,
  member text NOT NULL,
  idempotency text NOT NULL,
  digest text NOT NULL,
  version integer NOT NULL,
  day integer NOT NULL,
  PRIMARY KEY (firm, member, idempotency)
);

CREATE TABLE audience (
  firm text NOT NULL,
  audience text NOT NULL,
  epoch integer NOT NULL,
  type text NOT NULL,
  record text NOT NULL,
  opened integer NOT NULL,
  due boolean NOT NULL,
  PRIMARY KEY (firm, audience, epoch)
);
CREATE TABLE audience_member (
  firm text NOT NULL,
  member text NOT NULL,
  audience text NOT NULL,
  PRIMARY KEY (firm, member, audience)
);
CREATE INDEX audience_member_audience ON audience_member (firm, audience);
CREATE TABLE wrap (
  firm text NOT NULL,
  recipient text NOT NULL,
  audience text NOT NULL,
  epoch integer NOT NULL,
  sealed text NOT NULL,
  PRIMARY KEY (firm, recipient, audience, epoch)
);

-- A member's set of entries, and the version it is at.
CREATE TABLE owner (
  firm text NOT NULL,
  member text NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (firm, member)
);
CREATE TABLE entry (
  firm text NOT NULL,
  owner text NOT NULL,
  id text NOT NULL,
  audience text NOT NULL,
  epoch integer NOT NULL,
  lookup bytea NOT NULL,
  version integer NOT NULL,
  expires integer NOT NULL,
  sealed bytea NOT NULL,
  guard_epoch integer NOT NULL,
  guard_salt bytea NOT NULL,
  guard_tags bytea NOT NULL,
  PRIMARY KEY (firm, owner, id)
);
-- What is answered to whom, worked out when it changes: viewer is empty for the whole audience. What is withheld is simply not here, so
-- that looking for it is looking for something that is not there.
CREATE TABLE answer (
  firm text NOT NULL,
  audience text NOT NULL,
  viewer text NOT NULL,
  lookup bytea NOT NULL,
  expires integer NOT NULL,
  owner text NOT NULL,
  id text NOT NULL,
  -- 0 for the responsible partner, who comes first.
  rank integer NOT NULL,
  PRIMARY KEY (firm, lookup, audience, viewer, expires, owner, id)
);
CREATE INDEX answer_entry ON answer (firm, owner, id);

CREATE TABLE protection (
  firm text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  from_day integer NOT NULL,
  until_day integer,
  note text NOT NULL,
  PRIMARY KEY (firm, id)
);
CREATE TABLE protection_key (
  firm text NOT NULL,
  protection text NOT NULL,
  epoch integer NOT NULL,
  key bytea NOT NULL,
  PRIMARY KEY (firm, protection, epoch)
);
CREATE TABLE protection_inside (
  firm text NOT NULL,
  protection text NOT NULL,
  member text NOT NULL,
  until_day integer,
  PRIMARY KEY (firm, protection, member)
);
CREATE TABLE objection (
  firm text NOT NULL,
  protection text NOT NULL,
  tag text NOT NULL,
  PRIMARY KEY (firm, protection)
);
-- Which entries and asks are about what is protected.
CREATE TABLE hit (
  firm text NOT NULL,
  owner text NOT NULL,
  id text NOT NULL,
  protection text NOT NULL,
  PRIMARY KEY (firm, owner, id, protection)
);
CREATE INDEX hit_protection ON hit (firm, protection);
CREATE TABLE proposal (
  firm text NOT NULL,
  id text NOT NULL,
  barrier text NOT NULL,
  by_member text NOT NULL,
  act text NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (firm, id)
);
CREATE TABLE act (
  firm text NOT NULL,
  number integer NOT NULL,
  record text NOT NULL,
  protection text NOT NULL,
  day integer NOT NULL,
  PRIMARY KEY (firm, number)
);
CREATE TABLE client (
  firm text NOT NULL,
  id text NOT NULL,
  partner text NOT NULL,
  recognised text NOT NULL,
  closed text,
  PRIMARY KEY (firm, id)
);

CREATE TABLE ask (
  firm text NOT NULL,
  owner text NOT NULL,
  id text NOT NULL,
  audience text NOT NULL,
  expires integer NOT NULL,
  body bytea NOT NULL,
  guard_epoch integer NOT NULL,
  guard_salt bytea NOT NULL,
  guard_tags bytea NOT NULL,
  PRIMARY KEY (firm, owner, id)
);
CREATE TABLE ask_answer (
  firm text NOT NULL,
  audience text NOT NULL,
  viewer text NOT NULL,
  id text NOT NULL,
  expires integer NOT NULL,
  owner text NOT NULL,
  PRIMARY KEY (firm, audience, viewer, id)
);
CREATE INDEX ask_answer_ask ON ask_answer (firm, owner, id);
CREATE TABLE offer (
  firm text NOT NULL,
  recipient text NOT NULL,
  id text NOT NULL,
  ask text NOT NULL,
  owner text NOT NULL,
  sealed bytea NOT NULL,
  expires integer NOT NULL,
  PRIMARY KEY (firm, recipient, id)
);
