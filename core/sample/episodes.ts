/** What happens in the sample, as letters: each episode is one thing the product must notice. Days count back from today. */
import type { Cast, Person, Voice } from './cast.ts';
import { converse, type Letter } from './converse.ts';
import { type Chance, chanceOf } from './random.ts';
import { story } from './story.ts';

const day = 86_400;

/** The deal's first and last day. */
export const dealDays = { from: 250, until: 208 } as const;

export interface Stage {
  readonly cast: Cast;
  /** 00:00 UTC of today in Unix seconds: the newest letter is older. */
  readonly today: number;
}

type Say = (
  daysAgo: number,
  from: Voice,
  to: readonly Voice[],
  turns: number,
  more?: {
    cc?: readonly Voice[];
    subject?: string;
    /** Days ago when it is over. */
    until?: number;
    delegate?: { principal: Voice; sender: Voice };
  },
) => Letter[];

function speaker({ cast, today }: Stage, chance: Chance): Say {
  const own = [cast.me, cast.alias];
  return (daysAgo, from, to, turns, more = {}) =>
    converse(
      {
        start: today - daysAgo * day,
        end: today - (more.until ?? 0) * day,
        from,
        to,
        turns,
        own,
        subject: more.subject ?? chance.pick(story.subjects.client),
        cc: more.cc ?? [],
        ...(more.delegate && { delegate: more.delegate }),
      },
      chance,
    );
}

/** Threads between the user and one person from one day to another, begun by either. */
function threads(
  say: Say,
  chance: Chance,
  me: Voice,
  them: Voice,
  span: { from: number; until: number; every: number },
  cc: readonly Voice[] = [],
): Letter[] {
  const letters: Letter[] = [];
  for (let ago = span.from; ago > span.until; ago -= span.every * chance.between(0.6, 1.4)) {
    const begins = chance.hits(0.5);
    letters.push(...say(ago, begins ? me : them, [begins ? them : me], chance.whole(2, 5), { cc }));
  }
  return letters;
}

type Episode = (say: Say, chance: Chance, cast: Cast) => Letter[];

