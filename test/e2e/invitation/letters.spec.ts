import { Reminders } from '#invitation';
import { instantAt, zoned } from '#kernel';
import { CandidateSender } from '#notices';
import { PoolRelease } from '#admission';
import type { CaughtMail } from '../../support/mail-sink.js';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';
import { GuestLists, type Invited } from './guest-lists.js';

const DAY = 24 * 60 * 60_000;

let app: TestApp;
let lists: GuestLists;
let releasesAt: Date;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  releasesAt = inDays(20);
  lists = await GuestLists.open(app, { invited: 20, private: true, releasesAt });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

function inDays(days: number): Date {
  return new Date(app.clock.now().getTime() + days * DAY);
}

/** Sends what is queued about the invitation now, and answers the mails that went out. */
async function deliver({ id }: Pick<Invited, 'id'>): Promise<CaughtMail[]> {
  const queued = await app.database.reader.query<{ id: string; event_id: string }[]>(
    `SELECT id, event_id FROM messages WHERE candidate_id = $1 AND state = 'queued' ORDER BY id`,
    [id],
  );
  const before = app.mail.mails.length;
  for (const one of queued) await app.service(CandidateSender).send({ eventId: one.event_id, messageId: one.id });
  return app.mail.mails.slice(before);
}

const post = (path: string, body: unknown = {}) => lists.team.post(path, body);
const textOf = (mail: CaughtMail | undefined) => (mail?.parsed.text ?? '').replaceAll(/\s+/g, ' ');

