/** What to say: a short letter to begin with, which the user changes and sends by their own mail program. */

/** Whom the letter is to, and whom it is about where it asks for an introduction. */
export interface Letter {
  readonly to: string;
  /** How long ago they last wrote, met or spoke, in milliseconds; null where it is not known. */
  readonly silence: number | null;
  readonly wanted: { readonly name: string; readonly role: string } | null;
  /** The organisation the user asked about; null where they asked for the person. */
  readonly about: string | null;
}

/** The name one writes after "Dear": the first of it, or all of a single word. */
export function givenName(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? '';
}

// Two months without a word are worth a word.
const longMs = 60 * 86_400_000;

/** Subject and text in plain words; lines end with \n. */
export function draftOf({ to, silence, wanted, about }: Letter): { readonly subject: string; readonly text: string } {
  const greeting = `Dear ${givenName(to)},\n\n`;
  if (wanted === null) {
    return {
      subject: about === null ? 'Catching up' : about,
      text: `${greeting}${silence !== null && silence > longMs ? 'It has been a while. ' : ''}${about === null ? '' : `There is something about ${about} I would like to ask you. `}Would you have half an hour for a call in the next two weeks?\n\nBest wishes`,
    };
  }
  const who = wanted.role === '' ? wanted.name : `${wanted.name} (${wanted.role})`;
  return {
    subject: `An introduction to ${wanted.name}`,
    text: `${greeting}I would like to meet ${who}, and I believe you know each other. Would you be willing to introduce us? One line to us both is enough, and a no is no trouble at all.\n\nBest wishes`,
  };
}
