import type { SampleEvent } from './sample.js';
import type { Season } from './season.js';
import { timedEntries } from './timed-entries.js';

const STORY = `For one weekend in June, gardens all over London open that are locked for the rest of the year. Ours is one of them: a court of grass, stone and physic herbs by Sir Edwin Lutyens, behind the gates of BMA House in Tavistock Square.

There is nothing you have to do here. Some people come for the plants, which are those that doctors once sent their patients to. Some come for Lutyens, who set a formal garden into the middle of a busy house and made it seem to have been there first. Some come because Charles Dickens lived on this ground from 1851 to 1860, and a plaque marks where the foundations of his house lay. And many come, on a hectic weekend in a hectic city, to sit down for half an hour.

Times are for coming in, one small group each half hour. Once you are inside, stay as long as you like until the gates close at 17:30.`;

export function openSquares(season: Season, now: Date): SampleEvent {
  const entries = { first: '10:00', last: '16:30', minutes: 30, people: 40 };
  return {
    venue: 'garden',
    programme: {
      slug: 'open-squares-weekend',
      name: 'Open Squares Weekend',
      summary: 'Gardens all over London, open for one weekend in June.',
      mood: 'garden',
    },
    event: {
      slug: `open-squares-weekend-${season.year}`,
      title: `The garden on Open Squares Weekend ${season.year}`,
      summary: 'Two days in June on which a garden that is nearly always closed is open to everybody.',
      story: STORY,
      drawing: 'lavender',
      status: 'published',
      registrationOpensAt: now,
      registrationClosesAt: null,
      confirmation: 'immediate',
      oneRegistrationPer: 'session',
      partyLimit: 6,
      changesCloseMinutes: 30,
      cancellationsCloseMinutes: 0,
      declineUndoMinutes: 30,
      waitingList: true,
      offerMinutes: 1440,
      passedOverLimit: 3,
      contactEmail: 'garden@example.org',
      contactPhone: '020 7946 0146',
      arrival:
        'Come to the gates of BMA House in Tavistock Square at your time, or up to half an hour after it. The garden is through the court, straight ahead.',
      accessHelp:
        'Tell us what would help and we will have it ready. If you cannot wait at the gate, come to the front of the line and say so; nobody will ask why.',
      consentText: null,
      consentRequired: false,
    },
    speakers: [],
    questions: [],
    sessions: season.openSquares.flatMap((day) => timedEntries(day, entries)),
  };
}
