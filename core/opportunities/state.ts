/** Where a pursuit stands and what it asks for, by the rules of docs/pursuits.md. Pure. */
import { assertNever } from '../contract/errors.ts';
import type { Decision, PursuitRow, PursuitState } from '../contract/opportunities.ts';
import { isThroughPartner } from '../contract/colleague-words.ts';
import { upperFirst } from '../contract/upper-first.ts';
import { foldWords } from '../identity/names.ts';
import { span } from '../strength/spans.ts';
import type { Observed } from './observe.ts';

const day = 86_400;
/** After so long without an answer one may ask again. */
export const patience = 7 * day;
/** Nothing from them for longer, with no meeting to come, is no progress. */
const stallingAfter = 21 * day;
/** As long as anything is waited for elsewhere (briefing/open-threads.ts): later, silence was the answer. */
export const quietAfter = 45 * day;

/** The best path, and who answers for the client. */
export type Way = Pick<PursuitRow, 'wayIn' | 'partner'>;

/** `now` in Unix seconds. */
export function stateOf(seen: Observed, now: number): PursuitState {
  if (seen.nextMeeting !== null) return 'committed to a next step';
  const last = Math.max(seen.lastSent ?? -Infinity, seen.lastHeard ?? -Infinity);
  if (last === -Infinity) return 'untouched';
  if (!seen.isTwoWay) return now - last > quietAfter ? 'gone quiet' : 'approached';
  const silence = now - (seen.lastHeard as number);
  if (silence > quietAfter) return 'gone quiet';
  const isWaiting = seen.awaitedSince !== null && now - seen.awaitedSince >= patience;
  return isWaiting || silence > stallingAfter ? 'stalling' : 'engaged';
}

/** What to do next; `since` is when the pursuit began, like `now` in Unix seconds. */
export function decisionOf(state: PursuitState, seen: Observed, way: Way, since: number, now: number): Decision {
  const ago = (at: number | null): string => span(Math.max(0, now - (at ?? now)));
  const ask = askWords(way);
  const askFirst = (why: string): Decision | null => (ask === null ? null : { what: 'ask', words: `${why}${ask}` });
  switch (state) {
    case 'untouched':
      if (ask !== null) return { what: 'ask', words: upperFirst(ask) };
      if (way.wayIn !== null)
        return { what: 'pursue', words: `Write to ${way.wayIn.target.name}: you know each other` };
      return now - since > quietAfter
        ? { what: 'drop', words: `No path and no contact in ${span(now - since)}: drop?` }
        : { what: 'pursue', words: 'No way in is known: a first message would be a cold one' };
    case 'approached': {
      if (seen.lastSent === null) return { what: 'pursue', words: `They wrote ${ago(seen.lastHeard)} ago: answer` };
      const waited = `No answer in ${ago(seen.lastSent)}`;
      if (now - seen.lastSent < patience)
        return { what: 'wait', words: `You wrote ${ago(seen.lastSent)} ago: give it a week` };
      return askFirst(`${waited}: `) ?? { what: 'wait', words: `${waited}: one reminder, then let it rest` };
    }
    case 'engaged':
      if (seen.owedSince !== null) return { what: 'pursue', words: `They have waited ${ago(seen.owedSince)}: answer` };
      return (seen.lastSent ?? 0) > (seen.lastHeard ?? 0)
        ? { what: 'wait', words: `Your word is with them, ${ago(seen.lastSent)} old` }
        : { what: 'pursue', words: 'The last word is theirs: propose a next step' };
    case 'committed to a next step':
      return { what: 'wait', words: `You meet in ${span(Math.max(0, (seen.nextMeeting ?? now) - now))}: prepare` };
    case 'stalling': {
      const silent = `Nothing from them for ${ago(seen.lastHeard)}`;
      return askFirst(`${silent}: `) ?? { what: 'pursue', words: `${silent}: ask for a date` };
    }
    case 'gone quiet': {
      const days = Math.floor((now - (seen.lastHeard ?? seen.lastSent ?? now)) / day);
      const quiet = `No answer in ${String(days)} days: `;
      const asked = askFirst(quiet);
      if (asked !== null) return asked;
      return way.wayIn === null
        ? { what: 'drop', words: `No path, no answer in ${String(days)} days: drop?` }
        : { what: 'ask', words: `${quiet}ask ${way.wayIn.target.name} whether it still stands` };
    }
    default:
      return assertNever(state);
  }
}

/** Whom to ask, never around who answers for the client; null where there is nobody but the one it leads to. */
function askWords({ wayIn, partner }: Way): string | null {
  if (partner === null) return wayIn === null || wayIn.direct ? null : `ask ${wayIn.first.name} about ${wayIn.target.name}`;
  const first = `ask ${partner.name}, who answers for this client`;
  if (wayIn === null) return first;
  if (wayIn.direct) return `${first}, before you write to ${wayIn.target.name}`;
  return isThroughPartner(wayIn, partner) ? `${first}, about ${wayIn.target.name}` : `${first}, then ${wayIn.first.name} about ${wayIn.target.name}`;
} // prettier-ignore

/**
 * What a typed stage claims, by the words CRMs come with: Salesforce's, HubSpot's and Dynamics' default stages, and common ones.
 * `early`: nothing yet; `exchange`: they talk; `late`: they negotiate.
 */
export function stageClaim(stage: string): 'early' | 'exchange' | 'late' | null {
  const text = foldWords(stage).join(' ');
  if (late.test(text)) return 'late';
  if (exchange.test(text)) return 'exchange';
  return early.test(text) ? 'early' : null;
}

const late =
  /\b(?:proposal|propose|price|quote|negotiation|negotiating|review|contract|verbal|commit|committed|bought in|close|closing|angebot|verhandlung)\b/;
const exchange =
  /\b(?:appointment|appointmentscheduled|presentation|presentationscheduled|meeting|demo|develop|needs|analysis|value|perception|decision makers|decisionmakerboughtin|engaged|pitch)\b/;
const early =
  /\b(?:prospecting|prospect|qualification|qualify|qualified|lead|new|target|identified|discovery|research)\b/;

/** Where what was typed and what was observed disagree, as a sentence; null where they do not, or the stage claims nothing. */
export function disagreementOf(stage: string | null, state: PursuitState, seen: Observed, now: number): string | null {
  const claim = stage === null ? null : stageClaim(stage);
  if (stage === null || claim === null) return null;
  const typed = `The list says "${stage}"`;
  const isOn = state === 'engaged' || state === 'committed to a next step';
  if (claim === 'early') return isOn ? `${typed}; the mailbox shows more: ${state}` : null;
  switch (state) {
    case 'untouched':
      return `${typed}; no mail or meeting with anybody there`;
    case 'approached':
      return seen.lastSent === null ? null : `${typed}; nobody there has answered yet`;
    case 'gone quiet':
    case 'stalling':
      return seen.lastHeard === null
        ? `${typed}; nobody there has answered`
        : `${typed}; nothing from them for ${span(now - seen.lastHeard)}`;
    case 'engaged':
    case 'committed to a next step':
      return null;
    default:
      return assertNever(state);
  }
}
