/** Every message of the corpora, read by us and by Python's email package; every difference is explained. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { domainToASCII } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { messageFlag } from '../../core/ingest/flags.ts';
import { formatOf, headSize, innerName } from '../../core/ingest/format.ts';
import { mailRecord, readHeaderBlock } from '../../core/ingest/headers.ts';
import type { MailRecord } from '../../core/ingest/record.ts';
import { scratchFolder, unpackAll, withoutCorpora } from './unpack.ts';

interface Reading {
  from: string[] | null;
  to: string[] | null;
  cc: string[] | null;
  date: number | null;
  id: string | null;
}

const context = { now: Date.UTC(2026, 10, 1) / 1000, subjects: true };

/** Files whose reading differs, and why ours is the one to keep. */
const explained: Record<string, string> = {
  'malformed-multiple-address-header-values.raw': 'several addresses without commas: we take the first of such a run',
  'issue358.txt': 'an address broken by a fold: Python sees its half as a second one',
  'raw_email_incorrect_header.eml': 'a line that is no header: Python stops there, we pass over it',
  'issue-40.eml': 'a line that is no header: Python stops there, we pass over it',
  'raw_email_multiple_from.eml': 'a doubled From: Python keeps an address without local part',
  'utf8_headers.eml': 'RFC 6532: Python reads raw UTF-8 as surrogates',
  'stack-overflow.txt': 'Python exceeds its recursion limit on nested comments',
  'raw_email_with_at_display_name.eml': 'an unquoted name with an @ in it is no address',
  'example11.eml': 'RFC 2822 appendix A.6.3: white space inside a domain, which nobody has sent for decades, is cut',
  'fraiche.eml': 'an ISO 8601 date: we read it, Python does not',
};

describe.skipIf(withoutCorpora)('the mail corpora', () => {
  const folder = scratchFolder();
  let files: string[];
  let theirs: Reading[];

  beforeAll(() => {
    unpackAll('mail', folder, ['imap-transcripts-mailkit']);
    files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => formatOf(readFileSync(file).subarray(0, headSize), innerName(file)) === 'message')
      .sort();
    const lines = execFileSync('python3', [join(import.meta.dirname, 'parse-mail.py')], {
      input: files.join('\n'),
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    });
    theirs = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Reading);
  });

  test('addresses, dates and message ids are read as an independent parser reads them', () => {
    expect(files.length).toBeGreaterThan(1500);
    const differences = files.filter((file, i) => {
      const ours = read(file);
      return ours !== null && !isSame(ours, theirs[i] as Reading);
    });
    expect(differences.map((file) => relative(dirname(file), file)).sort()).toEqual(Object.keys(explained).sort());
  });

  test('whatever has no sender for us has none for the other parser, but for the forms explained', () => {
    const withSender = files.filter((file, i) => read(file) === null && (theirs[i]?.from?.length ?? 0) > 0);
    expect(withSender.map((file) => relative(dirname(file), file))).toEqual([
      // pete(his account)@silly.test: a comment inside the address.
      'rfc2822-A5.eml',
      'example10.eml',
      // A local part with a space in it.
      'issue-462.eml',
    ]);
  });

  function read(file: string): MailRecord | null {
    const bytes = readFileSync(file);
    const record = mailRecord(readHeaderBlock(bytes, 0, bytes.length, context).fields, context);
    return typeof record === 'string' ? null : record;
  }
});

function isSame(ours: MailRecord, theirs: Reading): boolean {
  const emails = (list: readonly { email: string }[]): string => list.map(({ email }) => email).join();
  const sameLists = (['from', 'to', 'cc'] as const).every(
    (field) => theirs[field] !== null && emails(ours[field]) === theirs[field].map(asAscii).join(),
  );
  // Where Date is missing or cannot be, we take the servers' date and say so.
  const isRepaired = (ours.flags & (messageFlag.dateMissing | messageFlag.dateClamped)) !== 0;
  return (
    sameLists && (isRepaired || ours.sentAt === theirs.date) && (ours.messageRef === null) === (theirs.id === null)
  );
}

function asAscii(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, at)}@${domainToASCII(email.slice(at + 1))}`;
}
