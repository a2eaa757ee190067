import { setTimeout as sleep } from 'node:timers/promises';
import { LostLinks } from '#registration';
import { NoticeSender } from '#notices';
import type { MessageView } from '#contracts';
import { header, mimeTree } from '../mail/mime-tree.js';
import { PostOffice } from '../mail/post-office.js';
import { House } from './house.js';

/** Until when the mail server thinks about a recipient. */
let thinking: Readonly<Record<string, () => Promise<void>>> = {};
let office: PostOffice;
let house: House;
beforeAll(async () => {
  office = await PostOffice.open({
    onRcptTo: ({ address }, _session, done) => {
      const refused = address.startsWith('nobody')
        ? Object.assign(new Error('No such user'), { responseCode: 550 })
        : null;
      void (thinking[address] ?? (async () => {}))().then(() => done(refused));
    },
  });
  house = await House.open({ smtpUrl: office.url });
  house.setClock('2027-06-01T09:00:00Z');
});
beforeEach(() => {
  thinking = {};
  office.received.length = 0;
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await office[Symbol.asyncDispose]();
});

const register = async (name: string) => {
  const email = `${name}@example.org`;
  return house.register(await house.session(), { contact: { name, email }, guests: [] });
};
const queuedOf = async (ids: readonly string[]) => (await Promise.all(ids.map((id) => house.messages(id)))).flat();
const send = (messages: readonly MessageView[]) =>
  house.get(NoticeSender).sendAll(messages.map(({ id, eventId }) => ({ messageId: id, eventId })));
const statesOf = async (ids: readonly string[]) => (await queuedOf(ids)).map(({ state }) => state);

describe('messages of one job', () => {
  it('are sent and noted each by itself, whatever becomes of the others', async () => {
    const ids = [await register('ann'), await register('nobody'), await register('cid')];
    await send(await queuedOf(ids));
    expect(await statesOf(ids)).toEqual(['sent', 'failed', 'sent']);
    expect(office.received.map(({ to }) => to[0])).toEqual(['ann@example.org', 'cid@example.org']);
    const [ann] = await house.messages(ids[0]!);
    expect(ann).toMatchObject({ tries: 1, lastError: null, subject: expect.stringMatching(/^Confirmed: /) });
  });

  it('about one registration go out in order, each later than the one before', async () => {
    const [dot, eve] = [await register('dot'), await register('eve')];
    await house.get(LostLinks).send('dot@example.org');
    const messages = await queuedOf([dot, eve]);
    await send(messages);
    const dates = office.received
      .filter(({ to }) => to[0] === 'dot@example.org')
      .map(
        ({ raw }) =>
          [header(mimeTree(raw), 'Subject')!.slice(0, 9), Date.parse(header(mimeTree(raw), 'Date')!)] as const,
      );
    expect(dates.map(([subject]) => subject)).toEqual(['Confirmed', 'Your link']);
    expect(dates[1]![1]).toBeGreaterThan(dates[0]![1]);
  });

  it('are noted as sent after a second, where the mail server is slow', async () => {
    const ids = [await register('fay'), await register('gus'), await register('hal')];
    const looked = Promise.withResolvers<void>();
    thinking = { 'gus@example.org': () => sleep(1100), 'hal@example.org': () => looked.promise };
    const sending = send(await queuedOf(ids));
    while (office.received.length < 3 && !(await statesOf(ids)).includes('sent'))
      await new Promise((go) => setTimeout(go, 20));
    expect(await statesOf(ids)).toEqual(['sent', 'sent', 'queued']);
    looked.resolve();
    await sending;
    expect(await statesOf(ids)).toEqual(['sent', 'sent', 'sent']);
    expect(office.received).toHaveLength(3);
  });

  it('are sent once, however many workers have them in whatever order', async () => {
    const ids = [await register('ida'), await register('jon'), await register('kit'), await register('lea')];
    const messages = await queuedOf(ids);
    await Promise.all([send(messages), send(messages.toReversed()), send(messages)]);
    expect(office.received).toHaveLength(4);
  });
});
