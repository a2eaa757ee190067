/** The control of `replies`: imapflow alone reads as many mails, ten at a time, and moves them; answers the seconds. */
import { ImapFlow } from 'imapflow';

process.on('message', ({ port, mails }) => {
  void read(port, mails).then((seconds) => process.send(seconds));
});
process.on('disconnect', () => process.exit());
process.send('ready');

async function read(port, mails) {
  const auth = { user: 'rsvp', pass: 'secret' };
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false, disableAutoIdle: true });
  await client.connect();
  await client.mailboxCreate('Processed').catch(() => {});
  await client.mailboxOpen('INBOX');
  const begun = performance.now();
  const uids = await client.search({ all: true }, { uid: true });
  for (let at = 0; at < mails; at += 10) {
    const some = uids.slice(at, at + 10).join();
    await client.fetchAll(some, { source: true }, { uid: true });
    await client.messageMove(some, 'Processed', { uid: true });
  }
  const seconds = (performance.now() - begun) / 1000;
  client.close();
  return seconds;
}
