/** For whom, beside those who know somebody there, an ask about a client is: the devices of its responsible partner. */
import { expect, test } from 'vitest';
import { atHour, good, newMember, rosterOf, testFirm, today } from '../../test/builders/exchange-firm.ts';
import type { TestMember } from '../../test/builders/exchange-firm.ts';
import { deviceLockKey, sealAsk } from '../exchange/asks.ts';
import type { Answer } from './answers.ts';
import type { Firm } from './firm.ts';
import { asksForUser } from './matching.ts';
import { createDeviceMatchers, namedPartners, partnerLocks, responsiblePartners } from './responsible.ts';

const firm = testFirm();
const { everyone, randomBytes } = firm;
const { tom, maria, cleo } = firm.members;
const addressOf = (one: TestMember): string => `${one.member}@firm.example`;

/** A further device of Maria's. */
const device = (issued: number): TestMember => {
  const made = newMember({ firm: firm.firm, root: firm.root, randomBytes, member: maria.member });
  return { ...made, record: { ...made.record, issued } };
};
function firmOf(me: TestMember, { clients = 0, devices = [tom, maria, cleo] as readonly TestMember[], audiences = [everyone] } = {}): Firm {
  const colleagues = [tom, maria, cleo].filter((one) => one !== me).map((one) => ({ id: one.member, name: 'x', practice: null, address: addressOf(one) }));
  return {
    row: { documents: { clients: Array.from({ length: clients }) } },
    roster: { ...good(rosterOf(firm, devices)), devices: devices.map(({ record }) => record) },
    audiences: audiences.map((key) => ({ key, record: { type: 'everyone' } })),
    me: { id: me.member, address: addressOf(me) },
    colleagues,
    sealing: me.sealing,
  } as unknown as Firm;
} // prettier-ignore
const client = (address: string, version = 1, signer = 'ada'): Answer =>
  ({
    body: { kind: 'client', partner: { name: 'x', address, practice: null } },
    version,
    domain: 'acme.com',
    signer,
  }) as Answer;
const namedTo = (me: Firm, answers: readonly Answer[]) =>
  (responsiblePartners(me, answers).get('acme.com') ?? []).map(({ address, member }) => [address, member]);
const lockFor = (one: TestMember) => deviceLockKey(everyone, tom.sealing, one.sealing.publicKey, 'to');

test('the newest two devices of the partner, by the newest row of the client', () => {
  const [second, third] = [device(maria.record.issued + 2), device(maria.record.issued + 1)];
  const all = firmOf(tom, { devices: [tom, maria, cleo, third, second] });
  const row = client(addressOf(maria).toUpperCase());
  expect(partnerLocks(firmOf(tom), everyone, [row])).toEqual([lockFor(maria)]);
  expect(partnerLocks(all, everyone, [row])).toEqual([lockFor(second), lockFor(third)]);
  expect(partnerLocks(firmOf(tom), everyone, [client(addressOf(cleo)), client(addressOf(maria), 2)])).toEqual([lockFor(maria)]);
}); // prettier-ignore

test('of no client, of one the user answers for, or of an address that two members give as theirs, none', () => {
  expect(partnerLocks(firmOf(tom), everyone, [])).toEqual([]);
  expect(partnerLocks(firmOf(tom), everyone, [client(addressOf(tom))])).toEqual([]);
  expect(partnerLocks(firmOf(tom), everyone, [client('somebody@else.example')])).toEqual([]);
  const both = firmOf(tom);
  const alike = { ...both, colleagues: both.colleagues.map((one) => ({ ...one, address: addressOf(maria) })) };
  expect(partnerLocks(alike, everyone, [client(addressOf(maria))])).toEqual([]);
  expect(namedTo(alike, [client(addressOf(maria))])).toEqual([[addressOf(maria), null]]);
});

