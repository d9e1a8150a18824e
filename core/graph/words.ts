/** Standings and links as people would say them. Says who is in touch with whom, never an introducer's warmth as the user's own. */
import { withPractice } from '../contract/colleague-words.ts';
import type { Band } from '../contract/shapes.ts';
import { upperFirst } from '../contract/upper-first.ts';
import type { ColleagueEntry } from './colleagues.ts';
import { counted, monthWords, times, whenWords } from '../strength/spans.ts';

/** What a path says of one person. */
export interface PathPerson {
  readonly id: number;
  readonly name: string;
  readonly title: string | null;
  readonly organisation: string | null;
  /** Another employer the addresses show, earlier than `organisation`. */
  readonly formerly: string | null;
  /** Once of the user's own firm. */
  readonly alumnus: boolean;
  readonly band: Band;
  /** Of an answer within a week; null where nothing can be said. */
  readonly probability: number | null;
  readonly sent: number;
  readonly received: number;
  readonly meetings: number;
  /** Unix seconds. */
  readonly lastInteraction: number | null;
  /** Whether the user said "we spoke". */
  readonly spoke: boolean;
  /** Whether the user said so within the year. */
  readonly knownWell: boolean;
}

/** How often two people were seen together, and when last (Unix seconds). */
export interface Together {
  readonly weight: number;
  readonly threads: number;
  readonly meetings: number;
  readonly lastAt: number;
}

const honorific = /^(?:dr|prof|sir|dame|lord|lady|mr|mrs|ms|mx|herr|frau|rev)$/i;

