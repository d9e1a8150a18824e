/** Answers as text for a person at a terminal. */
import { bandWords } from '../contract/band-words.ts';
import { askFirstWords } from '../contract/colleague-words.ts';
import type { Egress, Settings, SourceEntry } from '../contract/kept.ts';
import type {
  Doctor,
  ImportResult,
  Judgement,
  PersonRow,
  Progress,
  SkippedItem,
  Tie,
  Who,
  Why,
} from '../contract/shapes.ts';

export function tiesText(ties: readonly Tie[]): string {
  if (ties.length === 0) return 'No relationships yet: import mail, and say with --me which address is yours.\n';
  const rows = ties.map((tie) => [
    tie.person,
    tie.organisation ?? '',
    bandWords[tie.band],
    tie.trend ?? '',
    dayOf(tie.lastInteraction),
    `${tie.sent} sent, ${tie.received} received${tie.meetings > 0 ? `, met ${tie.meetings} times` : ''}`,
  ]);
  return table(rows);
}

export function peopleText({ total, rows }: { total: number; rows: readonly PersonRow[] }): string {
  const lines = rows.map((row) => [
    String(row.id),
    row.person,
    row.organisation ?? '',
    row.colleague === 'current' ? 'colleague' : row.side,
    bandWords[row.band],
    row.addresses.join(', '),
  ]);
  return `${table(lines)}${rows.length} of ${total}\n`;
}

export function whoText({ matches, partner, paths, linkedInOnly, without }: Who): string {
  const found = matches.map(({ name, organisation }) => `  ${name}${organisation ? `, ${organisation}` : ''}`);
  const ways = paths.flatMap(({ reason, hops }, i) => [
    `${i + 1}. ${reason}`,
    ...hops.map(
      (hop) => `     ${hop.from} → ${hop.to} (${hop.band === null ? 'colleague' : bandWords[hop.band]}): ${hop.basis}`,
    ),
  ]);
  const hints = linkedInOnly.map(
    ({ name, company, position }) => `  ${[name, position, company].filter(Boolean).join(', ')} (LinkedIn only)`,
  );
  return [
    found.length > 0 ? 'Found:' : 'Nobody and nothing of that name.',
    ...found,
    ...(without === null
      ? []
      : [
          without.linkedIn
            ? `${without.words}: known from LinkedIn only.`
            : `Nobody there is known as "${without.words}".`,
        ]),
    ...(partner === null ? [] : [askFirstWords(partner)]),
    ways.length > 0 ? 'Paths:' : 'No path yet.',
    ...ways,
    ...hints,
    '',
  ].join('\n');
}

export function whyText({ tie, sentence, parts, peak, word, names, seenWith, interactions }: Why): string {
  return [
    `${tie.person}${tie.organisation ? `, ${tie.organisation}` : ''}: ${bandWords[tie.band]}${tie.trend ? `, ${tie.trend}` : ''}`,
    sentence,
    ...parts.map((part) => `  ${part.name}: ${part.words}`),
    ...(peak === null ? [] : [`Warmest on ${dayOf(peak.at)}: ${bandWords[peak.band]}`]),
    ...(word.spoke === null ? [] : [`You said: spoke on ${word.spoke}`]),
    ...(word.knowsWell === null ? [] : [`You said: know well, on ${word.knowsWell}`]),
    `Addresses: ${tie.addresses.join(', ')}`,
    ...(names.length > 0 ? [`Names: ${[...new Set(names.map(({ name }) => name))].join(', ')}`] : []),
    ...(seenWith.length > 0 ? [`Seen with: ${seenWith.map(({ person }) => person).join(', ')}`] : []),
    ...interactions
      .slice(0, 15)
      .map((one) => `  ${dayOf(one.at)}  ${one.kind}${one.subject ? `  ${one.subject}` : ''}`),
    '',
  ].join('\n');
}

export function judgementText({ sentence, answers, rows }: Judgement): string {
  const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
  return [
    sentence,
    ...rows.map(
      ({ from, to, messages, expected, answered }) =>
        `  ${percent(from)} to ${percent(to)}: ${messages} messages, ${Math.round(expected)} answers expected, ${answered} came`,
    ),
    ...(rows.length === 0
      ? []
      : [
          answers === 'thread'
            ? 'An answer is a message in the same thread.'
            : 'Any word within the week is an answer.',
        ]),
    '',
  ].join('\n');
}

export function importText(result: ImportResult): string {
  const skipped = Object.entries(result.skipped).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${result.messages} messages and ${result.meetings} meetings stored, ${result.duplicates} known already, in ${result.seconds.toFixed(1)} s.`,
    ...(skipped.length > 0 ? [`Skipped: ${skipped.join(', ')}.`] : []),
    `${result.people} people.`,
    '',
  ].join('\n');
}

export function progressText({ label, messages, meetings, perSecond, secondsLeft, phase }: Progress): string {
  const left = secondsLeft === null ? '' : `, about ${secondsLeft} s left`;
  return phase === 'working out'
    ? 'Working out who is who…'
    : `${label}: ${messages + meetings} items, ${perSecond} a second${left}`;
}

export function settingsText({ years, since, ignored }: Settings): string {
  return [
    years === null ? 'Everything is kept.' : `The last ${years} years are kept: since ${dayOf(since)}.`,
    ...ignored.map(({ kind, text }) => `ignored ${kind}: ${text}`),
    '',
  ].join('\n');
}

export function sourcesText(sources: readonly SourceEntry[]): string {
  if (sources.length === 0) return 'Nothing was read yet.\n';
  return sources
    .map(
      ({ ids, kind, location, messages, meetings, cards, connections, done }) =>
        `${ids.join(' ')}: ${location} (${kind}${done ? '' : ', not read to its end'}): ${messages} messages, ${meetings} meetings, ${cards} contacts, ${connections} connections\n`,
    )
    .join('');
}

export function egressText({ hosts, entries }: Egress): string {
  if (hosts.length === 0) return 'Nothing left this computer.\n';
  const line = (purpose: string | null, sent: number, received: number): string =>
    purpose === null ? 'refused' : `${purpose}, ${sent} bytes out, ${received} bytes in`;
  return [
    ...hosts.map(
      ({ host, purpose, connections, sent, received }) =>
        `${host}: ${line(purpose, sent, received)}, ${connections} connections\n`,
    ),
    ...(entries.length > 0 ? ['\n'] : []),
    ...entries.map(
      ({ at, host, port, purpose, sent, received }) =>
        `${at.slice(0, 19).replace('T', ' ')} ${host}${port === null ? '' : `:${port}`} ${line(purpose, sent, received)}\n`,
    ),
  ].join('');
}

export function skippedText(items: readonly SkippedItem[]): string {
  if (items.length === 0) return 'Nothing was left out.\n';
  return items
    .map(({ reason, source, place }) => `${reason}: ${place === '' ? source : `${place} (${source})`}\n`)
    .join('');
}

export function doctorText({ ok, checks }: Doctor): string {
  return `${checks.map((check) => `${check.ok ? 'ok  ' : 'BAD '} ${check.name}: ${check.detail}`).join('\n')}\n${ok ? 'All is well.' : 'Something needs attention.'}\n`;
}

function dayOf(time: string | null): string {
  return time?.slice(0, 10) ?? '';
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, [...cell].length)), []);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
