import type { Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  session = await app.make.session(await app.make.event(), { capacity: 300 });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const contactOf = async (person: object) =>
  part<object>(await (await Holder.in(app, session.id, person)).view(), 'contact');

async function expectRefused(contact: object, pointer: string) {
  const body = { sessionId: session.id, contact: { name: 'Ada', email: 'a@example.org', ...contact }, partySize: 1 };
  const problem = expectProblem(await app.post('/api/v1/registrations', body), 422, 'invalid_input');
  expect((problem['errors'] as object[])[0]).toMatchObject({ pointer });
}

describe('a name', () => {
  it.each([
    ['with quotes', `Ada "Bee" O'Brien`],
    ['with angle brackets', '<b>Ada</b> & Co. <ada@example.org>'],
    ['with commas, semicolons and colons', 'Birch; Ada, Dr: née Oak'],
    ['with a backslash', 'Ada \\n Birch\\'],
    ['with an emoji', 'Ada 👩🏽‍🌾 🌿'],
    ['from right to left', '\u200Fעדה ברץ\u200F'],
    ['from right to left, in marks', '\u2067عادة\u2069'],
    ['with combining marks', 'A\u0301da Z\u0351\u0352\u0353algo'],
    ['in Chinese', '艾达·白桦'],
    ['of one letter', 'A'],
    ['of 200 letters', 'A'.repeat(200)],
    ['with SQL in it', "Robert'); DROP TABLE registrations;--"],
    ['with placeholders', '$1 ${name} %s {{name}} %00 &#0;'],
    ['called null', 'null'],
    ['called __proto__', '__proto__'],
  ])('%s stays as it was written', async (_, name) => {
    const email = 'same@example.org';
    const holder = await Holder.in(app, session.id, { name, email, partySize: 2, guests: [{ name }] });
    expect((await holder.view()).body).toMatchObject({ contact: { name }, places: [{ name }, { name }] });
    await holder.cancel();
  });

  it('loses white space around it', async () => {
    expect(await contactOf({ name: ' \t\u3000Ada Birch\n ' })).toMatchObject({ name: 'Ada Birch' });
  });

  it.each([
    ['that is empty', ''],
    ['of white space', ' \u00A0\u2003\n'],
    ['of 201 letters', 'A'.repeat(201)],
    ['with a CR', 'Ada\rBcc: eve@example.org'],
    ['with a LF', 'Ada\nBcc: eve@example.org'],
    ['with CR LF', 'Ada\r\nBcc: eve@example.org'],
    ['with a NUL', 'Ada\u0000'],
    ['with an escape', 'Ada\u001b[2J'],
    ['with DEL', 'Ada\u007f'],
    ['with NEL', 'Ada\u0085Eve'],
    ['with a line separator', 'Ada\u2028Eve'],
    ['with a paragraph separator', 'Ada\u2029Eve'],
    ['with half of an emoji', 'Ada \ud83c'],
    ['with the other half', 'Ada \udf3f'],
    ['with halves the wrong way round', 'Ada \udf3f\ud83c'],
    ['that is a number', 7],
    ['that is a list', ['Ada']],
    ['that is an object', { toString: 'Ada' }],
    ['that is null', null],
  ])('%s is refused, of the contact and of a guest', async (_, name) => {
    await expectRefused({ name }, '/contact/name');
    if (name === null) return;
    const answer = await app.register(session.id, { partySize: 2, guests: [{ name }] });
    expect(expectProblem(answer, 422, 'invalid_input')['errors']).toMatchObject([{ pointer: '/guests/0/name' }]);
  });
});

describe('a mail address', () => {
  it.each([
    ['with a plus', 'ada+garden@example.org'],
    ['with every sign that needs no quotes', "!#$%&'*+/=?^_`{|}~-@example.org"],
    ['in capitals', 'ADA@EXAMPLE.ORG'],
    ['of a domain in letters', 'ada@bücher.example'],
    ['of a domain in ASCII', 'ada@xn--bcher-kva.example'],
    ['with letters before the @', 'адa@example.org'],
    ['of many labels', 'ada@a.b.c.d.e.example'],
    ['with a local part of 64', `${'a'.repeat(64)}@example.org`],
    ['of a domain with digits', 'ada@4chan2.example'],
  ])('%s stays as it was written', async (_, email) => {
    const holder = await Holder.in(app, session.id, { email });
    expect((await holder.view()).body).toMatchObject({ contact: { email } });
    await holder.cancel();
  });

  it('loses white space around it', async () => {
    expect(await contactOf({ email: ' spaced@example.org\n' })).toMatchObject({ email: 'spaced@example.org' });
  });

  it.each([
    ['without an @', 'ada.example.org'],
    ['with nothing before the @', '@example.org'],
    ['with nothing after it', 'ada@'],
    ['with two', 'ada@eve@example.org'],
    ['in quotes', '"ada b"@example.org'],
    ['in quotes with an @', '"ada@eve"@example.org'],
    ['with a name', 'Ada <ada@example.org>'],
    ['of several', 'ada@example.org,eve@example.org'],
    ['with a comment', 'ada(x)@example.org'],
    ['with a space', 'ada birch@example.org'],
    ['with two dots', 'ada..birch@example.org'],
    ['that begins with a dot', '.ada@example.org'],
    ['that ends with a dot', 'ada.@example.org'],
    ['of a host without a dot', 'ada@localhost'],
    ['of an IP address', 'ada@127.0.0.1'],
    ['of an IP address in hex', 'ada@0x7f.1'],
    ['of an IP address in brackets', 'ada@[127.0.0.1]'],
    ['of a domain with a path', 'ada@example.org/x'],
    ['of a domain with a port', 'ada@example.org:25'],
    ['of a domain with a percent sign', 'ada@example%2eorg'],
    ['of a domain with an underscore', 'ada@exa_mple.org'],
    ['of a label with a hyphen in front', 'ada@-example.org'],
    ['of an empty label', 'ada@example..org'],
    ['of a domain with a dot at its end', 'ada@example.org.'],
    ['of a domain with a soft hyphen', 'ada@exam\u00ADple.org'],
    ['of a domain with a zero-width space', 'ada@exam\u200Bple.org'],
    ['with a line break', 'ada@example.org\r\nBcc: eve@example.org'],
    ['with a line break in the middle', 'ada\n@example.org'],
    ['with a NUL', 'ada\u0000@example.org'],
    ['with half of an emoji', 'ada\ud83c@example.org'],
    ['with half of an emoji in its domain', 'ada@exa\ud83cmple.org'],
    ['with a local part of 65', `${'a'.repeat(65)}@example.org`],
    ['of 255 letters', `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(3)}example.orgx`],
    ['that is too long in ASCII only', `${'a'.repeat(60)}@${`${'ü'.repeat(40)}.`.repeat(4)}example.org`],
    ['of a label of 64', `ada@${'b'.repeat(64)}.org`],
    ['that is a list', ['ada@example.org']],
    ['that is an object', { address: 'ada@example.org' }],
    ['that is null', null],
  ])('%s is refused', async (_, email) => {
    await expectRefused({ email }, '/contact/email');
  });
});

describe('a telephone number', () => {
  it.each(['020 7946 0123', '+44 (0)20 7946-0123', '(020) 7946.0123'])('may be %s', async (phone) => {
    const body = {
      sessionId: session.id,
      contact: { name: 'Ada', email: `p${phone.length}@example.org`, phone },
      partySize: 1,
    };
    expect((await app.post('/api/v1/registrations', body)).status).toBe(201);
  });

  it.each(['', '1', 'call me', '+44 20\r\nBcc: x', '0'.repeat(31), 7, null, '020 7946 0123 ext 4'])(
    'cannot be %j',
    async (phone) => {
      await expectRefused({ phone }, '/contact/phone');
    },
  );
});

describe('a text of several lines', () => {
  it('keeps its lines and loses nothing else', async () => {
    const accessNeeds = 'One.\n\tTwo: "quoted"; \\n, ünï.\n\n👩🏽‍🌾';
    const holder = await Holder.in(app, session.id, { accessNeeds });
    expect((await holder.view()).body).toMatchObject({ accessNeeds });
  });

  it('has the ends of lines that all systems have', async () => {
    const holder = await Holder.in(app, session.id, { accessNeeds: 'One\r\nTwo\rThree' });
    expect((await holder.view()).body).toMatchObject({ accessNeeds: 'One\nTwo\nThree' });
  });

  it.each(['x'.repeat(1001), 'a\u0000', 'a\u001b', 'a\u0085', '\ud83c', 7, ['x'], null])(
    'cannot be %j',
    async (accessNeeds) => {
      const problem = expectProblem(await app.register(session.id, { accessNeeds }), 422, 'invalid_input');
      expect(problem['errors']).toMatchObject([{ pointer: '/accessNeeds' }]);
    },
  );
});

describe('the id of a session', () => {
  it.each(['', 'x', '1', ' ', "' OR 1=1 --", '{00000000-0000-0000-0000-000000000000}', 'g'.repeat(36), 7, null, {}])(
    'cannot be %j',
    async (sessionId) => {
      const problem = expectProblem(await app.register(sessionId as string), 422, 'invalid_input');
      expect(problem['errors']).toMatchObject([{ pointer: '/sessionId' }]);
    },
  );
});
