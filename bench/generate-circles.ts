/** Mailboxes with a known number of people and of links between them, for pictures and measurements of the map. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { chanceOf } from '../core/sample/random.ts';
import { benchOwner, familyNames, givenNames } from './generate-mail.ts';

const given = givenNames.slice(0, 12);
const family = familyNames.slice(0, 12);
const circleSize = 4;

/** The person's name, of which there is only one, and address; about eight work together. */
export function circlePerson(index: number): { readonly name: string; readonly email: string } {
  const first = given[index % given.length] ?? '';
  const last = family[Math.floor(index / given.length) % family.length] ?? '';
  const name =
    index < 144 ? `${first} ${last}` : `${first} ${last}-${family[Math.floor(index / 144) % 12] ?? ''} ${roman(index)}`;
  return {
    name,
    email: `${first}.${last}.${String(index)}@house${String(Math.floor(index / 8))}.example`.toLowerCase(),
  };
}

function roman(index: number): string {
  return String.fromCharCode(65 + (Math.floor(index / 1728) % 26));
}

/**
 * Writes an mbox in which the owner and each of `people` (a multiple of four) write both ways over two years up to `now` (Unix
 * seconds). Each person is in two circles of four, so that there are three times as many links as people.
 */
export function writeCircles(file: string, people: number, now: number): void {
  const chance = chanceOf(`circles ${String(people)}`);
  const descriptor = openSync(file, 'w');
  try {
    for (let circle = 0; circle < people / 2; circle++) {
      const members = Array.from({ length: circleSize }, (_, i) => circlePerson(memberOf(circle, i, people)));
      const rounds = 1 + Math.floor(chance.next() ** 4 * 6);
      const last = now - Math.floor(chance.next() ** 2 * 700 * 86_400) - 3600;
      const texts = Array.from({ length: rounds }, (_, round) =>
        exchange(members, `${String(circle)}.${String(round)}`, last - round * chance.whole(3, 20) * 86_400),
      );
      writeSync(descriptor, texts.join(''));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Circles of neighbours first, then circles across the houses: no two people are in more than one together. */
function memberOf(circle: number, place: number, people: number): number {
  const quarter = people / circleSize;
  return circle < quarter ? circle * circleSize + place : (circle - quarter + place * quarter) % people;
}

/** The owner writes to the circle and everybody answers to all. */
function exchange(
  members: readonly { readonly name: string; readonly email: string }[],
  id: string,
  at: number,
): string {
  const owner = `Alex Morgan <${benchOwner}>`;
  const all = members.map(({ name, email }) => `${name} <${email}>`);
  const question = message(owner, all, `${id}@ownfirm.example`, null, at);
  const answers = all.map((from, i) =>
    message(
      from,
      [owner, ...all.filter((one) => one !== from)],
      `${id}.${String(i)}@house.example`,
      `${id}@ownfirm.example`,
      at + 600 * (i + 1),
    ),
  );
  return [question, ...answers].join('');
}

function message(from: string, to: readonly string[], id: string, answered: string | null, at: number): string {
  const date = new Date(at * 1000).toUTCString().replace('GMT', '+0000');
  const reply = answered === null ? '' : `In-Reply-To: <${answered}>\nReferences: <${answered}>\n`;
  return `From a@b Mon Jan  1 00:00:00 2024\nFrom: ${from}\nTo: ${to.join(', ')}\nSubject: Terms\nDate: ${date}\nMessage-ID: <${id}>\n${reply}\nx\n\n`;
}
