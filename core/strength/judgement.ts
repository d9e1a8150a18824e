/** How right the model has been on the user's own messages, in a sentence and a table. Pure. */
import type { Judgement } from '../contract/shapes.ts';
import type { UserCalibration } from './calibration.ts';

// Below this a share is chance.
const leastJudged = 30;
const groups = 5;

/** From the latest messages, none of which had a part in what was expected of it. */
export function judgementOf({ used, judged, answers }: UserCalibration): Judgement {
  const rows = Array.from({ length: groups }, (_, i) => {
    const inside = judged.filter(({ expected }) => Math.min(groups - 1, Math.floor(expected * groups)) === i);
    return {
      from: i / groups,
      to: (i + 1) / groups,
      messages: inside.length,
      expected: inside.reduce((sum, { expected }) => sum + expected, 0),
      answered: inside.filter(({ answered }) => answered).length,
    };
  });
  const total = (of: 'messages' | 'expected' | 'answered'): number => rows.reduce((sum, row) => sum + row[of], 0);
  return {
    sentence: sentence(total('messages'), total('expected'), total('answered')),
    used,
    answers,
    rows: total('messages') < leastJudged ? [] : rows.filter(({ messages }) => messages > 0),
  };
}

function sentence(messages: number, expected: number, answered: number): string {
  if (messages < leastJudged) return 'Too few of your messages have had a week to be answered to tell.';
  const share = (count: number): string => `${Math.round((count / messages) * 100)} %`;
  return `Of your last ${messages} messages ${share(answered)} were answered within a week; ${share(expected)} had been expected.`;
}
