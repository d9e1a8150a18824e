/** Every statement of a brief, told again from the exported data by another way than the product's. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Brief } from '../../core/contract/briefing.ts';
import { assertNever, valueOf } from '../../core/contract/errors.ts';
import type { Input, MethodName, Output } from '../../core/contract/methods.ts';
import { openEngine } from '../../core/engine.ts';
import { counted, monthWords, span, whenWords } from '../../core/strength/spans.ts';
import { corpora, scratchFolder } from '../corpora/unpack.ts';
import { engineDeps } from '../builders/engine.ts';

const day = 86_400;
const hwmon = corpora === null ? '' : join(corpora, 'mbox/linux-hwmon-ego.mbox.zst');

interface Message {
  readonly sentAt: string;
  readonly marks: readonly string[];
  readonly ref: number | null;
  readonly threadRef: number | null;
  readonly parties: readonly { readonly role: string; readonly email: string }[];
}
interface Meeting {
  readonly uid: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly status: string;
  readonly parties: readonly { readonly email: string; readonly partstat: string; readonly organiser: boolean }[];
}
interface Exported {
  readonly people: readonly { readonly id: number; readonly name: string; readonly kind: string }[];
  readonly addresses: readonly { readonly email: string; readonly person: number }[];
  readonly ownAddresses: readonly { readonly email: string; readonly confirmed: boolean | null }[];
  readonly messages: readonly Message[];
  readonly meetings: readonly Meeting[];
}

async function openAt(now: number) {
  const folder = scratchFolder();
  const engine = valueOf(
    await openEngine(
      engineDeps(folder, () => now * 1000),
      { kind: 'passphrase', passphrase: 'a passphrase of some length' },
    ),
  );
  return {
    engine,
    folder,
    ask: async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> => {
      return valueOf(await engine.call(method, input));
    },
  };
}

/** The exported facts of one person as a reader of the document would look them up; moments in Unix seconds. */
function factsOf(all: Exported, person: number, now: number) {
  const nameOf = new Map(all.people.map(({ id, name }) => [id, name]));
  const personOf = new Map(all.addresses.map(({ email, person: id }) => [email, id]));
  const own = new Set(all.ownAddresses.filter(({ confirmed }) => confirmed !== false).map(({ email }) => email));
  const is = (email: string): boolean => personOf.get(email) === person;
  const seconds = (iso: string): number => Date.parse(iso) / 1000;
  // A relay writes in others' names, and says in Reply-To whose.
  const fromOf = ({ parties }: Message): string => {
    const party = (wanted: string): string => parties.find(({ role }) => role === wanted)?.email ?? '';
    return party('from').startsWith('devnull+') ? party('replyTo') : party('from');
  };
  const inHead = ({ parties }: Message): string[] =>
    parties.filter(({ role }) => ['to', 'cc', 'bcc'].includes(role)).map(({ email }) => email);
  const before = all.messages.filter(({ sentAt }) => seconds(sentAt) < now);
  const theirs = before.filter((one) => is(fromOf(one)) && inHead(one).some((email) => own.has(email)));
  const mine = before.filter((one) => own.has(fromOf(one)) && inHead(one).some(is));
  const met = all.meetings.filter(
    ({ endAt, status, parties }) =>
      seconds(endAt) <= now &&
      status !== 'cancelled' &&
      parties.some(({ email, partstat }) => is(email) && partstat !== 'declined') &&
      !parties.some(({ email, partstat }) => own.has(email) && partstat === 'declined'),
  );
  const at = (items: readonly ({ sentAt: string } | { startAt: string })[]): number[] =>
    items.map((item) => seconds('sentAt' in item ? item.sentAt : item.startAt));
  return { nameOf, personOf, own, is, seconds, fromOf, inHead, before, theirs, mine, met, at };
}

