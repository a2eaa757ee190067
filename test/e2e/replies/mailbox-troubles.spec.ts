import type { Event, Session } from '#programme';
import { linesOf } from '../../calendar/entry.js';
import { Wire } from '../../faults/support/wire.js';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Dovecot } from '../../support/dovecot.js';
import { Holder, toldTo } from '../../support/holder.js';
import { describeWith } from '../../support/installed.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { eventually } from '../../support/eventually.js';
import { answerTo } from './answers.js';

interface Answered {
  readonly holder: Holder;
  readonly raw: Buffer;
  readonly to: string;
}

describeWith('dovecot', 'a reply mailbox in trouble', () => {
  let dovecot: Dovecot;
  let wire: Wire;
  let app: TestApp;
  let team: Team;
  let event: Event;
  beforeAll(async () => {
    app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: false });
    team = await Team.as(app);
    event = await app.make.event();
  });
  beforeEach(async () => {
    dovecot = await Dovecot.start();
    wire = await Wire.to({ host: '127.0.0.1', port: dovecot.imapPort });
  });
  afterEach(async () => {
    await wire[Symbol.asyncDispose]();
    await dovecot[Symbol.asyncDispose]();
    expect(await app.faults()).toEqual([]);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  /** Guests whose declines lie in the mailbox, where nobody has looked yet. */
  async function declining(count: number): Promise<Answered[]> {
    const session = await app.make.session(event, { capacity: count });
    const answered: Answered[] = [];
    for (let number = 0; number < count; number++) answered.push(await invited(session));
    for (const { raw, to } of answered) await dovecot.deliver(raw, to);
    return answered;
  }
  /** A guest with the decline that their calendar would send. */
  async function invited(session?: Session): Promise<Answered> {
    const holder = await Holder.in(app, (session ?? (await app.make.session(event))).id);
    const [invitation] = await deliver(app, holder.id);
    const [organizer] = linesOf(calendarIn(invitation!)!, 'ORGANIZER');
    return { holder, raw: answerTo(invitation!), to: /mailto:(.*)$/.exec(organizer!)![1]! };
  }
  const reader = () => app.beside({ REPLY_IMAP_URL: wire.instead(dovecot.imapUrl) }, { works: true });
  const allHandled = (count: number) =>
    eventually(() => Promise.all(['INBOX', 'Processed'].map((folder) => dovecot.count(folder))), [0, count]);
  async function expectOneDeclineEach(answered: readonly Answered[]): Promise<void> {
    for (const { holder } of answered) {
      const told = (await toldTo(app, holder.id)).map(({ kind }) => kind);
      expect(told).toEqual(['confirmation', 'decline-noted']);
    }
    const [row] = await app.database.reader.query<{ mails: number }[]>(
      'SELECT count(*)::int AS mails FROM inbound_mails WHERE registration_id = ANY($1)',
      [answered.map(({ holder }) => holder.id)],
    );
    expect(row!.mails).toBe(answered.length);
  }

  it('that two workers read at once is read once', async () => {
    const answered = await declining(25);
    const free = await hold(answered[0]!.holder.id);
    await using readers = new AsyncDisposableStack();
    for (let count = 0; count < 2; count++) readers.use(await reader());
    await eventually(async () => (await waiting()) >= 2, true); // both have the same mails in hand
    await free();
    await allHandled(25);
    await expectOneDeclineEach(answered);
  }, 30_000);

  it('whose line breaks between what is done about a mail and its move knows the mail again', async () => {
    const answered = await declining(3);
    let cuts = 0;
    wire.judge = (bytes) => (bytes.includes('UID MOVE') && cuts++ === 0 ? 'cut' : 'pass');
    await using _ = await reader();
    await allHandled(3);
    expect(cuts).toBeGreaterThan(1);
    await expectOneDeclineEach(answered);
  }, 30_000);

  it('whose move was made, but the answer lost, goes on', async () => {
    const answered = await declining(3);
    let moves = 0;
    wire.judge = (bytes) => (bytes.includes('UID MOVE') && moves++ === 0 ? 'lose answer' : 'pass');
    await using _ = await reader();
    await allHandled(3);
    const [late] = await declining(1);
    await allHandled(4);
    await expectOneDeclineEach([...answered, late!]);
  }, 30_000);

  it('that breaks in the middle of a batch, and comes back with other numbers, is read to its end', async () => {
    const answered = await declining(12);
    const halfway = answered[6]!.holder.id;
    const free = await hold(halfway);
    await using _ = await reader();
    await eventually(async () => (await handled(answered)) >= 6, true);
    await dovecot.down();
    await dovecot.forgetNumbers();
    await dovecot.up();
    await free();
    await allHandled(12);
    await expectOneDeclineEach(answered);
  }, 30_000);

  it('with an answer that has a NUL in it reads those behind it', async () => {
    const [odd, next] = [await invited(), await invited()];
    await dovecot.deliver(withNul(odd), odd.to);
    await dovecot.deliver(next.raw, next.to);
    await using _ = await reader();
    await eventually(() => dovecot.count('INBOX'), 0);
    expect((await toldTo(app, next.holder.id)).map(({ kind }) => kind)).toEqual(['confirmation', 'decline-noted']);
    const [row] = await app.database.reader.query<{ why: string }[]>(
      'SELECT why FROM inbound_mails WHERE registration_id = $1',
      [odd.holder.id],
    );
    expect(row!.why).toBe('It is no answer (NONE).');
  }, 30_000);

  it('leaves a mail alone that cannot be handled, reads those behind it, and tries it again', async () => {
    const answered = await declining(3);
    await fails(answered[0]!.holder.id, 'P0001');
    {
      await using _ = await reader();
      await eventually(() => Promise.all(['INBOX', 'Processed'].map((folder) => dovecot.count(folder))), [1, 2]);
      await expectOneDeclineEach(answered.slice(1));
    }
    await fails(answered[0]!.holder.id, null);
    await using _ = await reader(); // a new connection looks at everything anew
    await allHandled(3);
    await expectOneDeclineEach(answered);
  }, 40_000);

  it('puts a mail aside, where the team sees it, that the database will never take', async () => {
    const answered = await declining(2);
    await fails(answered[0]!.holder.id, '22021');
    await using _ = await reader();
    await eventually(
      () => Promise.all(['INBOX', 'Processed', 'Quarantine'].map((folder) => dovecot.count(folder))),
      [0, 1, 1],
    );
    const { items } = (await team.get(`inbound-mails?registrationId=${answered[0]!.holder.id}`)).body;
    expect(items).toMatchObject([{ decision: 'filed', why: 'It could not be read.' }]);
    await fails(answered[0]!.holder.id, null);
  }, 30_000);

  const withNul = ({ raw }: Answered) =>
    Buffer.from(
      raw
        .toString('latin1')
        .replace(/^(Content-Type: text\/calendar.*)$/m, '$1\r\nContent-Transfer-Encoding: quoted-printable')
        .replace(/(?<=^(?:ATTENDEE|ORGANIZER|DTSTAMP|UID).*)=/gm, '=3D')
        .replace('METHOD:REPLY', 'METHOD:NO=00NE'),
      'latin1',
    );
  /** What is decided about mail for this registration cannot be written down, for this SQLSTATE; null ends that. */
  async function fails(registrationId: string, sqlState: string | null): Promise<void> {
    const { reader: sql } = app.database;
    await sql.query('DROP TRIGGER IF EXISTS refusing ON messages');
    if (!sqlState) return;
    await sql.query(`
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${sqlState}'; END $$`);
    await sql.query(`
      CREATE TRIGGER refusing BEFORE INSERT ON messages FOR EACH ROW
      WHEN (NEW.registration_id = '${registrationId}') EXECUTE FUNCTION refuse()`);
  }
  const handled = async (answered: readonly Answered[]) => {
    const [row] = await app.database.reader.query<{ mails: number }[]>(
      'SELECT count(*)::int AS mails FROM inbound_mails WHERE registration_id = ANY($1)',
      [answered.map(({ holder }) => holder.id)],
    );
    return row!.mails;
  };
  const waiting = async () => {
    const [row] = await app.database.reader.query<{ count: number }[]>(
      `SELECT count(*)::int FROM pg_locks JOIN pg_database d ON d.oid = database
       WHERE locktype = 'advisory' AND NOT granted AND d.datname = current_database()`,
    );
    return row!.count;
  };
  /** Whoever would decide about this registration's mail waits until it is freed. */
  async function hold(registrationId: string): Promise<() => Promise<void>> {
    let free = () => {};
    const freed = new Promise<void>((resolve) => (free = resolve));
    let held = () => {};
    const locked = new Promise<void>((resolve) => (held = resolve));
    const done = app.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('answers ' || $1, 0))`, [registrationId]);
      held();
      await freed;
    });
    await locked;
    return () => (free(), done);
  }
});
