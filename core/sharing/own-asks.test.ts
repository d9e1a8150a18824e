/** What opens an ask is what a barrier can recognise. */
import { expect, test } from 'vitest';
import { atHour, seededBytes, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { valueOf } from '../contract/errors.ts';
import { askMatcher, matchAsk } from '../exchange/asks.ts';
import { isRecognised, recognisingKey } from '../exchange/guards.ts';
import type { Target } from '../exchange/targets.ts';
import type { Firm } from './firm.ts';
import { sealOwnAsk } from './own-asks.ts';

const firm = testFirm();
const { tom } = firm.members;
const me = {
  audiences: [{ key: firm.everyone, record: { type: 'everyone' } }],
  guard: firm.guard,
  roster: firm.roster,
  me: { id: tom.member, name: 'Tom Baker', practice: null, address: 'tom@firm.example' },
  colleagues: [],
  signing: tom.signing,
} as unknown as Firm;

test('of many ways to say whom it is about, an ask opens by those alone that its guard names', () => {
  const people = ['jane@acme.com', 'roe@acme.com', 'j@acme.com', 'jr@acme.com'].map((value): Target => ({ kind: 'person', value }));
  const acme: Target = { kind: 'organisation', value: 'acme.com' };
  const own = { id: 'AAAAAAAAAAAAAAAAAAAAAA', about: 'Jane Roe, Acme', reason: '', neededBy: atHour(today + 3, 18) };
  const sealed = (targets: readonly Target[]) => valueOf(sealOwnAsk(me, { ...own, targets }, [], seededBytes('own asks')));
  const opening = (targets: readonly Target[]) => {
    const { ask, guard } = sealed(targets);
    const opens = matchAsk(askMatcher(firm.everyone, targets.map((target) => ({ target, what: target }))), ask).map(({ what }) => what);
    for (const target of opens) expect(isRecognised(recognisingKey(firm.guard, target), guard)).toBe(true);
    expect(isRecognised(recognisingKey(firm.guard, acme), guard)).toBe(targets.includes(acme));
    return opens;
  };
  expect(opening([...people, acme])).toEqual(people.slice(0, 3));
  expect(opening(people)).toEqual(people);
  expect(opening([acme])).toEqual([acme]);
}); // prettier-ignore
