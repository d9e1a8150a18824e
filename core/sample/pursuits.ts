/** The sample's pursuits, ten open and ten closed, as a CRM would export them. Pure: same day, same list. */
import { createCast } from './cast.ts';
import { story } from './story.ts';

/** With which the ids of the sample's pursuits begin. */
export const samplePursuitId = 'sample-';

const day = 86_400;

/** A CSV with the names of Salesforce's columns; `now` in Unix seconds, of which only the day (UTC) counts. */
export function samplePursuits(now: number): string {
  const { characters } = createCast();
  const dayText = (ago: number | null): string =>
    ago === null ? '' : new Date((now - ago * day) * 1000).toISOString().slice(0, 10);
  const rows = story.pursuits.map(([name, domain, decides, practice, stage, opened, decided], i) => {
    const organisation = story.organisations.find((one) => one.domain === domain)?.name ?? '';
    const person = decides === null ? null : characters[decides];
    return [
      `${samplePursuitId}${String(i + 1)}`,
      name,
      organisation,
      domain,
      person?.name ?? '',
      person?.email ?? '',
      person?.title ?? '',
      practice,
      stage,
      dayText(opened),
      dayText(decided),
    ];
  });
  const header =
    'Opportunity ID,Opportunity Name,Account Name,Website,Contact Name,Contact Email,Contact Title,Practice,Stage,Created Date,Close Date';
  return [header, ...rows.map((row) => row.join(','))].join('\r\n');
}
