/** Every header field that is read of a message, by what it is for. */
export const fieldsRead: readonly (readonly [purpose: string, fields: readonly string[]])[] = [
  ['Who wrote to whom', ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'delivered-to']],
  ['When', ['date', 'received']],
  ['Which message answers which', ['message-id', 'in-reply-to', 'references', 'x-gm-msgid']],
  ['Lists, newsletters and machines', ['list-id', 'list-post', 'list-unsubscribe', 'precedence', 'auto-submitted']],
  ['Folders and where a message ends', ['x-gm-labels', 'x-gmail-labels', 'content-length']],
  ['Only if you said so', ['subject']],
];
