/** Everybody in the sample: the characters of the story, and as many others as each organisation employs. */
import { chanceOf } from './random.ts';
import { type Character, type CharacterName, characterNames, type Organisation, story } from './story.ts';

/** Somebody under one of their addresses. */
export interface Voice {
  readonly name: string;
  readonly email: string;
  /** IANA name. */
  readonly zone: string;
  /** Median hours until they answer. */
  readonly pace: number;
}

export interface Person extends Voice {
  readonly title: string;
  readonly organisation: Organisation;
  /** The same person at an earlier employer. */
  readonly former: Voice | null;
  readonly character: CharacterName | null;
}

export interface Cast {
  readonly me: Voice;
  readonly alias: Voice;
  readonly people: readonly Person[];
  readonly characters: Readonly<Record<CharacterName, Person>>;
}

/** A local part in ASCII: "Jürgen Lüthi" is juergen.luethi in German, Łukasz is lukasz. */
function localPart(name: string, german: boolean): string {
  const spelled = german ? name.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue') : name;
  return spelled
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .trim()
    .replace(/ +/g, '.');
}

function organisationOf(domain: string): Organisation {
  const found = story.organisations.find((organisation) => organisation.domain === domain);
  if (found === undefined) throw new Error(`no organisation ${domain}`);
  return found;
}

function character(key: CharacterName, { name, domain, title, formerly }: Character): Person {
  const organisation = organisationOf(domain);
  const local = localPart(name, organisation.names === 'german');
  const voice = { name, zone: organisation.zone, pace: 4 };
  const former =
    formerly === undefined ? null : { ...voice, email: `${local}@${formerly}`, zone: organisationOf(formerly).zone };
  return { ...voice, email: `${local}@${domain}`, title, organisation, former, character: key };
}

/** The 250 people, always the same. */
export function createCast(): Cast {
  const { me } = story;
  const characters = Object.fromEntries(characterNames.map((key) => [key, character(key, story.cast[key])])) as Record<
    CharacterName,
    Person
  >;
  const chance = chanceOf(`cast ${String(story.seed)}`);
  const people: Person[] = Object.values(characters);
  const taken = new Set([me.name, ...people.map(({ name }) => name)]);
  for (const organisation of story.organisations) {
    const pool = story.names[organisation.names];
    if (pool === undefined) throw new Error(`no names ${organisation.names}`);
    let missing =
      organisation.people - Object.values(characters).filter((person) => person.organisation === organisation).length;
    while (missing > 0) {
      const name = `${chance.pick(pool.given)} ${chance.pick(pool.family)}`;
      if (taken.has(name)) continue;
      taken.add(name);
      missing--;
      people.push({
        name,
        email: `${localPart(name, organisation.names === 'german')}@${organisation.domain}`,
        zone: organisation.zone,
        pace: chance.around(6),
        title: chance.pick(story.titles[organisation.kind]),
        organisation,
        former: null,
        character: null,
      });
    }
  }
  const own = { name: me.name, zone: me.zone, pace: 3 };
  return { me: { ...own, email: me.address }, alias: { ...own, email: me.alias }, people, characters };
}
