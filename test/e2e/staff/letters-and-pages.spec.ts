import type { CaughtMail } from '../../support/mail-sink.js';
import { expectProblem } from '../../support/problems.js';
import { oneTimeCode, wrongCode } from '../../support/one-time-code.js';
import { Jar, ORIGIN, PASSWORD, Teammate } from '../../support/teammate.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import { goesTo } from '../pages/forms.js';

let app: TestApp;
let owner: Teammate;
beforeAll(async () => {
  app = await TestApp.start();
  owner = await Teammate.signedIn(app);
});
afterAll(() => app[Symbol.asyncDispose]());

/** Somebody at a browser without scripts. */
class Visitor {
  readonly jar = new Jar();

  async get(path: string): Promise<Answer> {
    const answer = await app.get(path, this.jar.header);
    this.jar.take(answer);
    return answer;
  }

  async send(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN, ...this.jar.header };
    const answer = await app.call('POST', path, { body: new URLSearchParams(fields).toString(), headers });
    this.jar.take(answer);
    return answer;
  }
}

const linkIn = ({ parsed }: CaughtMail) =>
  /http:\/\/events\.example\.org(\/team\/password\/[\w-]{43})/.exec(parsed.text!)![1]!;
const invite = (email: string) =>
  owner.post('staff', { name: 'Tom Rowan', email, grants: [{ role: 'door', eventIds: null }] });

describe('an invitation', () => {
  it('is a letter whose link makes the account, once', async () => {
    expect((await invite('tom@example.org')).status).toBe(201);
    const [mail] = await app.mail.to('tom@example.org');
    expect(mail!.parsed.subject).toBe('You are invited to the events team');
    expect(mail!.parsed.from!.text).toContain('events@example.org');
    expect(mail!.parsed.html).toContain(linkIn(mail!));
    const link = linkIn(mail!);
    const tom = new Visitor();
    for (let look = 0; look < 2; look++) expect((await tom.get(link)).text).toContain('Tom Rowan');
    const weak = await tom.send(link, { '/password': 'password' });
    expect([weak.status, weak.text.includes('at least 15 characters')]).toEqual([422, true]);
    expect(goesTo(await tom.send(link, { '/password': PASSWORD }))).toBe('/team/sign-in?told=password-set');
    const again = await tom.send(link, { '/password': `${PASSWORD}!` });
    expect([again.status, again.text.includes('This link does not work')]).toEqual([404, true]);
    expect(goesTo(await tom.send('/team/sign-in', { '/email': 'tom@example.org', '/password': PASSWORD }))).toBe(
      '/team',
    );
    const account = await tom.get('/team');
    expect(account.text).toContain('At the door, for all events');
    expect(account.headers.get('cache-control')).toBe('no-store');
    expect(goesTo(await tom.send('/team/sign-out'))).toBe('/team/sign-in?told=signed-out');
    expect(goesTo(await tom.get('/team'))).toBe('/team/sign-in');
  });

  it('works for seven days', async () => {
    await invite('late@example.org');
    const link = linkIn((await app.mail.to('late@example.org'))[0]!);
    app.clock.travel({ days: 7, minutes: -1 });
    expect((await app.get(link)).status).toBe(200);
    app.clock.travel({ minutes: 1 });
    expect((await app.get(link)).status).toBe(404);
    app.clock.travel({ days: -7 });
  });

  it('can be sent again, and withdrawn; the links before are dead then', async () => {
    const { body } = await invite('rose@example.org');
    const first = linkIn((await app.mail.to('rose@example.org'))[0]!);
    expect((await owner.post(`staff/${body['id']}/resend-invitation`)).status).toBe(200);
    const second = linkIn((await app.mail.to('rose@example.org', 2))[1]!);
    expect([(await app.get(first)).status, (await app.get(second)).status]).toEqual([404, 200]);
    const gone = await app.call('DELETE', `/api/v1/admin/staff/${body['id']}`, {
      headers: { ...owner.headers, 'if-match': '*' },
    });
    expect([gone.status, (await app.get(second)).status]).toEqual([204, 404]);
    expectProblem(await owner.get(`staff/${body['id']}`), 404, 'not_found');
    expectProblem(await owner.post(`staff/${owner.id}/resend-invitation`), 409, 'wrong_state');
  });

  it('cannot be made up', async () => {
    await invite('ash@example.org');
    const link = linkIn((await app.mail.to('ash@example.org'))[0]!);
    const last = link.endsWith('A') ? 'E' : 'A';
    for (const other of [link.slice(0, -1) + last, `${link}A`, '/team/password/x']) {
      expect((await app.get(other)).status).toBe(404);
    }
  });
});

