import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toText } from './encoding.ts';
import { lookupKeys } from './audience-keys.ts';
import { nameTarget, organisationTarget, personTarget, targetBytes } from './targets.ts';

// Vectors of version 1: they never change. Another rule is another version.
const people: readonly (readonly [string, string | null])[] = [
  ['jane.roe@acme.example', 'jane.roe@acme.example'],
  [' Jane.Roe@ACME.Example. ', 'jane.roe@acme.example'],
  ['jane.roe+list@acme.example', 'jane.roe@acme.example'],
  ['+jane@acme.example', '+jane@acme.example'],
  ['Jane.Roe+x@GoogleMail.com', 'janeroe@gmail.com'],
  ['jane-news@yahoo.co.uk', 'jane@yahoo.co.uk'],
  ['jane-news@acme.example', 'jane-news@acme.example'],
  ['"jane+roe"@acme.example', '"jane+roe"@acme.example'],
  ['jane@münchen.example', 'jane@xn--mnchen-3ya.example'],
  ['jane@mu\u0308nchen.example', 'jane@xn--mnchen-3ya.example'],
  ['JÜRGEN@acme.example', 'jürgen@acme.example'],
  ['ju\u0308rgen@acme.example', 'jürgen@acme.example'],
  ['jane@localhost', null],
  ['jane@192.0.2.1', null],
  ['jane', null],
  ['@acme.example', null],
  ['ja ne@acme.example', null],
  ['jane@acme..example', null],
  ['', null],
];
const organisations: readonly (readonly [string, string | null])[] = [
  ['acme.example', 'acme.example'],
  [' WWW.Acme.Example. ', 'acme.example'],
  ['www.example', 'www.example'],
  ['acme.co.uk', 'acme.co.uk'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['acme', null],
  ['https://acme.example', null],
  ['acme.example/x', null],
  ['', null],
];
const names: readonly (readonly [string, string, string | null])[] = [
  ['Jane Roe', 'acme.example', 'jane roe@acme.example'],
  ['ROE, Jane', 'www.acme.example', 'jane roe@acme.example'],
  ['Jane Q. Roe', 'acme.example', 'jane roe@acme.example'],
  ['Søren Åkeßon', 'acme.example', 'akesson soren@acme.example'],
  ['Łukasz O’Brien', 'acme.example', 'brien lukasz@acme.example'],
  ['王 小明', 'acme.example', null],
  ['Jane', 'acme.example', null],
  ['Jane Roe', 'acme', null],
];

describe('targets', () => {
  test.each(people)('a person: %j is %j', (address, value) => {
    expect(personTarget(address)?.value ?? null).toBe(value);
  });
  test.each(organisations)('an organisation: %j is %j', (domain, value) => {
    expect(organisationTarget(domain)?.value ?? null).toBe(value);
  });
  test.each(names)('a name: %j at %j is %j', (name, domain, value) => {
    expect(nameTarget(name, domain)?.value ?? null).toBe(value);
  });

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string({ unit: 'grapheme' }).map((local) => `${local}@a.example`),
        ),
        (address) => {
          const once = personTarget(address);
          if (once !== null) expect(personTarget(once.value)).toEqual(once);
        },
      ),
    );
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        const once = organisationTarget(domain);
        if (once !== null) expect(organisationTarget(once.value)).toEqual(once);
      }),
    );
  });

  test('kinds and versions never meet', () => {
    const [person, organisation] = [personTarget('a@b.example'), organisationTarget('b.example')];
    if (person === null || organisation === null) throw new Error('no target');
    expect(targetBytes(person).toString('latin1')).toBe('\x01\x01a@b.example');
    expect(targetBytes(organisation).toString('latin1')).toBe('\x01\x02b.example');
    expect(targetBytes({ kind: 'name', value: 'a b@b.example' })[1]).toBe(3);
  });
});

describe('lookup keys', () => {
  const of = (fill: number, epoch = 1, audience = 2, firm = 3) => ({
    firm: toText(Buffer.alloc(16, firm)),
    audience: toText(Buffer.alloc(16, audience)),
    epoch,
    key: Buffer.alloc(32, fill),
  });
  const jane = { kind: 'person', value: 'jane.roe@acme.example' } as const;

  test('the vector of version 1, worked out by another program', () => {
    expect(lookupKeys(of(1))(jane)).toBe('qwQyOKVtXRaDh91y4bHtSlhTAU6QUFteSRQPsD8eNBM');
  });

  test('change with firm, audience, epoch, key, kind and whom they are about', () => {
    const keys = [
      lookupKeys(of(1))(jane),
      lookupKeys(of(2))(jane),
      lookupKeys(of(1, 2))(jane),
      lookupKeys(of(1, 1, 9))(jane),
      lookupKeys(of(1, 1, 2, 9))(jane),
      lookupKeys(of(1))({ kind: 'organisation', value: jane.value }),
      lookupKeys(of(1))({ kind: 'name', value: jane.value }),
      lookupKeys(of(1))({ kind: 'person', value: 'jane.roe@acme.exampl' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key.length === 43)).toBe(true);
  });
});
