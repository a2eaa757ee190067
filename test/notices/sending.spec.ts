import { EmailCheck, LostLinks } from '#registration';
import { header, leaves, mimeTree } from '../mail/mime-tree.js';
import { PostOffice, type Received } from '../mail/post-office.js';
import { House } from './house.js';

let office: PostOffice;
let house: House;

beforeAll(async () => {
  office = await PostOffice.open();
  house = await House.open({ smtpUrl: office.url });
  house.setClock('2027-06-01T09:00:00Z');
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await office[Symbol.asyncDispose]();
});
beforeEach(() => {
  office.received.length = 0;
});

const states = (messages: readonly { kind: string; state: string }[]) =>
  messages.map(({ kind, state }) => `${kind} ${state}`);

function calendarIn({ raw }: Received): string | undefined {
  const part = leaves(mimeTree(raw)).find(({ type }) => type === 'text/calendar');
  return part?.content.toString().replace(/\r\n[ \t]/g, '');
}

function textIn({ raw }: Received): string {
  const part = leaves(mimeTree(raw)).find(({ type }) => type === 'text/plain');
  return part!.content.toString().replace(/\r\n/g, '\n');
}

/** The value of the first such content line. */
function line(calendar: string | undefined, name: string): string | undefined {
  return new RegExp(`^${name}[;:](.*)\\r$`, 'm').exec(calendar ?? '')?.[1];
}

describe('a confirmation', () => {
  it('goes to the contact with their calendar object, and the log says so', async () => {
    const id = await house.register(await house.session());
    const [message] = await house.sendAll(id);
    expect(message).toMatchObject({ state: 'sent', tries: 1, lastError: null, nextTryAt: null });
    expect(message!.subject).toMatch(/^Confirmed: /);
    const [mail] = office.received;
    expect(mail!.to).toEqual(['ada@example.org']);
    expect(header(mimeTree(mail!.raw), 'Message-ID')).toBe(`<${message!.id}@bma.example>`);
    const calendar = calendarIn(mail!);
    expect(line(calendar, 'METHOD')).toBe('REQUEST');
    expect(line(calendar, 'SEQUENCE')).toBe('0');
    expect(line(calendar, 'ORGANIZER')).toMatch(/mailto:gardens@bma\.example$/);
    expect(line(calendar, 'ATTENDEE')).toMatch(/mailto:ada@example\.org$/);
  });

  it('keeps the link, the guests and everybody’s needs out of the calendar', async () => {
    await house.sendAll(await house.register(await house.session()));
    const calendar = calendarIn(office.received[0]!);
    expect(calendar).not.toMatch(/manage|Tom Birch|insulin|seat near/);
    expect(calendar).toMatch(/2 places\\, reference GH-/);
  });

  it('repeats the contact’s needs to them, but not those of a guest', async () => {
    await house.sendAll(await house.register(await house.session()));
    const { raw } = office.received[0]!;
    expect(textIn(office.received[0]!)).toContain('A seat near the gate, please.');
    expect(
      leaves(mimeTree(raw))
        .map(({ content }) => content.toString())
        .join(),
    ).not.toContain('insulin');
  });

  it('says to the contact that they come to help, in the mail alone', async () => {
    const spaces = [{ person: 0, kind: 'companion', of: 1 } as const];
    await house.sendAll(await house.register(await house.session(), { spaces }));
    expect(textIn(office.received[0]!)).toContain('You come to help somebody of your party.');
    expect(calendarIn(office.received[0]!)).not.toContain('come to help');
  });

  it('is sent once however often its job runs, one after the other or side by side', async () => {
    const [message] = await house.messages(await house.register(await house.session()));
    await Promise.all([house.send(message!), house.send(message!), house.send(message!)]);
    await house.send(message!);
    expect(office.received).toHaveLength(1);
  });
});

describe('a change', () => {
  it('keeps the UID, raises SEQUENCE and DTSTAMP even within a second, and refers to the first mail', async () => {
    const id = await house.register(await house.session());
    const [first] = await house.sendAll(id);
    await house.resize(id, 3);
    await house.sendAll(id);
    const [before, after] = office.received.map(calendarIn);
    expect(line(after, 'UID')).toBe(line(before, 'UID'));
    expect(line(after, 'SEQUENCE')).toBe('1');
    expect(line(before, 'DTSTAMP')).toBe('20270601T090000Z');
    expect(line(after, 'DTSTAMP')).toBe('20270601T090001Z');
    expect(header(mimeTree(office.received[1]!.raw), 'References')).toBe(`<${first!.id}@bma.example>`);
    expect(header(mimeTree(office.received[1]!.raw), 'Subject')).toMatch(/^Changed: /);
  });

  it('is told as the confirmation, and alone, if nothing was sent before it', async () => {
    const id = await house.register(await house.session());
    await house.resize(id, 3);
    await house.resize(id, 4);
    expect(states(await house.sendAll(id))).toEqual(['confirmation superseded', 'change superseded', 'change sent']);
    expect(office.received).toHaveLength(1);
    expect(header(mimeTree(office.received[0]!.raw), 'Subject')).toMatch(/^Confirmed: /);
    expect(line(calendarIn(office.received[0]!), 'SEQUENCE')).toBe('2');
    expect(textIn(office.received[0]!)).toContain('4 places');
  });

  it('is never followed by the older mail that was held up', async () => {
    const id = await house.register(await house.session());
    await house.resize(id, 3);
    const [confirmation, change] = await house.messages(id);
    await house.send(change!);
    await house.send(confirmation!);
    expect(office.received).toHaveLength(1);
    expect(states(await house.messages(id))).toEqual(['confirmation superseded', 'change sent']);
  });
});

