import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { card, exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { todaySchema } from '../contract/briefing.ts';
import type { Today } from '../contract/briefing.ts';
import type { Side } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { declareOwnAddresses, knowWell, never, setSide, spoke } from '../identity/acts.ts';
import { messageFlag } from '../ingest/flags.ts';
import type { SourceItem } from '../ingest/record.ts';
import { today } from './today.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 23, 12) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  return db;
}

const ask = (db: Writer, aside: readonly number[] = []): Today =>
  todaySchema.parse(today(db, standingsAt(db, now, aside), now));

/** A question and its answer every five days, from `from` to `to` days ago. */
const regular = (other: string, from: number, to: number): SourceItem[] =>
  Array.from({ length: Math.ceil((from - to) / 5) }, (_, i) =>
    exchange(me, other, from * 1000 + i * 10, now - (from - i * 5) * day),
  ).flat();

const names = (people: readonly { name: string }[]): string[] => people.map(({ name }) => name);

test('nothing is said of nothing', () => {
  expect(ask(mailbox())).toEqual({ quiet: [], moved: [], meeting: null, waiting: [], example: null });
});

test('strangers, lists and one letter each make no news', () => {
  const stranger = (host: string, daysAgo: number): SourceItem =>
    mail({ from: `Sam Stranger <sam@${host}>`, to: [me], at: now - daysAgo * day });
  const db = mailbox(
    stranger('one.com', 200),
    stranger('two.com', 10),
    mail({ from: 'Offers <news@shop.com>', to: [me], flags: messageFlag.bulk, at: now - 5 * day }),
    mail({ from: 'Lena List <lena@z.com>', to: ['talk@lists.com'], flags: messageFlag.list, at: now - 5 * day }),
    mail({ from: me, to: ['silent@y.com'], at: now - 90 * day }),
  );
  expect(ask(db)).toMatchObject({ quiet: [], moved: [], meeting: null, waiting: [] });
});

test('gone quiet: warm a season ago, silent since; not who is still written to, nor who never was warm', () => {
  const db = mailbox(
    ...regular(anna, 300, 110),
    ...regular('Still There <still@x.com>', 300, 5),
    ...regular('Short Silence <short@z.com>', 300, 35),
    ...exchange(me, 'Faint Acquaintance <faint@y.com>', 7, now - 200 * day),
  );
  const { quiet } = ask(db);
  expect(names(quiet)).toEqual(['Anna Weber']);
  expect(quiet[0]?.last).toBe(new Date((now - 115 * day + 60) * 1000).toISOString());
});

test('a talk ends the silence', () => {
  const db = mailbox(...regular(anna, 300, 110));
  ask(db);
  spoke(db, personOf(db, 'anna@acme.com').id, '2026-11-20');
  expect(ask(db).quiet).toEqual([]);
});

/** A project: the user and these people in threads of their own, every other day. */
const project = (people: readonly string[], from: number, to: number, name = 'Falcon'): SourceItem[] =>
  Array.from({ length: Math.ceil((from - to) / 2) }, (_, i) => {
    const at = now - (from - 2 * i) * day;
    const [first = '', ...rest] = people.slice(i % people.length).concat(people.slice(0, i % people.length));
    const ref = 50_000 + 10 * i;
    return [
      mail({ from: me, to: [first, ...rest], ref, at, subject: `Project ${name}: draft ${String(i)}` }),
      mail({
        from: first,
        to: [me, ...rest],
        ref: ref + 1,
        answers: ref,
        at: at + 3600,
        subject: `Re: Project ${name}: draft`,
      }),
    ];
  }).flat();

