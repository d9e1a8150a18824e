import { expect, test } from 'vitest';
import { answerLetter, clientLetter, copyTo, offerLetter, requestLetter } from './introduction.ts';

test('a request names whom it is about, and brings a paragraph to pass on that does not say who asks', () => {
  const { subject, text } = requestLetter('Maria Ortiz', 'Jane Roe');
  expect(subject).toBe('An introduction to Jane Roe');
  expect(text).toMatch(/^Dear Maria,\n\nYou know Jane Roe, and I would like to\./);
  // Four sentences, and a paragraph of its own.
  const [, letter = ''] = text.split('\n\n');
  expect(letter.match(/[.?](?= |$)/g)).toHaveLength(4);
  expect(text.split('To pass on:')[1]).not.toContain('Maria');
});

const ask = {
  from: { id: 'tom', name: 'Tom Baker', practice: null, address: 'tom@firm.example' },
  about: 'Jane Roe, Acme',
  name: 'Jane Roe',
  person: 7,
};

test('an introduction comes with a draft to the person', () => {
  const { address, text } = offerLetter(ask);
  expect(address).toBe('tom@firm.example');
  expect(text).toMatch(/^Dear Tom,\n\nI know Jane Roe and/);
  expect(text).toMatch(/Dear Jane,\n\nMay I introduce Tom Baker/);
});

test('who is asked as the responsible partner alone says of nobody that they know them', () => {
  const { text } = offerLetter({ ...ask, name: null, person: null });
  expect(text).toMatch(/^Dear Tom,\n\nYou ask who knows Jane Roe, Acme,/);
  expect(text).not.toMatch(/I know|Dear Jane/);
});

test('an organisation is not written to', () => {
  const { text } = offerLetter({ ...ask, about: 'acme.com', name: 'Acme', person: null });
  expect(text).toContain('I know somebody at Acme');
  expect(text).not.toContain('Dear Acme');
});

test('who answers for the client is asked about their client, and not about whom they know', () => {
  const answer = { partner: true, person: null, about: 'Acme' };
  const { text } = answerLetter('Tom Baker', answer);
  expect(text).toBe(clientLetter('Tom Baker', 'somebody at Acme').text);
  expect(text).toContain('you answer for this client');
  expect(text).not.toContain('You know');
  expect(answerLetter('Maria Ortiz', { ...answer, partner: false }).text).toContain('You know somebody at Acme');
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
