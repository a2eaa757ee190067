import type { SampleEvent } from './sample.js';
import type { Season } from './season.js';
import { timedEntries } from './timed-entries.js';

const STORY = `Behind the tall gates in Tavistock Square there is a garden that few people have seen. Sir Edwin Lutyens designed it, and it is planted with herbs that were medicine before there were pharmacies. For most of the year it is open to staff, members and their guests alone. For the Chelsea Fringe it is open to everybody.

This opening is for John Parkinson, apothecary and gardener, who in 1629 gave English gardeners a book with a pun for a title. “Paradisi in Sole, Paradisus Terrestris” is Latin for an earthly paradise of the park in the sun, and Park-in-sun is Parkinson. Much of what apothecaries later knew goes back to what he wrote.

You can walk the beds with his words in your hand. Foxglove, poppy and saffron stand where you can look at them closely, with what he believed of them on one side of a card and what is known now on the other. Somebody from the garden is there to answer what the cards do not.

On the wall you will find a plaque for the foundations of Tavistock House. Charles Dickens lived there from 1851 to 1860. Bleak House, Hard Times and Great Expectations are thought to have been written where the beds are now.

An entry lasts forty-five minutes, for twenty-five people, so that there is room to stand still.`;

export function chelseaFringe(season: Season, now: Date): SampleEvent {
  return {
    venue: 'garden',
    programme: {
      slug: 'chelsea-fringe',
      name: 'Chelsea Fringe',
      summary: 'Our part in the festival of gardens, in late May.',
      mood: 'garden',
    },
    event: {
      slug: `chelsea-fringe-${season.year}`,
      title: 'A paradise in the sun: John Parkinson’s herbs',
      summary: 'An apothecary’s garden by Lutyens, opened for the Chelsea Fringe, with a book of 1629 as the guide.',
      story: STORY,
      drawing: 'foxglove',
      status: 'published',
      registrationOpensAt: now,
      registrationClosesAt: null,
      confirmation: 'immediate',
      oneRegistrationPer: 'session',
      partyLimit: 4,
      changesCloseMinutes: 60,
      cancellationsCloseMinutes: 0,
      declineUndoMinutes: 30,
      waitingList: true,
      offerMinutes: 1440,
      passedOverLimit: 3,
      contactEmail: 'garden@example.org',
      contactPhone: '020 7946 0146',
      arrival:
        'Come to the gates of BMA House in Tavistock Square a few minutes before your time. The garden is through the court, straight ahead. If it rains we open all the same; bring a coat.',
      accessHelp:
        'Tell us what would help and we will have it ready: a stool to carry round, the cards in large print, or somebody to walk with.',
      consentText: null,
      consentRequired: false,
    },
    speakers: [],
    questions: [
      {
        label: 'What would you like to hear about?',
        help: 'It helps whoever is in the garden at your time.',
        kind: 'choices',
        options: [
          'The herbs and what they cured',
          'Parkinson and his book',
          'Lutyens and the house',
          'Dickens and Tavistock House',
        ],
        required: false,
        askedPer: 'party',
      },
    ],
    sessions: timedEntries(season.chelseaFringe, { first: '11:00', last: '16:15', minutes: 45, people: 25 }),
  };
}
