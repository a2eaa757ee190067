import { PoolNames } from '#admission';
import type { Event, Question, Session } from '#programme';
import { NoticeSender } from '#notices';
import { Holder, part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';
import { Team } from '../../support/team.js';
import { tablesThatSay } from '../../support/whole-database.js';

const QUESTION = { help: '', kind: 'text', options: [] as string[], required: false } as const;

let app: TestApp;
let event: Event;
let session: Session;
let other: Session;
let asked: Record<'meal' | 'loss' | 'illness', string>;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({
    questions: [
      { ...QUESTION, label: 'Meal?', askedPer: 'party', sensitive: false },
      { ...QUESTION, label: 'Whom do you mourn?', askedPer: 'party', sensitive: true },
      { ...QUESTION, label: 'Are you ill?', askedPer: 'person', sensitive: true },
    ],
  });
  session = await app.make.session(event, {
    pools: [{ name: 'Bereaved families of Aldgate', places: 3, private: true }],
  });
  other = await app.make.session(event);
  const rows = await app.database.reader.query<Question[]>('SELECT id FROM questions ORDER BY position');
  asked = { meal: rows[0]!.id, loss: rows[1]!.id, illness: rows[2]!.id };
});
afterAll(() => app[Symbol.asyncDispose]());

const said = (text: string) => tablesThatSay(app.database, text);

/** A party of two who say something about themselves wherever that can be said. */
const speaking = (mark: string) => ({
  partySize: 2,
  accessNeeds: `${mark} wheelchair`,
  answers: { [asked.meal]: `${mark} soup`, [asked.loss]: `${mark} sister`, [asked.illness]: `${mark} asthma` },
  guests: [{ name: `Tom`, accessNeeds: `${mark} crutches`, answers: { [asked.illness]: `${mark} epilepsy` } }],
});
const SECRETS = ['wheelchair', 'sister', 'asthma', 'crutches', 'epilepsy'];

async function expectNothingSaid(mark: string): Promise<void> {
  for (const secret of SECRETS) expect([secret, await said(`${mark} ${secret}`)]).toEqual([secret, []]);
}

it('looks into every table: what is not sensitive is found', async () => {
  await Holder.in(app, session.id, speaking('control'));
  expect(await said('control soup')).toEqual(['public.registrations']);
});

it('keeps nothing sensitive in plain text, in any table, whatever is done with it', async () => {
  const key = { 'idempotency-key': 'kept-answer' };
  const person = speaking('kept');
  const made = await app.register(session.id, person, key);
  const again = await app.register(session.id, { ...person, name: 'Visitor' }, { 'idempotency-key': 'another' });
  expect([made.status, again.status]).toEqual([201, 201]);
  const holder = await Holder.in(app, session.id, person);
  expect((await holder.change({ accessNeeds: 'kept wheelchair and sister' })).status).toBe(200);
  expect((await holder.change({ partySize: 3 }, { 'idempotency-key': 'changed' })).status).toBe(200);
  expect((await holder.move(other.id, { 'idempotency-key': 'moved' })).status).toBe(200);
  expect((await holder.cancel({ places: 2 }, { 'idempotency-key': 'some' })).status).toBe(200);
  await expectNothingSaid('kept');
  expect(part(await holder.view(), 'accessNeeds')).toBe('kept wheelchair and sister');
  expect((await holder.cancel()).status).toBe(200);
  await expectNothingSaid('kept');
});

it('shows its holder everything they said, also after a change and a move', async () => {
  const holder = await Holder.in(app, session.id, speaking('mine'));
  const mine = {
    accessNeeds: 'mine wheelchair',
    answers: { [asked.meal]: 'mine soup', [asked.loss]: 'mine sister', [asked.illness]: 'mine asthma' },
    places: [{ accessNeeds: null }, { accessNeeds: 'mine crutches', answers: { [asked.illness]: 'mine epilepsy' } }],
  };
  expect((await holder.view()).body).toMatchObject(mine);
  expect((await holder.move(other.id)).body).toMatchObject(mine);
  const told = (await holder.told()).length;
  expect((await holder.change({ accessNeeds: 'mine wheelchair' })).body).toMatchObject(mine);
  expect(await holder.told()).toHaveLength(told);
  expect((await holder.change({ accessNeeds: null })).body).toMatchObject({ ...mine, accessNeeds: null });
});

