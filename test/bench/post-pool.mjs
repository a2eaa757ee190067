/** The control of `mail`: nodemailer alone, with as many connections as the house has, sends one letter to many. */
import { createTransport } from 'nodemailer';
import { simpleParser } from 'mailparser';

process.on('message', ({ url, first, mails }) => {
  const before = process.cpuUsage();
  void send(url, first, mails).then(() => {
    const { user, system } = process.cpuUsage(before);
    process.send((user + system) / 1000);
  });
});
process.on('disconnect', () => process.exit());
process.send('ready');

async function send(url, first, mails) {
  const { subject, text, html, from, attachments } = await simpleParser(Buffer.from(first, 'latin1'));
  const calendar = attachments.find(({ contentType }) => contentType === 'text/calendar')?.content.toString();
  const letter = { from: from.text, subject, text, html, icalEvent: { method: 'REQUEST', content: calendar } };
  const transport = createTransport({ url, pool: true, maxConnections: 3 });
  const numbers = Array.from({ length: mails }, (_, number) => number);
  await Promise.all(
    numbers.map((number) =>
      transport.sendMail({ ...letter, to: `visitor-${number}@example.org`, messageId: `<${number}@example.org>` }),
    ),
  );
  transport.close();
}
