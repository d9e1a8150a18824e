import { expect, test } from 'vitest';
import { fieldsRead } from '../contract/fields-read.ts';
import { headerNames } from './record.ts';

test('the page names every field that is read, and no other', () => {
  expect(fieldsRead.flatMap(([, fields]) => fields).sort()).toEqual([...headerNames].sort());
});
