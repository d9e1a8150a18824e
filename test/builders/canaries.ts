/** Looks for planted texts in every file below a folder. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** "text in file" for every text of at least 16 characters that a file holds as UTF-8, UTF-16 or base64. */
export function spilled(folder: string, texts: readonly string[]): string[] {
  const forms = texts.map((text) => ({ text, bytes: formsOf(text) }));
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    return forms
      .filter(({ bytes }) => bytes.some((form) => content.includes(form)))
      .map(({ text }) => `${text} in ${file}`);
  });
}

function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  if (bytes.length < 16) throw new Error(`too short to be told from chance: ${text}`);
  // Base64 looks different for each place modulo 3 at which the text begins; what depends on its neighbours is cut off.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .slice(4, -4),
    ),
  );
  return [bytes, Buffer.from(text, 'utf16le'), ...base64];
}
