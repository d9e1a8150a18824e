/** P2 and P3 from outside: what is planted in mail is in no file in the clear, and no file but the data folder's is written. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spilled } from '../builders/canaries.ts';
import { cliFile, environment, letter, runCli, temporaryFolder } from './cli-runner.ts';

const me = 'me@firm.example';
const canaries = {
  address: 'canary-address-7f3a9c@acme-canary.example',
  name: 'Canaria Namensworth-Quill',
  subject: 'canary subject 51d0 falcon',
  body: 'canary body 8812 must never be read',
  title: 'canary title 90af boardroom',
  description: 'canary description 4471',
};

const hasStrace = spawnSync('strace', ['-V']).status === 0;

function plant(folder: string): string[] {
  const mail = join(folder, 'mail.mbox');
  const calendar = join(folder, 'cal.ics');
  writeFileSync(
    mail,
    Array.from({ length: 3000 }, (_, i) =>
      letter(
        {
          From: `${canaries.name} <${canaries.address}>`,
          To: me,
          Subject: `${canaries.subject} ${i}`,
          Date: new Date(1.7e12 + i * 1e7).toUTCString(),
          'Message-ID': `<${i}@c.example>`,
        },
        canaries.body,
      ),
    ).join(''),
  );
  writeFileSync(
    calendar,
    ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', 'DTSTART:20260101T100000Z', `SUMMARY:${canaries.title}`, `DESCRIPTION:${canaries.description}`, `ATTENDEE;CN=${canaries.name}:mailto:${canaries.address}`, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'), // prettier-ignore
  );
  return [mail, calendar];
}

test('nothing planted is found in any file of the data folder, in any encoding', () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  expect(runCli(['import', ...plant(folder), '--me', me, '--subjects', '--data', data]).status).toBe(0);
  runCli(['ties', '--data', data]);
  runCli(['who', 'canaria', '--data', data]);
  expect(readdirSync(data)).toContain('warmpath.db');
  expect(spilled(data, Object.values(canaries))).toEqual([]);
  const everything = join(folder, 'all.json');
  runCli(['export', '--format', 'json', everything, '--data', data]);
  const exported = readFileSync(everything, 'utf8');
  expect(exported).toContain(canaries.subject);
  expect(exported).not.toContain(canaries.body);
  expect(exported).not.toContain(canaries.description);
});

test.skipIf(!hasStrace)(
  'import and ranking write no file outside the data folder (strace; skipped where it is missing)',
  () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    const log = join(folder, 'trace');
    const words = ['import', ...plant(folder), '--me', me, '--data', data];
    execFileSync(
      'strace',
      [
        '-f',
        '-e',
        'trace=openat,open,creat,rename,renameat2,link,linkat,mkdir',
        '-o',
        log,
        process.execPath,
        cliFile,
        ...words,
      ],
      { env: environment() },
    );
    const written = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /O_WRONLY|O_RDWR|O_CREAT|creat\(|rename|link/.test(line) && !/= -1 /.test(line))
      .flatMap((line) => [...line.matchAll(/"([^"]+)"/g)].map(([, path]) => path as string))
      .filter((path) => !path.startsWith(data) && !path.startsWith('/dev/') && !path.startsWith('/proc/'));
    expect(written).toEqual([]);
  },
);
