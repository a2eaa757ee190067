import type { INestApplicationContext } from '@nestjs/common';
import { Admission } from '#admission';
import { Database, type Tx } from '#database';
import { ProgrammeEditor, Venue } from '#programme';
import type { Season } from './season.js';
import { timedEntries } from './timed-entries.js';
import { GARDEN } from './venues.js';

const STORY = `On three evenings in early summer the gardener walks a few people through the beds after everybody has gone home. It is quiet then, and some of what grows here only opens at dusk.

There is room for twelve people on an evening, and many more would like to come. So that nobody has to sit at a screen at a certain minute, places are given by ballot: it makes no difference when you enter, and everybody has the same chance.`;

/** An event whose places are too few for those who would come. */
export interface Evenings {
  readonly eventId: string;
  /** Sessions of the ballot that was drawn. */
  readonly drawn: readonly string[];
  /** Of the one that can be entered. */
  readonly open: readonly string[];
}

export function gardenEvenings(app: INestApplicationContext, season: Season, now: Date): Promise<Evenings> {
  const editor = app.get(ProgrammeEditor, { strict: false });
  const admission = app.get(Admission, { strict: false });
  return app.get(Database).transaction(async (tx) => {
    const eventId = await addEvent(tx, editor, season, now);
    const evenings = [3, 4, 5].map((days) => season.chelseaFringe.add({ days }));
    const ids: string[] = [];
    for (const evening of evenings) {
      const [entry] = timedEntries(evening, { first: '20:00', last: '20:00', minutes: 75, people: 12 });
      const { pools, ...session } = entry!;
      const { id: sessionId } = await editor.addSession(tx, eventId, session);
      await admission.openPool(tx, { eventId, sessionId, ...pools[0]! });
      ids.push(sessionId);
    }
    return { eventId, drawn: ids.slice(0, 2), open: ids.slice(2) };
  });
}

async function addEvent(tx: Tx, editor: ProgrammeEditor, { year }: Season, now: Date): Promise<string> {
  const { id: venueId } = await tx.findOneByOrFail(Venue, { slug: GARDEN.slug });
  const programme = { slug: 'evenings-in-the-garden', name: 'Evenings in the garden', mood: 'garden' } as const;
  const summary = 'After hours, with the gardener.';
  const { id: programmeId } = await editor.addProgramme(tx, { ...programme, summary });
  const event = await editor.addEvent(
    tx,
    {
      ...{ programmeId, venueId, slug: `garden-evenings-${year}`, title: `The garden at dusk, ${year}` },
      summary: 'Three evenings with the gardener, for twelve people each. Places are given by ballot.',
      story: STORY,
      drawing: 'poppy',
      status: 'published',
      registrationOpensAt: now,
      registrationClosesAt: null,
      confirmation: 'immediate',
      oneRegistrationPer: 'event',
      partyLimit: 4,
      changesCloseMinutes: 60,
      cancellationsCloseMinutes: 0,
      declineUndoMinutes: 30,
      waitingList: true,
      offerMinutes: 24 * 60,
      passedOverLimit: 3,
      contactEmail: 'garden@example.org',
      contactPhone: '020 7946 0146',
      arrival: 'Come to the gates of BMA House in Tavistock Square. Somebody is there from ten minutes before.',
      accessHelp: 'The paths are level. Tell us what would help and we will have it ready.',
      consentText: null,
      consentRequired: false,
    },
    [],
    [],
  );
  return event.id;
}
