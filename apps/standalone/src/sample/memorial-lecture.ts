import { instantAt } from '#kernel';
import type { SampleEvent, SamplePool } from './sample.js';
import type { Season } from './season.js';
import { TIME_ZONE } from './venues.js';

const STORY = `On 7 July 2005 a bomb on the number 30 bus took the lives of thirteen people outside BMA House, in Tavistock Square.

In early 2012 the 7/7 Tavistock Square Memorial Trust asked the BMA to hold a lecture in the house itself. Both felt that this was the right place for it. More than two hundred people came to the first one. It has been held in the week of the anniversary in the years since.

Those who have spoken include Baroness Helena Kennedy QC, Lord Blair, Martine Wright, Dame Tessa Jowell and June Kelly. The lecture asks what has been done since that day to keep others from such a loss, and what remains to be done.

The first lecture also raised money for a memorial. It stands in Tavistock Square Garden, across the road, and was unveiled on 12 September 2018. You may like to go there before the lecture or after it.

The evening begins with a minute of silence. The lecture lasts about fifty minutes, and there is time for questions. Nobody is asked why they have come.`;

/** One session with 200 places; some are wheelchair spaces and places for who comes to help, and a part is kept for those who are invited, and goes to the public a week before. */
export function memorialLecture(season: Season, now: Date): SampleEvent {
  const at = (time: string) => instantAt(`${season.lecture.toString()}T${time}`, TIME_ZONE);
  const release = instantAt(`${season.lecture.subtract({ weeks: 1 }).toString()}T09:00`, TIME_ZONE);
  const kept = (name: string, places: number, isPrivate = false): SamplePool => ({
    name,
    private: isPrivate,
    audience: 'invited',
    places,
    releasesAt: release,
  });
  return {
    venue: 'hall',
    programme: {
      slug: 'memorial-lecture',
      name: '7/7 Memorial Lecture',
      summary: 'Each year, in the week of 7 July, at BMA House.',
      mood: 'memorial',
    },
    event: {
      slug: `memorial-lecture-${season.year}`,
      title: `7/7 Memorial Lecture ${season.year}`,
      summary: 'An evening to remember, and to ask what has been learnt, in the house in front of which it happened.',
      story: STORY,
      drawing: null,
      status: 'published',
      registrationOpensAt: now,
      registrationClosesAt: at('12:00'),
      confirmation: 'by-email',
      oneRegistrationPer: 'event',
      partyLimit: 4,
      changesCloseMinutes: 6 * 60,
      cancellationsCloseMinutes: 0,
      declineUndoMinutes: 30,
      waitingList: true,
      offerMinutes: 1440,
      passedOverLimit: 3,
      contactEmail: 'lecture@example.org',
      contactPhone: '020 7946 0107',
      arrival:
        'Come to the gates of BMA House in Tavistock Square. There is a short bag check, so please leave large bags at home. Doors open at 17:45 and the lecture begins at 18:30; if you are late, somebody will take you in by the back of the hall.',
      accessHelp:
        'Tell us when you register what would help, or ring us. A member of the team can meet you at the gate, walk with you, and keep a seat near a door. If the evening becomes too much, the quiet room beside the hall is there for you, with somebody to sit with if you wish.',
      consentText: `You may write to me once about the lecture in ${season.year + 1}.`,
      consentRequired: false,
    },
    speakers: [
      {
        name: 'To be announced',
        role: `The speaker of ${season.year}`,
        biography: 'The Trust and the BMA will name the speaker here in the spring.',
      },
    ],
    questions: [
      {
        label: 'Would you like to sit where cameras do not reach?',
        help: 'The press may be in the hall. Part of it is never filmed or photographed.',
        kind: 'yes-no',
        options: [],
        required: false,
        askedPer: 'party',
      },
    ],
    sessions: [
      {
        title: null,
        room: 'Great Hall',
        startsAt: at('18:30'),
        endsAt: at('20:00'),
        admissionOpensAt: at('17:45'),
        admissionClosesAt: at('19:00'),
        capacity: 200,
        pools: [
          { name: 'Public', audience: 'public', places: 78 },
          { name: 'Wheelchair spaces', audience: 'wheelchair', places: 6 },
          { name: 'Companions', audience: 'companion', places: 6 },
          kept('Survivors and families', 50, true),
          kept('Emergency services', 30),
          kept('Officials', 20),
          kept('Press', 10),
        ],
      },
    ],
  };
}
