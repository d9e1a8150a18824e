/** What imapflow alone takes to fetch the fields Warmpath asks for: `node bare-imap.ts PORT USER PASSWORD FOLDER…`; prints seconds. */
import { ImapFlow } from 'imapflow';
import { fetchQuery } from '../core/remote/imap-message.ts';

const [port, user, pass, ...folders] = process.argv.slice(2);
const client = new ImapFlow({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  doSTARTTLS: false,
  auth: { user: user ?? '', pass: pass ?? '' },
  logger: false,
  disableAutoIdle: true,
});
const startedAt = performance.now();
await client.connect();
let messages = 0;
for (const folder of folders) {
  await client.mailboxOpen(folder, { readOnly: true });
  for await (const _ of client.fetch('1:*', fetchQuery({ now: 0, subjects: false }), { uid: true })) messages++;
}
console.log(JSON.stringify({ messages, seconds: (performance.now() - startedAt) / 1000 }));
client.close();
