/** The firm's client list at the directory: sealed here, read again by those who keep it, and sealed anew whenever keys change. */
import { mostRows } from '../../core/exchange/bodies.ts';
import { dayOf, fromText, toText } from '../../core/exchange/encoding.ts';
import { sealEntry } from '../../core/exchange/entries.ts';
import { guardOf, recognisingKey } from '../../core/exchange/guards.ts';
import { sha256 } from '../../core/exchange/keys.ts';
import { clientKeepers } from '../../core/exchange/members.ts';
import { sealNote } from '../../core/exchange/notes.ts';
import { organisationTarget } from '../../core/exchange/targets.ts';
import type { AnswerOf } from '../../core/exchange/routes.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import type { ListLine } from './client-list.ts';
import { readNote } from './compliance.ts';
import { membersNamed } from './firm.ts';
import type { Firm } from './firm.ts';
import { keysOf, signingOf } from './keyring.ts';
import { Stopped, made } from './stopped.ts';

/** How long a list is answered when it is not loaded again. */
const listDays = 365;

/** A client, and the member who answers for it. */
export interface Client {
  readonly domain: string;
  readonly partner: string;
}

interface ClientList {
  readonly clients: readonly Client[];
  /** How many more there are that cannot be read here. */
  readonly unreadable: number;
  /** The last day on which all of it is answered; null for an empty list. */
  readonly until: number | null;
  /** Whether keys have changed since it was sealed. */
  readonly stale: boolean;
  /** Of what is loaded next, so that nothing older is believed. */
  readonly nextVersion: number;
}

/** Whether the directory lets this device read and load the list: a member may hold the root key, and is no keeper of it. */
export function keepsClients({ role }: Pick<Firm, 'role'>): boolean {
  return clientKeepers.includes(role);
}

/** The list as it was loaded, by domain. */
export async function readClients(deps: ClientDeps, firm: Firm): Promise<ClientList> {
  const { clients } = await call(deps, firm.keyring, signingOf(firm.keyring), 'clientList', {});
  const read = clients.map((client) => readClient(firm, client));
  const known = read.filter((client) => client !== null);
  return {
    clients: known.sort((a, b) => (a.domain < b.domain ? -1 : 1)),
    unreadable: read.length - known.length,
    until: clients.length === 0 ? null : Math.min(...clients.map(({ expires }) => expires)),
    stale: clients.some(({ stale }) => stale),
    // Never lower than the day, so that a list that was empty in between comes after the one before.
    nextVersion: Math.max(dayOf(deps.now()), ...clients.map(({ version }) => version + 1)),
  };
}

function readClient(firm: Firm, { partner, note }: AnswerOf<'clientList'>['clients'][number]): Client | null {
  const target = readNote(firm, note)?.target;
  return target?.kind === 'organisation' && firm.profiles.has(partner) ? { domain: target.value, partner } : null;
}

/** The members that a list's partners are, and a sentence for each line where that is nobody, or more than one. */
export function partnersOf(
  firm: Firm,
  lines: readonly ListLine[],
): { readonly clients: readonly Client[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const clients = lines.flatMap(({ line, domain, partner }): Client[] => {
    const [member, ...more] = membersNamed(firm, partner).filter((each) => firm.profiles.has(each));
    if (member !== undefined && more.length === 0) return [{ domain, partner: member }];
    problems.push(
      `line ${line}: ${partner} is ${member === undefined ? 'no member of the firm' : 'more than one member'}`,
    );
    return [];
  });
  return { clients, problems };
}

/** Puts a list in the place of the one there is. Answers with the last day on which it is answered. */
export async function loadClients(
  deps: ClientDeps,
  firm: Firm,
  clients: readonly Client[],
  version: number,
): Promise<number> {
  if (clients.length > mostRows)
    throw new Stopped('too_large', `The directory takes ${mostRows} clients, and this list has ${clients.length}.`);
  const expires = dayOf(deps.now()) + listDays;
  const body = { clients: clients.map((client) => sealed(deps, firm, client, version, expires)) };
  await call(deps, firm.keyring, signingOf(firm.keyring), 'clients', body);
  return expires;
}

/**
 * Seals the list anew under the newest keys. Answers with how many clients that was, or null where some of it cannot be read here, so
 * that the list has to be loaded from its file.
 */
export async function resealClients(deps: ClientDeps, firm: Firm): Promise<number | null> {
  if (!keepsClients(firm)) return null;
  const { clients, unreadable, nextVersion } = await readClients(deps, firm);
  if (unreadable > 0) return null;
  if (clients.length > 0) await loadClients(deps, firm, clients, nextVersion);
  return clients.length;
}

/** One client as the directory takes it: answered to everybody who asks for it, and recognised when its partner closes it. */
function sealed(deps: ClientDeps, firm: Firm, { domain, partner }: Client, version: number, expires: number) {
  const { keyring, guards, roster } = firm;
  const target = organisationTarget(domain);
  const audienceKey = keysOf(keyring, roster.firm.everyone).at(-1);
  const guard = guards.at(-1);
  const profile = firm.profiles.get(partner);
  if (target === null || audienceKey === undefined || guard === undefined || profile === undefined)
    throw new Stopped('no_key', 'This device has not got the firm’s newest keys yet.');
  const entry = { audienceKey, target, version, expires, signer: signingOf(keyring) };
  return {
    row: {
      id: toText(deps.randomBytes(16)),
      audience: audienceKey.audience,
      epoch: audienceKey.epoch,
      ...made(sealEntry({ ...entry, body: { kind: 'client', partner: profile } }, deps.randomBytes)),
      guard: guardOf(guard, [target], deps.randomBytes),
    },
    partner,
    note: made(sealNote(guard, { target, why: '' }, deps.randomBytes)),
    recognised: guards.map((each) => toText(sha256(fromText(recognisingKey(each, target))))),
  };
}
