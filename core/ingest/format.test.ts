import { describe, expect, test } from 'vitest';
import { claimOf, formatOf, innerName } from './format.ts';

const of = (text: string, name = 'file'): string | null => formatOf(Buffer.from(text), name);

describe('the first bytes decide', () => {
  test.each([
    ['mbox', 'From a@x.example Thu Jan  1 10:00:00 2015\nFrom: a@x.example\n'],
    ['mbox', '\n\nFrom a@x.example Thu Jan  1 10:00:00 2015\nFrom: a@x.example\n'],
    ['message', 'From: a@x.example\n\nFrom here on'],
    ['message', 'Received: from x\n\tby y\nX-Spam: no\n\nhi'],
    ['message', '\uFEFFReturn-Path: <a@x.example>\n\n'],
    ['calendar', '\uFEFFBEGIN:VCALENDAR\r\n'],
    ['calendar', 'begin:vcalendar\n'],
    ['cards', 'BEGIN:VCARD\n'],
    ['pst', '!BDN rest'],
    [null, 'hello\nworld\n'],
    [null, ''],
    [null, '{"from": "a@x.example"}'],
    [null, '<html>\nFrom: a@x.example'],
    [null, 'BEGIN:VEVENT\n'],
  ])('%s: %j', (format, text) => {
    expect(of(text)).toBe(format);
  });

  test('whatever the name says', () => {
    expect(of('BEGIN:VCARD\n', 'calendar.ics')).toBe('cards');
    expect(of('From: a@x.example\n\n', 'a.mbox')).toBe('message');
    expect(of('hello', 'a.mbox')).toBeNull();
    expect(of('hello', 'a.eml')).toBeNull();
  });
});

test('the name decides where they leave room', () => {
  expect(of('From nobody\nFrom: a@x.example\n', 'a.mbox')).toBe('mbox');
  expect(of('First Name,Last Name\n', 'Connections.CSV')).toBe('connections');
  expect(of('stray line\nBEGIN:VEVENT\n', 'a.ics')).toBe('calendar');
  expect(of('stray line\nBEGIN:VCARD\n', 'a.vcf')).toBe('cards');
  expect(of('stray line\nFrom: a@x.example\n', 'a.eml')).toBe('message');
  const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  expect([formatOf(compound, 'a.msg'), formatOf(compound, 'a.doc')]).toEqual(['msg', null]);
});

test('what a name promises', () => {
  expect(claimOf('A.PST')).toBe('an Outlook data file');
  expect(claimOf('notes.txt')).toBeNull();
  expect([innerName('a.mbox.gz'), innerName('a.ics.ZST'), innerName('gz')]).toEqual(['a.mbox', 'a.ics', 'gz']);
});
