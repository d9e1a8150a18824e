/** Published calendars over HTTP, through the engine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { addAccount, now, onlyAccount, syncOnce, testEngine } from './engine.ts';

interface Feed {
  body: string;
  status: number;
  location?: string;
}

async function publish(feed: Feed): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const etag = `"${feed.body.length}"`;
    const isSame = request.headers['if-none-match'] === etag && feed.status === 200;
    asked.push(isSame ? '304' : String(feed.status));
    response.writeHead(isSame ? 304 : feed.status, { etag, ...(feed.location ? { location: feed.location } : {}) });
    response.end(isSame ? undefined : feed.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret/feed.ics`, asked };
}

function feedOf(days: readonly number[], people = true): string {
  const events = days.map((day) => {
    const at = `${new Date(now + day * 86_400_000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    const who = people ? 'ATTENDEE:mailto:bob@client.example\nATTENDEE:mailto:anna@acme.example\n' : '';
    return `BEGIN:VEVENT\nUID:d${day}\nDTSTART:${at}\nDURATION:PT1H\nSUMMARY:x\n${who}END:VEVENT\n`;
  });
  return `BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Anna at work\n${events.join('')}END:VCALENDAR\n`;
}

const ics = { kind: 'ics' } as const;

test('read once, asked again only whether it changed; what vanished will not take place', async () => {
  const feed: Feed = { body: feedOf([-2, 3, 9]), status: 200 };
  const { url, asked } = await publish(feed);
  const { engine, dump } = await testEngine();
  await addAccount(engine, ics, { kind: 'url', url }, { address: 'My calendar' });
  expect(await syncOnce(engine)).toBeNull();
  expect(valueOf(await engine.call('status', {})).meetings).toBe(3);
  expect(await syncOnce(engine)).toBeNull();
  expect(asked.at(-1)).toBe('304');
  feed.body = feedOf([3]);
  expect(await syncOnce(engine)).toBeNull();
  const account = await onlyAccount(engine);
  expect(account).toMatchObject({ address: 'My calendar', notes: [], folders: [{ name: 'Anna at work' }] });
  // The address is the feed's only protection.
  expect(JSON.stringify(account)).not.toContain('secret');
  const meetings = (await dump())
    .filter((line) => line.startsWith('meeting\t'))
    .map((line) => JSON.parse(line.slice('meeting\t'.length)) as { uid: string; status: string })
    .map(({ uid, status }) => `${uid} ${status}`);
  expect(meetings).toEqual(['d-2 confirmed', 'd3 confirmed', 'd9 cancelled']);
});

test('a feed that names nobody says so when it is added', async () => {
  const { url } = await publish({ body: feedOf([3], false), status: 200 });
  const { engine } = await testEngine();
  await addAccount(engine, ics, { kind: 'url', url }, { address: 'My calendar' });
  expect(await syncOnce(engine)).toBeNull();
  expect((await onlyAccount(engine)).notes.join()).toMatch(/no briefings/);
});

test.each([
  ['a page instead of a calendar', { body: '<html>Sign in</html>', status: 200 }, 'not_what_it_claims', ''],
  [
    'sent on to a host nobody agreed to',
    { body: '', status: 302, location: 'https://elsewhere.example/x' },
    'not_allowed',
    'elsewhere.example',
  ],
  ['sent round in circles', { body: '', status: 302, location: '/secret/feed.ics' }, 'server_misbehaves', ''],
  ['gone', { body: '', status: 404 }, 'not_found', ''],
  ['too many questions', { body: '', status: 429 }, 'server_busy', ''],
])('%s', async (_what, feed, code, host) => {
  const { url } = await publish(feed);
  const { engine } = await testEngine();
  const answer = await engine.call('addAccount', { address: 'x', server: ics, credentials: { kind: 'url', url } });
  expect(answer).toMatchObject({ ok: false, error: { code, ...(host ? { host } : {}) } });
  expect(JSON.stringify(answer)).not.toContain('secret');
});
