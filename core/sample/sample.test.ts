import ICAL from 'ical.js';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { beforeAll, expect, test } from 'vitest';
import { createCast } from './cast.ts';
import { guessColumns } from '../opportunities/columns.ts';
import { readPursuits } from '../opportunities/pursuit-rows.ts';
import { samplePursuits } from './pursuits.ts';
import { sampleFiles } from './sample.ts';
import { story } from './story.ts';

const now = Date.parse('2026-11-23T14:12:00Z') / 1000;
const today = Date.parse('2026-11-23T00:00:00Z') / 1000;
const day = 86_400;
const cast = createCast();
const files = new Map(sampleFiles(now).map(({ name, text }) => [name, text]));
const own = new Set([story.me.address, story.me.alias]);

const textOf = (name: string) => files.get(name) ?? '';
const messagesOf = (name: string) => textOf(name).split(/^(?=From \S+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$)/m);
const mailboxes = (list: readonly Address[] | undefined) =>
  (list ?? []).map(({ name, address }) => ({ name, address: address ?? '' }));
const partiesOf = ({ from, to, cc, sender }: Email) => [
  ...mailboxes(from && [from]),
  ...mailboxes(sender && [sender]),
  ...mailboxes(to),
  ...mailboxes(cc),
];

let received: Email[];
let sent: Email[];
let all: Email[];

beforeAll(async () => {
  const parse = (text: string) => PostalMime.parse(text.slice(text.indexOf('\n') + 1));
  received = await Promise.all(messagesOf('Inbox.mbox').map(parse));
  sent = await Promise.all(messagesOf('Sent.mbox').map(parse));
  all = [...received, ...sent];
});

const meetings = () =>
  new ICAL.Component(ICAL.parse(textOf('Calendar.ics')) as unknown[]).getAllSubcomponents('vevent');

test('there are 4,000 messages, each with an id of its own', () => {
  expect(all).toHaveLength(4000);
  expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(4000);
  expect(sent.every(({ from }) => own.has(from?.address ?? ''))).toBe(true);
  expect(received.some(({ from }) => own.has(from?.address ?? ''))).toBe(false);
});

test('there are 250 people, and all of them appear under their names in mail the user sent or received', () => {
  expect(cast.people).toHaveLength(250);
  const seen = new Map(all.flatMap(partiesOf).map(({ name, address }) => [address, name]));
  for (const { address } of story.machines) seen.delete(address);
  for (const address of [...own, story.list.address]) seen.delete(address);
  const voices = cast.people.flatMap((person) => (person.former === null ? [person] : [person, person.former]));
  expect(seen).toEqual(new Map(voices.map(({ email, name }) => [email, name])));
});

test('there are 60 organisations by domain, none of them real', () => {
  const domains = all.flatMap(partiesOf).map(({ address }) =>
    address
      .slice(address.indexOf('@') + 1)
      .split('.')
      .slice(-2)
      .join('.'),
  );
  expect(new Set(domains)).toEqual(new Set(story.organisations.map(({ domain }) => domain)));
  expect(story.organisations).toHaveLength(60);
  expect(domains.every((domain) => /\.(?:example|test)$/.test(domain))).toBe(true);
});

test('the user takes part in every message, and every header can be read', () => {
  for (const email of all) {
    const parties = partiesOf(email);
    const delivered = email.headers.find(({ key }) => key === 'delivered-to')?.value;
    expect(parties.some(({ address }) => own.has(address)) || own.has(delivered ?? '')).toBe(true);
    expect(parties.every(({ address }) => /^[a-z.-]+@[a-z.-]+$/.test(address))).toBe(true);
    expect(email.subject).toBeTruthy();
    expect(email.messageId).toMatch(/^<[^<>@\s]+@[^<>@\s]+>$/);
  }
});

test('dates lie within three years before today, answers after what they answer', () => {
  const dateOf = new Map(all.map(({ messageId, date }) => [messageId, Date.parse(date ?? '') / 1000]));
  for (const at of dateOf.values()) {
    expect(at).toBeLessThan(today);
    expect(at).toBeGreaterThan(today - 1096 * day);
  }
  const answers = all.filter(({ inReplyTo }) => inReplyTo !== undefined);
  expect(answers.length).toBeGreaterThan(1000);
  for (const { inReplyTo, date, references } of answers) {
    const parent = dateOf.get(inReplyTo ?? '');
    if (parent !== undefined) expect(Date.parse(date ?? '') / 1000).toBeGreaterThan(parent);
    expect(references).toContain(inReplyTo);
  }
});

