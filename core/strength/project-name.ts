/** What a project was called, by the subjects of its messages. Pure. */

// A name that stands in fewer is a matter within the project, not the project.
const leastShare = 0.6;
const leastSubjects = 3;
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

/** The capitalised word, or two side by side, that most of the subjects share; null where there is none. */
export function projectName(subjects: readonly string[]): string | null {
  if (subjects.length < leastSubjects) return null;
  const inSubjects = subjects.map((subject) => new Set(namesIn(subject.replace(prefix, ''))));
  const counts = new Map<string, number>();
  for (const names of inSubjects) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count >= subjects.length * leastShare);
  const most = Math.max(...shared.map(([, count]) => count));
  // Of two words always together the longer phrase is the name.
  const [best] = shared
    .filter(([, count]) => count === most)
    .map(([name]) => name)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return best ?? null;
}

function namesIn(subject: string): string[] {
  const words = subject.match(/[\p{L}\p{N}][\p{L}\p{N}'’&-]*/gu) ?? [];
  const names = words.map((word) =>
    /^\p{Lu}[\p{L}\p{N}'’&-]{2,}$/u.test(word) && !general.has(word.toLowerCase()) ? word : null,
  );
  return names.flatMap((name, i) => {
    const next = names[i + 1];
    if (name === null) return [];
    return typeof next === 'string' ? [name, `${name} ${next}`] : [name];
  });
}
