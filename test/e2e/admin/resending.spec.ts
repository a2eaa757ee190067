import type { MessageView } from '#contracts';
import type { Event } from '#programme';
import { calendarIn, deliver } from '../../support/delivery.js';
import { idOf, registerFor, trailOf } from '../../support/desk.js';
import { Holder, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());

const session = (of = event) => app.make.session(of);
const again = (id: string) => team.post(`registrations/${id}/resend`);
const messagesOf = async (id: string) => part<MessageView[]>(await team.get(`messages?registrationId=${id}`), 'items');
const resend = (message: MessageView) => team.post(`messages/${message.id}/resend`);

async function told() {
  const holder = await Holder.in(app, (await session()).id);
  const [mail] = await deliver(app, holder.id);
  return { holder, mail: mail! };
}

describe('sending the confirmation again', () => {
  it('brings a mail of its own for the same calendar entry, as it is now', async () => {
    const { holder, mail } = await told();
    const answer = await again(holder.id);
    expect([answer.status, answer.body]).toEqual([
      202,
      expect.objectContaining({ kind: 'confirmation', state: 'queued', resends: null, registrationId: holder.id }),
    ]);
    const [second] = await deliver(app, holder.id);
    const line = (name: string, raw: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(raw)![1];
    expect(line('Message-ID', second!.raw)).not.toBe(line('Message-ID', mail.raw));
    for (const name of ['UID', 'SEQUENCE']) {
      expect(line(name, calendarIn(second!)!)).toBe(line(name, calendarIn(mail)!));
    }
    const [entry] = await trailOf(team, holder.id);
    expect(entry).toMatchObject({ kind: 'registration.mailed-again', actor: { kind: 'key' } });
  });

  it('brings the link that confirms where that is what is missing, and the time for it', async () => {
    const checked = await session(await app.make.event({ confirmation: 'by-email' }));
    await app.register(checked.id);
    const [{ id }] = part<[{ id: string }]>(await team.get(`registrations?sessionId=${checked.id}`), 'items');
    app.clock.travel({ minutes: 29 });
    expect((await again(id)).body).toMatchObject({ kind: 'email-check' });
    app.clock.travel({ minutes: 29 });
    expect((await deliver(app, id)).at(-1)!.raw).toMatch(/^Subject: Please confirm/m);
  });

  it('is refused where nobody would understand it, or nobody can have it', async () => {
    const { holder } = await told();
    await holder.cancel();
    expectProblem(await again(holder.id), 409, 'registration_cancelled');
    const id = idOf(await registerFor(team, (await session()).id, { contact: { name: 'Ida' } }));
    expectProblem(await again(id), 409, 'no_address');
  });

  it('fills nobody’s letter box', async () => {
    const { holder } = await told();
    for (let count = 0; count < 9; count++) expect((await again(holder.id)).status).toBe(202);
    expectProblem(await again(holder.id), 409, 'too_many_mails');
    app.clock.travel({ minutes: 61 });
    expect((await again(holder.id)).status).toBe(202);
  });
});

describe('sending a message again', () => {
  it('makes a new one that names the old, to the address that the party has now', async () => {
    const { holder } = await told();
    const [old] = await messagesOf(holder.id);
    await team.change(`registrations/${holder.id}`, { contact: { email: 'now@example.org' }, tell: false });
    const answer = await resend(old!);
    expect([answer.status, answer.body]).toEqual([
      202,
      expect.objectContaining({ kind: 'confirmation', recipient: 'now@example.org', resends: old!.id }),
    ]);
    expect((await messagesOf(holder.id)).map(({ state }) => state)).toEqual(['queued', 'sent']);
    const [mail] = await deliver(app, holder.id);
    expect(mail!.raw).toContain('now@example.org');
  });

  it('does it once if the request is sent twice', async () => {
    const { holder } = await told();
    const [old] = await messagesOf(holder.id);
    const headers = { 'idempotency-key': 'again' };
    const path = `messages/${old!.id}/resend`;
    const [one, two] = [await team.post(path, {}, headers), await team.post(path, {}, headers)];
    expect([two.text, (await messagesOf(holder.id)).length]).toEqual([one.text, 2]);
  });

  it('works for one that has failed', async () => {
    const { holder } = await told();
    const [old] = await messagesOf(holder.id);
    await app.database.reader.query(`UPDATE messages SET state = 'failed' WHERE id = $1`, [old!.id]);
    expect((await resend(old!)).status).toBe(202);
    expect((await deliver(app, holder.id)).length).toBe(1);
  });

  it('is refused while it is on its way, and when it is not true any more', async () => {
    const queued = await Holder.in(app, (await session()).id);
    expectProblem(await resend((await messagesOf(queued.id))[0]!), 409, 'message_queued');
    const { holder } = await told();
    const [confirmation] = await messagesOf(holder.id);
    await holder.cancel();
    expectProblem(await resend(confirmation!), 409, 'message_overtaken');
    await deliver(app, holder.id);
    const [cancellation] = await messagesOf(holder.id);
    expect((await resend(cancellation!)).body).toMatchObject({ kind: 'cancellation' });
    expect(calendarIn((await deliver(app, holder.id))[0]!)).toContain('METHOD:CANCEL');
  });

  it('tells an address that has lost the places nothing but that', async () => {
    const { holder } = await told();
    await team.change(`registrations/${holder.id}`, { contact: { email: 'other@example.org' } });
    await deliver(app, holder.id);
    const note = (await messagesOf(holder.id)).find(({ kind }) => kind === 'address-changed')!;
    expect((await resend(note)).body).toMatchObject({ kind: 'address-changed', recipient: note.recipient });
    await team.change(`registrations/${holder.id}`, { contact: { email: note.recipient }, tell: false });
    expectProblem(await resend(note), 409, 'message_overtaken');
  });

  it('is for those who may, within reach', async () => {
    const { holder } = await told();
    const [old] = await messagesOf(holder.id);
    const elsewhere = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    expectProblem(await elsewhere.post(`messages/${old!.id}/resend`), 404, 'not_found');
    expectProblem(await (await Team.as(app, 'viewer')).post(`messages/${old!.id}/resend`), 403, 'forbidden');
    expect((await toldTo(app, holder.id)).length).toBe(1);
  });
});

describe('the log of messages', () => {
  it('can be that of one kind, one time or part of an address', async () => {
    const here = await session(await app.make.event());
    const before = app.clock.now();
    const holder = await Holder.in(app, here.id, { email: '50%_of.them@example.org' });
    app.clock.travel({ minutes: 5 });
    const between = app.clock.now();
    await holder.cancel();
    const found = async (query: Record<string, string>) => {
      const all = new URLSearchParams({ eventId: here.eventId, ...query });
      return part<MessageView[]>(await team.get(`messages?${all.toString()}`), 'items').map(({ kind }) => kind);
    };
    expect(await found({ recipient: '%_OF.them@' })).toEqual(['cancellation', 'confirmation']);
    expect(await found({ recipient: '50%them' })).toEqual([]);
    expect(await found({ kind: 'confirmation' })).toEqual(['confirmation']);
    expect(await found({ from: between.toISOString() })).toEqual(['cancellation']);
    expect(await found({ from: before.toISOString(), to: between.toISOString() })).toEqual(['confirmation']);
  });
});
