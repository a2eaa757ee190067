import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '#database';
import { dayOf, Clock } from '#kernel';
import { Session } from '#programme';
import { TeamRegister, WhatsOn } from '#registration';
import { COMMAND, Reach } from '#staff';
import { WaitingList } from '#waiting-list';
import { TIME_ZONE } from './venues.js';

const HERE = { strict: false } as const;
/** Parties that take all places of a session of 40. */
const TAKEN = [6, 6, 6, 6, 6, 6, 4] as const;
/** Parties that wait, in order. */
const WAITING = [
  { partySize: 5, fewerIsFine: false },
  { partySize: 2, fewerIsFine: false },
  { partySize: 4, fewerIsFine: true },
  { partySize: 1, fewerIsFine: false },
] as const;

/** A day in the garden that is full, with parties that wait for it. Nobody is mailed: their addresses are nobody's. */
export async function addWaiters(app: INestApplicationContext): Promise<void> {
  const event = await app.get(WhatsOn, HERE).event(await gardenSlug(app));
  const days = Map.groupBy(event.sessions, ({ startsAt }) => dayOf(new Date(startsAt), TIME_ZONE));
  const sunday = [...days.values()].at(-1)!;
  const sessionIds = sunday.map(({ id }) => id);
  for (const sessionId of sessionIds) await fill(app, sessionId);
  await wait(app, sessionIds);
}

async function gardenSlug(app: INestApplicationContext): Promise<string> {
  const events = await app.get(WhatsOn, HERE).events({ from: app.get(Clock, HERE).now().toISOString() });
  return events.find(({ slug }) => slug.startsWith('open-squares'))!.slug;
}

async function fill(app: INestApplicationContext, sessionId: string): Promise<void> {
  const all = new Reach(null);
  const clerk = { actor: COMMAND, reach: all, sight: { sensitive: all, writing: all } };
  await app.get(Database).transaction(async (tx) => {
    for (const [index, partySize] of TAKEN.entries()) {
      const contact = { name: `Guest ${index + 1}`, email: `guest-${index + 1}@sample.invalid` };
      const body = { sessionId, contact, partySize, source: 'staff', tell: false } as const;
      await app.get(TeamRegister, HERE).register(tx, clerk, body);
    }
  });
}

async function wait(app: INestApplicationContext, sessionIds: readonly string[]): Promise<void> {
  const database = app.get(Database);
  const { eventId } = await database.reader.findOneByOrFail(Session, { id: sessionIds[0]! });
  const parties = WAITING.map((party, index) => ({
    ...{ eventId, sessionIds, ...party, party: {}, consented: false, source: 'web' as const },
    contact: { name: `Visitor ${index + 1}`, email: `waiting-${index + 1}@sample.invalid` },
  }));
  const following = { parties, reason: 'Asked to wait.', tell: false };
  await database.transaction((tx) => app.get(WaitingList, HERE).joinAll(tx, following));
}