test('a colleague whose profile cannot be read keeps no partner from being asked', () => {
  const rotated = firmOf(tom);
  const late = { ...rotated, colleagues: rotated.colleagues.filter(({ id }) => id !== cleo.member) };
  expect(partnerLocks(late, everyone, [client(addressOf(maria))])).toEqual([lockFor(maria)]);
});

test('one who keeps the list has one word, however many their devices', () => {
  const [one, two] = [device(1), device(2)];
  const me = firmOf(tom, { devices: [tom, maria, cleo, one, two] });
  const rows = [client('x@firm.example', 8, one.signing.fingerprint), client('y@firm.example', 9, two.signing.fingerprint)];
  expect(namedTo(me, rows)).toEqual([['y@firm.example', null]]);
}); // prettier-ignore

test('who keeps the list takes the place of no partner another one names: both are named, and each has a lock', () => {
  const second = device(maria.record.issued + 1);
  const me = firmOf(tom, { devices: [tom, maria, cleo, second] });
  const rows = [client(addressOf(maria)), client(addressOf(cleo), 9, 'mallory')];
  expect(namedTo(me, rows)).toEqual([
    [addressOf(cleo), cleo.member],
    [addressOf(maria), maria.member],
  ]);
  expect(partnerLocks(me, everyone, rows)).toEqual([lockFor(cleo), lockFor(second)]);
  expect(namedPartners(responsiblePartners(me, rows)).get('acme.com')).toEqual({ name: 'x or x', practice: null });
  const third = { id: 'third', name: 'x', practice: null, address: 'third@firm.example' };
  const more = { ...me, colleagues: [...me.colleagues, third] };
  expect(namedTo(more, [...rows, client(third.address, 1, 'eve')]).at(-1)).toEqual([third.address, null]);
  // The user is never told of themselves.
  expect(namedTo(firmOf(maria), rows)).toEqual([[addressOf(cleo), cleo.member]]);
});

test('an ask for the partner is shown to whoever answers for a client, where who made it has signed it', () => {
  const ask = (by = tom, made = tom) => {
    const body = {
      requester: { name: 'Tom Baker', practice: null, address: 'tom@firm.example' },
      member: by.member,
      about: 'Jane Roe, Acme',
      reason: '',
      neededBy: atHour(today + 3, 18),
    };
    const devices = [deviceLockKey(everyone, made.sealing, maria.sealing.publicKey, 'to')].filter((key) => key !== null);
    const targets = [{ kind: 'person', value: 'jane@acme.com' }] as const;
    return good(sealAsk({ audienceKey: everyone, targets, devices, body, signer: by.signing }, randomBytes));
  };
  const shown = (me: Firm, sent: unknown) => asksForUser(me, [], createDeviceMatchers()(me), [sent], atHour(today, 9));
  const partner = firmOf(maria, { clients: 1 });
  expect(shown(partner, ask())).toMatchObject([{ about: 'Jane Roe, Acme', from: { id: tom.member }, what: null, partner: true }]);
  expect(shown(firmOf(maria), ask())).toEqual([]);
  expect(shown(firmOf(cleo, { clients: 1 }), ask())).toEqual([]);
  expect(shown(partner, ask(cleo, tom))).toEqual([]);
  expect(shown(partner, ask(maria, maria))).toEqual([]);
}); // prettier-ignore

test('what two devices agree on is worked out once, however often the firm is read', () => {
  let agreed = 0;
  const counting = (me: Firm): Firm => ({
    ...me,
    sealing: { ...me.sealing, agree: (other) => (agreed++, me.sealing.agree(other)) },
  });
  const matchers = createDeviceMatchers();
  const keys = () => matchers(counting(firmOf(maria, { clients: 1 })))[0]?.keys;
  const first = keys();
  expect(first).toHaveLength(2);
  expect(keys()).toEqual(first);
  expect(agreed).toBe(2);
  // Another epoch is another key.
  const rotated = firmOf(maria, { clients: 1, audiences: [{ ...everyone, epoch: 2 }, everyone] });
  expect(matchers(rotated).map(({ keys: own }) => own.length)).toEqual([2, 2]);
});
