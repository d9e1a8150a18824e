import { expect, test } from 'vitest';
import { folderKind } from './folder-names.ts';

test.each([
  [
    'sent',
    ['Sent', 'sent items', 'Sent-Mail', '[Gmail]/Sent Mail', 'Gesendete Elemente', 'Envoyés', 'Enviados', '送信済み'],
  ],
  ['draft', ['Drafts', 'Entwürfe', 'Entwu\u0308rfe', 'Brouillons', 'Черновики']],
  ['spam or trash', ['Spam', 'Junk E-mail', 'Junk', 'Trash', 'Deleted Items', 'Papierkorb', 'Corbeille', 'Bin']],
  ['other', ['INBOX', 'Sentences', 'Drafting', 'Presents', 'Clients/Sent to court', 'Junkers', '']],
])('%s', (kind, names) => {
  expect(names.map(folderKind)).toEqual(names.map(() => kind));
});
