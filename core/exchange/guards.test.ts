import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededBytes, testFirm } from '../../test/builders/exchange-firm.ts';
import { fromText, toText } from './encoding.ts';
import { guardOf, guardSchema, isRecognised, objectionTags, recognisingKey, tagsInGuard } from './guards.ts';
import type { Target } from './targets.ts';

const { guard, everyone, randomBytes } = testFirm();
const targets = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('person', 'organisation', 'name'),
    value: fc.string({ minLength: 1, maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 6, selector: ({ kind, value }) => `${kind} ${value}` },
);

describe('guards', () => {
  test('are recognised by the keys of what they are about, and by no other', () => {
    fc.assert(
      fc.property(targets, fc.nat({ max: tagsInGuard }), (all, count) => {
        const about: Target[] = all.slice(0, count);
        const made = guardOf(guard, about, randomBytes);
        expect(guardSchema.safeParse(made).success).toBe(true);
        for (const target of all)
          expect(isRecognised(recognisingKey(guard, target), made)).toBe(about.includes(target));
      }),
    );
  });

  test('say nothing to whoever holds none of these keys: two of the same look like two of anything', () => {
    const acme = { kind: 'organisation', value: 'acme.example' } as const;
    const guards = Array.from({ length: 50 }, () => guardOf(guard, [acme], randomBytes));
    expect(new Set(guards.flatMap(({ tags, salt }) => [...tags, salt])).size).toBe(50 * (tagsInGuard + 1));
    // The place of the real tag is no hint.
    const key = recognisingKey(guard, acme);
    const places = new Set(
      guards.map((each) => each.tags.findIndex((tag) => isRecognised(key, { ...each, tags: [tag] }))),
    );
    expect(places.size).toBe(tagsInGuard);
  });

  test('the key for one target recognises nothing else, nor with another guard key', () => {
    const jane = { kind: 'person', value: 'jane@acme.example' } as const;
    const made = guardOf(guard, [jane], seededBytes('one'));
    expect(isRecognised(recognisingKey(everyone, jane), made)).toBe(false);
    expect(isRecognised(recognisingKey({ ...guard, epoch: 2 }, jane), made)).toBe(false);
    expect(isRecognised(toText(Buffer.alloc(32)), made)).toBe(false);
    expect(() =>
      guardOf(
        guard,
        Array.from({ length: 5 }, () => jane),
        randomBytes,
      ),
    ).toThrow('more targets');
  });
});

test('objections are matched by those who hold the guard key, with another hash than the directory has', () => {
  const jane = { kind: 'person', value: 'jane@acme.example' } as const;
  expect(objectionTags(guard)(jane)).toBe(objectionTags(guard)({ ...jane }));
  expect(objectionTags(guard)(jane)).not.toBe(objectionTags(everyone)(jane));
  expect(objectionTags(guard)(jane)).not.toBe(recognisingKey(guard, jane));
  expect(fromText(objectionTags(guard)(jane))).toHaveLength(32);
});
