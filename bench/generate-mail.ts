/** Mailboxes of any size to measure on: seeded, skewed like real ones, written as one mbox or one Maildir. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Chance, chanceOf } from '../core/sample/random.ts';

export const benchOwner = 'alex.morgan@ownfirm.example';

export interface BenchPerson {
  readonly name: string;
  readonly email: string;
}

const domains = Array.from({ length: 900 }, (_, index) => `company${String(index)}.example`);
export const givenNames = [
  'Anna',
  'Bruno',
  'Chiara',
  'David',
  'Elin',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kavya',
  'Leon',
  'Mina',
  'Noor',
  'Otto',
  'Petra',
];
export const familyNames = [
  'Adler',
  'Berg',
  'Costa',
  'Dahl',
  'Egger',
  'Fontana',
  'Graf',
  'Haas',
  'Ito',
  'Jensen',
  'Keller',
  'Lind',
  'Moreau',
  'Novak',
  'Okoye',
  'Peters',
];

/** The correspondents of a mailbox of this size: 5,000 for 100,000 messages, growing more slowly than the mail (Heaps' law). */
export function benchPeople(messages: number): BenchPerson[] {
  const count = Math.ceil(5200 * (messages / 100_000) ** 0.6);
  return Array.from({ length: count }, (_, index) => {
    const first = givenNames[index % givenNames.length] ?? '';
    const last = `${familyNames[Math.floor(index / givenNames.length) % familyNames.length] ?? ''}${index < 256 ? '' : String(index)}`;
    return {
      name: `${first} ${last}`,
      email: `${first}.${last}@${domains[(index * 7) % domains.length] ?? ''}`.toLowerCase(),
    };
  });
}

interface BenchMessage {
  /** Unix seconds. */
  readonly at: number;
  readonly from: string;
  /** Header fields, empty line and body with LF line ends. */
  readonly text: string;
}

interface Thread {
  readonly subject: string;
  readonly parties: readonly BenchPerson[];
  ids: string[];
}

const words =
  'the of and to in for is on that by this with you it not or be are from at as your all have new more an was we will can us about if page my has free but our one other do no time they site he up may what which their out use any there see only so his when here who also now help get view first been would how were services some these its like than find price date back top people had list name just over state year day into email two health next used go work last most products music buy data make them should product system post her city add policy number such please available copyright support message after best software then good well where info rights public books high school through each links she review years order very privacy book items company read group need many user said de does set under general research university mail full map reviews program life information agreement valuation management presentation timetable acquisition confirmation forwarding quarterly shareholders negotiation distribution recommendation considerable responsibility understanding particularly arrangements correspondence documentation administration environment international'.split(
    ' ',
  );

