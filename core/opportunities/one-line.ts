/** A pursuit typed on one line: "Acme refinancing, jane@acme.com, CFO". Pure. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { organisationDomain, organisationNameFromDomain } from '../identity/email-parts.ts';
import { isFullName, foldName } from '../identity/names.ts';
import { normaliseEmail } from '../ingest/address.ts';
import type { PursuitDraft, PursuitPerson } from './pursuit-rows.ts';

/**
 * The name first; then in any order an address ("Jane Doe <jane@acme.com>" too), a domain or "at Acme" for the organisation, and the
 * title of whom it names last. Who is named first is who decides. Failure: usage.
 */
export function readLine(line: string): Result<PursuitDraft> {
  const [name = '', ...parts] = line
    .split(/\s*[,;]\s*/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (name === '' || name.includes('@'))
    return failure('usage', 'Begin with a name for it: "Acme refinancing, jane@acme.com, CFO".');
  const people: PursuitPerson[] = [];
  let [organisation, domain]: (string | null)[] = [null, null];
  for (const part of parts) {
    const found = /^(.*?)\s*[<(]?([^\s<>()]+@[^\s<>()]+)[>)]?$/.exec(part);
    const email = normaliseEmail(found?.[2] ?? '');
    const last = people.at(-1);
    if (email !== null) people.push({ name: found?.[1] || null, email, title: null, decides: people.length === 0 });
    else if (part.includes('@')) return failure('usage', `${part} is no e-mail address.`);
    else if (/^at\s+\S/i.test(part)) organisation = part.replace(/^at\s+/i, '');
    else if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(part)) domain = part.toLowerCase();
    else if (last !== undefined && last.title === null) people[people.length - 1] = { ...last, title: part };
    else if (isFullName(foldName(part)))
      people.push({ name: part, email: null, title: null, decides: people.length === 0 });
    else return failure('usage', `What is "${part}"? Write "at ${part}" for the organisation.`);
  }
  domain ??=
    people.map(({ email }) => (email === null ? null : organisationDomain(email))).find((one) => one !== null) ?? null;
  return success({
    crmId: null,
    name,
    organisation: organisation ?? (domain === null ? null : organisationNameFromDomain(domain)),
    domain,
    practice: null,
    stage: null,
    outcome: null,
    openedOn: null,
    decidedOn: null,
    people,
  });
}