describe('the letter of an invitation', () => {
  it('asks the guest by name, says how many and until when, and brings their own link', async () => {
    const invited = await lists.invite({ title: 'Professor', name: 'Ada Birch', partySize: 2, send: true });
    const [mail] = await deliver(invited);
    const text = textOf(mail);
    expect(text).toContain('Dear Professor Ada Birch,');
    expect(text).toContain('This invitation is for you and one guest.');
    expect(text).toContain(invited.url);
    expect(text).not.toContain('Guests'); // the name of the pool
    expect(mail!.parsed.html).toContain(invited.url);
    expect(mail!.to).toEqual([invited['email']]);
  });

  it('greets in the language of the guest', async () => {
    const greet = async (guest: object) => textOf((await deliver(await lists.invite({ ...guest, send: true })))[0]);
    expect(await greet({ name: 'Jeanne Aulne', salutation: 'Mme', language: 'fr' })).toContain(
      'Chère Mme Jeanne Aulne,',
    );
    expect(await greet({ name: 'Eva Linde', salutation: 'Frau', language: 'de' })).toContain(
      'Sehr geehrte Frau Eva Linde,',
    );
    expect(await greet({ name: 'Mair Onnen', language: 'cy' })).toContain('Annwyl Mair Onnen,');
    expect(await greet({ name: 'Ada Birch', salutation: 'Lord Mayor' })).toContain('Dear Lord Mayor,');
    expect(await greet({ name: 'Sam', language: 'de' })).toContain('Guten Tag, Sam,');
  });

  it('is written in the words of the event, escaped, and looked at before as a guest', async () => {
    const body =
      'Come & hear <us>, {{name}} of {{organisation}}.\n\nFor {{party}}, at {{where}}; answer by {{answerBy}}.';
    const words = { eventId: lists.session.eventId, kind: 'invitation', subject: 'For {{title}} {{name}}', body };
    const invited = await lists.invite({ name: 'Ada Birch', organisation: 'Rare Plants' });
    const tried = await post(`invitations/${invited.id}/preview`, { subject: words.subject, body });
    expect(tried.body).toMatchObject({ subject: 'For Ada Birch', to: invited['email'] });
    expect(tried.text).not.toContain(invited.url);
    expect(String(tried.body['html'])).toContain('Come &amp; hear &lt;us&gt;, Ada Birch of Rare Plants.');
    expect((await post('invitation-templates', words)).status).toBe(201);
    expectProblem(await post('invitation-templates', words), 409, 'template_taken');
    await post(`invitations/${invited.id}/send`);
    const [mail] = await deliver(invited);
    expect(mail!.parsed.subject).toBe('For Ada Birch');
    expect(textOf(mail)).toContain('Come & hear <us>, Ada Birch of Rare Plants.');
  });

  it('refuses a field that there is not, by name', async () => {
    const of = { eventId: lists.session.eventId, kind: 'reminder', subject: 'Hello' };
    const problem = expectProblem(
      await post('invitation-templates', { ...of, body: 'Dear {{firstname}}' }),
      422,
      'invalid_input',
    );
    expect(problem['errors']).toMatchObject([{ pointer: '/body', code: 'unknown_field' }]);
    expect(JSON.stringify(problem)).toContain('{{firstname}}');
    expectProblem(await post('invitation-templates', { ...of, body: 'Dear {{name' }), 422, 'invalid_input');
  });

  it('goes to nobody who has answered since, nor to an address that was replaced', async () => {
    const [answered, moved] = [await lists.invite({ send: true }), await lists.invite({ send: true })];
    await lists.as(answered).decline();
    await lists.team.change(`invitations/${moved.id}`, { email: 'new@example.org' });
    const mails = [...(await deliver(answered)), ...(await deliver(moved))];
    expect(mails.map(({ parsed }) => parsed.subject)).toEqual([expect.stringContaining('cannot come')]);
  });

  it('is sent again with the same link, until it is answered', async () => {
    const invited = await lists.invite({ send: true });
    expect((await post(`invitations/${invited.id}/send`)).status).toBe(202);
    const [first, second] = await deliver(invited);
    expect([textOf(first), textOf(second)].every((text) => text.includes(invited.url))).toBe(true);
    await lists.as(invited).decline();
    expectProblem(await post(`invitations/${invited.id}/send`), 409, 'invitation_answered');
    expectProblem(await post(`invitations/${(await lists.invite({ email: undefined })).id}/send`), 409, 'no_address');
  });

  it('says that an invitation is withdrawn, to whom it was sent, unless the team does not wish to tell', async () => {
    const [sent, unsent, quiet] = [
      await lists.invite({ send: true }),
      await lists.invite(),
      await lists.invite({ send: true }),
    ];
    for (const one of [sent, quiet]) await deliver(one);
    await post(`invitations/${sent.id}/withdraw`, { reason: 'Invited twice.' });
    await post(`invitations/${unsent.id}/withdraw`);
    await post(`invitations/${quiet.id}/withdraw`, { tell: false });
    const mails = [...(await deliver(sent)), ...(await deliver(unsent)), ...(await deliver(quiet))];
    expect(mails.map(({ to, parsed }) => [to[0], parsed.subject])).toEqual([
      [sent['email'], expect.stringContaining('withdrawn')],
    ]);
    expect(textOf(mails[0])).not.toContain('Invited twice');
  });

  it('tells a deputy who has named them', async () => {
    const invited = await lists.invite({ name: 'Ada Birch', title: 'Professor' });
    await lists.as(invited).deputise({ name: 'www.example.org/win', email: 'tom@example.org' });
    const { body } = await lists.team.get(`invitations/${invited.id}`);
    const text = textOf((await deliver({ id: String(body['deputyId']) }))[0]);
    expect(text).toContain('Professor Ada Birch cannot come and has named you to come instead.');
    expect(text).toContain('Good day,');
    expect(text).not.toContain('example.org/win');
  });
});

