/** What the firm exchange keeps (directory/migrations/). Its operator can read every column in the form it has here. */
import type { Area } from '../field.ts';
import { memberTables } from './directory-members.ts';
import { sharingTables } from './directory-sharing.ts';

export const directoryArea: Area = {
  kind: 'directory table',
  title: 'At the firm exchange',
  where:
    'PostgreSQL, or an embedded one, where the firm runs it. No name, address, company, band or month is in the clear; what is "sealed" opens only with keys the exchange never has. Members, audiences and devices are random ids and public keys. The exchange does not encrypt the file of its database: the disk has to.',
  inShort: {
    what: 'Random ids, public keys, keyed hashes, sealed entries and asks, days, and what compliance set.',
    kept: 'until withdrawn, expired or removed; the record of barriers stays',
    seenBy: 'the operator, in this form; members what is meant for them',
  },
  groups: [...memberTables, ...sharingTables],
};
