/** A firm exchange in memory, with its administrator: the routes members use, over HTTP on this computer, every signature checked. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { signAudience } from '../../core/exchange/audiences.ts';
import type { SignedAudience } from '../../core/exchange/audiences.ts';
import {
  askRequestBody,
  lookupBody,
  offerRequestBody,
  ownRowSchema,
  pageBody,
  publishBody,
  slotsPerKey,
  withdrawBody,
} from '../../core/exchange/bodies.ts';
import type { Row } from '../../core/exchange/bodies.ts';
import type { SealedAsk } from '../../core/exchange/asks.ts';
import { dayOf, fromText, toText } from '../../core/exchange/encoding.ts';
import { invitationKeys, invitationLink, sealInvitationKeys } from '../../core/exchange/invitations.ts';
import { fingerprintOf, signingKeyOf } from '../../core/exchange/keys.ts';
import { signDelegation, signFirm } from '../../core/exchange/members.ts';
import type { SignedDelegation, SignedMember, SignedQuiet } from '../../core/exchange/members.ts';
import { readRequest } from '../../core/exchange/requests.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { BodyOf, RouteName } from '../../core/exchange/routes.ts';
import { askToBytes, lookupAnswer, offerToBytes, pageAnswer } from '../../core/exchange/slots.ts';
import { good } from '../builders/exchange-firm.ts';

interface Device {
  readonly signed: SignedMember;
  readonly quiet: SignedQuiet;
}

type Refusal = { readonly refused: string; readonly version?: number };

export interface FakeExchange {
  readonly origin: string;
  /** A link for a new member, or with `member` for another device of one. */
  readonly invite: (of?: { readonly tax?: boolean; readonly member?: string }) => string;
  /** Answers nothing any more, or again. */
  readonly switchOff: (off: boolean) => void;
  /** What is kept about everybody, as text. */
  readonly dump: () => string;
  /** Rows of everybody. */
  readonly rows: () => number;
  /** Names of the routes each device has called, by member. */
  readonly calls: ReadonlyMap<string, string[]>;
  readonly members: () => string[];
  readonly object: (tag: (guard: AudienceKey) => string) => void;
}

