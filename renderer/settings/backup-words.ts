import type { OpenedBackup, RestoredBackup, SavedBackup } from '../../core/contract/kept.ts';
import type { Status } from '../../core/contract/shapes.ts';
import { upperFirst } from '../../core/contract/upper-first.ts';
import { counted, listed, number } from '../words/counts.ts';

/** The day of a moment in the user's zone, the year only where it is another: "3 May". `locale` is only given by tests. */
export function dayInWords(iso: string, now: number, locale?: string): string {
  const date = new Date(iso);
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', ...year }).format(date);
}

/** What a restore does, said before it is done. `day` in words. */
export function replacedInWords(
  here: Pick<Status, 'people' | 'messages'>,
  backup: Omit<OpenedBackup, 'id' | 'madeAt'>,
  day: string,
): string {
  const holds = contentInWords(backup);
  if (here.people === 0 && here.messages === 0) return `The backup of ${day} holds ${holds}.`;
  return `${upperFirst(contentInWords(here))} here are replaced by what the backup of ${day} holds: ${holds}.`;
}

/** What is there after a restore. `day` in words. */
export function restoredInWords({ erasedAgain, ...backup }: Omit<RestoredBackup, 'madeAt'>, day: string): string {
  const was = `Restored from the backup of ${day}: ${contentInWords(backup)}.`;
  if (erasedAgain === 0) return was;
  return `${was} ${upperFirst(counted(erasedAgain, 'person', 'people'))} you had erased here ${erasedAgain === 1 ? 'was' : 'were'} left out.`;
}

/** Where a backup went, by its name, and how large it is. */
export function savedInWords({ file, bytes }: SavedBackup): string {
  return `Saved as ${file.split(/[\\/]/).at(-1) ?? file}, ${sizeInWords(bytes)}.`;
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${number(Math.max(1, Math.round(bytes / 1000)))} kB`;
  return bytes < 1e9 ? `${number(Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function contentInWords({ people, messages }: { readonly people: number; readonly messages: number }): string {
  return listed([counted(people, 'person', 'people'), counted(messages, 'message')]);
}