test('an ended project is said once, by its name and how many are quiet since; its people have not faded one by one', () => {
  const nine = Array.from({ length: 4 }, (_, i) => `Person No${String(i)} <p${String(i)}@deal${String(i)}.com>`);
  const still = regular('Still There <still@x.com>', 300, 5);
  const db = mailbox(...project(nine, 300, 100), ...regular(anna, 300, 110), ...still);
  const { quiet } = ask(db);
  expect(quiet).toHaveLength(2);
  expect(quiet.find(({ name }) => name === 'Anna Weber')?.project).toBeNull();
  expect(quiet.find(({ name }) => name !== 'Anna Weber')?.project).toEqual({ name: 'Falcon', others: 3 });
  const fading = db.prepare(`SELECT name FROM tie JOIN person ON id = person_id WHERE trend = 'fading'`).pluck().all();
  expect(fading).toEqual(['Anna Weber']);
});

test('whom the user said they know well, and whom a pattern shows on another side, are no suggestion', () => {
  const db = mailbox(...regular(anna, 300, 110), ...regular('Bob Huber <bob@x.com>', 300, 110));
  expect(names(ask(db).quiet)).toEqual(['Anna Weber', 'Bob Huber']);
  knowWell(db, personOf(db, 'anna@acme.com').id, '2026-03-01');
  expect(names(ask(db).quiet)).toEqual(['Bob Huber']);
  expect(names(ask(db, [personOf(db, 'bob@x.com').id]).quiet)).toEqual([]);
});

test('whom the user never wants suggested is no news of any kind', () => {
  const db = mailbox(...regular(anna, 300, 110));
  ask(db);
  never(db, 'never_suggested', personOf(db, 'anna@acme.com').id, true);
  expect(ask(db)).toMatchObject({ quiet: [], moved: [], waiting: [], example: null });
});

test('moved: by their own addresses, and then not gone quiet; an example to ask about is where they are', () => {
  const db = mailbox(
    ...regular('Anna Weber <anna.weber@brunnhalde.com>', 400, 160),
    card('Anna Weber', ['anna.weber@brunnhalde.com', 'anna.weber@norvane.com']),
    ...regular('Anna Weber <anna.weber@norvane.com>', 80, 5),
  ); // prettier-ignore
  const { moved, quiet, example } = ask(db);
  expect(names(quiet)).toEqual([]);
  expect(moved).toMatchObject([{ name: 'Anna Weber', organisation: 'Norvane', formerly: 'Brunnhalde', sure: true }]);
  expect(example).toBe('Norvane');
});

/** From one employer until `left` days ago, then a word from another, with nothing but the name in common. */
const mover = (name: string, left: number): SourceItem[] => [
  ...regular(`${name} <${name.split(' ')[0]?.toLowerCase()}@brunnhalde.com>`, 400, left),
  mail({ from: `${name} <${name.split(' ')[1]?.toLowerCase()}@norvane.com>`, to: [me], at: now - (left - 40) * day }),
];

test('moved: suspected by a proposal, and the old entry has not gone quiet besides', () => {
  const db = mailbox(...mover('Anna Weber', 110));
  const { moved, quiet } = ask(db);
  expect(moved).toEqual([
    { id: personOf(db, 'weber@norvane.com').id, name: 'Anna Weber', organisation: 'Norvane', formerly: 'Brunnhalde', sure: false },
  ]); // prettier-ignore
  expect(quiet).toEqual([]);
});

test('of many who moved three are named; the others have not gone quiet either', () => {
  const movers = ['Anna Weber', 'Bert Huber', 'Carl Sommer', 'Dora Winter'].map((name, i) => mover(name, 110 + i * 5));
  const { moved, quiet } = ask(mailbox(...movers.flat()));
  expect(names(moved)).toEqual(['Anna Weber', 'Bert Huber', 'Carl Sommer']);
  expect(quiet).toEqual([]);
});

test('a move of more than a year ago is no news', () => {
  const older = mover('Anna Weber', 110).map((item) =>
    item.kind === 'mail' ? { ...item, mail: { ...item.mail, sentAt: item.mail.sentAt - 330 * day } } : item,
  );
  expect(ask(mailbox(...older)).moved).toEqual([]);
});

const waits = (daysAgo: number, more: Parameters<typeof mail>[0] | object = {}): SourceItem =>
  mail({ from: anna, to: [me], at: now - daysAgo * day, ...more });

