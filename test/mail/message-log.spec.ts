import { Database } from '#database';
import { newId } from '#kernel';
import { MessageLog, type NewMessage } from '#mail';
import { House } from '../notices/house.js';

const EVENT = newId();
const REGISTRATION = newId();

let house: House;
let log: MessageLog;

beforeAll(async () => {
  house = await House.open({});
  house.setClock('2027-06-01T09:00:00Z');
  log = house.get(MessageLog);
});
afterAll(() => house[Symbol.asyncDispose]());

function message(change: Partial<NewMessage> = {}): NewMessage {
  return {
    eventId: EVENT,
    registrationId: REGISTRATION,
    kind: 'confirmation',
    recipient: 'ada@example.org',
    calendarSequence: 0,
    ...change,
  };
}

function queue(messages: readonly NewMessage[]) {
  return house.get(Database).transaction(async (tx) => log.queue(tx, messages));
}

describe('the log of messages', () => {
  it('queues many at once and names them in the order given', async () => {
    const recipients = Array.from({ length: 300 }, (_, index) => `guest${index}@example.org`);
    const refs = await queue(recipients.map((recipient) => message({ eventId: newId(), recipient })));
    expect(refs).toHaveLength(300);
    const last = await log.one(refs[299]!.messageId, null);
    expect(last).toMatchObject({
      recipient: 'guest299@example.org',
      state: 'queued',
      tries: 0,
      createdAt: '2027-06-01T09:00:00.000Z',
    });
  });

  it('takes mail with and without a calendar object together, whatever is in an address', async () => {
    const refs = await queue([
      message({ kind: 'lost-link', calendarSequence: null, recipient: `o'hara"{},\\@example.org` }),
      message(),
    ]);
    expect((await log.one(refs[0]!.messageId, null)).recipient).toBe(`o'hara"{},\\@example.org`);
  });

  it('forgets what was queued in a transaction that did not commit', async () => {
    let id = '';
    const failed = house.get(Database).transaction(async (tx) => {
      [{ messageId: id }] = log.queue(tx, [message()]) as [{ messageId: string; eventId: string }];
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    await expect(log.one(id, null)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is read newest first, page by page, each message once', async () => {
    const eventId = newId();
    const refs = await queue(Array.from({ length: 7 }, () => message({ eventId })));
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await log.list({ eventId, limit: 3, ...(cursor && { cursor }) }, null);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(refs.map(({ messageId }) => messageId).toReversed());
  });

  it('is read by event, registration and state', async () => {
    const [eventId, registrationId] = [newId(), newId()];
    const [first] = await queue([message({ eventId, registrationId }), message({ eventId })]);
    await house.get(Database).transaction((tx) => log.superseded(tx, first!));
    const ids = async (wanted: object) => (await log.list({ limit: 50, ...wanted }, null)).items.map(({ id }) => id);
    expect(await ids({ registrationId })).toEqual([first!.messageId]);
    expect(await ids({ eventId, state: 'superseded' })).toEqual([first!.messageId]);
    expect(await ids({ eventId, state: 'queued' })).toHaveLength(1);
  });

  it('refuses a cursor that it did not give', async () => {
    await expect(log.list({ limit: 3, cursor: "'; DROP" }, null)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it.each([newId(), 'no-id'])('has no message %s', async (id) => {
    await expect(log.one(id, null)).rejects.toMatchObject({ code: 'not_found' });
  });
});
