/** How endpoints answer, and what they are given to work with. */
import type { ApiRefusal, SignedBy } from '../core/exchange/route.ts';
import type { AnswerOf, BodyOf, RouteName, routes } from '../core/exchange/routes.ts';
import type { Role } from '../core/exchange/members.ts';
import type { Database } from './database.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refused: ApiRefusal; readonly version?: number };

export function answer<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(
  refused: ApiRefusal,
  version?: number,
): { readonly ok: false; readonly refused: ApiRefusal; readonly version?: number } {
  return version === undefined ? { ok: false, refused } : { ok: false, refused, version };
}

/** A device of a member, as the request's signature has shown. */
export interface DeviceCaller {
  readonly firm: string;
  readonly device: string;
  readonly member: string;
  readonly role: Role;
  /** Fingerprint of its sealing key. */
  readonly sealing: string;
}
/** Whoever holds the firm's root key. */
export interface RootCaller {
  readonly firm: string;
  readonly root: string;
}
/** Whoever holds an invitation, with the key of a new device. */
export interface InvitedCaller {
  readonly firm: string;
  readonly device: string;
}

type CallerBy<By extends SignedBy> = By extends 'founder' | 'root'
  ? RootCaller
  : By extends 'invited'
    ? InvitedCaller
    : DeviceCaller;

/** What every endpoint is given beside its caller and its body. */
export interface Work {
  readonly db: Database;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly foundingCode: string;
  readonly randomBytes: (size: number) => Buffer;
}

type Handler<Name extends RouteName> = (
  work: Work,
  caller: CallerBy<(typeof routes)[Name]['by']>,
  body: BodyOf<Name>,
) => Promise<Answer<AnswerOf<Name>>>;
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };
