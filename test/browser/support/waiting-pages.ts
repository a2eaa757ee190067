import { LookingAround } from '#waiting-list';
import { eventually } from '../../support/eventually.js';
import { Holder } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import type { TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, Waiter } from '../../support/waiter.js';
import type { PageState } from './every-page.js';
import { done, Occasions } from './occasions.js';
import { field, fillParty, send } from './steps.js';

/** The pages of those who wait, from the full time to whatever comes of it. */
export async function waitingPages(app: TestApp): Promise<PageState[]> {
  return [
    ...(await linePages(app)),
    ...(await lecturePages(app)),
    ...(await offerPages(app)),
    ...(await endPages(app)),
  ];
}

function at(name: string, path: string): PageState {
  return { name, open: (page) => page.goto(path) };
}

function pageOf(waiter: Waiter): string {
  return `/waiting/${waiter.token}`;
}

/** Times of four places each, all taken by one party. */
async function fullTimes(app: TestApp, count = 1) {
  const day = await new Occasions(app).day(
    { title: 'The garden in July', waitingList: true },
    Array.from({ length: count }, () => ({ capacity: 4 })),
  );
  const holders: Holder[] = [];
  for (const { id } of day.sessions) holders.push(await Holder.in(app, id, { partySize: 4 }));
  return { ...day, first: day.sessions[0]!, holders };
}

/** A morning on which parties wait for two times, and a third has places. */
async function linePages(app: TestApp): Promise<PageState[]> {
  const { event, sessions, first } = await fullTimes(app, 2);
  await app.make.session(event, { startsAt: sessions[1]!.endsAt });
  for (const partySize of [4, 3]) await Waiter.in(app, [first], { partySize });
  const waits = await Waiter.in(app, sessions, { partySize: 2, fewerIsFine: true });
  const form = `${new Occasions(app).formOf(event, first)}/wait`;
  return [
    at('event-with-waiting-list', `/events/${event.slug}`),
    at('refused-full-with-waiting-list', new Occasions(app).formOf(event, first)),
    at('wait', form),
    {
      name: 'wait-with-errors',
      open: async (page) => {
        await page.goto(form);
        await field.size(page, 2).check();
        await send(page);
      },
    },
    at('waiting', pageOf(waits)),
    at('waiting-again', `${pageOf(waits)}?done=rejoined`),
  ];
}

/** For a lecture, whose addresses are confirmed by mail. */
async function lecturePages(app: TestApp): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const wishes = {
    mood: 'memorial',
    title: 'A lecture that is full',
    drawing: null,
    confirmation: 'by-email',
  } as const;
  const { event, sessions } = await occasions.day({ ...wishes, waitingList: true, partyLimit: 1 }, [{ capacity: 1 }]);
  await app.register(sessions[0]!.id);
  done(await (await Waiter.in(app, sessions)).call('POST', '/confirm', {}));
  const waiter = await Waiter.in(app, sessions);
  const form = `${occasions.formOf(event, sessions[0]!)}/wait`;
  let visits = 0;
  return [
    at('event-lecture-with-waiting-list', `/events/${event.slug}`),
    at('wait-lecture', form),
    {
      name: 'wait-check-your-mail',
      open: async (page) => {
        await page.goto(form);
        await fillParty(page, { name: 'Ada Birch', email: `waits-${visits++}@example.org` });
        await send(page);
      },
    },
    at('waiting-one-step-left', pageOf(waiter)),
  ];
}

/** Somebody to whom places are offered; they wait for other times too. */
async function offered(app: TestApp, places: number, times = 1) {
  const { sessions, holders } = await fullTimes(app, times);
  const waiter = await Waiter.in(app, sessions, { partySize: places, name: 'Ada Birch' });
  await holders[0]!.cancel({ places });
  await lookForThoseWhoWait(app);
  await eventually(() => waiter.state(), 'offered');
  return waiter;
}

/** A party for which too little came free. */
async function passedOver(app: TestApp): Promise<Waiter> {
  const { sessions, holders } = await fullTimes(app);
  const large = await Waiter.in(app, sessions, { partySize: 4 });
  const small = await Waiter.in(app, sessions);
  done(await holders[0]!.cancel({ places: 1 }));
  await lookForThoseWhoWait(app);
  await eventually(() => small.state(), 'offered');
  return large;
}

async function offerPages(app: TestApp): Promise<PageState[]> {
  const accepts = await offered(app, 2);
  done(await accepts.accept());
  return [
    at('offer', pageOf(await offered(app, 3, 2))),
    at('offer-of-one', pageOf(await offered(app, 1))),
    at('waiting-accepted', pageOf(accepts)),
    at('waiting-passed-over', pageOf(await passedOver(app))),
  ];
}

async function endPages(app: TestApp): Promise<PageState[]> {
  const left = await offered(app, 1);
  done(await left.leave());
  const declined = await offered(app, 2);
  done(await declined.decline());
  const late = await offered(app, 2);
  await letTheOfferExpire(app, late);
  const { first: other } = await fullTimes(app);
  const removed = await Waiter.in(app, [other]);
  done(await (await Team.as(app)).post(`waiting-list/${removed.id}/remove`, { reason: 'They rang us.' }));
  return [
    at('waiting-left', `${pageOf(left)}?done=left`),
    at('waiting-declined', `${pageOf(declined)}?done=declined`),
    at('waiting-too-late', pageOf(late)),
    at('waiting-called-off', pageOf(await calledOff(app))),
    at('waiting-removed', pageOf(removed)),
    at('refused-waiting-link', '/waiting/half-a-link'),
  ];
}

async function letTheOfferExpire(app: TestApp, { id }: Waiter): Promise<void> {
  const now = app.clock.now();
  await app.database.reader.query('UPDATE waiting_list_offers SET expires_at = $2 WHERE entry_id = $1', [
    id,
    new Date(now.getTime() - 60_000),
  ]);
  await app.service(LookingAround).settleDue();
}

async function calledOff(app: TestApp): Promise<Waiter> {
  const { sessions, first } = await fullTimes(app);
  const waiter = await Waiter.in(app, sessions);
  done(await (await Team.as(app)).post(`sessions/${first.id}/cancel`, { reason: 'A storm is coming.' }));
  await app.service(LookingAround).settleDue();
  await eventually(() => waiter.state(), 'ended');
  return waiter;
}
