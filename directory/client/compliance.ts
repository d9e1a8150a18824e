/** What compliance does. Whom a barrier protects is written down sealed: the directory keeps the note, and shows it to compliance alone. */
import { recipientsOf, signAudience, wrapAudienceKey } from '../../core/exchange/audiences.ts';
import { dayOf, toText } from '../../core/exchange/encoding.ts';
import { objectionTags, recognisingKey } from '../../core/exchange/guards.ts';
import { openNote, sealNote } from '../../core/exchange/notes.ts';
import type { Note } from '../../core/exchange/notes.ts';
import { organisationTarget, personTarget } from '../../core/exchange/targets.ts';
import type { Target } from '../../core/exchange/targets.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import type { Firm } from './firm.ts';
import { keysOf, signingOf, withKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { Stopped } from './stopped.ts';

/** An address is a person, a domain an organisation. Throws Stopped for what is neither. */
export function targetOf(text: string): Target {
  const target = text.includes('@') ? personTarget(text) : organisationTarget(text);
  if (target === null) throw new Stopped('usage', `${text} is neither an address nor a domain.`);
  return target;
}

/** In every guard epoch in use: an entry made in any of them is recognised. */
function recognising({ guards }: Firm, target: Target) {
  if (guards.length === 0) throw new Stopped('no_key', 'This device has not got the firm’s guard key yet.');
  return guards.map((guard) => ({ epoch: guard.epoch, key: recognisingKey(guard, target) }));
}

function noteFor({ randomBytes }: ClientDeps, firm: Firm, target: Target, why: string): string {
  const guard = firm.guards.at(-1);
  const note = guard === undefined ? null : sealNote(guard, { target, why }, randomBytes);
  if (note?.ok !== true) throw new Stopped('usage', 'This cannot be written: is the reason too long?');
  return note.value;
}

/** What a note says, with any guard key this device ever had; null where it cannot be read. */
export function readNote({ keyring, roster }: Pick<Firm, 'keyring' | 'roster'>, note: string): Note | null {
  for (const guard of keysOf(keyring, roster.firm.guard)) {
    const read = openNote(guard, note);
    if (read.ok) return read.value;
  }
  return null;
}

/** Sets a barrier and answers with its id. */
export async function setBarrier(
  deps: ClientDeps,
  firm: Firm,
  of: {
    readonly target: Target;
    readonly inside: readonly string[];
    readonly why: string;
    readonly from: number | null;
    readonly until: number | null;
  },
): Promise<string> {
  const id = toText(deps.randomBytes(16));
  await call(deps, firm.keyring, signingOf(firm.keyring), 'barrier', {
    id,
    recognising: recognising(firm, of.target),
    inside: [...of.inside],
    from: of.from ?? dayOf(deps.now()),
    until: of.until,
    note: noteFor(deps, firm, of.target, of.why),
  });
  return id;
}

/** Asks that a barrier be lifted, or that a member be let inside until a day; answers with what a second officer agrees to. */
export async function propose(
  deps: ClientDeps,
  firm: Firm,
  barrier: string,
  act: { readonly kind: 'lift' } | { readonly kind: 'cross'; readonly member: string; readonly until: number },
  why: string,
): Promise<string> {
  const id = toText(deps.randomBytes(16));
  const { protections } = await call(deps, firm.keyring, signingOf(firm.keyring), 'barriers', {});
  const note = readNote(firm, protections.find((each) => each.id === barrier)?.note ?? '');
  if (note === null) throw new Stopped('unknown_name', 'There is no barrier of that id that could be read here.');
  await call(deps, firm.keyring, signingOf(firm.keyring), 'propose', {
    id,
    barrier,
    act,
    note: noteFor(deps, firm, note.target, why),
  });
  return id;
}

/** Deletes all that colleagues share about a person; answers with the members who held something. */
export async function object(deps: ClientDeps, firm: Firm, target: Target, why: string): Promise<readonly string[]> {
  const guard = firm.guards.at(-1);
  if (guard === undefined) throw new Stopped('no_key', 'This device has not got the firm’s guard key yet.');
  const body = {
    id: toText(deps.randomBytes(16)),
    recognising: recognising(firm, target),
    tag: objectionTags(guard)(target),
    note: noteFor(deps, firm, target, why),
  };
  return (await call(deps, firm.keyring, signingOf(firm.keyring), 'object', body)).members;
}

/** The members who hold entries about a person who asks. */
export async function subject(deps: ClientDeps, firm: Firm, target: Target): Promise<readonly string[]> {
  return (
    await call(deps, firm.keyring, signingOf(firm.keyring), 'subject', { recognising: recognising(firm, target) })
  ).members;
}

/** A new key for guards, with everything that is protected recognised in it too. Throws Stopped where a note cannot be read. */
export async function rotateGuard(deps: ClientDeps, firm: Firm): Promise<Keyring> {
  const { keyring, roster, audiences } = firm;
  const record = audiences.find(({ audience }) => audience === roster.firm.guard);
  if (record === undefined) throw new Stopped('directory_misbehaves', 'The directory shows no guard.');
  const next = { firm: record.firm, audience: record.audience, epoch: record.epoch + 1, key: deps.randomBytes(32) };
  const { protections } = await call(deps, keyring, signingOf(keyring), 'barriers', {});
  const recognised = protections.map(({ id, note, kind }) => {
    const read = readNote(firm, note);
    if (read === null)
      throw new Stopped(
        'no_key',
        `What ${kind} ${id} protects cannot be read here: ask the officer who set it to rotate.`,
      );
    return { protection: id, key: recognisingKey(next, read.target) };
  });
  const audience = signAudience(
    signingOf(keyring),
    next,
    { type: 'guard', firmVersion: roster.firm.version, members: null, label: '' },
    deps.randomBytes,
  );
  if (!audience.ok) throw new Stopped('usage', 'The new key cannot be written.');
  const wraps = recipientsOf(roster, record).flatMap((device) => wrapAudienceKey(next, device, deps.randomBytes) ?? []);
  await call(deps, keyring, signingOf(keyring), 'audience', {
    audience: audience.value,
    wraps,
    recognising: recognised,
  });
  return withKey(keyring, next, '');
}