/** The given name where a name has one that can stand alone, else the whole name. */
export function shortName(name: string): string {
  const words = name.split(/\s+/);
  const first = words[0] ?? name;
  return words.length > 1 && /^\p{Lu}[\p{L}'’-]+$/u.test(first) && !honorific.test(first) ? first : name;
}

/** "You and Anna write both ways and met 3 times; last contact 12 days ago". */
export function tieBasis(person: PathPerson, now: number): string {
  const name = shortName(person.name);
  const met = person.meetings === 0 ? '' : `met ${times(person.meetings)}`;
  const bothWays = person.sent > 0 && person.received > 0;
  const what = bothWays
    ? `You and ${name} write both ways${met === '' ? '' : ` and ${met}`}`
    : met === ''
      ? `You and ${name} are in touch`
      : `You and ${name} ${met}`;
  const said = person.knownWell ? `You said you know ${name} well. ` : '';
  return `${said}${what}${lastWords(person, now)}`;
}

/** "Anna and Jane were in 14 small threads and 2 small meetings together, last in May". */
export function togetherBasis(one: PathPerson, other: PathPerson, together: Together, now: number): string {
  const [a, b] = [shortName(one.name), shortName(other.name)];
  const [first, second] = a === b ? [one.name, other.name] : [a, b];
  return `${first} and ${second} were in ${togetherWords(together)} together, last ${whenWords(together.lastAt, now)}`;
}

/** The same of somebody one is about to meet: "Anna Weber knows them: 2 small threads together, last 8 days ago". */
export function wayInWords(introducer: PathPerson, together: Together, now: number): string {
  return `${introducer.name} knows them: ${togetherWords(together)} together, last ${whenWords(together.lastAt, now)}`;
}

/** A way in through the firm: "Maria Ortiz (Tax) knows them". */
export function colleagueKnows({ colleague: name, practice }: Pick<ColleagueEntry, 'colleague' | 'practice'>): string {
  return `${upperFirst(colleagueName({ name, practice }))} knows them`;
}

/** One line about a direct path: "Anna Weber, now at Acme, answers most of your mail; last mail in May". */
export function directReason(person: PathPerson, now: number): string {
  return `${introduce(person)} ${standing(person)}${lastWords(person, now)}`;
}

/** One line about a path through others; `together` is what is seen of the last introducer and the target. */
export function introducedReason(
  through: readonly PathPerson[],
  target: PathPerson,
  together: Together,
  now: number,
): string {
  const first = through[0] as PathPerson;
  const wanted = target.title === null ? target.name : `${target.name} (${target.title})`;
  const seen = `seen with ${wanted} in ${togetherWords(together)}, last ${whenWords(together.lastAt, now)}`;
  const between = through[1];
  return between === undefined
    ? `Ask ${place(first)} ${seen}`
    : `Ask ${place(first)} about ${between.name}, who was ${seen}`;
}

interface Colleague {
  readonly name: string | null;
  readonly practice: string | null;
}

/** "Maria Ortiz (Tax)"; "somebody in Tax" where the name was not given. */
export function colleagueName({ name, practice }: Colleague): string {
  return name === null ? `somebody in ${practice ?? 'the firm'}` : withPractice({ name, practice });
}

/** Whom only a colleague knows: "Jane Roe at Acme", "jane@acme.com", "somebody at Acme". */
export function strangerWords({ name, email }: ColleagueEntry['stranger'], organisation: string): string {
  return name === null && email !== null ? email : `${name ?? 'somebody'} at ${organisation}`;
}

export function colleagueBasis({ name, practice }: Colleague): string {
  if (name === null) return `${upperFirst(colleagueName({ name, practice }))} is a colleague`;
  return `${shortName(name)} is a colleague${practice === null ? '' : ` in ${practice}`}`;
}

/** What a colleague has shared, with the month (YYYY-MM) it is as fresh as. */
export function sharedBasis(colleague: Colleague, known: string, month: string, now: number): string {
  const { name } = colleague;
  const who = name === null ? upperFirst(colleagueName(colleague)) : shortName(name);
  return `${who} shared that they know ${known}, last in touch in ${monthWords(Date.parse(`${month}-15`) / 1000, now)}`;
}

/** One line about a path through a colleague; `beyond` where whom they know was seen with the target. */
export function colleagueReason(
  colleague: Colleague,
  known: string,
  beyond: { readonly target: PathPerson; readonly together: Together } | null,
  now: number,
): string {
  const who = `Ask ${colleague.name === null ? '' : 'your colleague '}${colleagueName(colleague)}, who knows ${known}`;
  if (beyond === null) return who;
  const { target, together } = beyond;
  return `${who}, seen with ${target.name} in ${togetherWords(together)}, last ${whenWords(together.lastAt, now)}`;
}

/** A tie under an earlier address carries over to somebody who seems to have moved. */
export function movedBasis(old: PathPerson, oldAddress: string, now: number): string {
  return `Probably the same person as ${oldAddress}: ${lowerFirst(tieBasis(old, now))}`;
}

export function movedReason(person: PathPerson, old: PathPerson, now: number): string {
  const before = old.organisation ?? 'another address';
  return `${introduce(person)} is probably the same person you know from ${before}, who ${standing(old)}${lastWords(old, now)}`;
}

/** "Anna Weber, a former colleague now at Acme,". */
function introduce({ name, title, organisation, formerly, alumnus }: PathPerson): string {
  const now = post({ title, organisation });
  if (alumnus) return `${name}, a former colleague${now === null ? '' : ` now ${now}`},`;
  if (formerly === null) return now === null ? name : `${name}, ${now},`;
  return now === null ? `${name}, formerly at ${formerly},` : `${name}, now ${now}, before at ${formerly},`;
}

/** "Anna Weber, at Acme,". */
function place(person: PathPerson): string {
  const now = post(person);
  return now === null ? `${person.name},` : `${person.name}, ${now},`;
}

/** "at Acme", "CFO at Acme", "CFO"; null where neither is known. */
function post({ title, organisation }: Pick<PathPerson, 'title' | 'organisation'>): string | null {
  if (organisation === null) return title;
  return title === null ? `at ${organisation}` : `${title} at ${organisation}`;
}

// As much as a chance can be said to mean.
const [most, often, sometimes] = [0.6, 0.35, 0.15];

function answers({ band, probability }: PathPerson): string {
  if (probability === null || band === 'unknown') return 'is not known well enough to tell';
  if (band === 'none') return 'used to answer you';
  if (probability >= most) return 'answers most of your mail';
  if (probability >= often) return 'often answers you';
  return probability >= sometimes ? 'sometimes answers you' : 'seldom answers you';
}

function standing(person: PathPerson): string {
  const { sent, received, meetings, knownWell } = person;
  if (knownWell) return 'you know well, as you said';
  if (sent > 0 && received > 0) return answers(person);
  return meetings > 0 ? `has met you ${times(meetings)}` : 'is in touch with you';
}

function lastWords({ lastInteraction, meetings, spoke }: PathPerson, now: number): string {
  if (lastInteraction === null) return '';
  return `; last ${meetings > 0 || spoke ? 'contact' : 'mail'} ${whenWords(lastInteraction, now)}`;
}

function togetherWords({ threads, meetings }: Together): string {
  return [threads > 0 ? counted(threads, 'small thread') : '', meetings > 0 ? counted(meetings, 'small meeting') : '']
    .filter(Boolean)
    .join(' and ');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
