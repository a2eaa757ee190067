import { EntryLinks } from '#ballot';
import type { Event, Session } from '#programme';
import { PlannedBallot } from '../../support/ballots.js';
import type { TestApp } from '../../support/test-app.js';
import type { PageState } from './every-page.js';
import { done, Occasions } from './occasions.js';
import { field, send } from './steps.js';

const WEEK = 7 * 24 * 60 * 60_000;

interface Evening {
  readonly event: Event;
  readonly sessions: readonly Session[];
  readonly ballot: PlannedBallot;
}

/**
 * The pages of ballots and of entries, in every state of both. Two hours of the clock pass here, so that one ballot is
 * drawn, one closed, one open and one still to come.
 */
export async function ballotPages(app: TestApp): Promise<PageState[]> {
  const drawn = await evening(app);
  const closed = await evening(app, new Date(app.clock.now().getTime() + WEEK).toISOString());
  const cancelled = await evening(app);
  drawn.ballot.open();
  const parties = [await entry(app, drawn, 6), await entry(app, drawn, 6), await entry(app, drawn, 6)];
  const [late, dropped] = [await entry(app, closed, 2), await entry(app, cancelled, 1)];
  const open = await evening(app);
  const lecture = await evening(app, undefined, true);
  const { id, team } = cancelled.ballot;
  done(await app.post(`/api/v1/admin/ballots/${id}/cancel`, { reason: 'A storm is coming.' }, team));
  drawn.ballot.end();
  await drawn.ballot.work();
  const planned = await evening(app);
  return [
    ...boardPages({ planned, open, closed, drawn, cancelled, lecture }),
    ...enterPages(open, lecture),
    ...(await entryPages(app, open, lecture)),
    at('entry-closed', late),
    at('entry-cancelled', dropped),
    at('entry-drawn', (await byOutcome(app, drawn, parties, 'registered'))!),
    at('entry-not-drawn', (await byOutcome(app, drawn, parties, 'not-drawn'))!),
    at('ballot-entry-found', `/ballots/${drawn.ballot.id}?entry=${await anEntry(app, drawn)}#find`),
    at('ballot-entry-not-found', `/ballots/${drawn.ballot.id}?entry=half-a-number#find`),
  ];
}

function at(name: string, path: string): PageState {
  return { name, open: (page) => page.goto(path) };
}

/** Three times of six places; or for a lecture one of six. */
async function evening(app: TestApp, drawsAt?: string, memorial = false): Promise<Evening> {
  const occasions = new Occasions(app);
  const six = { capacity: 6 };
  const { event, sessions } = memorial
    ? await occasions.day({ mood: 'memorial', title: 'A lecture by ballot', drawing: null, confirmation: 'by-email' }, [
        six,
      ])
    : await occasions.day({ title: 'An evening in the garden' }, [six, six, six, six]);
  const inIt = memorial ? sessions : sessions.slice(0, 3);
  const ballot = await PlannedBallot.of(app, event, { sessions: inIt, ...(drawsAt && { drawsAt }) });
  return { event, sessions: inIt, ballot };
}

/** The path of a new entry's pages. */
async function entry(app: TestApp, { ballot, sessions }: Evening, partySize: number): Promise<string> {
  const preferences = sessions.slice(0, 2).map(({ id }) => id);
  const { body } = done(await ballot.enter({ partySize, preferences }));
  return pathOf(app, String(body['id']));
}

function pathOf(app: TestApp, id: string): string {
  return new URL(app.service(EntryLinks).entryUrl(id)).pathname;
}

function boardPages(
  of: Record<'planned' | 'open' | 'closed' | 'drawn' | 'cancelled' | 'lecture', Evening>,
): PageState[] {
  return Object.entries(of).flatMap(([state, { event, ballot }]) => [
    at(`event-with-ballot-${state}`, `/events/${event.slug}`),
    at(`ballot-${state}`, `/ballots/${ballot.id}`),
  ]);
}

function enterPages(open: Evening, lecture: Evening): PageState[] {
  const [form, short] = [open, lecture].map(({ ballot }) => `/ballots/${ballot.id}/enter`) as [string, string];
  let visits = 0;
  return [
    at('enter', form),
    at('enter-lecture', short),
    {
      name: 'enter-with-errors',
      open: async (page) => {
        await page.goto(form);
        await field.size(page, 2).check();
        await send(page);
      },
    },
    {
      name: 'enter-check-your-mail',
      open: async (page) => {
        await page.goto(short);
        await field.size(page, 1).check();
        await field.name(page).fill('Ada Birch');
        await field.email(page).fill(`enters-${visits++}@example.org`);
        await send(page);
      },
    },
  ];
}

async function entryPages(app: TestApp, open: Evening, lecture: Evening): Promise<PageState[]> {
  const entered = await entry(app, open, 2);
  const withdrawn = await entry(app, open, 1);
  await fetch(`${app.url}${withdrawn}/withdraw`, { method: 'POST', redirect: 'manual' });
  return [
    at('entry', entered),
    at('entry-withdraw', `${entered}/withdraw`),
    at('entry-withdrawn', `${withdrawn}?done=withdrawn`),
    at('entry-one-step-left', await entry(app, lecture, 1)),
  ];
}

async function anEntry(app: TestApp, { ballot }: Evening): Promise<string> {
  const text = "SELECT id FROM ballot_entries WHERE ballot_id = $1 AND outcome = 'registered' LIMIT 1";
  return (await app.database.reader.query<[{ id: string }]>(text, [ballot.id]))[0].id;
}

async function byOutcome(app: TestApp, { ballot }: Evening, paths: readonly string[], outcome: string) {
  const text = 'SELECT id FROM ballot_entries WHERE ballot_id = $1 AND outcome = $2';
  const rows = await app.database.reader.query<{ id: string }[]>(text, [ballot.id, outcome]);
  const those = new Set(rows.map(({ id }) => pathOf(app, id)));
  return paths.find((path) => those.has(path));
}
