/** Standings and links as people would say them. */
import type { PersonRow } from '../contract/shapes.ts';

const day = 86_400;
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** "today", "12 days ago", "in May", "in May 2024"; both in Unix seconds. */
export function whenWords(at: number, now: number): string {
  const days = Math.floor((now - at) / day);
  if (days < 1) return 'today';
  if (days < 21) return days === 1 ? 'yesterday' : `${days} days ago`;
  const date = new Date(at * 1000);
  const month = months[date.getUTCMonth()] as string;
  return date.getUTCFullYear() === new Date(now * 1000).getUTCFullYear() ? `in ${month}` : `in ${month} ${date.getUTCFullYear()}`;
}

/** What the user's own tie to somebody shows: "answers most of your mail; last contact in May". */
export function tieWords(person: PersonRow, now: number): string {
  const last = person.lastInteraction === null ? '' : `; last contact ${whenWords(Date.parse(person.lastInteraction) / 1000, now)}`;
  if (person.received === 0 && person.meetings > 0) return `you have met ${person.meetings === 1 ? 'once' : `${person.meetings} times`}${last}`;
  const p = person.probability ?? 0;
  const answers = p >= 0.6 ? 'answers most of your mail' : p >= 0.4 ? 'often answers you' : 'has answered you';
  return `${answers}${last}`;
}

/** How well two others are seen to know each other, without a number: weight as in Acquaintance. */
export function acquaintanceWords(a: string, b: string, weight: number): string {
  const often = weight >= 3 ? 'often' : weight >= 0.8 ? 'several times' : 'now and then';
  return `${a} and ${b} were ${often} in small threads or meetings together`;
}
