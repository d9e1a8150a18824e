import { expect, test } from 'vitest';
import { good, newMember, rosterOf, testFirm } from '../../test/builders/exchange-firm.ts';
import type { TestMember } from '../../test/builders/exchange-firm.ts';
import { toText } from './encoding.ts';
import { exclusionTags, mostTags, openExclusions, sealExclusions } from './exclusions.ts';
import { organisationTarget, personTarget } from './targets.ts';

const firm = testFirm();
const { randomBytes } = firm;
const { tom, maria } = firm.members;
const second = newMember({ firm: firm.firm, root: firm.root, randomBytes, member: maria.member });
const { signers } = good(rosterOf(firm, [tom, maria, second]));

const key = randomBytes(32);
const tagOf = exclusionTags(key);
const [jane, acme] = [personTarget('jane@acme.example')!, organisationTarget('acme.example')!];
const about = { firm: firm.firm, version: 3 };

function sealed(by: TestMember, tags: readonly string[] = [tagOf(jane)], version = about.version): string {
  const [list] = sealExclusions({ ...about, version }, { key, tags }, [second.record], by.signing, randomBytes);
  return list!.sealed;
}
const opened = (from: unknown, device = maria.signing.fingerprint, version = about.version, own = second.sealing) =>
  openExclusions({ ...about, device, version }, maria.member, own, from, signers);

test('another device of the member knows again whom it knows, by the same mailbox in another spelling too', () => {
  const list = good(opened(sealed(maria, [tagOf(jane), tagOf(acme)])));
  const isIn = (target: typeof jane | null) => target !== null && list.tags.includes(exclusionTags(list.key)(target));
  expect(isIn(personTarget('Jane+news@acme.example'))).toBe(true);
  expect(isIn(acme)).toBe(true);
  expect(isIn(personTarget('ben@acme.example'))).toBe(false);
  // A domain is not somebody of that name.
  expect(isIn(organisationTarget('jane.acme.example'))).toBe(false);
});

test('a list of nothing and one of a thousand have one size; there is an end to what one holds', () => {
  const some = (count: number): string[] => Array.from({ length: count }, () => toText(randomBytes(16)));
  const size = (count: number): number => sealed(maria, some(count)).length;
  expect(size(1024)).toBe(size(0));
  expect(size(1025)).toBe(size(2048));
  expect(size(1025)).toBeGreaterThan(size(1024));
  const tags = some(mostTags + 9);
  expect(good(opened(sealed(maria, tags))).tags).toEqual(tags.slice(0, mostTags));
});

test('nothing is believed but of the device it is said to be of, which is one of the same member, as it was sealed', () => {
  const { fingerprint } = maria.signing;
  expect(opened(sealed(tom), tom.signing.fingerprint)).toMatchObject({ refusal: 'signer_unknown' });
  expect(opened(sealed(tom), fingerprint)).toMatchObject({ refusal: 'not_openable' });
  expect(opened(sealed(maria), tom.signing.fingerprint)).toMatchObject({ refusal: 'not_openable' });
  // An older list is no newer one, and one for another device is nobody else's.
  expect(opened(sealed(maria, [], 2), fingerprint, 3)).toMatchObject({ refusal: 'not_openable' });
  expect(opened(sealed(maria), fingerprint, 3, maria.sealing)).toMatchObject({ refusal: 'not_openable' });
  expect(opened(toText(randomBytes(40)))).toMatchObject({ refusal: 'malformed' });
  const gone = newMember({ firm: firm.firm, root: firm.root, randomBytes, member: maria.member });
  expect(opened(sealed(gone), gone.signing.fingerprint)).toMatchObject({ refusal: 'signer_unknown' });
});

test('a list that another member has put under the name of a device of the member’s is refused', () => {
  // Tom says that he is Maria's first device: only her key signs as that.
  const asMaria = { ...tom.signing, fingerprint: maria.signing.fingerprint };
  const [list] = sealExclusions(about, { key, tags: [] }, [second.record], asMaria, randomBytes);
  expect(opened(list!.sealed)).toMatchObject({ refusal: 'signature_wrong' });
});
