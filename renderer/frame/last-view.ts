const key = 'last view';

/** The view the window last showed, if it is still one of these. */
export function lastView<V extends string>(views: readonly V[]): V | undefined {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(key);
  return views.find((view) => view === kept);
}

/** Kept for the next start: a view's name and nothing else. */
export function keepLastView(view: string): void {
  localStorage.setItem(key, view);
}