/** Running text, lines of about 72 letters, none of which begins with "From ". */
function prose(chance: Chance, size: number): string {
  const lines: string[] = [];
  let line = '';
  for (let length = 0; length < size;) {
    line += `${line === '' ? '' : ' '}${chance.pick(words)}`;
    if (line.length < 66) continue;
    lines.push(line);
    length += line.length + 1;
    line = '';
  }
  return `${lines.join('\n')}\n`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

function clock(at: number): { asctime: string; header: string } {
  const date = new Date(at * 1000);
  const [weekday, month] = [weekdays[date.getUTCDay()] ?? '', months[date.getUTCMonth()] ?? ''];
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const [day, year] = [date.getUTCDate(), date.getUTCFullYear()];
  return {
    asctime: `${weekday} ${month} ${String(day).padStart(2)} ${time} ${String(year)}`,
    header: `${weekday}, ${String(day)} ${month} ${String(year)} ${time} +0000`,
  };
}

/** Bytes that look random, for signatures and ids; a slice of one drawn text, since drawing each would take most of the time. */
type Noise = (size: number) => string;

function createNoise(chance: Chance): Noise {
  let text = '';
  while (text.length < 1 << 20) text += Math.floor(chance.next() * 0x100000000).toString(36);
  return (size) => {
    const start = Math.floor(chance.next() * ((1 << 20) - size));
    return text.slice(start, start + size);
  };
}

function hopLines(noise: Noise, domain: string, date: string): string {
  const signature = [72, 72, 72, 72, 56].map((size) => noise(size)).join('\n\t ');
  return (
    `Return-Path: <bounce@${domain}>\nDelivered-To: ${benchOwner}\n` +
    `Received: from mx1.ownfirm.example (mx1.ownfirm.example [192.0.2.10])\n\tby store.ownfirm.example (Postfix) with ESMTPS id ${noise(12)}\n\tfor <${benchOwner}>; ${date}\n` +
    `Received: from out.${domain} (out.${domain} [198.51.100.7])\n\tby mx1.ownfirm.example (Postfix) with ESMTPS id ${noise(12)}\n\tfor <${benchOwner}>; ${date}\n` +
    `Received: from [10.1.2.3] by out.${domain} with ESMTPSA id ${noise(12)}; ${date}\n` +
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=mail;\n\th=from:to:subject:date:message-id; bh=${noise(43)}=;\n\tb=${signature}\n` +
    `Authentication-Results: mx1.ownfirm.example; dkim=pass header.d=${domain}; spf=pass\n`
  );
}

const encodedName = (name: string) => `=?UTF-8?B?${Buffer.from(name.replace('a', 'ä')).toString('base64')}?=`;
const mailbox = ({ name, email }: BenchPerson, index: number) =>
  `${index % 11 === 3 ? encodedName(name) : name} <${email}>`;

// Found by measuring: with it 100,000 messages are 286 MiB of mbox.
const medianBody = 1008;

/** The messages in order of time, over five years up to `now` (Unix seconds): a quarter sent, a fifth lists and newsletters. */
export function* generateMail(messages: number, now: number): Generator<BenchMessage> {
  const chance = chanceOf(`bench ${String(messages)}`);
  const people = benchPeople(messages);
  const text = prose(chance, 1 << 20);
  const noise = createNoise(chance);
  const owner = { name: 'Alex Morgan', email: benchOwner };
  const open: Thread[] = [];
  const start = now - 5 * 365 * 86_400;
  // Few people make most of the mail, and everybody appears once.
  let unseen = people.length;
  const newcomers = (2 * people.length) / messages;
  const somebody = (): BenchPerson => {
    const index = unseen > 0 && chance.hits(newcomers) ? --unseen : Math.floor(people.length * chance.next() ** 3);
    return people[index] ?? owner;
  };
  for (let index = 0; index < messages; index++) {
    const at = Math.floor(start + (index / messages) * (now - start));
    const { asctime, header: date } = clock(at);
    const kind = chance.next();
    const body = text
      .slice(chance.whole(0, (1 << 20) - 70_000))
      .slice(0, Math.min(65_000, Math.floor(chance.around(medianBody))));
    // The cut may fall anywhere, so a line could begin with "From " by chance.
    const content = `${body.slice(body.indexOf('\n') + 1)}\n`;
    const mime = 'MIME-Version: 1.0\nContent-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n';
    if (kind < 0.2) {
      const isList = kind < 0.1;
      const list = `list${String(chance.whole(0, 40))}`;
      const brand = `brand${String(chance.whole(0, 120))}.example`;
      const writer = isList ? somebody() : { name: 'Brand News', email: `news@${brand}` };
      const from = writer.email;
      const domain = from.slice(from.indexOf('@') + 1);
      yield {
        at,
        from,
        text:
          hopLines(noise, domain, date) +
          `From: ${mailbox(writer, index)}\nTo: ${isList ? `${list}@lists.example` : benchOwner}\n` +
          `Subject: ${chance.pick(words)} ${chance.pick(words)} ${chance.pick(words)}\nDate: ${date}\nMessage-ID: <${noise(20)}.${String(index)}@${domain}>\n` +
          `List-Id: <${isList ? `${list}.lists.example` : `news.${domain}`}>\nList-Unsubscribe: <https://${domain}/u/${noise(30)}>\nPrecedence: ${isList ? 'list' : 'bulk'}\n` +
          `${mime}\n${content}`,
      };
      continue;
    }
    const reply = open.length > 0 && chance.hits(0.6) ? chance.pick(open) : undefined;
    const thread: Thread = reply ?? {
      subject: `${chance.pick(words)} ${chance.pick(words)} ${chance.pick(words)} ${String(index)}`,
      parties: [...new Set(Array.from({ length: chance.pick([1, 1, 1, 1, 2, 2, 3, 5]) }, somebody))],
      ids: [],
    };
    if (reply === undefined) open[chance.whole(0, Math.min(open.length, 600))] = thread;
    const sent = kind < 0.45;
    const from = sent ? owner : (thread.parties[chance.whole(0, thread.parties.length - 1)] ?? owner);
    const domain = from.email.slice(from.email.indexOf('@') + 1);
    const [recipient = owner, ...copied] = [owner, ...thread.parties].filter((person) => person !== from);
    const id = `${noise(20)}.${String(index)}@${domain}`;
    const parent = thread.ids.at(-1);
    yield {
      at,
      from: from.email,
      text:
        (sent ? 'X-Mailer: Mailer 16.0\n' : hopLines(noise, domain, date)) +
        `From: ${mailbox(from, index)}\nTo: ${mailbox(recipient, index)}\n` +
        (copied.length === 0 ? '' : `Cc: ${copied.map((person) => mailbox(person, index)).join(',\n ')}\n`) +
        `Subject: ${parent === undefined ? '' : 'Re: '}${thread.subject}\nDate: ${date}\nMessage-ID: <${id}>\n` +
        (parent === undefined
          ? ''
          : `In-Reply-To: <${parent}>\nReferences: ${thread.ids.map((one) => `<${one}>`).join('\n ')}\n`) +
        `X-Trace: ${noise(60)} ${asctime}\n${mime}\n${content}`,
    };
    thread.ids = [...thread.ids.slice(-9), id];
  }
}

/** One mbox file; answers its size in bytes. */
export function writeMbox(file: string, messages: number, now: number): number {
  const out = openSync(file, 'w');
  let bytes = 0;
  let parts: string[] = [];
  let size = 0;
  const flush = () => {
    bytes += writeSync(out, parts.join(''));
    parts = [];
    size = 0;
  };
  for (const { at, from, text } of generateMail(messages, now)) {
    parts.push(`From ${from} ${clock(at).asctime}\n`, text.replace(/^(>*From )/gm, '>$1'), '\n');
    size += text.length;
    if (size > 1 << 22) flush();
  }
  flush();
  closeSync(out);
  return bytes;
}

/** The same messages as a Maildir, all of them read. */
export function writeMaildir(folder: string, messages: number, now: number): void {
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  let index = 0;
  for (const { at, text } of generateMail(messages, now))
    writeFileSync(join(folder, 'cur', `${String(at)}.${String(index++)}.bench:2,S`), text);
}
