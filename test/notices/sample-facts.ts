import type { NoticeFacts, NoticeKind } from '#notices';

/** A timed entry on a garden day. */
export const garden: NoticeFacts = {
  event: {
    title: 'The Physic Garden, Open Squares Weekend 2027',
    mood: 'garden',
    cancelled: false,
    arrival:
      'Come to the main entrance in Tavistock Square and say that you are here for the garden.\n\nThe paths are gravel; flat shoes are a good idea.',
    accessHelp: 'If a step, a long stand or a crowd is difficult, tell us and somebody will walk with you.',
    contact: { email: 'gardens@bma.example', phone: '020 7946 0123' },
  },
  session: {
    id: '01980000-0000-7000-8000-000000000001',
    title: null,
    room: null,
    startsAt: new Date('2027-06-12T09:30:00Z'),
    endsAt: new Date('2027-06-12T10:00:00Z'),
    admissionOpensAt: new Date('2027-06-12T09:20:00Z'),
    admissionClosesAt: new Date('2027-06-12T09:50:00Z'),
    cancelled: false,
    announcement: null,
    otherTimes: false,
  },
  venue: {
    name: 'BMA House garden',
    address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
    latitude: 51.5256,
    longitude: -0.1291,
    timeZone: 'Europe/London',
    directions: 'Euston and Russell Square stations are ten minutes away on foot.',
    access: {
      stepFree: 'The way is level from the street to the garden; two paths are too narrow for a wheelchair.',
      toilet: 'A toilet wide enough for a wheelchair is by the entrance hall.',
      assistanceDogs: 'Assistance dogs are welcome everywhere.',
    },
  },
  registration: {
    reference: 'GH-7K2M-9QPD',
    state: 'confirmed',
    name: 'Ada Birch',
    partySize: 4,
    names: ['Ada Birch', 'Tom Birch', null, null],
    needs: ['A seat near the gate, please.'],
    othersHaveNeeds: true,
    heldUntil: null,
    cancelledBy: null,
    changesUntil: new Date('2027-06-11T09:30:00Z'),
    cancellationUntil: new Date('2027-06-12T07:30:00Z'),
    declineDueAt: null,
  },
  links: {
    manage: 'https://events.bma.example/manage/AZkvPnwafSCKTj8bLE1ebzqWcVv3n0kX1Yd2bB7u9fQ',
    check: 'https://events.bma.example/check/AZkvPnwafSCKTj8bLE1eb5TqWcVv3n0kX1Yd2bB7u9f',
    event: 'https://events.bma.example/events/open-squares-2027',
    keep: 'https://events.bma.example/manage/AZkvPnwafSCKTj8bLE1ebzqWcVv3n0kX1Yd2bB7u9fQ/keep',
    giveUp: 'https://events.bma.example/manage/AZkvPnwafSCKTj8bLE1ebzqWcVv3n0kX1Yd2bB7u9fQ/cancel',
    feed: 'https://events.bma.example/calendar/own/AZkvPnwafSCKTj8bLE1eb7rWcVv3n0kX1Yd2bB7u9fQ.ics',
  },
  told: null,
  answersAreRead: true,
  withCalendar: true,
};

/** The lecture, for one person. */
export const lecture: NoticeFacts = {
  ...garden,
  event: {
    title: '7/7 Memorial Lecture 2027',
    mood: 'memorial',
    cancelled: false,
    arrival: 'The doors of the Great Hall open at 18:00. The lecture begins at 18:30 with a minute of silence.',
    accessHelp:
      'A quiet room beside the hall is open to anyone, all evening. A member of the team who wears a white ribbon is at every door; you need not explain anything to them.',
    contact: { email: 'lecture@bma.example', phone: '020 7946 0199' },
  },
  session: {
    id: '01980000-0000-7000-8000-000000000002',
    title: null,
    room: 'Great Hall',
    startsAt: new Date('2027-07-06T17:30:00Z'),
    endsAt: new Date('2027-07-06T19:30:00Z'),
    admissionOpensAt: new Date('2027-07-06T17:00:00Z'),
    admissionClosesAt: new Date('2027-07-06T18:00:00Z'),
    cancelled: false,
    announcement: null,
    otherTimes: false,
  },
  venue: {
    ...garden.venue,
    name: 'BMA House',
    access: {
      stepFree: 'The way is level from the street to the hall; a lift to the other floors.',
      hearingLoop: 'A hearing loop covers the whole hall; set your hearing aid to T.',
      quiet: 'There is a quiet room beside the hall.',
    },
  },
  registration: {
    ...garden.registration,
    reference: 'GH-3XW8-R1TB',
    name: 'Miriam Okafor',
    partySize: 1,
    names: ['Miriam Okafor'],
    needs: [],
    othersHaveNeeds: false,
    changesUntil: new Date('2027-07-06T15:30:00Z'),
    cancellationUntil: new Date('2027-07-06T15:30:00Z'),
  },
  links: { ...garden.links, event: 'https://events.bma.example/events/memorial-lecture-2027' },
};

export function held(facts: NoticeFacts): NoticeFacts {
  const heldUntil = new Date('2027-04-01T13:20:00Z');
  return { ...facts, registration: { ...facts.registration, state: 'unverified', heldUntil }, withCalendar: false };
}

export function cancelled(facts: NoticeFacts): NoticeFacts {
  return { ...facts, registration: { ...facts.registration, state: 'cancelled' } };
}

export function givenUpByUs(facts: NoticeFacts): NoticeFacts {
  return cancelled({ ...facts, registration: { ...facts.registration, cancelledBy: 'team' } });
}

export function calledOff(facts: NoticeFacts): NoticeFacts {
  return { ...cancelled(facts), session: { ...facts.session, cancelled: true } };
}

export function declined(facts: NoticeFacts): NoticeFacts {
  const declineDueAt = new Date('2027-04-01T13:20:00Z');
  return { ...facts, registration: { ...facts.registration, declineDueAt }, withCalendar: false };
}

export function rescheduled(facts: NoticeFacts): NoticeFacts {
  return { ...facts, session: { ...facts.session, announcement: 'The gates open later that day.' } };
}

/** The reader was told another time, another place and another number. */
export function replanned(facts: NoticeFacts): NoticeFacts {
  const told = {
    ...{ startsAt: '2027-06-11T09:00:00.000Z', endsAt: '2027-06-11T09:30:00.000Z', timeZone: 'Europe/London' },
    ...{ venue: 'Gordon Square garden', room: null, address: ['Gordon Square', 'London WC1H 0PD'], partySize: 6 },
  };
  return { ...rescheduled(facts), told };
}

/** By name: the kind, and what has happened to the facts that it tells. */
export const ALL_LETTERS: readonly (readonly [string, NoticeKind, (facts: NoticeFacts) => NoticeFacts])[] = [
  ['confirmation', 'confirmation', (facts) => facts],
  ['change', 'change', (facts) => facts],
  ['change by the team', 'change', rescheduled],
  ['change of what was told', 'change', replanned],
  ['own cancellation', 'cancellation', cancelled],
  ['cancellation by the team', 'cancellation', givenUpByUs],
  ['called-off session', 'cancellation', calledOff],
  ['changed address', 'address-changed', (facts) => facts],
  ['lost link', 'lost-link', (facts) => facts],
  ['check of the address', 'email-check', held],
  ['noted decline', 'decline-noted', declined],
  ['doubted decline', 'decline-doubted', (facts) => facts],
];
