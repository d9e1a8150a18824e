/** Who is who in real mailboxes, with no own address declared. The figures beside the bounds are those measured. */
import { readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { openEngine } from '../../core/engine.ts';
import type { Engine } from '../../core/engine-types.ts';
import { messageFlag } from '../../core/ingest/flags.ts';
import { mailRecord, readHeaderBlock } from '../../core/ingest/headers.ts';
import { corpora, scratchFolder, unpackArchive, withoutCorpora } from './unpack.ts';
import { engineDeps } from '../builders/engine.ts';

const now = Date.UTC(2026, 10, 1);

async function imported(data: string, paths: readonly string[]): Promise<Engine> {
  const engine = valueOf(
    await openEngine(
      engineDeps(data, () => now),
      { kind: 'passphrase', passphrase: 'a passphrase of some length' },
    ),
  );
  valueOf(await engine.importPaths(paths));
  return engine;
}

const ownOf = async (engine: Engine): Promise<string[]> =>
  valueOf(await engine.call('status', {}))
    .own.map(({ email }) => email)
    .sort();

async function everybody(engine: Engine): Promise<{ person: string; addresses: string[] }[]> {
  const rows = [];
  for (let offset = 0, total = 1; offset < total; offset += 1000) {
    const page = valueOf(await engine.call('people', { limit: 1000, offset }));
    ({ total } = page);
    rows.push(...page.rows);
  }
  return rows;
}

describe.skipIf(withoutCorpora)('one participant of a public list', () => {
  const folder = scratchFolder();
  let engine: Engine;

  beforeAll(async () => {
    engine = await imported(folder, [join(corpora as string, 'mbox/linux-hwmon-ego.mbox.zst')]);
    return () => engine.close();
  }, 120_000);

  test('the own addresses are found', async () => {
    expect(await ownOf(engine)).toEqual(['guenter@roeck-us.net', 'linux@roeck-us.net']);
  });

  test('the closest twenty are people: maintainers of the same subsystems, no robot and no list', async () => {
    const ties = valueOf(await engine.call('ties', { limit: 20 }));
    const maintainers = ['Krzysztof Kozlowski', 'Conor Dooley', 'Rob Herring', 'Armin Wolf', 'Eugene Shalygin'];
    expect(ties.map(({ person }) => person)).toEqual(expect.arrayContaining(maintainers));
    const machines = ties.filter(({ person, addresses }) =>
      [person, ...addresses].some((text) => /\b(?:ro)?bot\b|@(?:vger|lists)\.|\blists?\b|lkp@/i.test(text)),
    );
    expect(machines).toEqual([]);
  });

  test('the first screen names somebody beyond the ten most written with, and says what is true of everybody', async () => {
    const today = valueOf(await engine.call('today', {}));
    const { rows } = valueOf(await engine.call('people', { limit: 1000 }));
    const volume = ({ sent, received }: (typeof rows)[number]) => sent + received;
    const loudest = [...rows].sort((a, b) => volume(b) - volume(a)).slice(0, 10);
    const named = [...today.quiet, ...today.moved, ...today.waiting].map(({ id }) => id);
    expect(named.filter((id) => !loudest.some((row) => row.id === id)).length).toBeGreaterThan(0);
    for (const { id, last } of today.quiet) {
      const { interactions } = valueOf(await engine.call('why', { person: id }));
      expect(interactions.find(({ kind }) => kind !== 'seen together')?.at).toBe(last);
    }
    for (const { id, since } of today.waiting) {
      const { interactions } = valueOf(await engine.call('why', { person: id }));
      expect(interactions.find(({ kind }) => kind === 'received')?.at).toBe(since);
      expect(interactions.some(({ kind, at }) => kind === 'sent' && at > since)).toBe(false);
    }
  });

  test('lists and robots are nobody, and nobody has gathered the addresses of several people', async () => {
    const people = await everybody(engine);
    // 1097 people.
    expect(people.length).toBeGreaterThan(1000);
    const addresses = new Set(people.flatMap((person) => person.addresses));
    expect(addresses).toContain('robh@kernel.org');
    for (const machine of [
      'linux-hwmon@vger.kernel.org',
      'lkp@intel.com',
      'sashiko-bot@kernel.org',
      'x86@kernel.org',
    ]) {
      expect(addresses).not.toContain(machine);
    }
    expect(people.filter((person) => person.addresses.length > 4)).toEqual([]);
  });
});

describe.skipIf(withoutCorpora)('mail of many owners, with newsletters and unsolicited mail', () => {
  const folder = scratchFolder();
  const kinds = { list: ['easy_ham', 'easy_ham_2'], other: ['hard_ham', 'hard_ham_2'], unsolicited: ['uce', 'uce_2'] };
  const senders = new Map<string, { readonly seenIn: Set<string>; messages: number; marked: number }>();
  const people = new Set<string>();
  let engine: Engine;

  beforeAll(async () => {
    unpackArchive('mail/spamassassin-public-corpus.tar.zst', folder);
    const mail = join(folder, 'spamassassin');
    // Folders of that name are passed over by an import.
    renameSync(join(mail, 'spam'), join(mail, 'uce'));
    renameSync(join(mail, 'spam_2'), join(mail, 'uce_2'));
    for (const [kind, folders] of Object.entries(kinds))
      for (const name of folders) readSenders(join(mail, name), kind);
    engine = await imported(
      join(folder, 'data'),
      Object.values(kinds)
        .flat()
        .map((name) => join(mail, name)),
    );
    for (const { addresses } of await everybody(engine)) for (const email of addresses) people.add(email);
    return () => engine.close();
  }, 120_000);

  function readSenders(from: string, kind: string): void {
    const context = { now: now / 1000, subjects: false };
    for (const name of readdirSync(from)) {
      const bytes = readFileSync(join(from, name));
      const record = mailRecord(readHeaderBlock(bytes, 0, bytes.length, context).fields, context);
      const email = typeof record === 'string' ? undefined : record.from[0]?.email;
      if (email === undefined || typeof record === 'string') continue;
      const sender = senders.get(email) ?? { seenIn: new Set(), messages: 0, marked: 0 };
      sender.seenIn.add(kind);
      sender.messages++;
      if (record.flags & (messageFlag.bulk | messageFlag.auto)) sender.marked++;
      senders.set(email, sender);
    }
  }

  /** Senders only seen in mail of that kind, and the share of them that is kept as people. */
  function share(kind: string, allMarked: boolean): { senders: number; kept: number } {
    const chosen = [...senders].filter(
      ([, { seenIn, messages, marked }]) =>
        seenIn.size === 1 && seenIn.has(kind) && (!allMarked || marked === messages),
    );
    return { senders: chosen.length, kept: chosen.filter(([email]) => people.has(email)).length / chosen.length };
  }

  test('nobody is taken for the owner', async () => {
    expect(await ownOf(engine)).toEqual([]);
  });

  test('who writes on a list is kept, although all their mail is marked bulk', () => {
    // 632 of 697 and 590 of 649; most of the rest are daemons, desks and announcements.
    const [all, marked] = [share('list', false), share('list', true)];
    expect(all.senders).toBeGreaterThan(650);
    expect(all.kept).toBeGreaterThan(0.88);
    expect(marked.senders).toBeGreaterThan(600);
    expect(marked.kept).toBeGreaterThan(0.88);
  });

  test('who sends the same marks to many without a discussion is dropped', () => {
    // 212 of 272 unsolicited senders and 21 of 25 newsletters.
    const [unsolicited, newsletters] = [share('unsolicited', true), share('other', true)];
    expect(unsolicited.senders).toBeGreaterThan(250);
    expect(unsolicited.kept).toBeLessThan(0.26);
    expect(newsletters.senders).toBeGreaterThan(20);
    expect(newsletters.kept).toBeLessThan(0.25);
  });
});
