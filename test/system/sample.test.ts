/** The sample through the whole engine: what strength must say of the people its story is about. */
import { beforeAll, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { Input, MethodName, Output } from '../../core/contract/methods.ts';
import { openEngine } from '../../core/engine.ts';
import type { Engine } from '../../core/engine-types.ts';
import { dealDays } from '../../core/sample/episodes.ts';
import { story } from '../../core/sample/story.ts';
import { scratchFolder } from '../corpora/unpack.ts';
import { engineDeps } from '../builders/engine.ts';

const day = 86_400_000;
const today = Date.UTC(2026, 10, 24, 9);
const { counsel, secondCounsel, phoneOnly, quiet } = story.cast;
const folder = scratchFolder();
let now = today;
let engine: Engine;

async function ask<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  return valueOf(await engine.call(method, input));
}
const idOf = async (name: string): Promise<number> => (await ask('findPerson', { text: name })).id;

beforeAll(async () => {
  engine = valueOf(
    await openEngine(
      engineDeps(folder, () => now),
      { kind: 'passphrase', passphrase: 'a passphrase of some length' },
    ),
  );
  await ask('decideSubjects', { keep: true });
  await ask('importSample', {});
  return () => engine.close();
}, 60_000);

test('opposing counsel is not among the twenty warmest', async () => {
  const names = (await ask('ties', { limit: 20 })).map(({ person }) => person);
  expect(names).toHaveLength(20);
  expect(names).not.toContain(counsel.name);
  expect(names).not.toContain(secondCounsel.name);
});

test('the end of their deal is told as the end of a project, and suggests nothing on any day since', async () => {
  const { sentence, tie } = await ask('why', { person: await idOf(counsel.name), limit: 0 });
  expect(sentence).toMatch(/[Qq]uiet since the Larch traffic ended in/);
  expect(tie.trend).toBeNull();
  for (let ago = dealDays.until; ago >= 0; ago -= 8) {
    now = today - ago * day;
    const said = await ask('today', {});
    expect(said.quiet.map(({ name }) => name)).not.toContain(counsel.name);
    expect(said.quiet.map(({ name }) => name)).not.toContain(secondCounsel.name);
  }
  now = today;
});

test('the client of the telephone is left alone, and so is whom the user knows well', async () => {
  const phone = await idOf(phoneOnly.name);
  await ask('spoke', { person: phone, on: '2026-11-01' });
  for (const ahead of [0, 60, 120, 300]) {
    now = today + ahead * day;
    expect((await ask('today', {})).quiet.map(({ id }) => id)).not.toContain(phone);
  }
  now = today;
  const why = await ask('why', { person: phone, limit: 5 });
  expect(why.tie.trend).not.toBe('fading');
  expect(why.word.spoke).toBe('2026-11-01');
  expect((await ask('today', {})).quiet.map(({ name }) => name)).toContain(quiet.name);
  await ask('knowWell', { person: await idOf(quiet.name), well: true });
  expect((await ask('today', {})).quiet.map(({ name }) => name)).not.toContain(quiet.name);
  await ask('undo', {});
  expect((await ask('today', {})).quiet.map(({ name }) => name)).toContain(quiet.name);
});

test('every part of a standing opens to what it is told from', async () => {
  const person = await idOf(quiet.name);
  const { parts, interactions } = await ask('why', { person, limit: 1000 });
  for (const { name } of parts) {
    const evidence = await ask('evidence', { person, part: name, limit: 1000 });
    for (const one of evidence) expect(interactions).toContainEqual(one);
    if (name !== 'meetings') expect(evidence.length).toBeGreaterThan(0);
  }
});

test('how right it has been is said of the user’s own messages', async () => {
  const { sentence, answers, rows } = await ask('judgement', {});
  expect(answers).toBe('thread');
  expect(sentence).toMatch(/^Of your last \d+ messages \d+ % were answered within a week; \d+ % had been expected\.$/);
  const [expected, answered] = (['expected', 'answered'] as const).map((of) =>
    rows.reduce((sum, row) => sum + row[of], 0),
  ) as [number, number];
  expect(Math.abs(expected - answered) / rows.reduce((sum, { messages }) => sum + messages, 0)).toBeLessThan(0.15);
});
