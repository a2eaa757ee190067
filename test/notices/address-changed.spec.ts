import { strictFaults } from '#calendar';
import { LostLinks, SelfService } from '#registration';
import { leaves, mimeTree } from '../mail/mime-tree.js';
import { PostOffice, type Received } from '../mail/post-office.js';
import { House } from './house.js';

const [OLD, NEW] = ['ada@example.org', 'ada.new@example.org'];

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

const told = (messages: readonly { kind: string; state: string; recipient: string }[]) =>
  messages.map(({ kind, state, recipient }) => `${kind} ${state} ${recipient}`);

function part({ raw }: Received, wanted: string): string | undefined {
  return leaves(mimeTree(raw))
    .find(({ type }) => type === wanted)
    ?.content.toString();
}

/** The value of the first such content line of the mail's calendar object. */
function line(mail: Received, name: string): string | undefined {
  const unfolded = part(mail, 'text/calendar')?.replace(/\r\n[ \t]/g, '');
  return new RegExp(`^${name}[;:](.*)\\r$`, 'm').exec(unfolded ?? '')?.[1];
}

function mailsTo(address: string): Received[] {
  return office.received.filter(({ to }) => to[0] === address);
}

describe('when places go to another address', () => {
  it('the old address is told, and its entry taken out with a raised SEQUENCE', async () => {
    const id = await house.register(await house.session());
    await house.sendAll(id);
    await house.readdress(id, NEW);
    await house.sendAll(id);
    const [request, note] = mailsTo(OLD);
    expect(strictFaults(part(note!, 'text/calendar')!)).toEqual([]);
    expect(line(note!, 'METHOD')).toBe('CANCEL');
    expect(line(note!, 'UID')).toBe(line(request!, 'UID'));
    expect(Number(line(note!, 'SEQUENCE'))).toBeGreaterThan(Number(line(request!, 'SEQUENCE')));
    expect(line(note!, 'ATTENDEE')).toMatch(new RegExp(`mailto:${OLD}$`));
  });

  it('the old address learns neither the new one, nor a name, nor the link', async () => {
    const id = await house.register(await house.session());
    await house.sendAll(id);
    await house.readdress(id, NEW);
    await house.sendAll(id);
    const note = mailsTo(OLD)[1]!;
    const everything = [note.raw, ...leaves(mimeTree(note.raw)).map(({ content }) => content.toString())].join('\n');
    expect(everything).not.toMatch(/ada\.new|Birch|\/manage\/|insulin|seat near/);
    expect(part(note, 'text/plain')).toContain('If it was not you');
  });

  it('the new address is sent the confirmation', async () => {
    const id = await house.register(await house.session());
    await house.sendAll(id);
    await house.readdress(id, NEW);
    await house.sendAll(id);
    const [confirmation] = mailsTo(NEW);
    expect(confirmation!.raw).toMatch(/^Subject: Confirmed: /m);
    expect(line(confirmation!, 'METHOD')).toBe('REQUEST');
  });

  it('an address that was never invited is told without a calendar object', async () => {
    const id = await house.register(await house.session());
    await house.readdress(id, NEW);
    expect(told(await house.sendAll(id))).toEqual([
      `confirmation superseded ${OLD}`,
      `change sent ${NEW}`,
      `address-changed sent ${OLD}`,
    ]);
    expect(part(mailsTo(OLD)[0]!, 'text/calendar')).toBeUndefined();
  });

  it('an address that has them back before it was told keeps its entry', async () => {
    const id = await house.register(await house.session());
    await house.sendAll(id);
    await house.readdress(id, NEW);
    await house.readdress(id, OLD);
    await house.sendAll(id);
    expect(mailsTo(OLD).map((mail) => line(mail, 'METHOD'))).toEqual(['REQUEST', 'REQUEST']);
    expect(mailsTo(NEW).map((mail) => line(mail, 'METHOD'))).toEqual([undefined]);
  });

  it('a link that the old address had asked for is not sent there any more', async () => {
    const email = 'eve@example.org';
    const id = await house.register(await house.session(), { contact: { name: 'Eve Lund', email } });
    await house.sendAll(id);
    await house.get(LostLinks).send(email);
    await house.readdress(id, 'eve.new@example.org');
    expect(told(await house.sendAll(id))).toContain(`lost-link superseded ${email}`);
  });

  it('five times is enough; then a person has to look at it, and nothing changes', async () => {
    const id = await house.register(await house.session());
    for (let time = 1; time <= 5; time++) await house.readdress(id, `ada${time}@example.org`);
    const before = await house.messages(id);
    await expect(house.readdress(id, 'ada6@example.org')).rejects.toMatchObject({
      code: 'too_many_changes',
      status: 409,
      message: expect.stringContaining('write to the team'),
    });
    expect(await house.messages(id)).toEqual(before);
    await house.resize(id, 3);
    expect((await house.get(SelfService).view(id)).contact.email).toBe('ada5@example.org');
  });
});

it.each([
  ['the name', { name: 'Ada Lund' }],
  ['the case of the address', { email: 'Ada@Example.org' }],
])('says nothing of another address when only %s changes', async (_, contact) => {
  const id = await house.register(await house.session());
  await house.get(SelfService).change(id, { contact });
  expect((await house.messages(id)).map(({ kind }) => kind)).toEqual(['confirmation', 'change']);
});

it('sends a name that carries an address in no part of a mail', async () => {
  const contact = { name: 'Win https://evil.example', email: 'victim@example.org' };
  await house.sendAll(await house.register(await house.session(), { contact }));
  const [{ raw }] = mailsTo(contact.email) as [Received];
  expect([raw, ...leaves(mimeTree(raw)).map(({ content }) => content.toString())].join('\n')).not.toContain('evil');
});
