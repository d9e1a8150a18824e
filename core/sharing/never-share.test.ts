import { expect, test } from 'vitest';
import { neverShared } from './never-share.ts';

const somebody = {
  emails: ['x@acme.example'],
  organisation: { domain: 'acme.com', name: 'Acme' },
  title: null,
  aside: null,
};

test.each([
  ['personal mail', { emails: ['jane@gmail.com'], organisation: null }],
  ['regulator', { organisation: { domain: 'bafin.de', name: 'BaFin' } }],
  ['court', { organisation: { domain: 'uscourts.gov', name: 'Uscourts' } }],
  ['court', { organisation: { domain: 'olg-koeln.nrw.de', name: 'Oberlandesgericht Köln' } }],
  ['court', { title: 'Judge' }],
  ['journalist', { organisation: { domain: 'ft.com', name: 'FT' } }],
  ['journalist', { title: 'Senior Reporter' }],
  ['health', { organisation: { domain: 'st-mary-hospital.org', name: 'St Mary Hospital' } }],
  ['health', { title: 'Psychotherapist' }],
  ['recruiter', { organisation: { domain: 'egonzehnder.com', name: 'Egon Zehnder' } }],
  ['recruiter', { title: 'Head of Talent Acquisition' }],
  ['lawyer', { organisation: { domain: 'weber-law.com', name: 'Weber Law' } }],
  ['lawyer', { title: 'Rechtsanwältin' }],
  ['other side', { aside: 'other side' as const }],
  ['personal', { aside: 'personal' as const }],
  [null, {}],
  [null, { title: 'General Counsel' }],
  [null, { organisation: { domain: 'lawson.com', name: 'Lawson Clinical Trials' } }],
])('%s', (reason, part) => {
  expect(neverShared({ ...somebody, ...part }, false)).toBe(reason);
}); // prettier-ignore

test('to a law firm lawyers are none, and a court stays one', () => {
  expect(neverShared({ ...somebody, organisation: { domain: 'weber-law.com', name: 'Weber Law' } }, true)).toBeNull();
  expect(neverShared({ ...somebody, title: 'Attorney' }, true)).toBeNull();
  expect(neverShared({ ...somebody, organisation: { domain: 'law-court.org', name: 'Law court' } }, true)).toBe('court');
}); // prettier-ignore
