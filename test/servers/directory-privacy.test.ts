/** P5 and P9: what the directory's operator could read, in the database, its dump, the log and the figures, after a day on which all is used. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acme,
  foundFirm,
  jane,
  joinFirm,
  look,
  publish,
  refusal,
  rowOf,
  runDirectory,
  CallRefused,
} from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { good, newMember, seededBytes, today } from '../builders/exchange-firm.ts';
import type { TestFirm } from '../builders/exchange-firm.ts';
import { keyedTargets, lookupKeys } from '../../core/exchange/audience-keys.ts';
import { keysInLookup, slotsPerKey } from '../../core/exchange/bodies.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { signFirm } from '../../core/exchange/members.ts';
import { routeNames, routes } from '../../core/exchange/routes.ts';
import { readLookupAnswer } from '../../core/exchange/slots.ts';
import { bodiesOf } from './directory-bodies.ts';
import { onEachDatabase } from './directory.ts';

onEachDatabase('The operator', ({ open, dump }) => {
  let directory: TestDirectory;
  let firm: TestFirm;
  beforeAll(async () => {
    directory = await runDirectory(await open(), 1000);
    firm = await foundFirm(directory);
    await joinFirm(directory, firm, firm.members.stella);
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });

  /** Every endpoint once, as it should be used, over a day. */
  async function aDay(): Promise<void> {
    const { ada, tom, maria, cleo, stella } = firm.members;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, acme)]);
    const bodies = bodiesOf(firm);
    for (const [hour, name] of routeNames.entries()) {
      directory.clock.now += hour % 2 === 0 ? 3_600_000 : 0;
      const { by } = routes[name] as { by: unknown };
      const key =
        by === 'root' || by === 'founder'
          ? firm.root
          : Array.isArray(by) && by.includes('member')
            ? maria.signing
            : Array.isArray(by) && by.includes('steward')
              ? stella.signing
              : cleo.signing;
      if (name === 'remove' || name === 'unpoll') continue;
      try {
        await directory.call(name, firm.firm, key, bodies[name]);
      } catch (error) {
        // Some are refused at this point of the day, which is logged too.
        if (!(error instanceof CallRefused)) throw error;
      }
    }
    await look(directory, firm, ada, jane);
    directory.clock.now = today * 86_400_000 + 9 * 3_600_000;
  }

  test('finds no name, address, company, band or month in the database and its dump', async () => {
    await aDay();
    const text = await dump(directory.db);
    expect(text.length).toBeGreaterThan(5_000);
    const clear = [/canary/i, /acme/i, /2026-06/, /strong/, /moderate/, /Jane/, /@firm\.example/];
    const encoded = ['canary', 'CANARY', 'acme.example', 'strong'].flatMap((word) => [
      Buffer.from(word).toString('hex'),
      // Whatever comes before it, one of three spellings of base64 is there.
      ...[0, 1, 2].map((shift) =>
        Buffer.from(`${'.'.repeat(shift)}${word}`)
          .toString('base64url')
          .slice(shift === 0 ? 0 : 3, -3),
      ),
    ]);
    for (const word of clear) expect(text).not.toMatch(word);
    for (const word of encoded) if (word.length > 5) expect(text).not.toContain(word);
  });

  test('finds none of the keys, and cannot work out who is meant from what there is', async () => {
    const text = await dump(directory.db);
    for (const { key } of [firm.everyone, firm.guard, firm.tax]) {
      expect(text).not.toContain(toText(key));
      expect(text).not.toContain(key.toString('hex'));
    }
    expect(text).not.toContain(toText(firm.rootSecret));
    for (const secret of [keyedTargets(firm.everyone, 'entry')(jane), keyedTargets(firm.everyone, 'ask')(jane)]) {
      expect(text).not.toContain(toText(secret));
      expect(text).not.toContain(secret.toString('hex'));
    }
  });

  test('reads in the log and the figures of a day no member, device, key, or time finer than the hour', async () => {
    const figures = await directory.send('/metrics', {}, Buffer.alloc(0), 'GET');
    const last = directory.clock.now;
    await directory.stop();
    const lines = [...directory.logged, ...figures.bytes.toString().split('\n')];
    expect(lines.length).toBeGreaterThan(routeNames.length);
    for (const line of directory.logged) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d [A-Za-z]+ \d{3} \d+$/);
    const text = lines.join('\n');
    const members = Object.values(firm.members);
    const ids = [firm.firm, firm.everyone.audience, lookupKeys(firm.everyone)(jane)];
    for (const each of members)
      ids.push(each.member, each.signing.fingerprint, each.sealing.fingerprint, each.record.signingKey);
    for (const id of ids) expect(text).not.toContain(id);
    expect(text).not.toMatch(/\d\d:\d\d/);
    expect(text).not.toMatch(/[\w-]{20,}(?=")/);
    expect(text).not.toContain(String(Math.floor(last / 1000)));
    // Figures are whole hundreds.
    for (const value of text.match(/\} (\d+)$/gm) ?? []) expect(Number(value.slice(2)) % 100).toBe(0);
    directory = await runDirectory(directory.db, 1000);
  });

  test('a figure is for this computer alone, not for who comes through a proxy', async () => {
    const reply = await directory.send('/metrics', { 'x-forwarded-for': '192.0.2.1' }, Buffer.alloc(0), 'GET');
    expect(reply.status).toBe(404);
  });
});

