/** Letters as an mbox file (mboxrd, RFC 4155) with the header fields mail servers and programs leave (RFC 5322). */
import type { Cast, Voice } from './cast.ts';
import type { Letter } from './converse.ts';
import { zoneOffset } from './working-time.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** "Tue, 18 Nov 2025 09:12:33 +0100": RFC 5322's date-time, on the writer's own clock. */
function mailDate(at: number, zone: string): string {
  const offset = zoneOffset(zone, at);
  const local = new Date((at + offset) * 1000);
  const minutes = Math.abs(offset) / 60;
  return (
    `${weekdays[local.getUTCDay()] ?? ''}, ${String(local.getUTCDate())} ${months[local.getUTCMonth()] ?? ''} ` +
    `${String(local.getUTCFullYear())} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())} ` +
    `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
  );
}

/** The date of an mbox `From ` line: asctime in UTC. */
function fromLineDate(at: number): string {
  const date = new Date(at * 1000);
  return (
    `${weekdays[date.getUTCDay()] ?? ''} ${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ` +
    `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${String(date.getUTCFullYear())}`
  );
}

/** RFC 2047 where the text is not ASCII; short texts only, since an encoded word may have 75 characters. */
function encoded(text: string): string {
  return /^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function mailbox({ name, email }: Voice): string {
  const word = encoded(name);
  return `${/^[\w =?/+.&'-]*$/.test(word) && !/[.&']/.test(word) ? word : `"${word}"`} <${email}>`;
}

/** One address or id a line: RFC 5322's folding. */
const folded = (name: string, values: readonly string[], separator: string) =>
  `${name}: ${values.join(`${separator}\n `)}`;

const domainOf = ({ email }: Voice) => email.slice(email.indexOf('@') + 1);

function received({ at, from, id }: Letter, recipient: Voice): string[] {
  const [sender, receiver] = [domainOf(from), domainOf(recipient)];
  const token = id.slice(0, id.indexOf('.'));
  return [
    `Received: from mail.${sender} (mail.${sender} [192.0.2.${String((at % 250) + 1)}])\n\tby mx.${receiver} with ESMTPS id ${token}\n\tfor <${recipient.email}>; ${mailDate(at + 4, 'UTC')}`,
    `Received: from [10.0.0.${String((at % 200) + 2)}] by mail.${sender} with ESMTPSA id ${token}\n\t; ${mailDate(at + 1, 'UTC')}`,
  ];
}

function entry(letter: Letter, { me, alias }: Cast): string {
  const { at, from, sender, to, cc, subject, id, references, headers } = letter;
  const incoming = from !== me && from !== alias;
  const recipient = [...to, ...cc].includes(alias) ? alias : me;
  const parent = references.at(-1);
  const lines = [
    `From ${from.email} ${fromLineDate(at)}`,
    ...(incoming
      ? [
          `Return-Path: <${(sender ?? from).email}>`,
          ...(headers.some((line) => line.startsWith('Delivered-To')) ? [] : [`Delivered-To: ${recipient.email}`]),
          ...received(letter, recipient),
        ]
      : []),
    `From: ${mailbox(from)}`,
    ...(sender === null ? [] : [`Sender: ${mailbox(sender)}`]),
    folded('To', to.map(mailbox), ','),
    ...(cc.length === 0 ? [] : [folded('Cc', cc.map(mailbox), ',')]),
    `Subject: ${encoded(subject)}`,
    `Date: ${mailDate(at, from.zone)}`,
    `Message-ID: <${id}>`,
    ...(parent === undefined
      ? []
      : [
          `In-Reply-To: <${parent}>`,
          folded(
            'References',
            references.map((reference) => `<${reference}>`),
            '',
          ),
        ]),
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'More on the phone. Kind regards',
    '',
    '',
  ];
  return lines.join('\n');
}

/** The letters in order of time, each closed by an empty line. */
export function mboxText(letters: readonly Letter[], cast: Cast): string {
  return letters.map((letter) => entry(letter, cast)).join('');
}
