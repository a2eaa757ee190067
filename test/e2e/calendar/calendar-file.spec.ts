import { strictFaults } from '#calendar';
import { linesOf } from '../../calendar/entry.js';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

async function party() {
  const session = await app.make.session(await app.make.event());
  const holder = await Holder.in(app, session.id, { name: 'Ada Birch', guests: [{ name: 'Tom Elder' }], partySize: 2 });
  const path = new URL(holder.calendarUrl).pathname;
  return { holder, path, token: path.split('/').at(-1)!.replace('.ics', '') };
}

describe('the calendar file', () => {
  it('is the entry of the mail, without guests and without a question for an answer', async () => {
    const { holder, path } = await party();
    const [mail] = await deliver(app, holder.id);
    const file = await app.get(path);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.ics"$/);
    expect(strictFaults(file.text)).toEqual([]);
    expect(file.text).toContain('METHOD:PUBLISH\r\n');
    expect(linesOf(file.text, 'UID')).toEqual(linesOf(calendarIn(mail!)!, 'UID'));
    expect(linesOf(file.text, 'ATTENDEE')).toEqual([]);
    expect(file.text).not.toMatch(/Ada|Tom|visitor-|\/manage\//);
  });

  it('follows every change', async () => {
    const { holder, path } = await party();
    await holder.change({ partySize: 3 });
    expect(linesOf((await app.get(path)).text, 'SEQUENCE')).toEqual(['SEQUENCE:1']);
  });

  it('is gone when the places were given up', async () => {
    const { holder, path } = await party();
    await holder.cancel();
    expectProblem(await app.get(path), 409, 'registration_cancelled');
  });

  it('is opened by its own token alone', async () => {
    const { holder, path, token } = await party();
    const { path: other } = await party();
    const manage = holder.headers['authorization']!.split(' ')[1]!;
    for (const wrong of [manage, token.slice(1) + token[0], other.slice(-47, -5), 'x', holder.id]) {
      expectProblem(await app.get(path.replace(token, wrong)), 401, 'invalid_manage_token');
    }
  });

  it('gives its holder nothing else', async () => {
    const { holder, token } = await party();
    const headers = { authorization: `Manage ${token}` };
    expectProblem(await app.get(holder.path, headers), 401, 'invalid_manage_token');
    expectProblem(await app.post(`${holder.path}/cancel`, {}, headers), 401, 'invalid_manage_token');
    for (const page of ['manage', 'check']) expect((await app.get(`/${page}/${token}`)).status).toBe(401);
  });
});
