/** A standing in words: the parts whose effects add up to it, and one sentence. Says only what mail and calendar show. */
import { bandWords } from '../contract/band-words.ts';
import type { Why } from '../contract/shapes.ts';
import { upperFirst } from '../contract/upper-first.ts';
import type { Features } from './features.ts';
import type { Interactions } from './interactions.ts';
import type { UserCalibration } from './calibration.ts';
import type { StrengthModel } from './model.ts';
import { pastOf } from './past.ts';
import type { PartName, Past } from './past.ts';
import type { EndedProject } from './ended-project.ts';
import { ago, counted, limit, monthWords, span, times } from './spans.ts';
import { featuresOf } from './ties.ts';
import type { RankedTie } from './ties.ts';

const day = 86_400;
// From here on the silence is what there is to say.
const longSilence = 28 * day;

interface Explanation {
  readonly sentence: string;
  readonly parts: Why['parts'];
  /** The logit without any evidence; the parts' effects are added to it. */
  readonly base: number;
}

/** Why `tie` stands as it does at `asOf` (Unix seconds); `project` where the person's traffic ended with one. */
export function explain(
  rows: Interactions,
  tie: RankedTie,
  { model, answers }: Pick<UserCalibration, 'model' | 'answers'>,
  asOf: number,
  project: EndedProject | null = null,
): Explanation {
  const past = pastOf(rows, tie.person, asOf, answers);
  const effects = effectsOf(model, featuresOf(rows, tie.person, asOf));
  const words: Record<PartName, string> = {
    recency: recencyWords(past, asOf),
    frequency: frequencyWords(tie, past),
    reciprocity: answerWords(past) ?? oneSided(tie) ?? 'mail goes both ways',
    'response time': past.typical === null ? 'too few answers to tell' : `usually within ${limit(past.typical)}`,
    meetings: meetingWords(past, asOf),
    tenure: past.first === null ? 'no contact yet' : tenureWords(asOf - past.first),
  };
  return {
    sentence: sentenceOf(tie, past, asOf, project),
    parts: (Object.keys(words) as PartName[]).map((name) => ({ name, words: words[name], effect: effects[name] })),
    base: model.probability.intercept,
  };
}

/** What each part adds to the logit. Tested to be, with the intercept, the whole of it. */
function effectsOf(model: StrengthModel, features: Features): Record<PartName, number> {
  const { probability: by } = model;
  return {
    // What the user's history says of contacts not new is told with what it says of those long silent: they offset each other.
    recency: by.recency * features.recency + by.known * features.known + by.heardWeek * features.heardWeek,
    frequency: by.heardYear * features.heardYear + by.seen * features.seen,
    reciprocity: by.answered * features.answered + by.patience * features.patience,
    'response time': by.promptness * features.promptness,
    meetings: by.meetings * features.meetings,
    tenure: by.tenure * features.tenure,
  };
}

function sentenceOf(tie: RankedTie, past: Past, asOf: number, project: EndedProject | null): string {
  if (tie.band === 'unknown') {
    return tie.sent + tie.received > 0
      ? `We have not seen enough to tell: ${oneSided(tie) ?? 'no exchange between the two of you'}.`
      : 'We have not seen enough to tell.';
  }
  // "Fading" would claim to know why mail has stopped.
  const trend =
    tie.trend === 'rising'
      ? ' and rising'
      : tie.trend === 'steady'
        ? ' and steady'
        : tie.trend === 'fading'
          ? ', quieter than it was'
          : '';
  const silent = past.last === null ? 0 : asOf - past.last;
  const met = past.quarterMeetings > 0 ? `met ${times(past.quarterMeetings)} in the last three months` : null;
  const answers = answerWords(past);
  const speed =
    answers !== null && past.typical !== null && past.answered > 0
      ? `${answers}, usually within ${limit(past.typical)}`
      : answers;
  const quiet = project === null ? recencyWords(past, asOf) : endedWords(project, asOf);
  const facts = silent >= longSilence ? [quiet, speed] : [speed, met ?? recencyWords(past, asOf)];
  return `${upperFirst(bandWords[tie.band])}${trend}. ${upperFirst(facts.filter((fact) => fact !== null).join('; '))}.`;
}

function endedWords({ name, others, at }: EndedProject, asOf: number): string {
  const traffic =
    name !== null
      ? `the ${name} traffic`
      : others > 0
        ? `the traffic with them and ${counted(others, 'other')}`
        : 'the traffic of the whole group';
  return `quiet since ${traffic} ended in ${monthWords(at, asOf)}`;
}

function recencyWords({ last, lastHeard, lastWasTouch }: Past, asOf: number): string {
  if (last === null) return 'no contact yet';
  const silent = asOf - last;
  if (lastWasTouch) return `you spoke ${ago(silent)}`;
  if (silent >= longSilence) return `no mail or meeting for ${span(silent)}`;
  if (lastHeard === null) return `you wrote ${ago(silent)}`;
  return lastHeard === last
    ? `in contact ${ago(silent)}`
    : `heard from ${ago(asOf - lastHeard)}, you wrote ${ago(silent)}`;
}

function frequencyWords({ sent, received }: RankedTie, { quarterReceived, quarterSent }: Past): string {
  const all = `${counted(received, 'message')} from them and ${String(sent)} from you in all`;
  if (sent + received === 0) return 'no mail between you';
  if (quarterReceived + quarterSent === 0) return `none in the last three months, ${all}`;
  return `${counted(quarterReceived, 'message')} from them and ${String(quarterSent)} from you in the last three months`;
}

/** Null where nothing was asked, or it is too early to tell. */
function answerWords({ asked, answered }: Past): string | null {
  if (asked === 0) return null;
  if (asked === 1) return answered === 1 ? 'answered your last message' : 'your last message was not answered';
  if (answered === 0) return `none of your last ${counted(asked, 'message')} answered`;
  return `answered ${answered === asked ? 'all' : String(answered)} of your last ${counted(asked, 'message')}`;
}

function oneSided({ sent, received }: RankedTie): string | null {
  if (sent + received === 0) return 'no mail between you';
  if (received === 0) return 'you wrote, and nothing has come back';
  return sent === 0 ? 'they write, and you have not' : null;
}

function meetingWords({ meetings, quarterMeetings, lastMeeting }: Past, asOf: number): string {
  if (lastMeeting === null) return 'none in the calendar';
  const last = `last met ${ago(asOf - lastMeeting)}`;
  return quarterMeetings > 0
    ? `met ${times(quarterMeetings)} in the last three months, ${last}`
    : `met ${times(meetings)}, ${last}`;
}

function tenureWords(seconds: number): string {
  return seconds < 7 * day ? 'new this week' : `first contact ${ago(seconds)}`;
}