test('lines are short enough for mail servers', () => {
  for (const name of ['Inbox.mbox', 'Sent.mbox']) {
    expect(
      Math.max(
        ...textOf(name)
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThan(200);
    expect(/[^\n\t -~]/.exec(textOf(name))).toBeNull();
  }
});

test('the same day makes the same files, and only the calendar knows the hour', () => {
  expect(sampleFiles(now)).toEqual(sampleFiles(now));
  const later = new Map(sampleFiles(now + 5 * 3600).map(({ name, text }) => [name, text]));
  for (const [name, text] of files) expect(later.get(name) === text).toBe(name !== 'Calendar.ics');
});

test.each(['2026-01-01', '2026-03-29', '2026-12-27', '2027-07-04'])('on %s the counts are the same', (date) => {
  const made = new Map(sampleFiles(Date.parse(`${date}T23:30:00Z`) / 1000).map(({ name, text }) => [name, text]));
  const mail = `${made.get('Inbox.mbox') ?? ''}${made.get('Sent.mbox') ?? ''}`;
  expect(mail.match(/^Message-ID: /gm)).toHaveLength(4000);
  expect(cast.people.filter(({ email }) => !mail.includes(`<${email}>`))).toEqual([]);
});

const between = (a: string, b: string, from: Email[] = all) =>
  from.filter((email) => {
    const addresses = partiesOf(email).map(({ address }) => address);
    return addresses.includes(a) && addresses.includes(b);
  });
const ago = ({ date }: Email) => (today - Date.parse(date ?? '') / 1000) / day;

test('one tie has gone quiet, one is rising', () => {
  const quiet = between(story.me.address, cast.characters.quiet.email);
  expect(quiet.filter((email) => ago(email) > 365).length).toBeGreaterThan(100);
  expect(quiet.filter((email) => ago(email) < 200).every(({ from }) => from?.address === story.me.address)).toBe(true);
  const rising = between(story.me.address, cast.characters.rising.email).map(ago);
  expect(rising.filter((days) => days < 60).length).toBeGreaterThan(2 * rising.filter((days) => days > 200).length);
});

test('opposing counsel writes during six weeks only', () => {
  const { counsel, secondCounsel } = cast.characters;
  const days = received
    .filter(({ from }) => [counsel.email, secondCounsel.email].includes(from?.address ?? ''))
    .map(ago);
  expect(days.length).toBeGreaterThan(40);
  expect(Math.max(...days) - Math.min(...days)).toBeLessThanOrEqual(42);
});

test('a client moved: the old address is silent, the new one answers a letter to the old', () => {
  const { moved } = cast.characters;
  const old = moved.former?.email ?? '';
  expect(Math.min(...received.filter(({ from }) => from?.address === old).map(ago))).toBeGreaterThan(150);
  const asked = new Set(
    sent.filter(({ to }) => to?.some(({ address }) => address === old)).map(({ messageId }) => messageId),
  );
  const answers = received.filter(({ from, inReplyTo }) => from?.address === moved.email && asked.has(inReplyTo ?? ''));
  expect(answers).toHaveLength(1);
  expect(textOf('Contacts.vcf')).toMatch(new RegExp(`${moved.email}\r\nEMAIL;TYPE=OTHER:${old}`));
});

test('the user never wrote to the people the introducer knows, nor met them', () => {
  const { introducer, introduced, alsoIntroduced } = cast.characters;
  for (const { email } of [introduced, alsoIntroduced]) {
    expect(between(introducer.email, email).length).toBeGreaterThan(3);
    expect(between(introducer.email, email)).toEqual(between(story.me.address, email));
    expect(textOf('Calendar.ics').includes(email)).toBe(false);
  }
});

test('a chairman’s letters are mostly sent by his assistant', () => {
  const letters = received.filter(({ from }) => from?.address === cast.characters.principal.email);
  const delegated = letters.filter(({ sender }) => sender?.address === cast.characters.delegate.email);
  expect(delegated.length).toBeGreaterThan(letters.length / 3);
  expect(delegated.length).toBeLessThan(letters.length);
});

test('a client who hardly writes is met once a month', () => {
  const { phoneOnly } = cast.characters;
  expect(between(story.me.address, phoneOnly.email).length).toBeLessThan(8);
  const met = meetings().filter((event) =>
    event.getAllProperties('attendee').some((property) => String(property.getFirstValue()).endsWith(phoneOnly.email)),
  );
  expect(met.length).toBeGreaterThan(30);
});

test('the alias receives and sends', () => {
  expect(received.some(({ to }) => to?.some(({ address }) => address === story.me.alias))).toBe(true);
  expect(sent.some(({ from }) => from?.address === story.me.alias)).toBe(true);
});

test('two people share a name, not an organisation', () => {
  const { namesake, otherNamesake } = cast.characters;
  expect(namesake.name).toBe(otherNamesake.name);
  expect(namesake.organisation).not.toBe(otherNamesake.organisation);
});

test('the calendar holds a series, rooms, and a meeting in about two hours', () => {
  const events = meetings().map((component) => new ICAL.Event(component));
  expect(events.length).toBeGreaterThan(200);
  expect(events.filter((event) => event.isRecurring())).toHaveLength(1);
  expect(events.filter((event) => event.isRecurrenceException())).toHaveLength(1);
  const soon = events.find(({ uid }) => uid.startsWith('soon.'));
  const minutes = ((soon?.startDate.toUnixTime() ?? 0) - now) / 60;
  expect(minutes).toBeGreaterThanOrEqual(90);
  expect(minutes).toBeLessThanOrEqual(150);
  expect(textOf('Calendar.ics')).toContain('CUTYPE=ROOM');
});

test('cards and connections are where they should be', () => {
  expect(textOf('Contacts.vcf').match(/^BEGIN:VCARD/gm)?.length).toBeGreaterThan(60);
  const rows = textOf('Connections.csv').trim().split('\n').slice(4);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.some((row) => row.includes('Norvane Biologics'))).toBe(true);
});

test('ten pursuits are open and ten are closed, and a CRM’s import knows all of it', () => {
  const [header = '', ...rows] = samplePursuits(now).split('\r\n');
  const columns = guessColumns(header.split(','));
  const read = readPursuits(
    rows.map((row, i) => ({ line: i + 2, cells: row.split(',') })),
    columns,
  );
  expect(columns).not.toContain(null);
  expect(read.broken).toEqual([]);
  const outcomes = read.drafts.map(({ outcome }) => outcome);
  expect(['open', 'won', 'lost'].map((one) => outcomes.filter((outcome) => outcome === one).length)).toEqual([
    10, 3, 7,
  ]);
  expect(read.drafts.filter(({ outcome, decidedOn }) => (outcome === 'open') !== (decidedOn === null))).toEqual([]);
});
