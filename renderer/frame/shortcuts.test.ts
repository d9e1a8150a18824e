import { expect, test } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const press = (key: string, held: { ctrlKey?: true; metaKey?: true; altKey?: true } = {}) =>
  shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test('keys that work anywhere', () => {
  expect(press('k', { ctrlKey: true })).toBe('who');
  expect(press('K', { metaKey: true })).toBe('who');
  expect(press('f', { ctrlKey: true })).toBe('search');
  expect(press('ArrowLeft', { altKey: true })).toBe('back');
  expect(press(']', { metaKey: true })).toBe('forward');
});

test('letters and the browser’s own keys stay what they are', () => {
  expect([press('k'), press('f'), press('c', { ctrlKey: true }), press('ArrowLeft')]).toEqual([null, null, null, null]);
  expect(press('ArrowLeft', { altKey: true, ctrlKey: true })).toBeNull();
});
