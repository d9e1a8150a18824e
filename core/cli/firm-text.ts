/** What the firm's and sharing's answers look like in a terminal. */
import { computersWords, partnerOfAskWords, withPractice } from '../contract/colleague-words.ts';
import { neededByWords } from '../contract/needed-by.ts';
import type {
  AskForMe,
  AskMade,
  Colleague,
  FirmStatus,
  FirmWho,
  SharedElsewhere,
  SharePreview,
} from '../contract/sharing.ts';

export const renewedText =
  'Allowed for longer. Nothing is renewed before you publish what "warmpath share preview" shows.\n';

export function countsText(counts: SharePreview['counts']): string {
  const parts = (['new', 'changed', 'renewed', 'gone', 'same'] as const).flatMap((name) =>
    (counts[name] ?? 0) === 0 ? [] : [`${counts[name]} ${name === 'gone' ? 'stopped' : name}`],
  );
  return parts.length === 0 ? 'Nothing to share.' : `${parts.join(', ')}.`;
}

export function previewText({ digest, audiences, gone, counts, leftOut, few }: SharePreview): string {
  return [
    ...audiences.flatMap(({ name, lines }) => [
      `To ${name}:`,
      ...lines.map(
        ({ about, askedFor, introducer, band, month, until, change, inEffect }) =>
          `  asked for ${askedFor}: ${introducer} knows ${about}, ${band}, last in touch ${month}, until ${until} (${change})${inEffect.length > 0 ? `; this names ${inEffect.join(' and ')} in effect` : ''}`,
      ),
    ]),
    ...(gone.length > 0 ? [`No longer: ${gone.join('; ')}`] : []),
    ...few.map(({ name, people }) => `Left out: ${name}, which would name ${people.join(' and ')} in effect`),
    ...leftOut.map(({ name, reason }) => `Left out: ${name} (${reason})`),
    countsText(counts),
    `To share exactly this: warmpath share publish --digest ${digest} (with the same options)`,
    '',
  ].join('\n');
}

export function statusText(status: FirmStatus): string {
  if (status === null) return 'No firm joined. "warmpath firm join LINK" joins one.\n';
  const { host, me, colleagues, shared, waiting, problem } = status;
  return [
    `${me.name}, at the firm exchange ${host}. ${colleagues.length} colleagues can be asked.`,
    shared === 0 ? 'You share nothing.' : `You share ${shared}.`,
    ...(waiting > 0 ? [`${waiting} wait to be deleted until the firm exchange can be reached.`] : []),
    ...computersWords(status),
    ...(problem === null ? [] : [problem.message]),
    '',
  ].join('\n');
}

export function elsewhereText(elsewhere: SharedElsewhere | null): string {
  if (elsewhere === null || elsewhere.names.length + elsewhere.unnamed === 0) return '';
  const { names, unnamed } = elsewhere;
  const rows = unnamed === 0 ? [] : [`${unnamed} rows this computer cannot name`];
  return `Another computer of yours shares: ${[...names, ...rows].join('; ')}. "warmpath share stop --elsewhere" stops that.\n`;
}

/** With the address, which tells namesakes apart and is where to write to. */
function whoText(colleague: Omit<Colleague, 'id'>): string {
  return `${withPractice(colleague)} <${colleague.address}>`;
}

export function firmWhoText({ about, answers, kept, askable }: FirmWho): string {
  if (about.length === 0) return 'Nobody and nothing of that name. Give an address, or "Jane Roe at acme.com".\n';
  const lines = answers.map(({ colleague, practice, person, band, month, partner, fetchedAt }) => {
    const who = colleague === null ? `Somebody in ${practice ?? 'the firm'}` : whoText(colleague);
    const knows = partner ? 'is the responsible partner' : `knows ${person ?? 'somebody there'}: ${band ?? ''}, last in touch ${month ?? ''}`;
    return `${who} ${knows}${kept === null ? '' : ` (as of ${fetchedAt.slice(0, 10)})`}`;
  }); // prettier-ignore
  return [
    about.join('; '),
    ...(lines.length > 0 ? lines : [`Nobody has shared anything. ${askable} colleagues can be asked without telling them who you look for unless they know them or are the responsible partner.`]),
    ...(kept === null ? [] : [kept.message]),
    '',
  ].join('\n'); // prettier-ignore
}

/** `now` in milliseconds since the epoch. */
export function asksText(made: readonly AskMade[], forMe: readonly AskForMe[], now: number): string {
  return [
    ...made.map(({ id, about, neededBy, state, waiting, offers, introduced, partners }) => {
      const offered = offers.map(({ colleague, words }) => `${whoText(colleague)} offers an introduction${words === '' ? '' : `: ${words}`}`);
      const how = introduced === null ? state : `introduced: ${introduced.how === 'met' ? 'you met' : 'you wrote to each other'} on ${introduced.on.slice(0, 10)}`;
      const client = partners.map((partner) => partnerOfAskWords({ waiting, state }, partner));
      return [`${id}: You ask who knows ${about}, by ${neededByWords(neededBy, now)}: ${waiting && state !== 'over' ? 'waits for the firm exchange' : how}`, ...offered, ...client].join('\n  ');
    }),
    ...forMe.map(
      ({ id, from, about, name, partner, reason, neededBy, answer, introduced }) =>
        `${id}: ${whoText(from)} asks who knows ${about}, by ${neededByWords(neededBy, now)}${reason === '' ? '' : `: ${reason}`}${partner ? '. You are asked as the responsible partner' : ''}${name === null ? '' : `. You know ${name}`}.${answer === null ? '' : ` Answered: ${answer}.`}${introduced === null ? '' : ` Introduced: you ${introduced.how === 'met' ? 'met' : 'wrote to'} both on ${introduced.on.slice(0, 10)}.`}`,
    ),
    ...(made.length + forMe.length === 0 ? ['Nobody asks.'] : []),
    '',
  ].join('\n'); // prettier-ignore
}
