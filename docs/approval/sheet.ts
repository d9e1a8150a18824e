/** The data sheet and the retention schedule as Markdown, made of the annotated fields. Pure. */
import { fieldsRead } from '../../core/contract/fields-read.ts';
import { areas } from './areas.ts';
import { forms } from './field.ts';
import type { Area, Field, Group } from './field.ts';
import { terms } from './terms.ts';
import type { Term, TermName } from './terms.ts';

const made =
  'Made by `npm run approval` from `docs/approval/fields/`; a test fails where it differs from the tables, requests and files themselves.';

/** Everything that is stored or sent: an overview of a page, then every field. */
export function dataSheet(): string {
  return lines([
    '# Data sheet',
    '',
    `Every field Warmpath stores or sends: what it is, where it lies, in what form, how long, and who can see it. ${made}`,
    '',
    'Pseudonymous is not anonymous: a random id or a keyed hash at the firm exchange still is personal data.',
    '',
    '## In short',
    '',
    ...table(
      ['where', 'what', 'how long', 'who can see it'],
      areas.map(({ title, inShort }) => [`[${title}](#${anchor(title)})`, inShort.what, inShort.kept, inShort.seenBy]),
    ),
    '',
    '## What is read of a message',
    '',
    'Header fields, by what they are for. What is kept of them is below; nothing after the header is looked at but to find where a message ends.',
    'Servers of mail and calendars you connected get your sign-in, names of folders, numbers of messages and the names of these fields; nothing of what is kept. While an account is set up, hosts you tick get the domain of your address.',
    '',
    ...table(
      ['for', 'fields'],
      fieldsRead.map(([purpose, fields]) => [purpose, fields.map(code).join(', ')]),
    ),
    ...areas.flatMap(section),
  ]);
}

function section({ title, where, groups }: Area): string[] {
  const rows = groups.map((group) => [
    `${code(group.name)}<br>${group.what}`,
    Object.entries(group.fields)
      .map(([name, field]) => `${code(name)} ${fieldWords(field)}`)
      .join('<br>'),
    terms[group.kept].howLong,
    group.seenBy,
  ]);
  return ['', `## ${title}`, '', where, '', ...table(['what', 'fields', 'how long', 'who can see it'], rows)];
}

/** What a field is, and in italics how it differs from its group. */
function fieldWords(field: string | Field): string {
  if (typeof field === 'string') return field;
  const { what, form = 'clear', kept, seenBy } = field;
  const differs = [
    forms[form],
    kept === undefined ? null : `kept ${terms[kept].howLong}`,
    seenBy === undefined ? null : `seen by ${seenBy}`,
  ].filter((part) => part !== null);
  return differs.length === 0 ? what : `${what} *(${differs.join('; ')})*`;
}

/** What is kept how long, and what ends it earlier. */
export function retentionSchedule(): string {
  return lines([
    '# Retention schedule',
    '',
    `How long each kind of data lies where it lies, and what ends that earlier. ${made}`,
    '',
    'The firm adds what is its own to decide: how many years are kept on each computer, how long backups of computers and of the firm exchange are held. What is erased or withdrawn is gone from live data only; a backup of before still has it.',
    '',
    '## On each member’s computer',
    '',
    ...schedule('computer'),
    '',
    '## At the firm exchange',
    '',
    ...schedule('exchange'),
  ]);
}

function schedule(where: Term['where']): string[] {
  const rows = Object.entries(terms as Readonly<Record<string, Term>>)
    .filter(([, term]) => term.where === where)
    .map(([name, term]) => [
      heldFor(name as TermName)
        .map(code)
        .join(', '),
      term.howLong,
      term.endsEarlier,
      term.tests.length === 0 ? '-' : term.tests.map(code).join(', '),
    ]);
  return table(['what', 'how long', 'what ends it earlier', 'tests'], rows);
}

/** Tables, files and single fields that are kept for a term; what travels lies in one of these tables or is not kept. */
export function heldFor(term: TermName): string[] {
  return areas
    .filter(({ kind }) => kind !== 'request' && kind !== 'shape')
    .flatMap(({ groups }) => groups.flatMap((group) => ofGroup(group, term)));
}

function ofGroup({ name, kept, fields }: Group, term: TermName): string[] {
  if (kept === term) return [name];
  return Object.entries(fields).flatMap(([field, about]) =>
    typeof about !== 'string' && about.kept === term ? [`${name}.${field}`] : [],
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function code(text: string): string {
  return `\`${text}\``;
}

/** How GitHub names a heading in a link. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
