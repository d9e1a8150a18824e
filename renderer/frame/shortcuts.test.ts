import { expect, test } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const press = (key: string, held: { ctrlKey?: true; metaKey?: true; altKey?: true } = {}, inField = false) =>
  shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held }, inField);

test('keys that work anywhere', () => {
  expect(press('k', { ctrlKey: true })).toBe('palette');
  expect(press('K', { metaKey: true })).toBe('palette');
  expect(press('f', { ctrlKey: true })).toBe('search');
  expect(press('ArrowLeft', { altKey: true })).toBe('back');
  expect(press(']', { metaKey: true })).toBe('forward');
  expect(press('1', { ctrlKey: true })).toBe('today');
  expect(press('z', { ctrlKey: true })).toBe('undo');
  expect(press('?')).toBe('keys');
});

test('letters and the browser’s own keys stay what they are', () => {
  expect([press('k'), press('f'), press('c', { ctrlKey: true }), press('ArrowLeft')]).toEqual([null, null, null, null]);
  expect(press('ArrowLeft', { altKey: true, ctrlKey: true })).toBeNull();
  expect([press('z', { ctrlKey: true }, true), press('?', {}, true), press('0', { ctrlKey: true })]).toEqual([
    null,
    null,
    null,
  ]);
});
