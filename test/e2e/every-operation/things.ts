import { newId } from '#kernel';
import { InboundPost } from '#replies';
import type { Event } from '#programme';
import { deliver } from '../../support/delivery.js';
import { Holder, part } from '../../support/holder.js';
import { lookForThoseWhoWait, Waiter } from '../../support/waiter.js';
import { Teammate } from '../../support/teammate.js';
import type { Lot } from './lot.js';

/** A thing of the house; `headers` are the credentials of who holds it, where it is not the team's alone. */
export interface Thing {
  readonly id: string;
  readonly slug?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * How to make one of each kind, called as in the addresses. Each belongs to the others of its lot: the session is one
 * of the event, the registration is in the session. A new resource of the API is added here.
 */
export const MAKERS: Readonly<Record<string, (lot: Lot) => Promise<Thing>>> = {
  venues: (lot) => lot.posted('venues'),
  programmes: (lot) => lot.posted('programmes'),
  events: ({ app }) => app.make.event({ waitingList: true, venue: { safeNumber: 1_000_000 } }),
  drafts: async ({ app }) => {
    const draft = await app.make.event({ status: 'draft' });
    await app.make.session(draft);
    return draft;
  },
  emptied: ({ app }) => app.make.event(),
  questions: (lot) => lot.posted('questions'),
  sessions: async ({ app, one }) => app.make.session((await one('events')) as Event, { capacity: 200, places: 100 }),
  // For what ends a session, on which others of the lot stand.
  'spare-sessions': async ({ app, one }) => app.make.session((await one('events')) as Event),
  // All its places are taken, by somebody who can give them back.
  'full-sessions': async ({ app, one }) => {
    const session = await app.make.session((await one('events')) as Event, { capacity: 2 });
    await Holder.in(app, session.id, { partySize: 2 });
    return session;
  },
  'waiting-list': async ({ app, one }) => waiting(await Waiter.in(app, [await one('full-sessions')])),
  'offered-entries': async ({ app, one }) => {
    const session = await app.make.session((await one('events')) as Event, { capacity: 2 });
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    const waiter = await Waiter.in(app, [session]);
    await holder.cancel();
    await lookForThoseWhoWait(app);
    return waiting(waiter);
  },
  // It waits for more places than are free, and would take fewer by now.
  'served-entries': async ({ app, one }) => {
    const session = await one('half-free-sessions');
    return waiting(await Waiter.in(app, [session], { partySize: 1 }));
  },
  'half-free-sessions': async ({ app, one }) => {
    const session = await app.make.session((await one('events')) as Event, { capacity: 3 });
    const holder = await Holder.in(app, session.id, { partySize: 3 });
    await Waiter.in(app, [session], { partySize: 3 });
    await holder.cancel({ places: 1 });
    return session;
  },
  'former-entries': async ({ app, one }) => {
    const waiter = await Waiter.in(app, [await one('full-sessions')]);
    await waiter.leave();
    return waiting(waiter);
  },
  pools: (lot) => lot.posted('pools'),
  registrations: async ({ app, one }) => Holder.in(app, (await one('sessions')).id, { partySize: 3 }),
  // A call may take the other pool away.
  'guest-pools': (lot) => lot.posted('pools'),
  invitations: async (lot) => withLink(await lot.posted('invitations')),
  'deputised-invitations': async (lot) => {
    const invited = withLink(await lot.posted('invitations'));
    await lot.team.post(`invitations/${invited.id}/deputise`, { deputy: { name: 'Tom Alder' }, source: 'phone' });
    return invited;
  },
  ballots: (lot) => lot.posted('ballots'),
  // One that can be entered.
  'open-ballots': async (lot) => {
    const ballot = await lot.posted('ballots');
    const opened = `UPDATE ballots SET opens_at = now() - interval '1 hour' WHERE id = $1`;
    await lot.app.database.reader.query(opened, [ballot.id]);
    return ballot;
  },
  'balloted-sessions': async ({ team, one }) => {
    const ballot = await team.get(`ballots/${(await one('open-ballots')).id}`);
    return { id: part<[{ sessionId: string }]>(ballot, 'sessions')[0].sessionId };
  },
  'ballot-entries': async ({ app, one }) => {
    const preferences = [(await one('balloted-sessions')).id];
    const contact = { name: 'Ada Birch', email: `${newId()}@example.org` };
    const body = { preferences, contact, partySize: 2 };
    const entered = await app.post(`/api/v1/ballots/${(await one('open-ballots')).id}/entries`, body);
    const token = String(part(entered, 'entryUrl')).split('/').at(-1)!;
    return { id: part(entered, 'id'), headers: { authorization: `Entry ${token}` } };
  },
  'invitation-templates': (lot) => lot.posted('invitation-templates'),
  'reminder-rules': (lot) => lot.posted('reminder-rules'),
  'bulk-actions': (lot) => lot.posted('bulk-actions'),
  imports: (lot) => lot.posted('imports'),
  messages: async ({ app, team, one }) => {
    const { id } = await one('registrations');
    await deliver(app, id);
    return part<Thing[]>(await team.get(`messages?registrationId=${id}`), 'items')[0]!;
  },
  'inbound-mails': async ({ app, team, one }) => {
    const { id } = await one('registrations');
    await app
      .service(InboundPost)
      .receive({ raw: Buffer.from(`Subject: ${newId()}\r\n\r\nI cannot come.\r\n`), source: 'http' });
    await app.database.reader.query(
      'UPDATE inbound_mails SET registration_id = $1, event_id = (SELECT event_id FROM registrations WHERE id = $1) WHERE registration_id IS NULL',
      [id],
    );
    return part<Thing[]>(await team.get(`inbound-mails?registrationId=${id}`), 'items')[0]!;
  },
  'api-keys': (lot) => lot.posted('api-keys'),
  webhooks: (lot) => lot.posted('webhooks'),
  deliveries: async ({ team, one }) => {
    const { status, body } = await team.post(`webhooks/${(await one('webhooks')).id}/test`);
    // Where a call has taken the webhook away before, its log went with it.
    return status === 202 ? (body as unknown as Thing) : { id: newId() };
  },
  staff: (lot) => lot.posted('staff'),
  'sign-ins': async ({ app }) => {
    const mate = await Teammate.signedIn(app);
    // At another browser, so that it can be ended and the call repeated.
    await mate.elsewhere().signIn();
    const [{ id }] = part<[Thing]>(await mate.get('me/sign-ins'), 'items');
    return { id, headers: mate.headers };
  },
};

/** An invitation with what its guest holds. */
function withLink(thing: Thing): Thing {
  const { url } = thing as unknown as { readonly url: string };
  return { ...thing, headers: { authorization: `Invitation ${url.split('/').at(-1)}` } };
}

function waiting({ id, token }: Waiter): Thing {
  return { id, headers: { authorization: `Waiting ${token}` } };
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60_000).toISOString();
}