it('tells the contact in the mail what they wrote about themselves', async () => {
  const holder = await Holder.in(app, session.id, speaking('mailed'));
  const [message] = await app.database.reader.query<{ id: string }[]>(
    'SELECT id FROM messages WHERE registration_id = $1',
    [holder.id],
  );
  await app.service(NoticeSender).send({ eventId: event.id, messageId: message!.id });
  const mail = app.mail.mails.at(-1)!.parsed;
  expect(mail.text).toContain('mailed wheelchair');
  expect(mail.text).not.toContain('mailed crutches');
});

it('still reads what an earlier version wrote in plain text', async () => {
  const holder = await Holder.in(app, session.id, { partySize: 2 });
  await app.database.reader.query(
    `UPDATE registrations SET access_needs = to_jsonb('plain wheelchair'::text), answers = jsonb_build_object($2::text, 'plain sister'),
            places = jsonb_set(places, '{1,accessNeeds}', '"plain crutches"') WHERE id = $1`,
    [holder.id, asked.loss],
  );
  const shown = { accessNeeds: 'plain wheelchair', answers: { [asked.loss]: 'plain sister' } };
  expect((await holder.view()).body).toMatchObject({ ...shown, places: [{}, { accessNeeds: 'plain crutches' }] });
  expect((await holder.change({ contact: { name: 'Somebody' } })).body).toMatchObject(shown);
});

it('notes what has changed, and only that, without saying what it was', async () => {
  const holder = await Holder.in(app, session.id, speaking('noted'));
  await holder.change({ contact: { phone: '020 7946 0123' } });
  await holder.change({ accessNeeds: 'noted crutches' });
  const rows = await app.database.reader.query<{ changed: object }[]>(
    "SELECT changed FROM audit_trail WHERE subject_id = $1 AND kind = 'registration.changed' ORDER BY id",
    [holder.id],
  );
  expect(rows.map(({ changed }) => Object.keys(changed))).toEqual([['contactPhone'], ['accessNeeds']]);
  await expectNothingSaid('noted');
});

it('does not open what was copied from somebody else, or to another field', async () => {
  const [mine, theirs] = [
    await Holder.in(app, session.id, { accessNeeds: 'mine' }),
    await Holder.in(app, session.id, { accessNeeds: 'theirs', answers: { [asked.loss]: 'mine' } }),
  ];
  await app.database.reader.query(
    `UPDATE registrations r SET access_needs = t.access_needs FROM registrations t WHERE r.id = $1 AND t.id = $2`,
    [mine.id, theirs.id],
  );
  expect((await mine.view()).status).toBe(500);
  await app.database.reader.query(`UPDATE registrations SET access_needs = answers -> $2 WHERE id = $1`, [
    theirs.id,
    asked.loss,
  ]);
  expect((await theirs.view()).status).toBe(500);
});

it('takes what looks sealed for what it is: something that a person wrote', async () => {
  const [sealed] = await app.database.reader.query<{ text: string }[]>(
    `SELECT access_needs ->> 'sealed' AS text FROM registrations WHERE access_needs IS NOT NULL LIMIT 1`,
  );
  const copied = JSON.stringify({ sealed: sealed!.text });
  for (const text of [sealed!.text, copied]) {
    const holder = await Holder.in(app, session.id, { accessNeeds: text, answers: { [asked.meal]: text } });
    expect((await holder.view()).body).toMatchObject({ accessNeeds: text, answers: { [asked.meal]: text } });
  }
});

it('keeps whom a private pool is for from who reads the database, and tells the team', async () => {
  expect(await said('Aldgate')).toEqual([]);
  const team = await Team.as(app);
  const pools = part<{ name: string; private: boolean }[]>(await team.get(`sessions/${session.id}`), 'pools');
  expect(pools).toMatchObject([
    { name: 'Public', private: false },
    { name: 'Bereaved families of Aldgate', private: true },
  ]);
  const rows = await app.database.reader.query<{ id: string; sealedName: string }[]>(
    'SELECT id, sealed_name AS "sealedName" FROM pools WHERE private',
  );
  const names = app.service(PoolNames);
  expect(() => names.open({ ...rows[0]!, name: '', id: session.id })).toThrow();
});
