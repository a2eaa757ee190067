import { Declines } from '#replies';
import type { Event, Session } from '#programme';
import { calendarIn } from '../../support/delivery.js';
import { Dovecot } from '../../support/dovecot.js';
import { available, Holder, toldTo } from '../../support/holder.js';
import { eventually } from '../../support/eventually.js';
import { describeWith } from '../../support/installed.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { Waiter } from '../../support/waiter.js';
import { linesOf } from '../../calendar/entry.js';
import { answerTo, type Client, type Wish } from './answers.js';

describeWith('dovecot', 'a reply mailbox', () => {
  let dovecot: Dovecot;
  let app: TestApp;
  let event: Event;
  let session: Session;
  beforeAll(async () => {
    dovecot = await Dovecot.start();
    app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org', REPLY_IMAP_URL: dovecot.imapUrl });
    event = await app.make.event();
  }, 60_000);
  beforeEach(async () => {
    session = await app.make.session(event, { capacity: 2 });
  });
  afterEach(async () => expect(await app.faults()).toEqual([]));
  afterAll(async () => {
    await app?.[Symbol.asyncDispose]();
    await dovecot?.[Symbol.asyncDispose]();
  });

  /** Takes both places; the invitation comes by SMTP. */
  async function invited(): Promise<{ holder: Holder; invitation: CaughtMail; email: string }> {
    const person = nextPerson();
    const holder = await Holder.in(app, session.id, { ...person, partySize: 2 });
    const [invitation] = await app.mail.to(person.email);
    return { holder, invitation: invitation!, email: person.email };
  }
  const answer = (invitation: CaughtMail, wish: Wish) => {
    const [organizer] = linesOf(calendarIn(invitation)!, 'ORGANIZER');
    return dovecot.deliver(answerTo(invitation, wish), /mailto:(.*)$/.exec(organizer!)![1]!);
  };
  const decisions = () =>
    app.database.reader.query<{ decision: string }[]>('SELECT decision FROM inbound_mails ORDER BY id DESC LIMIT 1');

  it.each<Client>(['Exchange', 'Google', 'Apple', 'KDE'])(
    'takes a decline as %s writes it all the way to the next who wants the places',
    async (client) => {
      const { holder, invitation, email } = await invited();
      expect((await app.register(session.id, { partySize: 2 })).status).toBe(409);
      await answer(invitation, { client });
      const [, note] = await app.mail.to(email, 2);
      expect(note!.parsed.subject).toMatch(/^Noted that you cannot come/);
      // The time to undo it begins when the log says that the guest was told.
      await eventually(
        async () => (await toldTo(app, holder.id)).map(({ kind, state }) => `${kind} ${state}`),
        ['confirmation sent', 'decline-noted sent'],
      );
      app.clock.travel({ minutes: 31 });
      await app.service(Declines).giveBackDue();
      expect((await holder.view()).body['state']).toBe('cancelled');
      expect((await app.register(session.id, { partySize: 2 })).status).toBe(201);
      await eventually(() => dovecot.count('INBOX'), 0);
    },
    60_000,
  );

  it('gives what a decline frees to the party that waits, and to nobody else', async () => {
    const waitedFor = await app.make.event({ waitingList: true });
    session = await app.make.session(waitedFor, { capacity: 2 });
    const { holder, invitation, email } = await invited();
    const waiter = await Waiter.in(app, [session], { partySize: 2 });
    await answer(invitation, { client: 'Google' });
    await app.mail.to(email, 2);
    await eventually(
      async () => (await toldTo(app, holder.id)).map(({ kind, state }) => `${kind} ${state}`),
      ['confirmation sent', 'decline-noted sent'],
    );
    expect((await waiter.view()).body).toMatchObject({ state: 'waiting' }); // the slip could still be undone
    app.clock.travel({ minutes: 31 });
    await app.service(Declines).giveBackDue();
    expect((await holder.view()).body['state']).toBe('cancelled');
    // By a job, and by the look of the minute at the latest.
    await eventually(async () => (await waiter.view()).body['state'], 'offered' as never, 70);
    const mails = await app.mail.to(waiter.email, 2);
    expect(mails[1]!.parsed.subject).toMatch(/^We keep 2 places for you until/);
    expect((await app.register(session.id, { partySize: 1 })).body).toMatchObject({ code: 'session_full' });
    expect((await waiter.accept()).body).toMatchObject({ state: 'accepted' });
    const [invite] = (await app.mail.to(waiter.email, 3)).slice(2);
    expect(calendarIn(invite!)).toContain('METHOD:REQUEST');
    expect((await toldTo(app, holder.id)).map(({ kind }) => kind)).toEqual(['confirmation', 'decline-noted']);
  }, 120_000);

  it('asks first when the session was changed in between', async () => {
    const { holder, invitation, email } = await invited();
    const other = await app.make.session(event);
    await holder.move(other.id);
    await answer(invitation, { client: 'Apple' });
    await eventually(
      async () => (await toldTo(app, holder.id)).map(({ kind }) => kind),
      ['confirmation', 'change', 'decline-doubted'],
    );
    await app.mail.to(email, 3);
    expect(await available(app, event.slug, other.id)).toBe(18);
  }, 60_000);

  it('goes on by itself after the mail server was away', async () => {
    const { invitation, email } = await invited();
    await dovecot.down();
    await dovecot.up();
    await answer(invitation, {});
    await app.mail.to(email, 2);
  }, 60_000);

  it('sends on what a guest wrote, of a large mail its beginning, and says where the whole is', async () => {
    const { invitation } = await invited();
    const to = invitation.parsed.replyTo!.value[0]!.address!;
    const head = `From: guest@client.example\r\nTo: ${to}\r\nSubject: A question\r\n\r\nMay I bring my dog?\r\n`;
    await dovecot.deliver(Buffer.from(head + `${'x'.repeat(70)}\r\n`.repeat(10_000)), to);
    const [sent] = await app.mail.to(event.contactEmail);
    const text = sent!.parsed.text!.replace(/\s+/g, ' ');
    expect(text).toMatch(/May I bring my dog\?.*was large \(0\.7 MB\).*in the folder “Processed”/);
    expect(sent!.raw.length).toBeLessThan(40_000);
    await eventually(() => dovecot.count('INBOX'), 0);
  }, 60_000);

  it('puts what is no answer aside, and handles a mail once that is delivered twice', async () => {
    const { holder, invitation, email } = await invited();
    const before = await dovecot.count('Quarantine');
    await dovecot.deliver(
      Buffer.from('Subject: Buy!\r\nAuto-Submitted: auto-generated\r\n\r\nCheap.\r\n'),
      'rsvp@events.example.org',
    );
    await eventually(() => dovecot.count('Quarantine'), before + 1);
    for (let count = 0; count < 2; count++) await answer(invitation, { messageId: '<twice@client.example>' });
    await app.mail.to(email, 2);
    await eventually(() => dovecot.count('INBOX'), 0);
    expect((await toldTo(app, holder.id)).map(({ kind }) => kind)).toEqual(['confirmation', 'decline-noted']);
    expect(await decisions()).toEqual([{ decision: 'declined' }]);
  }, 60_000);
});