describe('a cancellation', () => {
  it('takes the entry out of the calendar with a raised SEQUENCE', async () => {
    const id = await house.register(await house.session());
    await house.sendAll(id);
    await house.cancel(id);
    await house.sendAll(id);
    const [request, cancel] = office.received.map(calendarIn);
    expect(line(cancel, 'METHOD')).toBe('CANCEL');
    expect(line(cancel, 'UID')).toBe(line(request, 'UID'));
    expect(line(cancel, 'SEQUENCE')).toBe('1');
    expect(textIn(office.received[1]!)).toContain('As you asked');
  });

  it('has no calendar object for somebody who was never invited', async () => {
    const id = await house.register(await house.session());
    await house.cancel(id);
    expect(states(await house.sendAll(id))).toEqual(['confirmation superseded', 'cancellation sent']);
    expect(office.received.map(calendarIn)).toEqual([undefined]);
    expect(textIn(office.received[0]!)).not.toMatch(/calendar/i);
  });
});

describe('the check of an address', () => {
  it('carries its link and not a word that was typed with the address', async () => {
    const session = await house.session({ confirmation: 'by-email', lecture: true });
    const id = await house.register(session, { contact: { name: 'Buy at evil.example', email: 'victim@example.org' } });
    expect(states(await house.sendAll(id))).toEqual(['email-check sent']);
    const [mail] = office.received;
    expect(mail!.raw).not.toMatch(/evil|Tom Birch|insulin|seat near|GH-/);
    expect(textIn(mail!)).toMatch(/https:\/\/events\.bma\.example\/check\/[\w-]{43}\n/);
    expect(textIn(mail!)).toMatch(/until 10:30 on Tuesday 1 June 2027 \(London\stime\)/);
  });

  it('is not sent any more once the address is confirmed', async () => {
    const id = await house.register(await house.session({ confirmation: 'by-email' }));
    await house.get(EmailCheck).confirm(id);
    expect(states(await house.sendAll(id))).toEqual(['email-check superseded', 'confirmation sent']);
  });

  it('is not sent when the places are no longer held, and says so', async () => {
    const id = await house.register(await house.session({ confirmation: 'by-email' }));
    house.setClock('2027-06-01T09:30:00Z');
    const [message] = await house.sendAll(id);
    house.setClock('2027-06-01T09:00:00Z');
    expect(message).toMatchObject({ state: 'failed', lastError: expect.stringContaining('no longer held') });
    expect(office.received).toHaveLength(0);
  });
});

describe('the link of somebody who lost it', () => {
  it('opens the registration, and carries no second calendar entry', async () => {
    const id = await house.register(await house.session(), { contact: { name: 'Eve Lund', email: 'eve@example.org' } });
    await house.sendAll(id);
    await house.get(LostLinks).send('eve@example.org');
    expect(states(await house.sendAll(id))).toEqual(['confirmation sent', 'lost-link sent']);
    const [confirmation, lostLink] = office.received;
    const link = /https:\S+\/manage\/\S+/;
    expect(link.exec(textIn(lostLink!))?.[0]).toBe(link.exec(textIn(confirmation!))![0]);
    expect(calendarIn(lostLink!)).toBeUndefined();
  });

  it('is not sent for places that were given up meanwhile', async () => {
    const id = await house.register(await house.session(), { contact: { name: 'Kit Lund', email: 'kit@example.org' } });
    await house.sendAll(id);
    await house.get(LostLinks).send('kit@example.org');
    await house.cancel(id);
    expect(states(await house.sendAll(id))).toEqual(['confirmation sent', 'lost-link superseded', 'cancellation sent']);
  });
});

it('says nothing about a session that is over', async () => {
  const id = await house.register(await house.session());
  house.setClock('2027-06-12T10:00:00Z');
  const [message] = await house.sendAll(id);
  house.setClock('2027-06-01T09:00:00Z');
  expect(message).toMatchObject({ state: 'failed', lastError: expect.stringContaining('over') });
});

it('names no other guest in anybody’s mail', async () => {
  const session = await house.session();
  const people = ['ada@example.org', 'ben@example.org', 'cara@example.org'];
  for (const email of people) await house.sendAll(await house.register(session, { contact: { name: 'Guest', email } }));
  for (const [index, { raw, to }] of office.received.entries()) {
    expect(to).toEqual([people[index]]);
    const everything =
      raw +
      leaves(mimeTree(raw))
        .map(({ content }) => content.toString())
        .join('');
    for (const other of people.filter((email) => email !== people[index])) expect(everything).not.toContain(other);
  }
});
