import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, newsOfTheDay, wayOf } from './way-news.ts';
import type { Found, NewsOfTheDay, Remembered, Way } from './way-news.ts';

const good = { isGood: true, isDirect: false, isFading: false };
const thin = { ...good, isGood: false };
const fading = { ...good, isFading: true };
const pursuit = (about: number, path: typeof good | null): Found => ({ kind: 'pursuit', about, path });
const wroteTo = (about: number): Found => ({ kind: 'organisation', about, change: 'wrote' });
const dayAt = (n: number): string => new Date(Date.UTC(2026, 10, 1 + n)).toISOString().slice(0, 10);

/** Day after day with what is found, as the engine remembers it. */
function lived() {
  let remembered: Remembered[] = [];
  const dismissed: { kind: Found['kind']; about: number; saidOn: string }[] = [];
  return {
    on(day: number, ...found: Found[]): string[] {
      const news: NewsOfTheDay = newsOfTheDay({ found, remembered, dismissed, today: dayAt(day) });
      const isOther = (one: Remembered): boolean =>
        !news.changed.some(({ kind, about }) => kind === one.kind && about === one.about);
      remembered = [...remembered.filter(isOther), ...news.changed];
      return news.shown.map(({ kind, about, change }) => `${kind} ${String(about)} ${change}`);
    },
    dismiss(day: number, kind: Found['kind'], about: number): void {
      dismissed.push({ kind, about, saidOn: dayAt(day) });
    },
  };
}

test('a pursuit seen for the first time is no news, however good its way', () => {
  const days = lived();
  expect(days.on(0, pursuit(1, good), pursuit(2, fading), pursuit(3, null))).toEqual([]);
  expect(days.on(1, pursuit(1, good), pursuit(2, fading), pursuit(3, null))).toEqual([]);
});

test('a way that opens, becomes better, begins to lapse and comes back is said each time, and rests two weeks in between', () => {
  const days = lived();
  days.on(0, pursuit(1, null));
  expect(days.on(1, pursuit(1, thin))).toEqual([]);
  expect(days.on(2, pursuit(1, good))).toEqual(['pursuit 1 better']);
  expect(days.on(3, pursuit(1, fading))).toEqual([]);
  expect(days.on(4, pursuit(1, good))).toEqual(['pursuit 1 better']);
  expect(days.on(15, pursuit(1, fading))).toEqual([]);
  expect(days.on(16, pursuit(1, fading))).toEqual(['pursuit 1 lapsing']);
  expect(days.on(30, pursuit(1, thin))).toEqual([]);
  expect(days.on(31, pursuit(1, good))).toEqual(['pursuit 1 better']);
  expect(days.on(50, pursuit(1, null))).toEqual([]);
  expect(days.on(51, pursuit(1, good))).toEqual(['pursuit 1 opened']);
});

test('a line stands for three days, is not said again, and is gone where it no longer holds', () => {
  const days = lived();
  expect(days.on(0, wroteTo(1), wroteTo(2))).toHaveLength(2);
  expect(days.on(1, wroteTo(2))).toEqual(['organisation 2 wrote']);
  expect(days.on(2, wroteTo(2))).toEqual(['organisation 2 wrote']);
  expect(days.on(3, wroteTo(2))).toEqual([]);
  expect(days.on(4, { kind: 'organisation', about: 2, change: 'booked' })).toEqual([]);
});

test('at most three stand at a time, and three new ones come a day; the rest waits for its turn', () => {
  const days = lived();
  const all = [1, 2, 3, 4, 5].map(wroteTo);
  expect(days.on(0, ...all)).toEqual([1, 2, 3].map((n) => `organisation ${String(n)} wrote`));
  days.dismiss(0, 'organisation', 1);
  expect(days.on(0, ...all)).toEqual([2, 3].map((n) => `organisation ${String(n)} wrote`));
  expect(days.on(1, ...all)).toEqual([2, 3, 4].map((n) => `organisation ${String(n)} wrote`));
  expect(days.on(3, ...all)).toEqual([4, 5].map((n) => `organisation ${String(n)} wrote`));
});

test('what was put away stays away, what is said of it later does not', () => {
  const days = lived();
  days.on(0, pursuit(1, null));
  expect(days.on(1, pursuit(1, good))).toHaveLength(1);
  days.dismiss(1, 'pursuit', 1);
  expect(days.on(1, pursuit(1, good))).toEqual([]);
  expect(days.on(20, pursuit(1, fading))).toEqual(['pursuit 1 lapsing']);
});

test('a relationship of the user’s own that grows is no news to them, one that begins to lapse is', () => {
  expect(changeOf('none', 'good', true)).toBeNull();
  expect(changeOf('thin', 'good', true)).toBeNull();
  expect(changeOf('good', 'lapsing', true)).toBe('lapsing');
  expect(changeOf('none', 'thin', false)).toBeNull();
  expect(changeOf('lapsing', 'none', false)).toBeNull();
});

test('only what was good can lapse', () => {
  expect(wayOf(fading, null)).toBe('thin');
  expect(wayOf(fading, 'thin')).toBe('thin');
  expect(wayOf(thin, 'good')).toBe('lapsing');
  expect(wayOf(fading, 'lapsing')).toBe('lapsing');
  expect(wayOf(null, 'good')).toBe('none');
});

test('whatever happens, never more than three lines, and none twice within two weeks', () => {
  const path = fc.constantFrom(null, good, thin, fading);
  const history = fc.array(fc.array(path, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(history, (days) => {
      const life = lived();
      const firstSaid = new Map<string, number>();
      days.forEach((paths, day) => {
        const said = life.on(day, ...paths.map((one, i) => pursuit(i + 1, one)));
        expect(said.length).toBeLessThanOrEqual(3);
        for (const line of said) {
          const about = line.split(' ')[1] as string;
          const at = firstSaid.get(about);
          if (at === undefined || day - at >= 14) firstSaid.set(about, day);
          else expect(day - at).toBeLessThan(3);
        }
      });
    }),
  );
});

test('every way that was remembered is one of four', () => {
  const ways: readonly Way[] = ['none', 'thin', 'good', 'lapsing'];
  for (const before of [null, ...ways])
    for (const path of [null, good, thin, fading]) expect(ways).toContain(wayOf(path, before));
});
