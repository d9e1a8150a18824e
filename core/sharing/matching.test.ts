/** Asks of colleagues, tried on the user's own people. */
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { atHour, good, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { sealAsk } from '../exchange/asks.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import { loadSuppression, suppress } from '../identity/suppression.ts';
import type { Firm } from './firm.ts';
import { asksForUser, candidatesOf, withoutErased } from './matching.ts';
import type { Known } from './payload.ts';

const firm = testFirm();
const { tom, maria } = firm.members;

function ask(targets: readonly (Target | null)[], from = tom) {
  const body = {
    requester: { name: 'Tom Baker', practice: null, address: 'tom@firm.example' },
    member: from.member,
    about: 'somebody',
    reason: '',
    neededBy: atHour(today + 3, 18),
  };
  const some = targets.filter((target) => target !== null);
  return good(sealAsk({ audienceKey: firm.everyone, targets: some, body, signer: from.signing }, firm.randomBytes));
}

const jane: Known = {
  person: 1,
  name: 'Jane Roe',
  addresses: [{ id: 7, email: 'jane@acme.com' }],
  organisation: { domain: 'acme.com', name: 'Acme' },
  band: 'weak',
  month: '2026-04',
  side: 'unfiled',
  colleague: 'no',
  private: false,
  elsewhere: false,
  objected: false,
  never: 'lawyer',
};

const me = {
  audiences: [{ key: firm.everyone }],
  roster: firm.roster,
  me: { id: maria.member },
  colleagues: [],
} as unknown as Firm;
const now = atHour(today, 9);
const shown = (known: readonly Known[], ...asks: unknown[]) => asksForUser(me, candidatesOf(known), [], asks, now);

test.each([
  ['an address, however it is spelled', personTarget('Jane+x@ACME.com'), { address: 7 }],
  ['a name at an organisation', nameTarget('Roe, Jane', 'acme.com'), { address: 7 }],
  ['an organisation', organisationTarget('www.acme.com'), { domain: 'acme.com' }],
])('is about somebody the user knows by %s', (_what, target, what) => {
  expect(shown([jane], ask([target]))).toMatchObject([{ what, from: { id: tom.member, name: 'Tom Baker' }, neededBy: atHour(today + 3, 18) }]);
}); // prettier-ignore

test.each([
  ['kept private', { private: true }],
  ['objecting', { objected: true }],
  ['a colleague', { colleague: 'current' as const }],
  ['on the other side', { side: 'other side' as const }],
  ['hardly known', { band: 'unknown' as const }],
])('of somebody %s the user is not asked', (_what, part) => {
  expect(shown([{ ...jane, ...part }], ask([personTarget('jane@acme.com'), organisationTarget('acme.com')]))).toEqual([]);
}); // prettier-ignore

test('what is about somebody else, malformed, or by the user opens nothing', () => {
  const about = personTarget('jane@acme.com');
  expect(shown([jane], ask([personTarget('ben@acme.com')]), {}, null, ask([about], maria))).toEqual([]);
  const { locks, ...rest } = ask([about]);
  expect(shown([jane], { ...rest, locks: locks.slice(1) })).toEqual([]);
});

test('an ask that says whom the user erased, by name or address, is not one for them, even as the responsible partner', () => {
  const db = temporaryDatabase();
  const sent = { ask: 'a', from: { id: 'm', name: 'Tom', practice: null, address: 'tom@firm.example' }, neededBy: now, what: null, partner: true };
  const all = [
    { ...sent, about: 'Roe, Jane', reason: '' },
    { ...sent, about: 'JANE@acme.com', reason: '' },
    { ...sent, about: 'acme.com', reason: 'Jane Roe is the new CFO' },
    { ...sent, about: 'Ben Ott at acme.com', reason: 'A pitch' },
  ];
  expect(withoutErased(all, loadSuppression(db))).toEqual(all);
  suppress(db, ['jane@acme.com'], ['Jane Roe'], firm.randomBytes);
  expect(withoutErased(all, loadSuppression(db))).toEqual(all.slice(3));
  const known = { ...sent, ask: 'of before', about: 'J. R.', reason: '' };
  expect(withoutErased([known], loadSuppression(db))).toEqual([known]);
  suppress(db, ['of before'], [], firm.randomBytes);
  expect(withoutErased([known], loadSuppression(db))).toEqual([]);
}); // prettier-ignore
