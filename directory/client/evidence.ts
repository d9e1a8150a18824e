/** Evidence that nothing crossed a barrier in a period: who set it and who was inside, and that nobody else could be answered. */
import { brokenAt } from '../../core/exchange/acts.ts';
import type { Act } from '../../core/exchange/acts.ts';
import type { AnswerOf } from '../../core/exchange/routes.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import { readNote } from './compliance.ts';
import type { Firm } from './firm.ts';
import { signingOf } from './keyring.ts';
import { dateOf } from './prompts.ts';
import { Stopped } from './stopped.ts';

export interface Evidence {
  readonly barrier: string;
  readonly about: string;
  readonly from: string;
  readonly until: string;
  /** Members who were inside at any time of the period, each with the last day they are: null for no end. */
  readonly inside: readonly { readonly member: string; readonly until: string | null }[];
  readonly acts: readonly {
    readonly day: string;
    readonly act: Act['kind'];
    readonly by: string;
    readonly with: string | null;
    readonly member: string | null;
    readonly until: string | null;
    readonly why: string;
  }[];
  /** At this moment. What somebody outside could be answered is nothing, or the barrier is broken. */
  readonly now: Omit<AnswerOf<'evidence'>, 'acts'>;
  /** Of the firm's whole record, which was read and is whole: another printout shows whether it was rewritten since. */
  readonly record: { readonly lines: number; readonly hash: string };
}

/** Throws Stopped for a record that is not whole, and for a barrier that is not in it. */
export async function evidence(
  deps: ClientDeps,
  firm: Firm,
  barrier: string,
  from: number,
  until: number,
): Promise<Evidence> {
  const { acts, ...now } = await call(deps, firm.keyring, signingOf(firm.keyring), 'evidence', { protection: barrier });
  const broken = brokenAt(acts);
  if (broken !== null)
    throw new Stopped(
      'directory_misbehaves',
      `The record of acts was altered: line ${broken} does not follow from the one before.`,
    );
  const about = acts.filter(({ protection }) => protection === barrier);
  const [first] = about;
  if (first === undefined) throw new Stopped('unknown_name', 'There is no barrier of that id in the record.');
  const name = (member: string): string => firm.profiles.get(member)?.name ?? member;
  return {
    barrier,
    about: readNote(firm, first.note)?.target.value ?? '?',
    from: dateOf(from),
    until: dateOf(until),
    inside: insideOf(about, from, until).map((each) => ({
      member: name(each.member),
      until: each.until === null ? null : dateOf(each.until),
    })),
    acts: about
      .filter(({ day }) => from <= day && day <= until)
      .map((act) => ({
        day: dateOf(act.day),
        act: act.kind,
        by: name(act.by),
        with: act.with === null ? null : name(act.with),
        member: act.member === null ? null : name(act.member),
        until: act.until === null ? null : dateOf(act.until),
        why: readNote(firm, act.note)?.why ?? '?',
      })),
    now,
    record: { lines: acts.length, hash: acts.at(-1)?.hash ?? '' },
  };
}

/** Who was inside at any time of a period, from the acts about one barrier: those it was set with, and who was let across it. */
export function insideOf(
  acts: readonly Act[],
  from: number,
  until: number,
): { readonly member: string; readonly until: number | null }[] {
  // Over before the period begins: there was nothing to be inside of.
  if (acts.some(({ kind, day }) => (kind === 'lifted' || kind === 'opened') && day < from)) return [];
  // Whoever answers for a closed client is inside until another does.
  const untilNext = (number: number): number | null =>
    acts.find((later) => later.kind === 'answered' && later.number > number)?.day ?? null;
  return acts
    .filter(({ day }) => day <= until)
    .flatMap((act) => {
      if (act.kind === 'set') return act.inside.map((member) => ({ member, until: null }));
      if (act.kind === 'closed') return [{ member: act.by, until: untilNext(act.number) }];
      if (act.member === null) return [];
      if (act.kind === 'answered') return [{ member: act.member, until: untilNext(act.number) }];
      return act.kind === 'crossed' ? [{ member: act.member, until: act.until }] : [];
    })
    .filter((each) => each.until === null || each.until >= from);
}
