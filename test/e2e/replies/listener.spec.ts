import { createTransport } from 'nodemailer';
import { linesOf } from '../../calendar/entry.js';
import { calendarIn } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { answerTo } from './answers.js';
import { freePort } from '../../support/free-port.js';

describe.each([
  ['lmtp', true],
  ['smtp', false],
])('answers by %s', (protocol, lmtp) => {
  let app: TestApp;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    const listen = { REPLY_ADDRESS: 'rsvp@events.example.org', REPLY_LISTEN: `${protocol}://127.0.0.1:${port}` };
    app = await TestApp.start(listen, { works: true });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const send = async (raw: Buffer, to: string) => {
    const transport = createTransport({ host: '127.0.0.1', port, lmtp, ignoreTLS: true });
    try {
      await transport.sendMail({ envelope: { from: 'guest@client.example', to }, raw });
    } finally {
      transport.close();
    }
  };
  async function invited() {
    const session = await app.make.session(await app.make.event());
    const person = nextPerson();
    await Holder.in(app, session.id, person);
    const [invitation] = await app.mail.to(person.email);
    return {
      invitation: invitation!,
      to: /mailto:(.*)$/.exec(linesOf(calendarIn(invitation!)!, 'ORGANIZER')[0]!)![1]!,
    };
  }
  const count = async () =>
    (await app.database.reader.query<{ count: string }[]>('SELECT count(*) FROM inbound_mails'))[0]!.count;

  it('are decided before they are accepted', async () => {
    const { invitation, to } = await invited();
    await send(answerTo(invitation), to);
    const [row] = await app.database.reader.query<object[]>(
      'SELECT decision, source FROM inbound_mails ORDER BY id DESC',
    );
    expect(row).toEqual({ decision: 'declined', source: 'smtp' });
  });

  it('are not taken for anybody else', async () => {
    const { invitation } = await invited();
    const before = await count();
    await expect(send(answerTo(invitation), 'someone@events.example.org')).rejects.toThrow(/550/);
    expect(await count()).toBe(before);
  });

  it('too large are put aside', async () => {
    const { invitation, to } = await invited();
    await send(Buffer.concat([answerTo(invitation), Buffer.alloc(400_000, 'x')]), to);
    const [row] = await app.database.reader.query<object[]>(
      'SELECT decision, raw, bytes > 400000 AS whole FROM inbound_mails ORDER BY id DESC',
    );
    expect(row).toEqual({ decision: 'filed', raw: null, whole: true });
  });
});
