/**
 * The sample mailbox: a partner of a fictional firm, three years of mail and calendar up to today. It is generated when it is
 * asked for, so that it is always current; resources/sample holds only the story. Pure: same day, same mail.
 */
import { createCast } from './cast.ts';
import { calendarText } from './calendar.ts';
import { connectionsText, contactsText } from './contacts.ts';
import type { Letter } from './converse.ts';
import { episodeLetters, type Stage } from './episodes.ts';
import { mboxText } from './mbox-text.ts';
import { story } from './story.ts';
import { colleagueLetters, everydayLetters, listLetters, machineLetters } from './traffic.ts';

interface SampleFile {
  readonly name: string;
  readonly text: string;
}

const messages = 4000;
const internalMessages = 620;

/** The user's own address, to declare when the sample is imported; the alias is left to be found. */
export const sampleOwner: string = story.me.address;

/** What to ask the sample: a company the user thinks out of reach, and somebody whose standing is worth a look. */
export const sampleQuestions = {
  company: story.organisations.find(({ domain }) => domain === story.cast.moved.domain)?.name.split(' ')[0] ?? '',
  person: story.cast.rising.name,
};

function allLetters(stage: Stage): Letter[] {
  const told = [
    ...episodeLetters(stage),
    ...machineLetters(stage),
    ...listLetters(stage),
    ...colleagueLetters(stage, internalMessages),
  ];
  return [...told, ...everydayLetters(stage, messages - told.length)].sort(
    (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Inbox.mbox and Sent.mbox (4,000 messages together), Calendar.ics, Contacts.vcf and Connections.csv; about 3 MB of text.
 * `now` in Unix seconds: mail, contacts and connections depend on its day (UTC) alone, the calendar also on its hour.
 */
export function sampleFiles(now: number): SampleFile[] {
  const stage: Stage = { cast: createCast(), today: now - (now % 86_400) };
  const { me, alias } = stage.cast;
  const letters = allLetters(stage);
  const isSent = ({ from }: Letter) => from === me || from === alias;
  return [
    {
      name: 'Inbox.mbox',
      text: mboxText(
        letters.filter((letter) => !isSent(letter)),
        stage.cast,
      ),
    },
    { name: 'Sent.mbox', text: mboxText(letters.filter(isSent), stage.cast) },
    { name: 'Calendar.ics', text: calendarText(stage, now) },
    { name: 'Contacts.vcf', text: contactsText(stage) },
    { name: 'Connections.csv', text: connectionsText(stage) },
  ];
}
