import type { Event } from '#programme';
import { InboundPost } from '#replies';
import { deliver } from '../../support/delivery.js';
import { trailOf } from '../../support/desk.js';
import { Holder } from '../../support/holder.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

const REASON = 'smtp; 550 5.1.1 No such user';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: false });
  team = await Team.as(app, 'manager');
  event = await app.make.event();
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

async function invited() {
  const session = await app.make.session(event, { capacity: 10 });
  const person = nextPerson();
  const holder = await Holder.in(app, session.id, person);
  const [mail] = await deliver(app, holder.id);
  const path = `registrations/${holder.id}`;
  const bounce = async () => (await team.get(path)).body['bounce'];
  return { session, holder, mail: mail!, path, bounce, person };
}

/** What the mail server of the guest sends back to the address that the mail came from. */
function report({ raw, to }: CaughtMail, bouncePath: string, headersOnly = false): Buffer {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  return Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example.net',
      `To: ${bouncePath}`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
      '',
      '--r',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--r',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net',
      '',
      `Final-Recipient: rfc822; ${to[0]}`,
      'Action: failed',
      'Status: 5.1.1',
      `Diagnostic-Code: ${REASON}`,
      '',
      '--r',
      headersOnly ? 'Content-Type: text/rfc822-headers' : 'Content-Type: message/rfc822',
      '',
      headersOnly ? head : raw,
      '--r--',
      '',
    ].join('\r\n'),
    'latin1',
  );
}
const returnPathOf = ({ parsed }: CaughtMail) => parsed.replyTo!.value[0]!.address!.replace(/^rsvp\+/, 'bounce+');
const comesBack = (mail: CaughtMail, headersOnly?: boolean) =>
  app.service(InboundPost).receive({ raw: report(mail, returnPathOf(mail), headersOnly), source: 'smtp' });

describe('mail that comes back', () => {
  it.each([
    ['whole', false],
    ['as its headers alone', true],
  ])('%s is seen by the team, with what the mail server said', async (_, headersOnly) => {
    const { mail, bounce, session } = await invited();
    expect(await bounce()).toBeNull();
    expect(await comesBack(mail, headersOnly)).toBe('bounced');
    expect(await bounce()).toEqual({ at: expect.stringMatching(/^2\d{3}-\d\d-\d\dT[\d:.]{12}Z$/), reason: REASON });
    const { body } = await team.get(`sessions/${session.id}`);
    expect(body['state']).not.toBe('cancelled');
  });

  it('may have a NUL wherever a stranger writes something', async () => {
    const { mail, bounce } = await invited();
    const raw = Buffer.from(
      report(mail, returnPathOf(mail))
        .toString('latin1')
        .replace(REASON, '550 no\0such')
        .replace(/^(Message-ID: <)/im, '$1\0'),
      'latin1',
    );
    expect(await app.service(InboundPost).receive({ raw, source: 'smtp' })).toBe('bounced');
    expect(await bounce()).toMatchObject({ reason: '550 no such' });
  });

  it('can be listed, and so can the others', async () => {
    const [{ mail, holder, session }, { holder: other }] = [await invited(), await invited()];
    const beside = await Holder.in(app, session.id);
    await comesBack(mail);
    const listed = async (path: string) => {
      const items: readonly { id: string }[] = (await team.get(path)).body['items']!;
      return items.map(({ id }) => id);
    };
    const ids = (query: string) => listed(`registrations?sessionId=${session.id}&${query}`);
    expect([await ids('bounced=true'), await ids('bounced=false')]).toEqual([[holder.id], [beside.id]]);
    const all = await listed('registrations?bounced=true&limit=200');
    expect([all.includes(holder.id), all.includes(other.id)]).toEqual([true, false]);
  });

  it('is noted in the audit trail, changes nothing about the places and makes us write to nobody', async () => {
    const { mail, holder } = await invited();
    await comesBack(mail);
    expect((await trailOf(team, holder.id))[0]).toMatchObject({ kind: 'registration.bounced', reason: REASON });
    expect((await holder.view()).body['state']).toBe('confirmed');
    expect(await deliver(app, holder.id)).toEqual([]);
  });

  it('says nothing any more once the guest has another address, and the audit trail tells of it', async () => {
    const { mail, holder, bounce, person } = await invited();
    await comesBack(mail);
    await holder.change({ contact: { ...person, name: 'Ada', email: person.email.toUpperCase() } });
    expect(await bounce()).toMatchObject({ reason: REASON });
    await holder.change({ contact: { name: 'Ada', email: nextPerson().email } });
    expect(await bounce()).toBeNull();
    expect((await trailOf(team, holder.id))[0]).toMatchObject({
      kind: 'registration.changed',
      changed: { bounceReason: { from: REASON, to: null } },
    });
  });

  it('to an address that the guest has left says nothing about the one that they have', async () => {
    const { mail, holder, bounce } = await invited();
    await holder.change({ contact: { name: 'Ada', email: nextPerson().email } });
    const farewell = (await deliver(app, holder.id)).find(({ to }) => to[0] === mail.to[0]);
    for (const late of [mail, farewell!]) await comesBack(late);
    expect(await bounce()).toBeNull();
    const [row] = await app.database.reader.query<{ why: string }[]>(
      'SELECT why FROM inbound_mails WHERE registration_id = $1 ORDER BY id DESC',
      [holder.id],
    );
    expect(row!.why).toMatch(/an address that they have changed since/);
  });
});
