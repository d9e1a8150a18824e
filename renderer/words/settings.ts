/** What the settings say, in the user's words. */
import type { ShellState } from '../../core/contract/shell.ts';
import type { IgnoredEntry, Loss } from '../../core/contract/kept.ts';
import type { Status } from '../../core/contract/shapes.ts';
import { counted, listed } from './counts.ts';

/** Why an address counts as the user's own, or that it does not. */
export function ownBasisInWords({ basis, confirmed }: Status['own'][number]): string {
  if (confirmed === false) return 'not yours, you said';
  if (basis === 'declared') return 'you said so';
  return confirmed === true ? `${basis}; you confirmed it` : `${basis}; is it yours?`;
}

/** What goes, as a sentence without its full stop: "This deletes 12,300 messages and 210 people". */
export function lossInWords({ messages, meetings, people }: Loss): string {
  const parts = [
    messages > 0 ? counted(messages, 'message') : null,
    meetings > 0 ? counted(meetings, 'meeting') : null,
    people > 0 ? counted(people, 'person', 'people') : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing that is stored goes' : `This deletes ${listed(parts)}`;
}

const ignoredWords: Readonly<Record<IgnoredEntry['kind'], readonly [word: string, example: string]>> = {
  address: ['Address', 'anna@acme.com'],
  domain: ['Domain', 'acme.com'],
  folder: ['Folder', 'Private'],
};

/** The name of a kind of thing that is never read, in sentence case. */
export function ignoredWord(kind: IgnoredEntry['kind']): string {
  return ignoredWords[kind][0];
}

/** What one writes for it. */
export function ignoredExample(kind: IgnoredEntry['kind']): string {
  return ignoredWords[kind][1];
}

/** When the popup comes and as what. */
export function popupInWords(minutes: number, as: ShellState['popup']): string {
  if (minutes === 0) return 'No popup comes before meetings. Meetings shows who you are about to meet.';
  const when = `${String(minutes)} minutes before a meeting with somebody from outside`;
  return as === 'window'
    ? `${when}, a small window shows who you are about to meet: initials first, names when you point at it. It stays away while you are in another meeting.`
    : `This system lets no program place its windows, so ${when} a notification comes instead, without a name. A click on it opens Warmpath.`;
}

/** The keys as they stand on a keyboard. */
export function shortcutInWords(shortcut: string, isMac: boolean): string {
  return shortcut.replace('CommandOrControl', isMac ? 'Cmd' : 'Ctrl').replaceAll('+', ' ');
}
