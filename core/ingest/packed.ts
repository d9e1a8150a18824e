/** Mail records as columns, for their way between threads: a copy of every object would cost a quarter of its parsing. */
import type { MailRecord, Mailbox, SourceChunk, SourceItem } from './record.ts';

/** The items of a chunk with the mails packed; those that are no mail come after them. */
interface PackedItems {
  readonly others: readonly SourceItem[];
  /** Keys of all mails, end to end. */
  readonly keys: Uint8Array;
  /** `fields` numbers a mail; NaN stands for null. */
  readonly numbers: Float64Array;
  readonly subjects: readonly (string | null)[];
  /** Each mailbox of the chunk once: address, name, address, name … */
  readonly mailboxes: readonly string[];
  /** For every mail and list of `lists`: how many mailboxes, then their places in `mailboxes`. */
  readonly parties: Int32Array;
}

/** What else a chunk says travels as it is. */
export type Packed<C extends { readonly items: readonly SourceItem[] }> = Omit<C, 'items'> & PackedItems;
export type PackedChunk = Packed<SourceChunk>;

const keySize = 12;
const fields = ['sentAt', 'flags', 'messageRef', 'parentRef', 'threadRef'] as const;
const nobody: readonly Mailbox[] = [];

const lists = (mail: MailRecord): readonly (readonly Mailbox[])[] => [
  mail.from,
  mail.sender ? [mail.sender] : nobody,
  mail.replyTo,
  mail.to,
  mail.cc,
  mail.bcc,
  mail.deliveredTo ? [mail.deliveredTo] : nobody,
];

export function packChunk<C extends { readonly items: readonly SourceItem[] }>({ items, ...rest }: C): Packed<C> {
  const mails = items.flatMap((item) => (item.kind === 'mail' ? [item.mail] : []));
  const keys = new Uint8Array(mails.length * keySize);
  const numbers = new Float64Array(mails.length * fields.length);
  const places = new Map<Mailbox, number>();
  const parties: number[] = [];
  mails.forEach((mail, i) => {
    keys.set(mail.key, i * keySize);
    fields.forEach((field, j) => (numbers[i * fields.length + j] = mail[field] ?? NaN));
    for (const list of lists(mail)) {
      parties.push(list.length);
      for (const mailbox of list) {
        let place = places.get(mailbox);
        if (place === undefined) places.set(mailbox, (place = places.size));
        parties.push(place);
      }
    }
  });
  return {
    ...rest,
    others: items.filter((item) => item.kind !== 'mail'),
    keys,
    numbers,
    subjects: mails.map(({ subject }) => subject),
    mailboxes: [...places.keys()].flatMap(({ email, name }) => [email, name]),
    parties: Int32Array.from(parties),
  };
}

/** The chunk again, with the mails first. */
export function unpackChunk<R extends object>({
  others,
  keys,
  numbers,
  subjects,
  mailboxes,
  parties,
  ...rest
}: R & PackedItems): Omit<R, keyof PackedItems> & { items: SourceItem[] } {
  const known: Mailbox[] = [];
  for (let i = 0; i < mailboxes.length; i += 2)
    known.push({ email: mailboxes[i] as string, name: mailboxes[i + 1] as string });
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.length);
  let at = 0;
  const list = (): readonly Mailbox[] => {
    const end = (parties[at++] as number) + at;
    if (end === at) return nobody;
    const found: Mailbox[] = [];
    while (at < end) found.push(known[parties[at++] as number] as Mailbox);
    return found;
  };
  const number = (mail: number, field: number): number => numbers[mail * fields.length + field] as number;
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const mails = subjects.map((subject, i): SourceItem => ({
    kind: 'mail',
    mail: {
      key: bytes.subarray(i * keySize, (i + 1) * keySize),
      sentAt: number(i, 0),
      flags: number(i, 1),
      messageRef: orNull(number(i, 2)),
      parentRef: orNull(number(i, 3)),
      threadRef: orNull(number(i, 4)),
      subject,
      // In the order of `lists`.
      from: list(),
      sender: list()[0] ?? null,
      replyTo: list(),
      to: list(),
      cc: list(),
      bcc: list(),
      deliveredTo: list()[0] ?? null,
    },
  }));
  return { ...rest, items: [...mails, ...others] };
}
