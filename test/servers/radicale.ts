/** A real CalDAV server on loopback: Debian's Radicale, with a folder of its own, ended with the test. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './dovecot.ts';

export const radicaleIsHere = spawnSync('which', ['radicale']).status === 0;
export const calendarUser = 'anna';
export const calendarPassword = 'correct-horse';

export interface Radicale {
  readonly url: string;
  readonly makeCalendar: (name: string, title: string) => Promise<void>;
  readonly put: (calendar: string, name: string, ics: string) => Promise<void>;
  readonly remove: (calendar: string, name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startRadicale(): Promise<Radicale> {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-radicale-'));
  const port = await freePort();
  const users = join(folder, 'users');
  const file = join(folder, 'config');
  writeFileSync(users, `${calendarUser}:${calendarPassword}\n`);
  writeFileSync(
    file,
    `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = ${users}\nhtpasswd_encryption = plain\ndelay = 0\n` +
      `[rights]\ntype = owner_only\n[storage]\nfilesystem_folder = ${join(folder, 'data')}\n[logging]\nlevel = error\n`,
  );
  const child = spawn('radicale', ['--config', file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}/`;
  const authorization = `Basic ${Buffer.from(`${calendarUser}:${calendarPassword}`).toString('base64')}`;
  const ask = async (method: string, path: string, body?: string): Promise<void> => {
    const headers = { authorization, 'content-type': body?.startsWith('<') === true ? 'text/xml' : 'text/calendar' };
    const response = await fetch(`${url}${calendarUser}/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  };
  for (let attempt = 0; ; attempt++) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) break;
    if (attempt > 1500) throw new Error('Radicale does not answer');
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  return {
    url,
    makeCalendar: (name, title) =>
      ask(
        'MKCALENDAR',
        `${name}/`,
        `<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:displayname>${title}</d:displayname><c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>`,
      ),
    put: (calendar, name, ics) => ask('PUT', `${calendar}/${name}.ics`, ics.replaceAll('\n', '\r\n')),
    remove: (calendar, name) => ask('DELETE', `${calendar}/${name}.ics`),
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