test.each([
  ['a week', waits(7), 1],
  ['among three', waits(7, { cc: ['b@x.com'] }), 1],
  ['among many', waits(7, { cc: ['b@x.com', 'c@x.com', 'd@x.com', 'e@x.com'] }), 0],
  ['since yesterday', waits(1), 0],
  ['for too long', waits(31), 0],
  ['in copy', mail({ from: anna, to: ['b@x.com'], cc: [me], at: now - 7 * day }), 0],
  ['for an answer to a machine', waits(7, { flags: messageFlag.auto }), 0],
])('waiting: %s', (_, item, count) => {
  expect(ask(mailbox(...regular(anna, 200, 40), item)).waiting).toHaveLength(count);
});

test('whoever was answered, met or spoken to since waits no more', () => {
  const before = [...regular(anna, 200, 40), waits(7)];
  expect(ask(mailbox(...before, mail({ from: me, to: [anna], at: now - 6 * day }))).waiting).toEqual([]);
  expect(ask(mailbox(...before, meeting('Lunch', [me, anna], now - 5 * day))).waiting).toEqual([]);
  const db = mailbox(...before);
  expect(names(ask(db).waiting)).toEqual(['Anna Weber']);
  spoke(db, personOf(db, 'anna@acme.com').id, '2026-11-20');
  expect(ask(db).waiting).toEqual([]);
});

const unranked: Side[] = ['other side', 'supplier', 'personal', 'not a relationship'];
const habits: ((who: string) => SourceItem[])[] = [
  (who) => regular(who, 300, 110),
  (who) => [...regular(who, 200, 40), mail({ from: who, to: [me], at: now - 7 * day })],
  (who) => [meeting(`With ${who}`, [me, who], now + 2 * day)],
];

test('the user, colleagues and machines are never named, people on a side that is no relationship never suggested', () => {
  const role = fc.constantFrom('relationship', 'colleague', 'machine', ...unranked);
  fc.assert(
    fc.property(fc.array(fc.tuple(role, fc.nat(habits.length), fc.boolean()), { maxLength: 6 }), (cast) => {
      const addressOf = (i: number): string => {
        const [side] = cast[i] ?? [];
        return side === 'colleague'
          ? `p${i}@own.com`
          : side === 'machine'
            ? `noreply@shop${i}.com`
            : `p${i}@firm${i}.com`;
      };
      const full = (i: number): string => `${'ABCDEF'[i] ?? ''}nna Weber${'abcdef'[i] ?? ''}`;
      const db = mailbox(
        ...cast.flatMap(([, habit], i) =>
          (habits[habit] ?? ((who) => habits.flatMap((each) => each(who))))(`${full(i)} <${addressOf(i)}>`),
        ),
        ...cast.flatMap(([, , moved], i) =>
          moved ? [mail({ from: `${full(i)} <new${i}@elsewhere${i}.com>`, to: [me], at: now - 50 * day })] : [],
        ),
      );
      ask(db);
      cast.forEach(([side], i) => {
        if (unranked.includes(side as Side)) setSide(db, [personOf(db, addressOf(i)).id], side as Side);
      });
      const { quiet, moved, meeting: next, waiting } = ask(db);
      const nobody = (sides: readonly string[]): string[] => [
        'Max Own',
        ...cast.flatMap(([side], i) => (sides.includes(side) ? [full(i)] : [])),
      ];
      const suggested = names([quiet, moved, waiting].flat());
      expect(suggested.filter((name) => nobody(['colleague', 'machine', ...unranked]).includes(name))).toEqual([]);
      // Whom one meets is a fact, whatever side they are on.
      expect(names(next?.people ?? []).filter((name) => nobody(['colleague', 'machine']).includes(name))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('whoever is on no side yet is named', () => {
  const { quiet, meeting: next } = ask(
    mailbox(...habits.flatMap((each, i) => each(`Anna Weber <anna${i}@f${i}.com>`))),
  );
  expect([names(quiet), names(next?.people ?? [])]).toEqual([['Anna Weber'], ['Anna Weber']]);
});
