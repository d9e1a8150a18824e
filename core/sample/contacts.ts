/** The user's address book (vCard 3.0, RFC 2426) and LinkedIn export: titles, and people under two addresses. */
import type { Person } from './cast.ts';
import type { Stage } from './episodes.ts';
import { chanceOf } from './random.ts';
import { story } from './story.ts';

const day = 86_400;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const splitName = (name: string): [given: string, family: string] => {
  const space = name.indexOf(' ');
  return [name.slice(0, space), name.slice(space + 1)];
};

/** "07 Feb 2026" as LinkedIn writes days. */
function connectedOn(at: number): string {
  const date = new Date(at * 1000);
  return `${String(date.getUTCDate()).padStart(2, '0')} ${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear())}`;
}

function card(person: Person, revised: number): string[] {
  const [given, family] = splitName(person.name);
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:${person.email.replace('@', '.')}`,
    `FN:${person.name}`,
    `N:${family};${given};;;`,
    `ORG:${person.organisation.name}`,
    `TITLE:${person.title}`,
    `EMAIL;TYPE=WORK,PREF:${person.email}`,
    ...(person.former === null ? [] : [`EMAIL;TYPE=OTHER:${person.former.email}`]),
    `REV:${new Date(revised * 1000).toISOString().replace(/[-:]|\.000/g, '')}`,
    'END:VCARD',
  ];
}

/** Cards of every character and of every fourth of the others. */
export function contactsText({ cast, today }: Stage): string {
  const chance = chanceOf('contacts');
  const kept = cast.people.filter(({ character }, index) => character !== null || index % 4 === 0);
  return [...kept.flatMap((person) => card(person, today - chance.whole(2, 900) * day)), ''].join('\r\n');
}

const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** Connections.csv as LinkedIn has exported it since 2023: a preamble, the header in line four, hardly an address. */
export function connectionsText({ cast, today }: Stage): string {
  const chance = chanceOf('connections');
  const outside = cast.people.filter(({ organisation }, index) => organisation.kind !== 'own' && index % 2 === 0);
  const rows = [
    ...outside.map(({ name, email, organisation, title }) => ({
      names: splitName(name),
      slug: email.slice(0, email.indexOf('@')).replace('.', '-'),
      email: chance.hits(0.03) ? email : '',
      company: organisation.name,
      title,
    })),
    ...story.linkedInOnly.map(([given, family, company, title]) => ({
      names: [given, family],
      slug: `${given}-${family}`.toLowerCase().replace(/[^a-z]+/g, '-'),
      email: '',
      company,
      title,
    })),
  ].map((row) => ({ ...row, at: today - chance.whole(10, 1090) * day, tag: chance.whole(10_000, 99_999) }));
  rows.sort((a, b) => b.at - a.at);
  return [
    'Notes:',
    '"When exporting your connection data, you may notice that some of the email addresses are missing."',
    '',
    'First Name,Last Name,URL,Email Address,Company,Position,Connected On',
    ...rows.map(({ names, slug, tag, email, company, title, at }) =>
      [...names, `https://www.linkedin.com/in/${slug}-${String(tag)}`, email, company, title, connectedOn(at)]
        .map(quoted)
        .join(','),
    ),
    '',
  ].join('\n');
}
