/** One body for every route, as its schema wants it: a new route is a type error here until it has one, and then it is in every test of all. */
import type { RouteName, BodyOf } from '../../core/exchange/routes.ts';
import { sealAsk } from '../../core/exchange/asks.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { sealExclusions } from '../../core/exchange/exclusions.ts';
import { guardOf, objectionTags, recognisingKey } from '../../core/exchange/guards.ts';
import { invitationKeys, sealInvitationKeys } from '../../core/exchange/invitations.ts';
import { signDelegation, signFirm, signMember, signQuiet } from '../../core/exchange/members.ts';
import { signingKeyOf } from '../../core/exchange/keys.ts';
import { sealOffer } from '../../core/exchange/offers.ts';
import { sealPoll } from '../../core/exchange/polls.ts';
import { sealBallot, tallyKeyOf } from '../../core/exchange/tally.ts';
import { wrapRoot } from '../../core/exchange/recovery.ts';
import { signSuccession } from '../../core/exchange/succession.ts';
import { acme, foundingCode, jane, lookupOf, noteOf, profileOf, rowOf } from '../builders/directory.ts';
import { atHour, good, newMember, today } from '../builders/exchange-firm.ts';
import type { TestFirm } from '../builders/exchange-firm.ts';

export type Bodies = { readonly [Name in RouteName]: BodyOf<Name> };

export function bodiesOf(firm: TestFirm): Bodies {
  const { randomBytes } = firm;
  const { tom, maria, ada, stella } = firm.members;
  const id = (): string => toText(randomBytes(16));
  const key = (): string => toText(randomBytes(32));
  const stranger = newMember({ firm: firm.firm, root: firm.root, randomBytes });
  const recognising = [{ epoch: 1, key: recognisingKey(firm.guard, jane) }];
  const keys = invitationKeys(firm.firm, randomBytes(32));
  const about = { v: 1 as const, firm: firm.firm, delegate: keys.member.publicKey, expires: today + 1 };
  const asked = {
    requester: { name: 'x', practice: null, address: 'x@firm.example' },
    member: tom.member,
    about: 'x',
    reason: '',
    neededBy: atHour(today, 23),
  };
  const ask = good(
    sealAsk({ audienceKey: firm.everyone, targets: [jane], body: asked, signer: tom.signing }, randomBytes),
  );
  const offer = { ask: ask.id, introducer: asked.requester, member: tom.member, words: '', issued: today };
  const pollId = id();
  const tally = tallyKeyOf(randomBytes(32), pollId).publicKey;
  const cover = { requester: asked.requester, member: stella.member, kind: 'deals' as const, key: tally };
  const deal = {
    organisation: 'canary-acme',
    domain: acme.value,
    people: [{ name: 'CANARY-PERSON', email: jane.value }],
    decided: today - 9,
  };
  const poll = good(
    sealPoll(
      {
        everyone: firm.everyone,
        guard: firm.guard,
        id: pollId,
        closes: today + 1,
        cover,
        deals: [{ deal, targets: [jane, acme] }],
        signer: stella.signing,
      },
      randomBytes,
    ),
  );
  const wrap = { recipient: maria.sealing.fingerprint, sealed: toText(randomBytes(80)) };
  return {
    found: {
      code: foundingCode,
      root: firm.root.publicKey,
      firm: firm.signedFirm,
      member: ada.signed,
      quiet: ada.signedQuiet,
      profile: profileOf(firm, ada),
      audiences: [firm.audiences.everyone, firm.audiences.guard],
      wraps: [firm.everyone, firm.guard].map(({ audience }) => ({ audience, epoch: 1, ...wrap })),
    },
    invite: {
      hash: key(),
      member: signDelegation(firm.root, { ...about, allows: { member: id(), role: 'member', audiences: [] } }),
      quiet: signDelegation(firm.root, { ...about, allows: 'quiet' }),
      keys: good(sealInvitationKeys(firm.firm, keys, [firm.everyone], randomBytes)),
    },
    invitation: { id: id(), key: stranger.signing.publicKey },
    redeem: {
      id: id(),
      key: stranger.signing.publicKey,
      member: stranger.signed,
      quiet: stranger.signedQuiet,
      profile: profileOf(firm, stranger),
    },
    roster: {},
    profile: { profile: profileOf(firm, tom) },
    member: { member: tom.signed },
    remove: { firm: signFirm(firm.root, { ...firm.record, version: 2, removedMembers: [maria.member] }) },
    rootFor: {
      device: ada.signing.fingerprint,
      wrapped: good(wrapRoot(firm.firm, firm.rootSecret, ada.record, randomBytes)),
    },
    rootOf: {},
    replaceRoot: replacement(firm),
    audiences: {},
    audience: { audience: firm.audiences.tax, wraps: [wrap], recognising: [] },
    rotate: { audience: firm.audiences.tax, wraps: [wrap], recognising: [] },
    wraps: { audience: firm.everyone.audience, epoch: 1, wraps: [wrap] },
    unopened: { keys: [{ audience: firm.everyone.audience, epoch: 1, wrap: toText(randomBytes(32)) }] },
    publish: { idempotency: id(), expected: 0, put: [rowOf(firm, tom, jane)], remove: [] },
    withdraw: { idempotency: id(), expected: null, ids: null },
    mine: { after: null },
    exclude: {
      version: 1,
      lists: sealExclusions(
        { firm: firm.firm, version: 1 },
        { key: randomBytes(32), tags: [] },
        [tom.record],
        tom.signing,
        randomBytes,
      ),
    },
    exclusions: { known: [{ device: tom.signing.fingerprint, version: 1 }] },
    lookup: { keys: lookupOf(firm, jane), page: 0 },
    ask: { idempotency: id(), ask, guard: guardOf(firm.guard, [jane], randomBytes) },
    asks: { after: null },
    unask: { ask: ask.id },
    offer: { ask: ask.id, offers: good(sealOffer(firm.firm, offer, [tom.record], tom.signing, randomBytes)) },
    offers: { after: null },
    poll: { poll: poll.poll, guards: poll.guards },
    polls: {},
    contribute: { poll: pollId, ballot: good(sealBallot(tally, ['some'], randomBytes)) },
    tally: { poll: pollId },
    unpoll: { poll: pollId },
    objections: {},
    barrier: { id: id(), recognising, inside: [], from: today, until: null, note: noteOf(firm) },
    propose: { id: id(), barrier: id(), act: { kind: 'lift' }, note: noteOf(firm) },
    agree: { id: id() },
    barriers: {},
    evidence: { protection: id() },
    object: { id: id(), recognising, tag: objectionTags(firm.guard)(jane), note: noteOf(firm) },
    subject: { recognising },
    clients: {
      clients: [{ row: rowOf(firm, ada, acme), partner: tom.member, note: noteOf(firm), recognised: [key()] }],
    },
    clientList: {},
    ownClients: {},
    close: { client: id(), recognising, closed: true, note: noteOf(firm) },
  };
}

/** Ada and Tom under another root key; not all there are. */
function replacement(firm: TestFirm): BodyOf<'replaceRoot'> {
  const next = signingKeyOf(firm.randomBytes(32));
  const { ada, tom } = firm.members;
  return {
    succession: signSuccession(firm.root, firm.firm, next.publicKey),
    firm: signFirm(next, { ...firm.record, version: 2 }),
    members: [ada, tom].map(({ record }) => signMember(next, record, null)),
    quiet: [ada, tom].map(({ signedQuiet }) => signQuiet(next, signedQuiet.body, null)),
    audiences: [],
    handed: [],
  };
}
