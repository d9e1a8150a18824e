/** All that is kept about anybody, as one JSON document, written row by row. */
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { meetingFlag, messageFlag, partyRole } from './ingest/flags.ts';

const iso = (seconds: string): string => `strftime('%Y-%m-%dT%H:%M:%SZ', ${seconds}, 'unixepoch')`;
const email = (id: string): string => `(SELECT email FROM address WHERE address.id = ${id})`;
const location = (id: string): string => `(SELECT location FROM source WHERE source.id = ${id})`;
const domain = `(SELECT domain FROM organisation WHERE organisation.id = organisation_id)`;
const truth = (condition: string): string => `json(iif(${condition}, 'true', 'false'))`;
const roleName = `CASE role ${Object.entries(partyRole)
  .map(([name, number]) => `WHEN ${number} THEN '${name}'`)
  .join(' ')} END`;

/** The names of the bits that are set, as a JSON array. */
const marks = (flags: Readonly<Record<string, number>>, column: string): string => {
  const names = Object.entries(flags).map(([name, bit]) => `iif(${column} & ${bit}, ',"${name}"', '')`);
  return `json('[' || ltrim(${names.join(' || ')}, ',') || ']')`;
};

// Every section of the document: its name, and a statement that gives each of its elements as JSON text.
const sections: readonly (readonly [string, string])[] = [
  [
    'settings',
    `SELECT json_object('name', key, 'value', value) FROM setting WHERE key IN ('subjects', 'years', 'popup_minutes', 'practice', 'tie_as_of') ORDER BY key`,
  ],
  [
    'sources',
    `SELECT json_object('location', location, 'kind', kind, 'done', ${truth('done')}, 'importedAt', ${iso('imported_at')})
     FROM source ORDER BY id`,
  ],
  [
    'skipped',
    `SELECT json_object('source', ${location('source_id')}, 'place', place, 'reason', reason) FROM skipped
     ORDER BY source_id, place, reason`,
  ],
  ['organisations', `SELECT json_object('domain', domain, 'name', name) FROM organisation ORDER BY id`],
  [
    'people',
    `SELECT json_object('id', id, 'kind', kind, 'name', name, 'organisation', ${domain}, 'colleague', colleague, 'side', side,
       'title', title, 'titleSource', title_source, 'titleAt', ${iso('title_at')},
       'tie', iif(tie.person_id IS NULL, NULL, json_object('band', band, 'probability', probability, 'closeness', closeness,
         'trend', trend, 'lastInteraction', ${iso('last_interaction')}, 'sent', sent, 'received', received, 'meetings', meetings)))
     FROM person LEFT JOIN tie ON tie.person_id = id ORDER BY id`,
  ],
  [
    'addresses',
    `SELECT json_object('email', email, 'person', person_id, 'names', (SELECT json_group_array(
         json_object('name', name, 'lastSeen', ${iso('last_seen')}) ORDER BY last_seen DESC, name)
       FROM address_name WHERE address_id = id),
       'private', ${truth('EXISTS (SELECT 1 FROM private_address WHERE address_id = id)')},
       'saidTitle', (SELECT json_object('title', title, 'at', ${iso('said_at')}) FROM said_title WHERE address_id = id)) FROM address ORDER BY id`,
  ],
  [
    'ownAddresses',
    `SELECT json_object('email', ${email('address_id')}, 'basis', basis, 'confirmed', iif(confirmed IS NULL, NULL, ${truth('confirmed')}))
     FROM own_address ORDER BY address_id`,
  ],
  [
    'messages',
    `SELECT json_object('key', lower(hex(key)), 'sentAt', ${iso('sent_at')}, 'subject', subject, 'marks', ${marks(messageFlag, 'flags')},
       'ref', message_ref, 'parentRef', parent_ref, 'threadRef', thread_ref, 'source', ${location('source_id')},
       'copies', (SELECT json_group_array(${location('c.source_id')}) FROM message_copy AS c WHERE c.message_id = m.id),
       'parties', (SELECT json_group_array(json_object('role', ${roleName}, 'email', ${email('address_id')}) ORDER BY role, address_id)
         FROM message_party WHERE message_id = m.id))
     FROM message AS m ORDER BY id`,
  ],
  [
    'meetings',
    `SELECT json_object('uid', uid, 'recurrenceId', recurrence_id, 'startAt', ${iso('start_at')}, 'endAt', ${iso('end_at')},
       'status', status, 'title', title, 'marks', ${marks(meetingFlag, 'flags')}, 'sequence', sequence, 'source', ${location('source_id')},
       'parties', (SELECT json_group_array(json_object('email', ${email('address_id')}, 'organiser', ${truth('organiser')},
         'partstat', partstat) ORDER BY address_id) FROM meeting_party WHERE meeting_id = meeting.id))
     FROM meeting ORDER BY id`,
  ],
  [
    'cards',
    `SELECT json_object('key', key, 'name', name, 'organisation', organisation, 'title', title, 'revisedAt', ${iso('revised_at')},
       'source', ${location('source_id')},
       'emails', (SELECT json_group_array(${email('address_id')} ORDER BY address_id) FROM card_address WHERE card_id = card.id))
     FROM card ORDER BY id`,
  ],
  [
    'connections',
    `SELECT json_object('key', key, 'name', name, 'url', url, 'email', email, 'company', company, 'position', position,
       'connectedOn', connected_on, 'source', ${location('source_id')}) FROM connection ORDER BY id`,
  ],
  ['touches', `SELECT json_object('email', ${email('address_id')}, 'day', day) FROM touch ORDER BY address_id, day`],
  ['knownWell', `SELECT json_object('email', ${email('address_id')}, 'day', day) FROM known_well ORDER BY address_id`],
  ['neverSuggested', `SELECT json_object('email', ${email('address_id')}) FROM never_suggested ORDER BY address_id`],
  ['neverBriefed', `SELECT json_object('email', ${email('address_id')}) FROM never_briefed ORDER BY address_id`],
  [
    'popupAnswers',
    `SELECT json_object('uid', uid, 'answer', answer, 'at', ${iso('at')}) FROM popup_answer ORDER BY uid`,
  ],
  ['putOff', `SELECT json_object('email', ${email('address_id')}, 'until', until) FROM put_off ORDER BY address_id`],
  [
    'suggested',
    `SELECT json_object('email', ${email('address_id')}, 'day', day) FROM suggested ORDER BY day, address_id`,
  ],
  [
    'decisions',
    `SELECT json_object('a', ${email('a')}, 'b', ${email('b')}, 'same', ${truth('same')}, 'decidedAt', ${iso('decided_at')},
       'assistant', ${email('assistant')}) FROM "merge" ORDER BY a, b`,
  ],
  [
    'refusedSides',
    `SELECT json_object('email', ${email('address_id')}, 'side', side) FROM refused_side ORDER BY address_id, side`,
  ],
  ['ignored', `SELECT json_object('kind', kind, 'text', text) FROM ignored ORDER BY kind, text`],
  [
    'proposals',
    `SELECT json_object('a', ${email('a')}, 'b', ${email('b')}, 'kind', kind, 'evidence', evidence, 'assistant', ${email('assistant')})
     FROM proposal ORDER BY a, b`,
  ],
  [
    'acquaintances',
    `SELECT json_object('a', a, 'b', b, 'weight', weight, 'threads', threads, 'meetings', meetings, 'lastAt', ${iso('last_at')})
     FROM acquaintance ORDER BY a, b`,
  ],
  [
    'pursuits',
    `SELECT json_object('crmId', crm_id, 'name', name, 'organisation', organisation, 'domain', domain, 'practice', practice, 'stage', stage,
       'outcome', outcome, 'openedOn', opened_on, 'decidedOn', decided_on, 'addedAt', ${iso('added_at')},
       'people', (SELECT json_group_array(json_object('name', name, 'email', email, 'title', title, 'decides', ${truth('decides')})
         ORDER BY rowid) FROM pursuit_person WHERE pursuit_id = pursuit.id)) FROM pursuit ORDER BY id`,
  ],
  [
    'wayNews',
    `SELECT json_object('organisation', (SELECT domain FROM organisation WHERE id = organisation_id),
       'pursuit', (SELECT name FROM pursuit WHERE id = pursuit_id), 'way', way, 'change', change, 'saidOn', said_on)
     FROM way_news ORDER BY organisation_id, pursuit_id`,
  ],
  [
    'dismissedNews',
    `SELECT json_object('organisation', (SELECT domain FROM organisation WHERE id = organisation_id),
       'pursuit', (SELECT name FROM pursuit WHERE id = pursuit_id), 'saidOn', said_on)
     FROM dismissed_news ORDER BY organisation_id, pursuit_id`,
  ],
  ['pursuitColumns', `SELECT json_object('header', header, 'columns', columns) FROM pursuit_columns ORDER BY header`],
  [
    'accounts',
    `SELECT json_object('address', address, 'server', server, 'hosts', hosts, 'shared', ${truth('shared')},
       'paused', ${truth('paused')}, 'forgetDeleted', ${truth('forget_deleted')}, 'syncedAt', ${iso('synced_at')},
       'folders', (SELECT json_group_array(json_object('path', path, 'name', name, 'role', role, 'note', note,
         'chosen', ${truth('chosen')}, 'position', position, 'source', ${location('source_id')},
         'held', (SELECT json_group_array(remote_id) FROM held WHERE held.source_id = folder.source_id)) ORDER BY source_id)
         FROM folder WHERE account_id = account.id)) FROM account ORDER BY id`,
  ],
  [
    'sharingGrants',
    `SELECT json_object('email', ${email('address_id')}, 'domain', domain, 'audience', audience, 'disclosure', disclosure, 'until', until)
     FROM sharing_grant ORDER BY address_id, domain, audience`,
  ],
  [
    'firm',
    `SELECT json_object('firm', firm, 'origin', origin, 'root', root, 'member', member, 'profile', profile, 'lawFirm', ${truth('law_firm')},
       'documents', documents, 'made', made, 'version', version, 'syncedAt', ${iso('synced_at')}, 'elsewhere', elsewhere) FROM firm`,
  ],
  [
    'shared',
    `SELECT json_object('email', ${email('address_id')}, 'domain', domain, 'audience', audience, 'name', name, 'organisation', organisation,
       'named', ${truth('named')}, 'band', band, 'month', month, 'until', until, 'toldFrom', ${email('basis')}, 'epoch', epoch, 'guardEpoch', guard_epoch,
       'rows', rows)
     FROM shared_entry ORDER BY rowid`,
  ],
  ['withdrawals', `SELECT json_object('kind', kind, 'what', what) FROM withdrawal ORDER BY kind, what`],
  [
    'sharingLog',
    `SELECT json_object('at', ${iso('at')}, 'act', act, 'email', ${email('address_id')}, 'domain', domain, 'about', about, 'audience', audience,
       'until', until) FROM sharing_log ORDER BY rowid`,
  ],
  [
    'firmAnswers',
    `SELECT json_object('lookup', lookup, 'signer', signer, 'audience', audience, 'email', email, 'name', name, 'domain', domain,
       'body', body, 'version', version, 'expires', expires, 'askedAt', ${iso('asked_at')}, 'fetchedAt', ${iso('fetched_at')})
     FROM firm_answer ORDER BY lookup, signer`,
  ],
  [
    'asks',
    `SELECT json_object('ask', ask, 'about', about, 'domain', domain, 'reason', reason, 'neededBy', ${iso('needed_by')}, 'askedAt', ${iso('asked_at')}, 'sealed', sealed,
       'offers', (SELECT json_group_array(json_object('member', member, 'name', name, 'practice', practice, 'address', address, 'words', words,
         'offeredAt', ${iso('offered_at')}))
         FROM ask_offer WHERE ask_offer.ask = ask_made.ask)) FROM ask_made ORDER BY ask`,
  ],
  [
    'asksReceived',
    `SELECT json_object('ask', ask, 'member', member, 'name', name, 'practice', practice, 'address', address, 'about', about,
       'reason', reason, 'neededBy', ${iso('needed_by')}, 'email', ${email('address_id')}, 'domain', domain, 'answer', answer, 'offer', offer,
       'partner', partner)
     FROM ask_received ORDER BY ask`,
  ],
  [
    'askFigures',
    `SELECT json_object('quarter', quarter, 'what', what, 'count', count) FROM ask_figure ORDER BY quarter, what`,
  ],
  [
    'polls',
    `SELECT json_object('poll', poll, 'kind', kind, 'closes', closes, 'openedAt', ${iso('opened_at')}, 'state', state, 'figures', figures, 'sealed', sealed,
       'deals', (SELECT json_group_array(json_object('place', place, 'name', name, 'organisation', organisation, 'decidedOn', decided_on,
         'somewhere', somewhere) ORDER BY place) FROM poll_deal WHERE poll_deal.poll = poll_made.poll)) FROM poll_made ORDER BY poll`,
  ],
  [
    'pollsReceived',
    `SELECT json_object('poll', poll, 'closes', closes, 'sealed', sealed, 'answer', answer) FROM poll_received ORDER BY poll`,
  ],
  ['unsharedOrganisations', `SELECT json_object('domain', domain) FROM unshared_organisation ORDER BY domain`],
  [
    'exclusions',
    `SELECT json_object('device', device, 'version', version, 'key', lower(hex(key)), 'tags', lower(hex(tags))) FROM exclusion ORDER BY device`,
  ],
  [
    'egress',
    `SELECT json_object('at', ${iso('at')}, 'host', host, 'port', port, 'purpose', purpose, 'sent', sent, 'received', received)
     FROM egress ORDER BY rowid`,
  ],
];

/**
 * `{format, version, <section>: [...]}` in the order above, one element a line; times are ISO 8601, `person`, `a` and `b` of
 * acquaintances are ids of `people`, everything else refers by e-mail or location. The keyed hashes of erased people and what opens accounts stay out.
 */
export function exportJson(db: Reader): Generator<string> {
  return exportSections(db);
}

/** The same document; `tables` is a WITH clause in front of each statement, in whose words `given` stands. */
export function* exportSections(
  db: Reader,
  tables = '',
  given: Readonly<Record<string, string>> = {},
): Generator<string> {
  yield '{"format":"warmpath","version":1';
  for (const [name, sql] of sections) {
    yield `,\n"${name}":[`;
    let separator = '\n';
    for (const element of statement(db, tables + sql)
      .pluck()
      .iterate(given) as IterableIterator<string>) {
      yield separator + element;
      separator = ',\n';
    }
    yield ']';
  }
  yield '}\n';
}
