import { expect, test } from 'vitest';
import { clientLetter, copyTo, introductionLetter, partnerLetter, requestLetter } from './introduction.ts';

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

test('no letter of the responsible partner, or to them, says that anybody there is known', () => {
  for (const { text } of [partnerLetter('Tom Baker', 'Jane Roe, Acme'), clientLetter('Tom Baker', 'Jane Roe, Acme')]) {
    expect(text).toMatch(/^Dear Tom,/);
    expect(text).toContain('Jane Roe, Acme');
    expect(text).not.toMatch(/I know|You know|Dear Jane/);
  }
  expect(clientLetter('Tom Baker', 'acme.com').text).toContain('you answer for this client');
});

test('who answers for the client is sent a copy, and never of a letter to themselves', () => {
  const tom = { name: 'Tom Low', address: 'Tom@firm.example', practice: null, member: 'tom' };
  const maria = { address: 'maria@firm.example' };
  expect(copyTo([tom], maria)).toEqual({ copyTo: 'Tom@firm.example' });
  expect(copyTo([tom], { address: 'tom@firm.example' })).toEqual({});
  expect(copyTo([], maria)).toEqual({});
  // An address that is no colleague’s for sure, or one of two that the list names.
  expect(copyTo([{ ...tom, member: null }], maria)).toEqual({});
  expect(copyTo([tom, { ...tom, address: 'cleo@firm.example' }], maria)).toEqual({});
});