/** What the example of a body does not say of the things at hand: by operation, instead of some of its properties. */
export const BODIES: Readonly<Record<string, (lot: Lot) => Promise<object>>> = {
  'POST /api/v1/admin/venues': async () => ({ slug: `venue-${newId()}` }),
  'POST /api/v1/admin/venues/{id}/readdress': async () => ({ name: `Garden ${newId()}` }),
  'POST /api/v1/admin/programmes': async () => ({ slug: `programme-${newId()}` }),
  'POST /api/v1/admin/events': async () => ({ slug: `event-${newId()}` }),
  'POST /api/v1/admin/events/{id}/clone': async (lot) => {
    await lot.one('sessions');
    return { slug: `event-${newId()}` };
  },
  'POST /api/v1/admin/api-keys': async () => ({ expiresAt: inDays(30) }),
  'POST /api/v1/admin/staff': async () => ({ email: `${newId()}@example.org` }),
  'POST /api/v1/admin/invitations': async ({ one }) => ({
    ...{ poolId: (await one('guest-pools')).id, email: `${newId()}@example.org` },
    overPromise: { reason: 'They are asked more than once here.' },
  }),
  'POST /api/v1/admin/bulk-actions': async () => ({ expected: undefined }),
  'PATCH /api/v1/admin/imports/{id}': async () => ({ columns: { 1: 'name' } }),
  'POST /api/v1/admin/sessions/{id}/reschedule': async () => ({ startsAt: inDays(40), endsAt: inDays(41) }),
  'POST /api/v1/admin/ballots': async ({ app, one }) => {
    const event = (await one('events')) as Event;
    const sessions = [await app.make.session(event), await app.make.session(event)];
    return { sessionIds: sessions.map(({ id }) => id), opensAt: inDays(1), closesAt: inDays(2) };
  },
  'PATCH /api/v1/admin/ballots/{id}': async () => ({ closesAt: inDays(3) }),
  // A time that is not in the ballot is a fault of input, not a thing out of reach: so it is one that the lot does not name.
  'POST /api/v1/admin/ballots/{id}/entries': async ({ team, one }) => {
    const ballot = await team.get(`ballots/${(await one('open-ballots')).id}`);
    return { preferences: [part<[object, { sessionId: string }]>(ballot, 'sessions')[1].sessionId] };
  },
  'POST /api/v1/ballots/{id}/entries': async () => ({
    contact: { name: 'Ada Birch', email: `${newId()}@example.org` },
  }),
  'POST /api/v1/registrations': async () => ({ contact: { name: 'Ada Birch', email: `${newId()}@example.org` } }),
  'POST /api/v1/waiting-list': async (lot) => ({
    contact: { name: 'Ada Birch', email: `${newId()}@example.org` },
    sessionIds: [(await lot.one('full-sessions')).id],
    anyOfDay: false,
  }),
  'POST /api/v1/admin/waiting-list': async (lot) => ({ sessionIds: [(await lot.one('full-sessions')).id] }),
  'POST /api/v1/admin/waiting-list/{id}/offer': async (lot) => ({
    sessionId: (await lot.one('half-free-sessions')).id,
  }),
  'POST /api/v1/admin/waiting-list/{id}/accept': async () => ({ partySize: 1 }),
  'PATCH /api/v1/waiting-list/{id}': async () => ({ partySize: 1 }),
  'POST /api/v1/waiting-list/{id}/accept': async () => ({ partySize: 1 }),
  'POST /api/v1/registrations/{id}/move': async (lot) => ({ sessionId: (await lot.one('sessions', 'other')).id }),
};