const episodes: Readonly<Record<string, Episode>> = {
  /** Two years of weekly exchange, then three letters without an answer. */
  'gone quiet': (say, chance, { me, characters: { quiet } }) => [
    ...threads(say, chance, me, quiet, { from: 1000, until: 230, every: 9 }),
    ...[190, 120, 45].flatMap((ago) => say(ago, me, [quiet], 1)),
  ],

  rising: (say, chance, { me, characters: { rising } }) => {
    const letters = say(330, me, [rising], 3, { subject: 'Good to meet you in Davos' });
    for (let ago = 290, gap = 42; ago > 1; ago -= gap, gap = Math.max(3, gap * 0.8)) {
      const begins = chance.hits(0.5);
      letters.push(...say(ago, begins ? me : rising, [begins ? rising : me], chance.whole(2, 4)));
    }
    return letters;
  },

  /** Hardly writes; the calendar knows better. */
  'phone only': (say, _chance, { me, characters: { phoneOnly } }) => [
    ...say(900, me, [phoneOnly], 2),
    ...say(400, phoneOnly, [me], 2),
    ...say(60, me, [phoneOnly], 2),
  ],

  /** Opposing counsel: dense for six weeks, then over for all of them at once. */
  deal: (say, chance, { me, characters: { counsel, secondCounsel, dealClient, colleague } }) => {
    const letters: Letter[] = [];
    for (let ago: number = dealDays.from; ago > dealDays.until + 1; ago -= 0.9) {
      const theirs = chance.hits(0.5);
      letters.push(
        ...say(ago, theirs ? counsel : me, [theirs ? me : counsel, ...(chance.hits(0.6) ? [secondCounsel] : [])], 3, {
          cc: [dealClient, colleague].filter(() => chance.hits(0.8)),
          subject: chance.pick(story.subjects.deal),
          until: dealDays.until,
        }),
      );
    }
    return letters;
  },

  /** The client of that deal goes on writing, and waits for an answer since three days ago. */
  'owed reply': (say, chance, { me, characters: { dealClient } }) => [
    ...threads(say, chance, me, dealClient, { from: 1040, until: 20, every: 30 }),
    ...say(3.6, dealClient, [me], 1, { subject: 'Could you look at this before Friday?' }),
  ],

  /** Leaves, is silent, and answers a letter to the old address from the new one. */
  moved: (say, chance, { me, characters: { moved, behindMoved } }) => {
    const before = moved.former ?? moved;
    const unanswered = say(40, me, [before], 1, { subject: 'Are you well?' });
    const [answer] = say(37, moved, [me], 1, { subject: 'Re: Are you well?' });
    return [
      ...threads(say, chance, me, before, { from: 1050, until: 175, every: 12 }),
      ...unanswered,
      ...(answer === undefined ? [] : [{ ...answer, references: unanswered.map(({ id }) => id) }]),
      ...say(35, me, [moved], 3, { subject: 'Your new role' }),
      ...say(24, moved, [me], 4, { subject: 'Lunch in Copenhagen' }),
      ...say(16, moved, [behindMoved], 1, { subject: 'The adviser I mentioned', cc: [me] }),
      ...say(15, me, [moved], 2, { subject: 'The adviser I mentioned' }),
      ...say(9, moved, [behindMoved], 1, { subject: 'Next steps', cc: [me] }),
      ...say(6, me, [moved], 3, { subject: 'Our board in the new year' }),
    ];
  },

  /** Two people of one name, at two companies. */
  namesakes: (say, chance, { me, characters: { namesake, otherNamesake } }) => [
    ...threads(say, chance, me, namesake, { from: 1000, until: 2, every: 26 }),
    ...threads(say, chance, me, otherNamesake, { from: 700, until: 30, every: 41 }),
  ],

  /** A colleague who left for a fund and stayed in touch. */
  alumnus: (say, chance, { me, characters: { alumnus } }) => [
    ...threads(say, chance, me, alumnus.former ?? alumnus, { from: 1085, until: 440, every: 10 }),
    ...say(396, alumnus, [me], 2, { subject: 'My new address' }),
    ...threads(say, chance, me, alumnus, { from: 380, until: 4, every: 24 }),
  ],

  /** Writes to people the user has never written to, with the user in copy. */
  introducer: (say, chance, { me, characters: { introducer, introduced, alsoIntroduced, writtenCold } }) => [
    ...threads(say, chance, me, introducer, { from: 1060, until: 1, every: 14 }),
    ...[330, 290, 245, 200, 160, 130, 95, 70, 48, 30, 17, 8].flatMap((ago, index) =>
      say(ago, introducer, index % 3 === 2 ? [introduced, alsoIntroduced] : [introduced], 1, {
        cc: index === 0 ? [me, writtenCold] : [me],
      }),
    ),
  ],

  /** Somebody where the introducer knows the head, written to without asking; there is no answer yet. */
  'written cold': (say, _chance, { me, characters: { writtenCold } }) =>
    say(3.6, me, [writtenCold], 1, { subject: 'Your run-off portfolio' }),

  /** A chairman most of whose letters his assistant sends. */
  delegate: (say, chance, { me, characters: { principal, delegate } }) => {
    const letters: Letter[] = [];
    for (let ago = 1020; ago > 3; ago -= 20 * chance.between(0.6, 1.4)) {
      const begins = chance.hits(0.4);
      letters.push(
        ...say(ago, begins ? me : principal, [begins ? principal : me], chance.whole(2, 3), {
          delegate: { principal, sender: delegate },
        }),
      );
    }
    for (let ago = 960; ago > 10; ago -= 55)
      letters.push(...say(ago, delegate, [me], 2, { subject: 'Sir Edmund’s diary' }));
    for (let ago = 990; ago > 20; ago -= 45) letters.push(...say(ago, me, [principal], 1, { cc: [delegate] }));
    return letters;
  },
};

/** All letters of the story, in no particular order. */
export function episodeLetters(stage: Stage): Letter[] {
  return Object.entries(episodes).flatMap(([label, episode]) => {
    const chance = chanceOf(`${label} ${String(story.seed)}`);
    return episode(speaker(stage, chance), chance, stage.cast);
  });
}

/** People whose letters the episodes decide alone; everyday traffic leaves them out. */
export function isEverydayPerson(person: Person): boolean {
  return person.character === null;
}
