export type Shortcut = 'who' | 'search' | 'back' | 'forward';

/** What a key pressed anywhere means; null where it is the field's or the browser's own. */
export function shortcutOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): Shortcut | null {
  const isCommand = ctrlKey || metaKey;
  if (isCommand && !altKey) {
    switch (key.toLowerCase()) {
      case 'k':
        return 'who';
      case 'f':
        return 'search';
      case '[':
        return metaKey ? 'back' : null;
      case ']':
        return metaKey ? 'forward' : null;
      default:
        return null;
    }
  }
  // As in browsers; on a Mac these keys move by words.
  if (altKey && !isCommand && key === 'ArrowLeft') return 'back';
  if (altKey && !isCommand && key === 'ArrowRight') return 'forward';
  return null;
}
