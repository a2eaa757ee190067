import type { Page } from 'playwright-core';
import { ballotPages } from './ballot-pages.js';
import { codePages } from './code-pages.js';
import type { House } from './house.js';
import { invitationPages } from './invitation-pages.js';
import { Occasions } from './occasions.js';
import { spacePages } from './space-pages.js';
import { teamPages } from './team-pages.js';
import { field, fillParty, formOf, send, takePlaces } from './steps.js';
import { waitingPages } from './waiting-pages.js';

export interface PageState {
  /** Also the name of its pictures. */
  readonly name: string;
  /** Leads the visitor there. */
  readonly open: (page: Page) => Promise<unknown>;
}

const GUESTS = ['Tom Birch', 'Hazel Underhill-Featherstonehaugh', 'Rowan'] as const;
const ADA = { name: 'Ada Birch', partySize: 4, guests: GUESTS.map((name) => ({ name })) };

/** Every page that people can come to, in every state in which it looks different. */
export async function everyPage(house: House): Promise<PageState[]> {
  return [
    ...(await ballotPages(house.app)),
    ...(await waitingPages(house.app)),
    ...(await spacePages(house.app)),
    ...(await codePages(house.app)),
    ...(await eventPages(house)),
    ...(await formPages(house)),
    ...(await checkPages(house)),
    ...(await placesPages(house)),
    ...(await invitationPages(house.app)),
    ...(await refusalPages(house)),
    ...(await teamPages(house)),
  ];
}

/** What is on, as long as no other page has been prepared. */
export function whatsOn(): PageState {
  return at('whats-on', '/');
}

function at(name: string, path: string): PageState {
  return { name, open: (page) => page.goto(path) };
}

async function eventPages({ app, sample }: House): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const hall = { name: 'The Great Hall, BMA House' };
  const cancelled = await occasions.day({ status: 'cancelled' }, [{}, {}]);
  const memorial = { mood: 'memorial', title: 'A lecture that is full', drawing: null, venue: hall } as const;
  const full = await occasions.day(memorial, [{ capacity: 1, room: 'Great Hall' }]);
  await occasions.places(full.sessions[0]!);
  for (const [index, partySize] of [6, 6, 6, 6, 6, 6, 4].entries()) {
    await occasions.places(sample.garden.sessions[1]!, { partySize });
    if (index < 6) await occasions.places(sample.garden.sessions[2]!, { partySize });
  }
  return [
    at('whats-on-in-a-long-year', '/'),
    at('subscribe', '/subscribe'),
    at('event-garden-weekend', `/events/${sample.garden.slug}`),
    at('event-garden-day', `/events/${sample.fringe.slug}`),
    at('event-lecture', `/events/${sample.lecture.slug}`),
    at('event-lecture-full', `/events/${full.event.slug}`),
    at('event-cancelled', `/events/${cancelled.event.slug}`),
    at('event-not-yet-open', eventOf(await occasions.notYetOpen())),
    at('event-closed', eventOf(await occasions.closed())),
    at('event-one-time-cancelled', `/events/${(await occasions.cancelledSession()).event.slug}`),
  ];
}

async function formPages({ app, sample }: House): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const garden = formOf(sample.garden, sample.garden.sessions[5]!);
  const fringe = formOf(sample.fringe, sample.fringe.sessions[3]!);
  const of = { help: '', kind: 'choice', options: ['Roses', 'Herbs'], required: true, askedPer: 'person' } as const;
  const questions = [{ ...of, options: [...of.options], label: 'What do you come for?' }];
  const large = await occasions.form({ partyLimit: 20, questions, consentText: 'We may write to you next year.' });
  const pools = [
    { name: 'Wheelchairs', audience: 'wheelchair', places: 2 },
    { name: 'Companions', audience: 'companion', places: 2 },
  ] as const;
  const spaces = await occasions.form({ partyLimit: 3 }, { pools });
  return [
    at('form-garden', garden),
    {
      name: 'form-garden-with-guests',
      open: async (page) => {
        await page.goto(garden);
        await fillParty(page, { size: 4, name: 'Ada Birch', guests: GUESTS });
      },
    },
    { name: 'form-garden-with-errors', open: (page) => takePlaces(page, garden, { size: 2, email: 'ada at home' }) },
    at('form-with-questions', fringe),
    at('form-lecture', formOf(sample.lecture, sample.lecture.sessions[0]!)),
    at('form-with-spaces', spaces),
    {
      name: 'form-with-spaces-and-errors',
      open: async (page) => {
        await page.goto(spaces);
        await fillParty(page, { size: 2, name: 'Ada Birch', email: 'ada-in-time@example.org', guests: ['Tom'] });
        await page.getByLabel('Your own place').selectOption('I come to help guest 2');
        await send(page);
      },
    },
    at('form-large-party', large),
    {
      name: 'form-large-party-with-errors',
      open: async (page) => {
        await page.goto(large);
        await page.getByRole('textbox', { name: /how many/i }).fill('3');
        await page.locator('button[name="show"]').click();
        await send(page);
      },
    },
  ];
}