/** What is wrong with a line, or null. */
function wrong(all: Exported, person: number, { kind, words }: Brief['people'][number]['lines'][number], now: number) {
  const facts = factsOf(all, person, now);
  const { theirs, mine, met, at, seconds } = facts;
  const contacts = [...at(theirs), ...at(mine), ...at(met)].filter((moment) => moment < now);
  switch (kind) {
    case 'owed': {
      const since = at(theirs).filter((moment) => words === `you owe a reply, they wrote ${whenWords(moment, now)}`);
      const isAnswered = (moment: number): boolean => [...at(mine), ...at(met)].some((later_) => later_ > moment);
      return since.some((moment) => !isAnswered(moment)) ? null : 'no letter without an answer';
    }
    case 'awaited': {
      const since = at(mine).filter((moment) => words === `has not answered what you wrote ${whenWords(moment, now)}`);
      return since.some((moment) => !at(theirs).some((later_) => later_ > moment)) ? null : 'they have written since';
    }
    case 'first meeting':
      return met.length === 0 ? null : 'met before';
    case 'quiet':
      return words === `no mail or meeting for ${span(now - Math.max(...contacts))}` ? null : 'another silence';
    case 'last contact': {
      const last = Math.max(...contacts);
      const isOf = (moments: readonly number[]): boolean => moments.includes(last);
      if (words === `you wrote ${whenWords(last, now)}` && isOf(at(mine))) return null;
      if (words === `wrote to you ${whenWords(last, now)}` && isOf(at(theirs))) return null;
      const [, when = '', names = ''] = /^met (.+?)(?: with (.+))?$/.exec(words) ?? [];
      const meeting = met.find(({ startAt }) => seconds(startAt) === last);
      if (meeting === undefined || when !== whenWords(last, now)) return 'another last contact';
      const there = meeting.parties.map(({ email }) => facts.nameOf.get(facts.personOf.get(email) ?? 0) ?? '');
      const named = names === '' ? [] : names.replace(/ and \d+ more$/, '').split(/, | and /);
      return named.every((name) => there.includes(name)) ? null : 'somebody was not there';
    }
    case 'moved': {
      const domains = new Set(
        all.addresses.filter(({ email }) => facts.is(email)).map(({ email }) => email.split('@')[1]),
      );
      return domains.size > 1 ? null : 'one employer'; // prettier-ignore
    }
    case 'way in': {
      const [, threads] = /: (?:(\d+) small threads?|a small thread)/.exec(words) ?? [];
      const [, when = ''] = /, last (.+)$/.exec(words) ?? [];
      const seen = facts.before.filter((one) => [facts.fromOf(one), ...facts.inHead(one)].some(facts.is));
      const isThen = [...at(seen), ...at(met)].some((moment) => whenWords(moment, now) === when);
      const inThreads = new Set(seen.map(({ threadRef, ref }) => threadRef ?? ref)).size;
      return isThen && inThreads >= Number(threads ?? 1) ? null : 'not seen together then';
    }
    default:
      return assertNever(kind);
  }
}

/** The same of the sentences behind the lines; the first is the standing, which has tests of its own. */
function wrongFact(all: Exported, person: number, meeting: Meeting | undefined, fact: string, now: number) {
  const { theirs, mine, met, at, seconds, before, inHead, fromOf, is, nameOf, personOf } = factsOf(all, person, now);
  // Mass mail is no exchange, but what goes through a discussion list is.
  const isMass = ({ marks }: Message): boolean => marks.includes('bulk') && !marks.includes('list');
  const exchanged = new Set([...theirs, ...mine].filter((one) => !isMass(one) && !one.marks.includes('auto')));
  const so = /^(?:(\d+) messages?)?(?: and )?(?:(\d+) meetings?)? so far\.$/.exec(fact);
  if (so) {
    const said = [Number(so[1] ?? 0), Number(so[2] ?? 0)];
    return said[0] === exchanged.size && said[1] === met.length ? null : `${String(exchanged.size)}, ${String(met.length)}`;
  } // prettier-ignore
  const first = /^First contact in (.+?)(?:, through (.+))?\.$/.exec(fact);
  if (first) {
    const small = before.filter((one) => [fromOf(one), ...inHead(one)].some(is) && new Set([fromOf(one), ...inHead(one)]).size <= 6); // prettier-ignore
    const begun = Math.min(...at(small), ...at(met));
    if (monthWords(begun, now) !== first[1]) return monthWords(begun, now);
    const senders = [
      ...small.filter(({ sentAt }) => seconds(sentAt) === begun).map(fromOf),
      ...met
        .filter(({ startAt }) => seconds(startAt) === begun)
        .flatMap(({ parties }) => parties.filter(({ organiser }) => organiser).map(({ email }) => email)),
    ];
    return first[2] === undefined || senders.some((email) => nameOf.get(personOf.get(email) ?? 0) === first[2])
      ? null
      : 'through somebody else';
  }
  const since = /^(?:(No|\d+) messages? since|Was not in) the last one, (.+)\.$/.exec(fact);
  if (since && meeting) {
    const earlier = all.meetings.filter(({ uid, endAt, status }) => uid === meeting.uid && status !== 'cancelled' && seconds(endAt) <= Math.min(now, seconds(meeting.startAt))); // prettier-ignore
    const last = Math.max(...at(earlier));
    if (whenWords(last, now) !== since[2]) return whenWords(last, now);
    const messages = [...exchanged].filter(({ sentAt }) => seconds(sentAt) > last).length;
    return since[1] === undefined || fact.startsWith(messages === 0 ? 'No message' : counted(messages, 'message'))
      ? null
      : String(messages);
  }
  return null;
}

