import type { Event, Session } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let session: Session;
beforeEach(async () => {
  app = await TestApp.start({ RATE_LIMITS: 'register=0,admin=0,code=3' }, { works: false });
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 50, places: 10 });
  const pool = { sessionId: session.id, name: 'Friends', audience: 'invited', places: 20, code: 'Lilac-2026' };
  expect((await (await Team.as(app)).post('pools', pool)).status).toBe(201);
});
afterEach(() => app[Symbol.asyncDispose]());

const come = (poolCode: string, through = app) => through.register(session.id, { poolCode });

it('are counted by address over API and pages and over all processes, and then not looked at', async () => {
  await using other = await app.beside();
  expectProblem(await come('wrong-1'), 403, 'code_unknown');
  expect((await other.get(`/events/${event.slug}/code?%2Fcode=wrong-2`)).status).toBe(403);
  expect((await other.get(`/events/${event.slug}/sessions/${session.id}?code=wrong-3`)).status).toBe(403);
  const refused = await come('Lilac-2026');
  expectProblem(refused, 429, 'too_many_codes');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  expect((await app.get(`/events/${event.slug}/code?%2Fcode=Lilac-2026`)).status).toBe(429);
  expect((await app.register(session.id)).status).toBe(201);
  expect((await app.get(`/events/${event.slug}/sessions/${session.id}`)).status).toBe(200);
});

it('that are right do not count', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => come('lilac 2026')));
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201));
});

it('that are wrong at the same moment are bounded as well', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => come(`wrong-${index}`)));
  const seen = answers.filter(({ status }) => status === 403).length;
  expect(seen).toBeLessThanOrEqual(45);
  expectProblem(await come('Lilac-2026'), 429, 'too_many_codes');
});