describe('a rule for reminders', () => {
  const rule = (daysBefore: number) =>
    post('reminder-rules', { eventId: lists.session.eventId, daysBefore, at: '10:00' });
  const reminders = async ({ id }: Invited) =>
    (await lists.team.get(`messages?candidateId=${id}&kind=invitation-reminder`)).body['items'] as unknown as unknown[];

  /** Minutes until it is some hours after ten o'clock fourteen days before the answer is due. */
  const untilItsDay = (hours: number) => {
    const due = zoned(releasesAt, 'Europe/London').toPlainDate().subtract({ days: 14 });
    const start = instantAt(`${due.toString()}T10:00`, 'Europe/London').getTime();
    return Math.floor((start - app.clock.now().getTime()) / 60_000) + hours * 60;
  };

  it('reminds those who have not answered by its day, once, at a decent hour', async () => {
    expect((await rule(14)).status).toBe(201);
    expectProblem(await rule(14), 409, 'rule_taken');
    const [silent, answered, unsent] = [
      await lists.invite({ send: true }),
      await lists.invite({ send: true }),
      await lists.invite(),
    ];
    await lists.as(answered).accept();
    const minutes = untilItsDay(1);
    app.clock.travel({ minutes: minutes - 120 });
    expect(await app.service(Reminders).run()).toBe(0);
    app.clock.travel({ minutes: 120 });
    expect(await app.service(Reminders).run()).toBe(1);
    expect(await app.service(Reminders).run()).toBe(0);
    expect(
      [await reminders(silent), await reminders(answered), await reminders(unsent)].map((all) => all.length),
    ).toEqual([1, 0, 0]);
    const mails = await deliver(silent);
    expect(mails.map(({ parsed }) => parsed.subject)).toContainEqual(expect.stringContaining('May we expect you?'));
    app.clock.travel({ minutes: -minutes });
  });

  it('never mails after an answer, even if the mail was queued before', async () => {
    await rule(14);
    const invited = await lists.invite({ send: true });
    await deliver(invited);
    const minutes = untilItsDay(1);
    app.clock.travel({ minutes });
    expect(await app.service(Reminders).run()).toBe(1);
    await lists.as(invited).accept();
    expect(await deliver(invited)).toEqual([]);
    app.clock.travel({ minutes: -minutes });
  });

  it('says nothing after the answer was due, nor when its moment was long ago', async () => {
    await rule(14);
    await lists.invite({ send: true });
    const minutes = untilItsDay(25);
    app.clock.travel({ minutes });
    expect(await app.service(Reminders).run()).toBe(0);
    app.clock.travel({ minutes: -24 * 60 });
    await app.service(PoolRelease).release(lists.poolId);
    expect(await app.service(Reminders).run()).toBe(0);
    app.clock.travel({ minutes: 24 * 60 - minutes });
  });
});

describe('many at once', () => {
  const mail = (body: object, query = '') =>
    post(`invitation-mailings${query}`, { filter: { eventId: lists.session.eventId }, ...body });

  it('are counted first, and reached as counted', async () => {
    const one = await lists.invite();
    await lists.invite({ email: undefined });
    const counted = await mail({ action: 'send' }, '?preview=true');
    expect(counted.body).toEqual({ action: 'send', reaches: 1, people: 1, withoutAddress: 1 });
    const other = await lists.invite({ partySize: 2 });
    expectProblem(await mail({ action: 'send', expected: 1 }), 409, 'reach_changed');
    expect((await mail({ action: 'send', expected: 2 })).body).toMatchObject({ reaches: 2, people: 3 });
    expect((await mail({ action: 'send' })).body).toMatchObject({ reaches: 0 });
    await lists.as(other).accept();
    expect((await mail({ action: 'remind' })).body).toMatchObject({ reaches: 1 });
    expect((await deliver(one)).length).toBe(2);
    expect((await mail({ action: 'withdraw' })).body).toMatchObject({ reaches: 2 });
    expect(await lists.pool()).toMatchObject({ taken: 1, promised: 0 });
  });
});

it('tells those who have not answered when it is called off, once', async () => {
  const [silent, coming] = [await lists.invite({ send: true }), await lists.invite({ send: true })];
  await lists.as(coming).accept();
  await deliver(silent);
  await post(`sessions/${lists.session.id}/cancel`, { reason: 'A burst pipe.' });
  expect(await app.service(Reminders).run()).toBe(1);
  expect(await app.service(Reminders).run()).toBe(0);
  const [told, ...others] = await deliver(silent);
  expect(others).toEqual([]);
  expect(told!.parsed.subject).toMatch(/^Cancelled: /);
  expect(told!.parsed.text).toContain('The reason: A burst pipe.');
  expectProblem(await lists.as(silent).accept(), 409, 'session_cancelled');
});
