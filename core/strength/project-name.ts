/** What a project was called, by the subjects of its messages. Pure. */

// A name that stands in fewer is a matter within the project, not the project.
const leastShare = 0.6;
const leastSubjects = 3;
// A word that other mail uses as well names nothing.
const mostElsewhere = 0.05;
const prefix = /^(?:\s*(?:re|fwd?|aw|wg|sv|vs|antw|tr|rif|res)\s*(?:\[\d+\])?\s*:)+/i;
// Capitalised as names are, but said of every project.
const general = new Set(
  (
    'project projekt projet deal matter case draft call meeting agenda update status minutes agreement contract invitation invite ' +
    'canceled cancelled accepted declined tentative automatic out office monday tuesday wednesday thursday friday saturday sunday ' +
    'january february march april may june july august september october november december question documents document ' +
    'please the your our and for with next new revised final follow report patch'
  ).split(' '),
);

/** The capitalised word, or two side by side, that most of the subjects share and `others` do not; null where there is none. */
export function projectName(subjects: readonly string[], others: readonly string[]): string | null {
  if (subjects.length < leastSubjects) return null;
  const elsewhere = countNames(others);
  const shared = [...countNames(subjects)].filter(
    ([name, count]) =>
      count >= subjects.length * leastShare && (elsewhere.get(name) ?? 0) <= others.length * mostElsewhere,
  );
  const most = Math.max(...shared.map(([, count]) => count));
  // Of two words always together the longer phrase is the name.
  const [best] = shared
    .filter(([, count]) => count === most)
    .map(([name]) => name)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return best ?? null;
}

/** In how many subjects each name stands. */
function countNames(subjects: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const subject of subjects) {
    for (const name of new Set(namesIn(subject.replace(prefix, '')))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Each name, and each two with only a space between. */
function namesIn(subject: string): string[] {
  const names = [...subject.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’&-]*/gu)].map(({ 0: word, index }) => ({
    word,
    from: index,
    isName: /^\p{Lu}[\p{L}\p{N}'’&-]{2,}$/u.test(word) && !general.has(word.toLowerCase()),
  }));
  return names.flatMap(({ word, from, isName }, i) => {
    const next = names[i + 1];
    if (!isName) return [];
    const isPhrase = next?.isName === true && subject.slice(from + word.length, next.from) === ' ';
    return isPhrase ? [word, `${word} ${next.word}`] : [word];
  });
}