/** Operations that need another kind of thing than the one that their address tells of. */
export const INSTEAD: Readonly<Record<string, string>> = {
  'POST /api/v1/waiting-list/{id}/accept': 'offered-entries',
  'POST /api/v1/waiting-list/{id}/decline': 'offered-entries',
  'POST /api/v1/waiting-list/{id}/rejoin': 'former-entries',
  'POST /api/v1/admin/waiting-list/{id}/accept': 'offered-entries',
  'POST /api/v1/admin/waiting-list/{id}/offer': 'served-entries',
  'POST /api/v1/admin/events/{id}/publish': 'drafts',
  'POST /api/v1/admin/events/{id}/unpublish': 'emptied',
  'DELETE /api/v1/admin/events/{id}': 'drafts',
  'POST /api/v1/ballots/{id}/entries': 'open-ballots',
  'POST /api/v1/admin/ballots/{id}/entries': 'open-ballots',
  'POST /api/v1/admin/events/{id}/cancel': 'drafts',
  'POST /api/v1/admin/sessions/{id}/cancel': 'spare-sessions',
  'DELETE /api/v1/admin/sessions/{id}': 'spare-sessions',
  'POST /api/v1/admin/invitations/{id}/recall-deputy': 'deputised-invitations',
  'POST /api/v1/invitations/{id}/recall-deputy': 'deputised-invitations',
};

/** What is sent where the body is a file, and what the address says of it then. */
export const FILES: Readonly<Record<string, (lot: Lot) => Promise<{ readonly file: string; readonly query: string }>>> =
  {
    'POST /api/v1/admin/inbound-mails': async () => ({
      file: `Subject: ${newId()}\r\n\r\nI cannot come.\r\n`,
      query: '',
    }),
    'POST /api/v1/admin/invitations/import': async ({ one }) => ({
      file: 'Name\nAda Birch\n',
      query: `?sessionId=${(await one('sessions')).id}&poolId=${(await one('guest-pools')).id}`,
    }),
    'POST /api/v1/admin/imports': async ({ one }) => ({
      file: 'Name\nAda Birch\n',
      query: `?eventId=${(await one('events')).id}&sessionId=${(await one('sessions')).id}`,
    }),
  };

/** What a person alone does, as themselves: by a session, not by a key. */
export const PERSONAL = /\/me\/sign-ins/;

/** What a property of a body names, where its name does not say it as `eventId` does. */
export const NAMED: Readonly<Record<string, string>> = { preference: 'balloted-sessions' };

/** What belongs to no event: who may read the programme somewhere may read it. */
export const OF_THE_HOUSE: ReadonlySet<string> = new Set(['venues', 'programmes']);
