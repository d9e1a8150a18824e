/** A firm with keys, members and audiences, for tests: the same from the same seed. */
import { createHash } from 'node:crypto';
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { signAudience } from '../../core/exchange/audiences.ts';
import type { AudienceRecord, SignedAudience } from '../../core/exchange/audiences.ts';
import type { Checked } from '../../core/exchange/checked.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { sealingKeyOf, signingKeyOf } from '../../core/exchange/keys.ts';
import type { RandomBytes, SealingKey, SigningKey } from '../../core/exchange/keys.ts';
import { signFirm, signMember, signQuiet } from '../../core/exchange/members.ts';
import type {
  FirmRecord,
  MemberRecord,
  Role,
  SignedFirm,
  SignedMember,
  SignedQuiet,
} from '../../core/exchange/members.ts';
import { readRoster } from '../../core/exchange/roster.ts';
import type { Roster } from '../../core/exchange/roster.ts';

/** 2026-07-01, as a day of the protocol. */
export const today = 20_635;

/** An hour of a day of the protocol, in UTC, as Unix seconds. */
export function atHour(day: number, hour: number): number {
  return day * 86_400 + hour * 3600;
}

/** Bytes that look random and are the same every time. */
export function seededBytes(seed: string): RandomBytes {
  let count = 0;
  return (size) => {
    const blocks: Buffer[] = [];
    for (let made = 0; made < size; made += 32) blocks.push(createHash('sha256').update(`${seed} ${count++}`).digest());
    return Buffer.concat(blocks).subarray(0, size);
  };
}

/** The value of a check that has to succeed. */
export function good<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new Error(`refused: ${checked.refusal}`);
  return checked.value;
}

export interface TestMember {
  readonly member: string;
  readonly role: Role;
  readonly signing: SigningKey;
  readonly sealing: SealingKey;
  readonly quiet: SigningKey;
  readonly record: MemberRecord;
  readonly signed: SignedMember;
  readonly signedQuiet: SignedQuiet;
}

export interface TestFirm {
  readonly randomBytes: RandomBytes;
  readonly firm: string;
  readonly root: SigningKey;
  readonly rootSecret: Buffer;
  readonly everyone: AudienceKey;
  readonly guard: AudienceKey;
  readonly tax: AudienceKey;
  readonly record: FirmRecord;
  readonly signedFirm: SignedFirm;
  readonly audiences: Readonly<Record<'everyone' | 'guard' | 'tax', SignedAudience>>;
  readonly members: Readonly<Record<'ada' | 'tom' | 'maria' | 'cleo' | 'stella', TestMember>>;
  readonly roster: Roster;
}

/** Ada is administrator, Tom a member, Maria a member in Tax, Cleo compliance, Stella a steward. */
export function testFirm(seed = 'firm'): TestFirm {
  const randomBytes = seededBytes(seed);
  const id = (): string => toText(randomBytes(16));
  const rootSecret = randomBytes(32);
  const root = signingKeyOf(rootSecret);
  const firm = id();
  const audience = (epoch = 1): AudienceKey => ({ firm, audience: id(), epoch, key: randomBytes(32) });
  const [everyone, guard, tax] = [audience(), audience(), audience()];
  const record: FirmRecord = {
    v: 1,
    firm,
    version: 1,
    everyone: everyone.audience,
    guard: guard.audience,
    removedMembers: [],
    removedDevices: [],
  };
  const signedFirm = signFirm(root, record);
  const join = (role: Role, audiences: string[] = []): TestMember =>
    newMember({ firm, root, randomBytes, role, audiences });
  const members = {
    ada: join('administrator'),
    tom: join('member'),
    maria: join('member', [tax.audience]),
    cleo: join('compliance'),
    stella: join('steward'),
  };
  const about = (type: AudienceRecord['type'], label: string) => ({ type, firmVersion: 1, members: null, label });
  const roster = good(rosterOf({ firm, root, signedFirm }, Object.values(members)));
  return {
    randomBytes,
    firm,
    root,
    rootSecret,
    everyone,
    guard,
    tax,
    record,
    signedFirm,
    members,
    roster,
    audiences: {
      everyone: good(signAudience(root, everyone, about('everyone', 'Everybody'), randomBytes)),
      guard: good(signAudience(root, guard, about('guard', ''), randomBytes)),
      tax: good(signAudience(root, tax, about('practice', 'Tax'), randomBytes)),
    },
  };
}

/** A device of a member, new or (with `member`) one more of somebody's, signed by the root key. */
export function newMember(of: {
  readonly firm: string;
  readonly root: SigningKey;
  readonly randomBytes: RandomBytes;
  readonly role?: Role;
  readonly audiences?: readonly string[];
  readonly member?: string;
}): TestMember {
  const signing = signingKeyOf(of.randomBytes(32));
  const sealing = sealingKeyOf(of.randomBytes(32));
  const quiet = signingKeyOf(of.randomBytes(32));
  const record: MemberRecord = {
    v: 1,
    firm: of.firm,
    member: of.member ?? toText(of.randomBytes(16)),
    role: of.role ?? 'member',
    signingKey: signing.publicKey,
    sealingKey: sealing.publicKey,
    audiences: [...(of.audiences ?? [])].sort(),
    version: 1,
    issued: today,
  };
  return {
    member: record.member,
    role: record.role,
    signing,
    sealing,
    quiet,
    record,
    signed: signMember(of.root, record, null),
    signedQuiet: signQuiet(of.root, { v: 1, firm: of.firm, quietKey: quiet.publicKey, issued: today }, null),
  };
}

/** What a machine that has seen nothing yet believes of these members. */
export function rosterOf(
  { firm, root, signedFirm }: Pick<TestFirm, 'firm' | 'root' | 'signedFirm'>,
  members: readonly Pick<TestMember, 'signed' | 'signedQuiet'>[],
): Checked<Roster> {
  return readRoster(
    { rootFingerprint: root.fingerprint, firm, firmVersion: 0, deviceVersions: new Map() },
    {
      root: root.publicKey,
      firm: signedFirm,
      members: members.map(({ signed }) => signed),
      quiet: members.map(({ signedQuiet }) => signedQuiet),
    },
  );
}
