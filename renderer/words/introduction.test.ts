import { expect, test } from 'vitest';
import { copyTo, introductionLetter, requestLetter } from './introduction.ts';

test('a request names whom it is about, and brings a paragraph to pass on that does not say who asks', () => {
  const { subject, text } = requestLetter('Maria Ortiz', 'Jane Roe');
  expect(subject).toBe('An introduction to Jane Roe');
  expect(text).toMatch(/^Dear Maria,\n\nYou know Jane Roe, and I would like to\./);
  // Four sentences, and a paragraph of its own.
  const [, letter = ''] = text.split('\n\n');
  expect(letter.match(/[.?](?= |$)/g)).toHaveLength(4);
  expect(text.split('To pass on:')[1]).not.toContain('Maria');
});

test('an introduction comes with a draft to the person', () => {
  const { text } = introductionLetter('Tom Baker', 'Jane Roe');
  expect(text).toMatch(/^Dear Tom,/);
  expect(text).toMatch(/Dear Jane,\n\nMay I introduce Tom Baker/);
});

test('who answers for the client is sent a copy, and never of a letter to themselves', () => {
  expect(copyTo('tom@firm.example', { address: 'maria@firm.example' })).toEqual({ copyTo: 'tom@firm.example' });
  expect(copyTo('Tom@firm.example', { address: 'tom@firm.example' })).toEqual({});
  expect(copyTo(undefined, { address: 'maria@firm.example' })).toEqual({});
});
