import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BallotWork, Ballots, Entering } from '#ballot';
import { ServicesModule, type Settings } from '#composition';
import { Database } from '#database';
import { Clock } from '#kernel';
import { COMMAND, Reach } from '#staff';
import { type Evenings, gardenEvenings } from './garden-evenings.js';
import { SAMPLE, SampleProgramme } from './sample.js';
import { comingSeason } from './season.js';
import { TIME_ZONE } from './venues.js';
import { addWaiters } from './waiters.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Parties that enter, by size: more people than there are places. */
const PARTIES = [2, 1, 2, 3, 2, 1, 2, 4, 2, 1, 2, 2, 3, 1, 2, 2, 1, 2] as const;

/** The machine's clock, moved to when it happened. */
class PastClock extends Clock {
  behind = 0;

  override now(): Date {
    return new Date(super.now().getTime() - this.behind);
  }
}

@Module({})
class HistoryModule {
  static from(services: DynamicModule): DynamicModule {
    return { module: HistoryModule, imports: [services], providers: [...SAMPLE] };
  }
}

/**
 * Evenings in the garden, for which a ballot was drawn last week, by the services themselves at a clock of their own; and
 * one that can be entered. The addresses end in `.invalid`, so that no mail of theirs reaches anybody.
 */
async function addBallots(app: INestApplicationContext, clock: PastClock): Promise<void> {
  const now = clock.now().getTime();
  const morning = now - (now % DAY) + 9 * HOUR;
  clock.behind = now - (morning - 3 * WEEK);
  const evenings = await gardenEvenings(app, comingSeason(new Date(now), TIME_ZONE), clock.now());
  await drawOne(app, evenings, clock);
  clock.behind = 0;
  await plan(app, evenings, evenings.open, new Date(clock.now().getTime() + 1000), new Date(morning + 10 * DAY));
}

/** The sample programme with its ballots and a day for which people wait, if the database is empty; answers false and changes nothing if it is not. */
export async function addSample(settings: Settings): Promise<boolean> {
  const clock = new PastClock();
  const module = HistoryModule.from(ServicesModule.from(settings, { works: false, clock }));
  const app = await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false });
  try {
    const added = await app.get(SampleProgramme).addIfEmpty();
    if (added) {
      await addBallots(app, clock);
      await addWaiters(app);
    }
    return added;
  } finally {
    await app.close();
  }
}

async function drawOne(app: INestApplicationContext, evenings: Evenings, clock: PastClock): Promise<void> {
  const from = clock.now().getTime();
  const closesAt = new Date(from + 2 * WEEK);
  const ballotId = await plan(app, evenings, evenings.drawn, new Date(from + DAY), closesAt);
  clock.behind -= 2 * DAY;
  const [first, second] = evenings.drawn;
  for (const [index, partySize] of PARTIES.entries()) {
    const preferences = index % 3 === 0 ? [second!, first!] : index % 3 === 1 ? [first!, second!] : [first!];
    const contact = { name: `Visitor ${index + 1}`, email: `visitor-${index + 1}@sample.invalid` };
    const body = { preferences, contact, partySize };
    await app.get(Database).transaction((tx) => app.get(Entering, HERE).enter(tx, ballotId, body, 'web'));
    clock.behind -= 3 * HOUR;
  }
  clock.behind -= closesAt.getTime() - clock.now().getTime() + 1000;
  await app.get(BallotWork, HERE).doDue();
}

const HERE = { strict: false } as const;

function plan(
  app: INestApplicationContext,
  { eventId }: Evenings,
  sessionIds: readonly string[],
  opensAt: Date,
  closesAt: Date,
): Promise<string> {
  const times = { opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() };
  const wish = { eventId, sessionIds: [...sessionIds], ...times };
  return app.get(Database).transaction((tx) => app.get(Ballots, HERE).plan(tx, COMMAND, new Reach(null), wish));
}
