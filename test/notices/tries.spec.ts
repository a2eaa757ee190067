import { Database } from '#database';
import type { MessageView } from '#contracts';
import { PostOffice } from '../mail/post-office.js';
import { House } from './house.js';

/** What the server says to the next recipient; nothing to take the mail. */
let answer: { readonly code: number; readonly text: string } | undefined;
let office: PostOffice;
let house: House;

beforeAll(async () => {
  office = await PostOffice.open({
    onRcptTo: (_address, _session, done) =>
      done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code })),
  });
  house = await House.open({ smtpUrl: office.url });
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await office[Symbol.asyncDispose]();
});
beforeEach(() => {
  office.received.length = 0;
  answer = undefined;
  house.setClock('2027-06-01T09:00:00Z');
});

async function queued(): Promise<MessageView> {
  const [message] = await house.messages(await house.register(await house.session()));
  return message!;
}

async function after(message: MessageView): Promise<MessageView> {
  await house.send(message);
  return (await house.messages(message.registrationId!))[0]!;
}

async function jobsFor(message: MessageView): Promise<Date[]> {
  const rows = await house
    .get(Database)
    .reader.query<{ start_after: Date }[]>(
      `SELECT start_after FROM pgboss.job WHERE name = 'notice.send' AND data->'messages'->0->>'messageId' = $1 ORDER BY start_after DESC`,
      [message.id],
    );
  return rows.map(({ start_after }) => start_after);
}

describe('a server that asks to come back', () => {
  it('is asked again in a minute, by a job that commits with the record of the try', async () => {
    answer = { code: 450, text: 'Greylisted, please come back' };
    const message = await queued();
    expect(await after(message)).toMatchObject({
      state: 'queued',
      tries: 1,
      lastError: expect.stringContaining('450 Greylisted'),
      nextTryAt: '2027-06-01T09:01:00.000Z',
    });
    expect(await jobsFor(message)).toContainEqual(new Date('2027-06-01T09:01:00Z'));
  });

  it('gets the mail then, and the log forgets the trouble but not the tries', async () => {
    answer = { code: 450, text: 'Greylisted' };
    const message = await queued();
    await house.send(message);
    answer = undefined;
    house.setClock('2027-06-01T09:01:00Z');
    expect(await after(message)).toMatchObject({ state: 'sent', tries: 2, lastError: null, nextTryAt: null });
    expect(office.received).toHaveLength(1);
  });

  it('is left alone until then, even if a job runs early, which leaves another in its place', async () => {
    answer = { code: 450, text: 'Greylisted' };
    const message = await queued();
    await house.send(message);
    const jobs = (await jobsFor(message)).length;
    house.setClock('2027-06-01T09:00:20Z');
    expect(await after(message)).toMatchObject({ tries: 1 });
    expect(await jobsFor(message)).toHaveLength(jobs + 1);
  });

  it('is given up after about two days of longer and longer pauses', async () => {
    answer = { code: 421, text: 'Try later' };
    const message = await queued();
    const times: string[] = [];
    let now: MessageView = message;
    while (now.state === 'queued') {
      if (now.nextTryAt) house.setClock(now.nextTryAt);
      times.push(now.nextTryAt ?? '2027-06-01T09:00:00.000Z');
      now = await after(message);
    }
    expect(now).toMatchObject({ state: 'failed', tries: 10, nextTryAt: null, finishedAt: times.at(-1) });
    expect(times.slice(0, 4).map((time) => time.slice(11, 16))).toEqual(['09:00', '09:01', '09:06', '09:21']);
    expect(times.at(-1)!.slice(0, 10)).toBe('2027-06-03');
  });
});

describe('a server that refuses the recipient for good', () => {
  it('is not asked twice', async () => {
    answer = { code: 550, text: 'No such person here' };
    const message = await queued();
    const before = (await jobsFor(message)).length;
    expect(await after(message)).toMatchObject({
      state: 'failed',
      tries: 1,
      lastError: expect.stringContaining('550 No such person here'),
    });
    expect(await jobsFor(message)).toHaveLength(before);
  });

  it('may talk long; we remember 500 characters on one line', async () => {
    answer = { code: 550, text: 'No '.repeat(400) };
    const { lastError } = await after(await queued());
    expect(lastError).toHaveLength(500);
    expect(lastError).not.toMatch(/[\r\n]/);
  });
});

it('sends the mails of one registration one after the other', async () => {
  const id = await house.register(await house.session());
  await house.resize(id, 3);
  const [confirmation, change] = await house.messages(id);
  // Side by side and the older first: without the lock both would find nothing sent before.
  await Promise.all([house.send(change!), house.send(confirmation!), house.send(change!)]);
  expect(office.received).toHaveLength(1);
});

it('works by itself: a registration becomes a mail', async () => {
  await using working = await House.open({ smtpUrl: office.url, works: true });
  working.setClock('2027-06-01T09:00:00Z');
  await working.register(await working.session());
  const deadline = performance.now() + 15_000;
  while (office.received.length === 0 && performance.now() < deadline)
    await new Promise((wait) => setTimeout(wait, 50));
  expect(office.received.map(({ to }) => to)).toEqual([['ada@example.org']]);
});
