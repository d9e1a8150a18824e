import { expect, test } from 'vitest';
import { invitationKeys, mostKeys, openInvitationKeys, sealInvitationKeys } from '../../core/exchange/invitations.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { good, seededBytes } from '../../test/builders/exchange-firm.ts';
import type { Keyring } from './keyring.ts';
import { keysBrought } from './people.ts';

test('an invitation brings the newest keys, however often they were changed and however many practices there are', () => {
  const randomBytes = seededBytes('brought');
  const id = (): string => toText(randomBytes(16));
  const firm = id();
  for (const [practices, epochs] of [
    [0, 4],
    [14, 4],
    [20, 2],
    [mostKeys - 2, 1],
  ] as const) {
    const audiences = Array.from({ length: practices + 2 }, id);
    const keys = audiences.flatMap((audience) =>
      Array.from({ length: 12 }, (_, at) => ({ audience, epoch: at + 1, key: toText(randomBytes(32)), name: '' })),
    );
    const brought = keysBrought({ firm, keys } as unknown as Keyring, audiences);
    const invitation = invitationKeys(firm, randomBytes(32));
    const sealed = good(sealInvitationKeys(firm, invitation, brought, randomBytes));
    const opened = good(openInvitationKeys(firm, invitation, sealed));
    expect(opened.filter(({ epoch }) => epoch === 12).map(({ audience }) => audience)).toEqual(audiences);
    expect(opened).toHaveLength(audiences.length * epochs);
  }
});