describe('a lost password', () => {
  it('is replaced by a mailed link, which ends every session', async () => {
    const mate = await Teammate.signedIn(app);
    const visitor = new Visitor();
    await visitor.send('/team/lost-password', { '/email': mate.email.toUpperCase() });
    const link = linkIn((await app.mail.to(mate.email))[0]!);
    expect((await mate.get('me')).status).toBe(200);
    expect(goesTo(await visitor.send(link, { '/password': 'lilac by the old gate' }))).toContain('password-set');
    expectProblem(await mate.get('me'), 401, 'unauthorized');
    expectProblem(await mate.signIn(), 401, 'invalid_credentials');
    expect((await mate.signIn('lilac by the old gate')).status).toBe(200);
    expect((await owner.get(`audit?subjectId=${mate.id}`)).text).toContain('staff.password-set');
  });

  it('says the same whether or not somebody has the address, and mails members alone', async () => {
    const mate = await Teammate.joined(app);
    const sent = app.mail.mails.length;
    const visitor = new Visitor();
    const answers = [];
    for (const email of ['nobody@example.org', mate.email, mate.email]) {
      answers.push(await visitor.send('/team/lost-password', { '/email': email }));
    }
    for (const { status, text } of answers) expect([status, text]).toEqual([200, answers[0]!.text]);
    await app.mail.to(mate.email);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(app.mail.mails.length - sent).toBe(1);
  });

  it('works for an hour', async () => {
    const mate = await Teammate.joined(app);
    await new Visitor().send('/team/lost-password', { '/email': mate.email });
    const link = linkIn((await app.mail.to(mate.email))[0]!);
    app.clock.travel({ minutes: 60 });
    expect((await app.get(link)).status).toBe(404);
    app.clock.travel({ minutes: -60 });
  });
});

describe('the pages of the team', () => {
  it('let nobody in by a wrong password, and say no more than that', async () => {
    const mate = await Teammate.joined(app);
    const answers = [];
    for (const email of [mate.email, 'nobody@example.org']) {
      answers.push(await new Visitor().send('/team/sign-in', { '/email': email, '/password': 'a wrong password' }));
    }
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(text).toContain('Address and password do not fit together.');
      expect(text).not.toContain('a wrong password');
    }
  });

  it('set up a second factor, ask for it, and take it away again', async () => {
    const mate = await Teammate.joined(app);
    const visitor = new Visitor();
    const credentials = { '/email': mate.email, '/password': PASSWORD };
    await visitor.send('/team/sign-in', credentials);
    expect((await visitor.send('/team/second-factor', { '/password': 'wrong' })).status).toBe(422);
    const made = await visitor.send('/team/second-factor', { '/password': PASSWORD });
    const uri = /href="(otpauth:[^"]+)"/.exec(made.text)![1]!.replaceAll('&amp;', '&');
    const [, recovery] = /<code>(\w{5}-\w{5})<\/code>/.exec(made.text)!;
    expect((await visitor.send('/team/second-factor/confirm', { '/code': wrongCode(uri) })).status).toBe(422);
    const confirmed = await visitor.send('/team/second-factor/confirm', { '/code': oneTimeCode(uri) });
    expect(goesTo(confirmed)).toBe('/team?told=factor-added');
    for (const code of [oneTimeCode(uri), recovery!]) {
      const again = new Visitor();
      expect(goesTo(await again.send('/team/sign-in', credentials))).toBe('/team/sign-in/code');
      expect(goesTo(await again.get('/team'))).toBe('/team/sign-in');
      expect((await again.send('/team/sign-in/code', { '/code': wrongCode(uri) })).status).toBe(422);
      expect(goesTo(await again.send('/team/sign-in/code', { '/code': code }))).toBe('/team');
      expect((await again.get('/team')).text).toContain('You are signed in');
    }
    expect(goesTo(await visitor.send('/team/second-factor/remove', { '/password': PASSWORD }))).toContain('removed');
    expect(goesTo(await new Visitor().send('/team/sign-in', credentials))).toBe('/team');
  });

  it('show where else somebody is signed in, and end it', async () => {
    const mate = await Teammate.joined(app);
    const [here, there] = [new Visitor(), new Visitor()];
    for (const one of [here, there]) await one.send('/team/sign-in', { '/email': mate.email, '/password': PASSWORD });
    const [, path] = /action="(\/team\/sign-ins\/[\w-]{36}\/end)"/.exec((await here.get('/team')).text)!;
    expect((await here.get(path!)).status).toBe(405);
    expect((await there.get('/team')).status).toBe(200);
    expect(goesTo(await here.send(path!))).toBe('/team?told=ended');
    expect(goesTo(await there.get('/team'))).toBe('/team/sign-in');
  });
});
