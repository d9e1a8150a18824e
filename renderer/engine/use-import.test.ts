import { expect, test } from 'vitest';
import type { ImportState } from './use-import.ts';
import { afterEvent } from './use-import.ts';

const idle: ImportState = { kind: 'idle' };
const result = { messages: 1, meetings: 0, duplicates: 0, skipped: {}, people: 1, seconds: 1 };
const progress = {
  label: 'mail.mbox',
  messages: 5,
  meetings: 0,
  bytes: 10,
  totalBytes: null,
  perSecond: 5,
  secondsLeft: null,
  phase: 'reading' as const,
};

test('an import runs from its first progress to its outcome', () => {
  const running = afterEvent(idle, { kind: 'progress', progress });
  expect(running).toEqual({ kind: 'running', progress });
  expect(afterEvent(running, { kind: 'changed' })).toBe(running);
  expect(afterEvent(running, { kind: 'imported', result: { ok: true, value: result } })).toEqual({
    kind: 'done',
    result,
  });
});

test('a failed import keeps the reason', () => {
  const error = { code: 'unknown_format' as const, message: 'x', file: 'a.zip' };
  expect(afterEvent(idle, { kind: 'imported', result: { ok: false, error } })).toEqual({ kind: 'failed', error });
});
