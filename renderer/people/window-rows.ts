/** The slice of a long list that is worth drawing. */
interface RowWindow {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** Rows drawn beyond each edge, so that a quick scroll meets rows and not paper. */
const beyond = 4;

/** Which rows of fixed height are visible at a scroll position; all measures in CSS pixels. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, total: number): RowWindow {
  const first = Math.max(0, Math.min(total, Math.floor(scrollTop / rowHeight) - beyond));
  const end = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + beyond);
  return { first, end: Math.max(first, end) };
}

/** Pages that cover a window, one even and one odd: scrolling on replaces only the page that left the view. */
export function pagesFor(
  window: RowWindow,
  pageSize: number,
): { readonly even: number | null; readonly odd: number | null } {
  const a = Math.floor(window.first / pageSize);
  const b = Math.floor(Math.max(window.first, window.end - 1) / pageSize);
  if (a === b) return a % 2 === 0 ? { even: a, odd: null } : { even: null, odd: a };
  return a % 2 === 0 ? { even: a, odd: b } : { even: b, odd: a };
}

/** The scroll position that shows a row whole, moving as little as possible; `above` is covered by the sticky head. */
export function scrollToShow(row: number, scrollTop: number, height: number, rowHeight: number, above: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight + above;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}

/** Where a key leads from a row of a list, or null when the key is none of the list's. */
export function rowAfterKey(key: string, row: number, total: number, perPage: number): number | null {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: perPage, PageUp: -perPage };
  const step = key === 'Home' ? -total : key === 'End' ? total : steps[key];
  if (step === undefined || total === 0) return null;
  return Math.max(0, Math.min(total - 1, row + step));
}