export async function fakeExchange(today: number): Promise<FakeExchange> {
  const root = signingKeyOf(randomBytes(32));
  const firm = toText(randomBytes(16));
  const newAudience = (): AudienceKey => ({ firm, audience: toText(randomBytes(16)), epoch: 1, key: randomBytes(32) });
  const [everyone, guard, tax] = [newAudience(), newAudience(), newAudience()];
  const record = { v: 1, firm, version: 1, everyone: everyone.audience, guard: guard.audience, removedMembers: [], removedDevices: [] } as const;
  const signedFirm = signFirm(root, { ...record, removedMembers: [], removedDevices: [] });
  const signed = (key: AudienceKey, type: 'everyone' | 'guard' | 'practice', label: string): SignedAudience =>
    good(signAudience(root, key, { type, members: null, label }, randomBytes));
  const audiences: SignedAudience[] = [signed(everyone, 'everyone', 'Everybody'), signed(guard, 'guard', ''), signed(tax, 'practice', 'Tax')];
  const invitations = new Map<string, { member: SignedDelegation; quiet: SignedDelegation; keys: string }>();
  const devices = new Map<string, Device>();
  const profiles = new Map<string, unknown>();
  const wraps: { audience: string; epoch: number; recipient: string; sealed: string }[] = [];
  const sets = new Map<string, { version: number; rows: Map<string, Row>; done: Map<string, number> }>();
  const asks: { owner: string; ask: SealedAsk }[] = [];
  const offers: { id: string; ask: string; recipient: string; sealed: string }[] = [];
  const objections: string[] = [];
  const calls = new Map<string, string[]>();
  let isOff = false;

  const setOf = (member: string) => {
    const own = sets.get(member) ?? { version: 0, rows: new Map<string, Row>(), done: new Map<string, number>() };
    sets.set(member, own);
    return own;
  };
  const isIn = (member: string, { body }: SignedAudience): boolean =>
    body.members?.includes(member) ??
    (body.type !== 'practice' || [...devices.values()].some(({ signed: one }) => one.body.member === member && one.body.audiences.includes(body.audience)));

  function answer(name: RouteName, body: unknown, device: string): Buffer | object | Refusal {
    if (name === 'invitation' || name === 'redeem') {
      const { id } = body as BodyOf<'invitation'>;
      const open = invitations.get(id);
      if (open === undefined) return { refused: 'not_signed' };
      if (name === 'invitation') return { root: root.publicKey, firm: signedFirm, ...open };
      const joining = body as BodyOf<'redeem'>;
      invitations.delete(id);
      devices.set(fingerprintOf(joining.member.body.signingKey), { signed: joining.member, quiet: joining.quiet });
      profiles.set(joining.member.body.member, joining.profile);
      return {};
    }
    const caller = devices.get(device)?.signed.body;
    if (caller === undefined) return { refused: 'not_signed' };
    const { member } = caller;
    calls.set(member, [...(calls.get(member) ?? []), name]);
    const own = setOf(member);
    switch (name) {
      case 'roster':
        return {
          root: root.publicKey,
          firm: signedFirm,
          members: [...devices.values()].map((one) => one.signed),
          quiet: [...devices.values()].map((one) => one.quiet),
          profiles: [...profiles].map(([id, profile]) => ({ member: id, profile })),
        };
      case 'audiences':
        return {
          audiences: audiences.filter((one) => isIn(member, one)),
          wraps: wraps.filter(({ recipient }) => recipient === fingerprintOf(caller.sealingKey)),
          due: [],
          guardEpoch: 1,
        };
      case 'objections':
        return { tags: objections };
      case 'audience': {
        const { audience, wraps: more } = body as BodyOf<'audience'>;
        audiences.push(audience);
        for (const wrap of more) wraps.push({ audience: audience.body.audience, epoch: audience.body.epoch, ...wrap });
        return {};
      }
      case 'publish':
      case 'withdraw': {
        const act = body as BodyOf<'publish'> | BodyOf<'withdraw'>;
        const done = own.done.get(act.idempotency);
        if (done !== undefined) return { version: done };
        if (act.expected !== null && act.expected !== own.version) return { refused: 'conflict', version: own.version };
        if ('put' in act) {
          for (const id of act.remove) own.rows.delete(id);
          for (const row of act.put) own.rows.set(row.id, row);
        } else for (const id of act.ids ?? own.rows.keys()) own.rows.delete(id);
        own.done.set(act.idempotency, ++own.version);
        return { version: own.version };
      }
      case 'mine': {
        const { after } = body as BodyOf<'mine'>;
        const rows = after === null ? [...own.rows.values()].map((row) => ownRowSchema.strip().parse(row)) : [];
        return { version: own.version, rows };
      }
      case 'lookup': {
        const { keys, page } = body as BodyOf<'lookup'>;
        const found = keys.flatMap((key, place) =>
          [...sets.values()]
            .flatMap(({ rows }) => [...rows.values()])
            .filter((row) => row.lookup === key && row.expires >= today && audiences.some((one) => one.body.audience === row.audience && isIn(member, one)))
            .slice(page * slotsPerKey, (page + 1) * slotsPerKey)
            .map(({ version, expires, sealed }) => ({ place, version, expires, sealed: fromText(sealed) })),
        );
        return lookupAnswer(found);
      }
      case 'ask':
        asks.push({ owner: member, ask: (body as BodyOf<'ask'>).ask });
        return {};
      case 'asks':
        return pageAnswer('ask', asks.filter(({ owner }) => owner !== member).map(({ ask }) => askToBytes(ask)));
      case 'offer': {
        const { ask, offers: some } = body as BodyOf<'offer'>;
        for (const { recipient, sealed } of some) offers.push({ id: toText(randomBytes(16)), ask, recipient, sealed });
        return {};
      }
      case 'offers':
        return pageAnswer(
          'offer',
          offers
            .filter(({ recipient }) => recipient === fingerprintOf(caller.sealingKey))
            .map(({ id, ask, sealed }) => offerToBytes(fromText(id), fromText(ask), fromText(sealed))),
        );
      default:
        return { refused: 'not_found' };
    }
  }

  const bodies: Partial<Record<RouteName, { parse: (body: unknown) => unknown }>> = {
    publish: publishBody, withdraw: withdrawBody, lookup: lookupBody, ask: askRequestBody, offer: offerRequestBody, asks: pageBody, offers: pageBody, mine: pageBody,
  };

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (isOff) return void response.writeHead(503).end();
      const body = Buffer.concat(parts);
      const target = request.url ?? '';
      const claims = readRequest(
        { method: request.method ?? '', authority: request.headers.host ?? '', target, headers: request.headers, body },
        Date.now() / 1000,
      );
      const name = (Object.keys(routes) as RouteName[]).find((one) => routes[one].path === target);
      const read = JSON.parse(body.toString()) as { key?: string };
      if (!claims.ok || name === undefined) return void response.writeHead(400).end('{"refused":"malformed"}');
      const { device } = claims.value;
      const publicKey = devices.get(device)?.signed.body.signingKey ?? read.key;
      const isSigned = publicKey !== undefined && fingerprintOf(publicKey) === device && claims.value.isSignedBy(publicKey);
      const said = isSigned ? answer(name, bodies[name]?.parse(read) ?? read, device) : { refused: 'not_signed' };
      if (Buffer.isBuffer(said)) return void response.writeHead(200).end(said);
      response.writeHead('refused' in said ? (said.refused === 'conflict' ? 409 : 401) : 200).end(JSON.stringify(said));
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    invite({ tax: isTax = false, member = toText(randomBytes(16)) } = {}) {
      const secret = randomBytes(32);
      const keys = invitationKeys(firm, secret);
      const allows = { member, role: 'member' as const, audiences: isTax ? [tax.audience] : [] };
      const expires = dayOf(Date.now()) + 30_000;
      const delegate = (key: typeof keys.member, what: typeof allows | 'quiet'): SignedDelegation =>
        signDelegation(root, { v: 1, firm, delegate: key.publicKey, allows: what, expires });
      const brought = [everyone, guard, ...(isTax ? [tax] : [])];
      invitations.set(keys.id, {
        member: delegate(keys.member, allows),
        quiet: delegate(keys.quiet, 'quiet'),
        keys: good(sealInvitationKeys(firm, keys, brought, randomBytes)),
      });
      return invitationLink({ origin, firm, secret, rootFingerprint: root.fingerprint });
    },
    switchOff: (off) => {
      isOff = off;
    },
    dump: () => JSON.stringify([[...sets].map(([member, { rows }]) => [member, [...rows.values()]]), asks, offers, [...profiles]]),
    rows: () => [...sets.values()].reduce((sum, { rows }) => sum + rows.size, 0),
    calls,
    members: () => [...new Set([...devices.values()].map(({ signed: one }) => one.body.member))],
    object: (tag) => void objections.push(tag(guard)),
  };
} // prettier-ignore