async function check(desk: Awaited<ReturnType<typeof openAt>>, now: number): Promise<Map<string, number>> {
  const file = join(desk.folder, 'everything.json');
  await desk.engine.exportTo('json', file);
  const all = JSON.parse(readFileSync(file, 'utf8')) as Exported;
  const briefs = await desk.ask('briefs', {});
  const told = new Map<string, number>();
  for (const brief of briefs) {
    const meeting = all.meetings.find(({ startAt, parties }) => Date.parse(startAt) === Date.parse(brief.startAt) &&
      brief.people.every(({ id }) => parties.some(({ email }) => all.addresses.some((one) => one.email === email && one.person === id)))); // prettier-ignore
    for (const { id, name, lines } of brief.people) {
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) {
        told.set(line.kind, (told.get(line.kind) ?? 0) + 1);
        expect(`${name}: ${line.words}: ${String(wrong(all, id, line, now))}`).toBe(`${name}: ${line.words}: null`);
      }
      const { facts } = await desk.ask('briefDetails', { meeting: brief.meeting, person: id });
      for (const fact of facts.slice(1)) {
        told.set('fact', (told.get('fact') ?? 0) + 1);
        expect(`${name}: ${fact}: ${String(wrongFact(all, id, meeting, fact, now))}`).toBe(`${name}: ${fact}: null`);
      }
    }
  }
  return told;
}

test('every statement of the sample’s briefs', async () => {
  const now = Date.UTC(2026, 10, 24, 9) / 1000;
  const desk = await openAt(now);
  await desk.ask('decideSubjects', { keep: true });
  await desk.ask('importSample', {});
  const told = await check(desk, now);
  await desk.engine.close();
  for (const kind of ['owed', 'moved', 'first meeting', 'last contact', 'way in', 'fact'])
    expect([...told.keys()]).toContain(kind);
});

describe.skipIf(!existsSync(hwmon))('a real mailbox (needs CORPORA)', () => {
  test('every statement of briefs for meetings with the people it knows', async () => {
    const now = Date.UTC(2026, 5, 15, 8) / 1000;
    const desk = await openAt(now);
    const mail = join(desk.folder, 'linux-hwmon.mbox');
    execFileSync('zstd', ['-q', '-d', '--long=27', hwmon, '-o', mail]);
    await desk.engine.importPaths([mail], { me: ['linux@roeck-us.net'] });
    const people = (await desk.ask('people', { limit: 200 })).rows.filter(({ colleague }) => colleague === 'no');
    const calendar = join(desk.folder, 'meetings.ics');
    writeFileSync(calendar, calendarOf(people.map(({ addresses }) => addresses[0] as string), now)); // prettier-ignore
    await desk.engine.importPaths([calendar]);
    const told = await check(desk, now);
    await desk.engine.close();
    expect(told.get('fact')).toBeGreaterThan(50);
    for (const kind of ['first meeting', 'quiet', 'last contact']) expect([...told.keys()]).toContain(kind);
  });
});

/** A meeting with four of them every working hour from now on, and a series with the first that has been held since a month. */
function calendarOf(emails: readonly string[], now: number): string {
  const stamp = (at: number): string => `${new Date(at * 1000).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const event = (uid: string, at: number, attendees: readonly string[], more: readonly string[] = []): string[] => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTART:${stamp(at)}`,
    `DTEND:${stamp(at + 3600)}`,
    'ORGANIZER:mailto:linux@roeck-us.net',
    ...attendees.map((email) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${email}`),
    ...more,
    'END:VEVENT',
  ];
  const groups = emails.flatMap((_, i) => (i % 4 === 0 ? [emails.slice(i, i + 4)] : []));
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...event('series', now - 28 * day, emails.slice(0, 2), ['RRULE:FREQ=WEEKLY;COUNT=6']),
    ...groups.flatMap((group, i) => event(`meeting-${String(i)}`, now + (i + 1) * 3600, group)),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