async function checkPages({ app, sample }: House): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const lecture = sample.lecture.sessions[0]!;
  const held = await app.register(lecture.id, { partySize: 2 });
  const gone = await occasions.holdOver();
  await occasions.take(gone.session);
  let visits = 0;
  return [
    {
      name: 'check-your-mail',
      open: (page) => {
        const email = `reader-${visits++}@example.org`;
        return takePlaces(page, formOf(sample.lecture, lecture), { size: 1, name: 'Ada Birch', email });
      },
    },
    at('check-one-step-left', occasions.checkOf(held)),
    at('check-hold-over', (await occasions.holdOver()).check),
    at('check-places-gone', gone.check),
    {
      name: 'check-places-gone-meanwhile',
      open: async (page) => {
        const { session, check } = await occasions.holdOver();
        await page.goto(check);
        await occasions.take(session);
        await send(page);
      },
    },
  ];
}

async function placesPages({ app, sample }: House): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const ada = { ...ADA, email: 'ada@example.org', accessNeeds: 'A seat near the door and a place for a wheelchair.' };
  const places = await occasions.places(sample.garden.sessions[8]!, ada);
  const single = await occasions.places(sample.fringe.sessions[1]!, { name: 'May' });
  const declined = await occasions.declined(sample.garden.sessions[7]!, { name: 'Tom Birch', partySize: 2 });
  const alone = await occasions.day({ title: 'One hour in the garden' }, [{}]);
  return [
    at('places-just-taken', `${places}?done=registered`),
    at('places', single),
    at('places-called-off', (await occasions.cancelledSession()).page),
    at('places-too-late-to-change', await occasions.lastMinute()),
    at('places-too-late', await occasions.begun()),
    at('places-declined', declined),
    at('keep', `${declined}/keep`),
    at('keep-one', `${await occasions.declined(sample.fringe.sessions[2]!, { name: 'Rowan' })}/keep`),
    at('places-kept', `${places}?done=kept`),
    at('places-given-up', `${await occasions.givenUp()}?done=given-up`),
    at('move', `${places}/move`),
    at('move-nowhere-to-go', `${await occasions.places(alone.sessions[0]!)}/move`),
    at('move-sure', `${places}/move?to=${sample.garden.sessions[9]!.id}`),
    at('change', `${places}/change`),
    {
      name: 'change-with-errors',
      open: async (page) => {
        await page.goto(`${places}/change`);
        await field.name(page).fill('');
        await send(page);
      },
    },
    at('cancel', `${places}/cancel`),
    at('cancel-one', `${single}/cancel`),
    {
      name: 'cancel-with-errors',
      open: async (page) => {
        await page.goto(`${places}/cancel`);
        await send(page);
      },
    },
  ];
}

async function refusalPages({ app }: House): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const { event, sessions } = await occasions.crowdedDay();
  const known = { size: 1, name: 'Ada Birch', email: 'known@example.org' };
  await app.register(sessions[2]!.id, { email: known.email });
  return [
    at('refused-full', occasions.formOf(event, sessions[0]!)),
    {
      name: 'refused-not-enough',
      open: async (page) => {
        const day = await occasions.day({}, [{ capacity: 5 }, {}, {}]);
        await page.goto(occasions.formOf(day.event, day.sessions[0]!));
        await fillParty(page, { size: 4, name: 'Ada Birch', email: 'many@example.org' });
        await occasions.places(day.sessions[0]!, { partySize: 3 });
        await send(page);
      },
    },
    at('refused-closed', await occasions.closed()),
    at('refused-not-yet-open', await occasions.notYetOpen()),
    at('refused-cancelled', (await occasions.cancelledSession()).form),
    {
      name: 'refused-known-address',
      open: (page) => takePlaces(page, occasions.formOf(event, sessions[2]!), known),
    },
    at('refused-link', '/manage/this-is-half-a-link'),
    at('refused-no-such-page', '/nothing/here'),
    at('lost-link', '/lost-link'),
    { name: 'lost-link-with-errors', open: (page) => askForLink(page, 'ada at home') },
    { name: 'lost-link-sent', open: (page) => askForLink(page, 'ada@example.org') },
  ];
}

async function askForLink(page: Page, email: string): Promise<void> {
  await page.goto('/lost-link');
  await page.getByRole('textbox').fill(email);
  await send(page);
}

function eventOf(form: string): string {
  return form.split('/').slice(0, 3).join('/');
}
