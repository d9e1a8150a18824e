/** The everyday mail around the story: machines, a discussion list, colleagues, and clients by the hundred. */
import type { Person, Voice } from './cast.ts';
import { converse, letterId, type Letter } from './converse.ts';
import type { Stage } from './episodes.ts';
import { isEverydayPerson } from './episodes.ts';
import { type Chance, chanceOf } from './random.ts';
import { story } from './story.ts';
import { workingTime } from './working-time.ts';

const day = 86_400;
/** Three years and no more. */
const spanDays = 1095;

const single = (at: number, from: Voice, to: Voice, subject: string, id: string, headers: string[]): Letter => ({
  at,
  from,
  sender: null,
  to: [to],
  cc: [],
  subject,
  id,
  references: [],
  headers,
});

/** Newsletters and notifications, by the clock of a machine. */
export function machineLetters({ cast, today }: Stage): Letter[] {
  return story.machines.flatMap(({ name, address, everyDays, kind, subjects }) => {
    const chance = chanceOf(address);
    const letters: Letter[] = [];
    const from = { name, email: address, zone: 'UTC', pace: 1 };
    const domain = address.slice(address.indexOf('@') + 1);
    const headers =
      kind === 'newsletter'
        ? [`List-Unsubscribe: <https://${domain}/unsubscribe>`, `List-Id: <news.${domain}>`, 'Precedence: bulk']
        : ['Auto-Submitted: auto-generated'];
    for (let ago = spanDays - everyDays; ago > 0; ago -= everyDays) {
      const at = Math.floor(today - ago * day + chance.between(5, 7) * 3600);
      if (at >= today) continue;
      // The alias is where one signs up.
      const to = kind === 'newsletter' && chance.hits(0.6) ? cast.alias : cast.me;
      letters.push(single(at, from, to, chance.pick(subjects), letterId(chance, address), headers));
    }
    return letters;
  });
}

/** People writing to a list the user reads: seen, but not in touch by that alone. */
export function listLetters({ cast, today }: Stage): Letter[] {
  const { list } = story;
  const chance = chanceOf(list.id);
  const secretary = cast.people.filter(({ organisation }) => organisation.kind === 'machine');
  const writers = [...secretary, ...cast.people.filter(isEverydayPerson).filter((_, index) => index % 23 === 5)];
  const to = { name: list.name, email: list.address, zone: 'UTC', pace: 1 };
  const headers = [
    `List-Id: ${list.name} <${list.id}>`,
    `List-Post: <mailto:${list.address}>`,
    'Precedence: list',
    `Delivered-To: ${cast.me.email}`,
  ];
  const letters: Letter[] = [];
  for (let ago = spanDays - 3; ago > 0; ago -= list.everyDays) {
    const from = letters.length < writers.length ? writers[letters.length] : chance.pick(writers);
    if (from === undefined) continue;
    const at = workingTime(today - ago * day + 9 * 3600, from.zone, chance);
    if (at >= today) continue;
    letters.push(single(at, from, to, chance.pick(story.subjects.list), letterId(chance, from.email), headers));
  }
  return letters;
}

/** Threads among colleagues, until `count` letters are there. */
export function colleagueLetters({ cast, today }: Stage, count: number): Letter[] {
  const chance = chanceOf('colleagues');
  const colleagues = cast.people.filter(({ organisation }) => organisation.kind === 'own');
  const own = [cast.me, cast.alias];
  const letters: Letter[] = [];
  for (let turn = 0; letters.length < count; turn++) {
    const first = turn < colleagues.length ? colleagues[turn] : colleagues[skewed(chance, colleagues.length)];
    if (first === undefined) continue;
    const cc = colleagues.filter((person) => person !== first && chance.hits(0.05));
    const mine = chance.hits(0.5);
    letters.push(
      ...converse(
        {
          // Everybody's first thread is old enough to have been written whatever day today is.
          start: today - chance.between(turn < colleagues.length ? 30 : 2, spanDays - 5) * day,
          end: today,
          from: mine ? cast.me : first,
          to: [mine ? first : cast.me],
          cc,
          turns: chance.whole(1, 4),
          own,
          subject: chance.pick(story.subjects.internal),
        },
        chance,
      ),
    );
  }
  return letters.slice(0, count);
}

/** Small indexes are likelier: a few people make most of the mail. */
const skewed = (chance: Chance, size: number) => Math.floor(size * chance.next() ** 1.8);

interface Acquaintance {
  readonly person: Person;
  readonly colleague: Person | null;
  /** Days ago. */
  readonly from: number;
  readonly until: number;
}

function acquaintances({ cast }: Stage, chance: Chance): Acquaintance[] {
  const colleagues = cast.people.filter(({ organisation }) => organisation.kind === 'own');
  return cast.people
    .filter((person) => isEverydayPerson(person) && person.organisation.kind !== 'own')
    .map((person) => ({ person, order: chance.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ person }) => {
      const from = chance.between(60, spanDays - 5);
      return {
        person,
        colleague: chance.hits(0.5) ? chance.pick(colleagues) : null,
        from,
        until: chance.hits(0.7) ? 1 : chance.between(1, from - 20),
      };
    });
}

/** Clients, lawyers, bankers and the rest: everybody once, then some far more than others, until `count` letters are there. */
export function everydayLetters(stage: Stage, count: number): Letter[] {
  const { cast, today } = stage;
  const chance = chanceOf('everyday');
  const known = acquaintances(stage, chance);
  const own = [cast.me, cast.alias];
  const letters: Letter[] = [];
  for (let turn = 0; letters.length < count; turn++) {
    const once = turn < known.length;
    const entry = known[once ? turn : skewed(chance, known.length)];
    if (entry === undefined) continue;
    const { person, colleague, from, until } = entry;
    const fellows = known.filter((other) => other.person.organisation === person.organisation && other !== entry);
    const cc: Voice[] = [];
    if (!once && colleague !== null && chance.hits(0.4)) cc.push(colleague);
    if (!once && fellows.length > 0 && chance.hits(0.35)) cc.push(chance.pick(fellows).person);
    if (!once && chance.hits(0.04)) cc.push(chance.pick(known).person);
    const voice = chance.hits(0.05) ? cast.alias : cast.me;
    const mine = chance.hits(0.5);
    letters.push(
      ...converse(
        {
          start: today - (once ? from : chance.between(until, from)) * day,
          end: today,
          from: mine ? voice : person,
          to: [mine ? person : voice],
          cc: cc.filter((copied, index) => copied !== person && cc.indexOf(copied) === index),
          turns: once ? chance.whole(1, 3) : chance.whole(1, 5),
          own,
          subject: chance.pick(story.subjects.client),
        },
        chance,
      ),
    );
  }
  return letters.slice(0, count);
}