onEachDatabase('A member with a changed client', ({ open }) => {
  test('cannot harvest the firm: only what they name, eight keys at a time, and only so often', async () => {
    const directory = await runDirectory(await open());
    const firm = await foundFirm(directory);
    const { tom, maria } = firm.members;
    const people = Array.from({ length: 300 }, (_, at) => ({
      kind: 'person' as const,
      value: `p${at}@canary-acme.example`,
    }));
    await publish(
      directory,
      firm,
      tom,
      people.map((target) => rowOf(firm, tom, target)),
    );
    const random = seededBytes('harvest');
    const call = (keys: string[]) => directory.call('lookup', firm.firm, maria.signing, { keys, page: 0 });
    let found = 0;
    let calls = 0;
    let stopped = '';
    // Keys that are not made of names find nothing, however many are tried.
    while (stopped === '') {
      const keys = Array.from({ length: keysInLookup }, () => toText(random(32)));
      try {
        found += good(readLookupAnswer(keys, await call(keys))).flat().length;
        calls++;
      } catch (error) {
        if (!(error instanceof CallRefused)) throw error;
        stopped = error.refused;
      }
    }
    expect([found, stopped, calls]).toEqual([0, 'too_many', routes.lookup.perHour]);
    // Another device of the same member does not help; the limit is over with the hour.
    const second = await joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes, member: maria.member }),
    );
    const key = lookupKeys(firm.everyone);
    const keys = people.slice(0, keysInLookup).map(key);
    const bySecond = directory.call('lookup', firm.firm, second.signing, { keys, page: 0 });
    expect(await refusal(bySecond)).toBe('too_many');
    directory.clock.now += 3_600_000;
    expect(good(readLookupAnswer(keys, await call(keys))).flat()).toHaveLength(keysInLookup);
    expect(routes.lookup.perHour * keysInLookup).toBeLessThanOrEqual(4_800);
    expect(slotsPerKey).toBe(8);
    await directory.stop();
    await directory.db.close();
  });
});

onEachDatabase('Who left', ({ open, dump }) => {
  test('leaves nothing behind, in one transaction, and the audiences want new keys', async () => {
    const directory = await runDirectory(await open(), 100);
    const firm = await foundFirm(directory);
    const { tom, maria, ada } = firm.members;
    const second = await joinFirm(
      directory,
      firm,
      newMember({
        firm: firm.firm,
        root: firm.root,
        randomBytes: firm.randomBytes,
        member: maria.member,
        audiences: [firm.tax.audience],
      }),
    );
    await publish(directory, firm, maria, [rowOf(firm, maria, jane)]);
    await publish(directory, firm, tom, [rowOf(firm, tom, jane)]);

    // A lost device goes alone; what its member shares stays.
    const lost = signFirm(firm.root, { ...firm.record, version: 2, removedDevices: [second.signing.fingerprint] });
    await directory.call('remove', firm.firm, firm.root, { firm: lost });
    expect(
      good(
        readLookupAnswer(
          [...(await keysOf())],
          await directory.call('lookup', firm.firm, tom.signing, { keys: await keysOf(), page: 0 }),
        ),
      ).flat(),
    ).toHaveLength(2);
    expect((await dump(directory.db)).includes(second.signing.fingerprint)).toBe(true); // In the firm's record, which says who left.

    const left = signFirm(firm.root, {
      ...firm.record,
      version: 3,
      removedMembers: [maria.member],
      removedDevices: lost.body.removedDevices,
    });
    await directory.call('remove', firm.firm, firm.root, { firm: left });
    const lines = (await dump(directory.db))
      .split('\n')
      .filter((line) => !line.startsWith('firm ') && !/^\S+\t\S+\t\{"body"/.test(line));
    for (const secret of [maria.member, maria.signing.fingerprint, maria.sealing.fingerprint, maria.quiet.publicKey])
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    expect(
      good(
        readLookupAnswer(
          await keysOf(),
          await directory.call('lookup', firm.firm, tom.signing, { keys: await keysOf(), page: 0 }),
        ),
      ).flat(),
    ).toHaveLength(1);
    const { due } = await directory.call('audiences', firm.firm, ada.signing, {});
    expect(due.sort()).toEqual([firm.everyone.audience, firm.guard.audience, firm.tax.audience].sort());
    await directory.stop();
    await directory.db.close();

    async function keysOf(): Promise<string[]> {
      return [
        lookupKeys(firm.everyone)(jane),
        ...Array.from({ length: 7 }, (_, at) => toText(Buffer.alloc(32, at + 1))),
      ];
    }
  });
});
