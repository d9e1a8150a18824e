import { expect, test } from 'vitest';
import { backupOpenedSchema, backupSavedSchema } from '../core/contract/backup.ts';
import { failure } from '../core/contract/errors.ts';
import { createAsking } from './asking.ts';

test('answers find who asked, in any order, and are what was asked for', async () => {
  const asking = createAsking();
  const sent: number[] = [];
  const saved = asking.ask(backupSavedSchema, (id) => sent.push(id));
  const opened = asking.ask(backupOpenedSchema, (id) => sent.push(id));
  const content = { id: 'x', madeAt: '2026-05-03T09:00:00.000Z', people: 2, messages: 8 };
  asking.answer(sent[1]!, { ok: true, value: content });
  asking.answer(sent[0]!, { ok: true, value: content });
  asking.answer(99, 'nobody asked');
  expect(await opened).toEqual({ ok: true, value: content });
  expect(await saved).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test('what waits when the other process ends is told so', async () => {
  const asking = createAsking();
  const saved = asking.ask(backupSavedSchema, () => undefined);
  asking.end(failure('internal', 'It has stopped.'));
  expect(await saved).toEqual(failure('internal', 'It has stopped.'));
});
