/** What the shapes look like when they are filled in, for the reader of the OpenAPI document. */

const SESSION_ID = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f';
const EVENT_ID = '01992f3e-6b09-7c1f-9d3e-2e0a1b3c4d5e';
const REGISTRATION_ID = '01992f40-1d2e-7a31-8b5f-4a2c3d5e6f70';
const POOL_ID = '01992f3e-8d2b-7e31-9b5f-402c3d5e6f71';
const MANAGE_URL = 'https://events.example.org/manage/AZkvQB0uejGLX0osPV5vcGq3';
const CALENDAR_URL = 'https://events.example.org/calendar/registrations/AZkvQB0uejGLX0osPV5vcH.ics';

const programme = {
  slug: 'open-squares-weekend',
  name: 'Open Squares Weekend',
  summary: 'Gardens all over London, open for one weekend in June.',
  mood: 'garden',
} as const;

const venue = {
  slug: 'bma-house-garden',
  name: 'The garden of BMA House',
  address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
  latitude: 51.52556,
  longitude: -0.12889,
  timeZone: 'Europe/London',
  directions: 'Euston is ten minutes away on foot.',
  access: { stepFree: 'The lawn can be reached without steps.' },
} as const;

const event = {
  slug: 'open-squares-weekend-2027',
  title: 'The garden on Open Squares Weekend 2027',
  summary: 'Two days in June on which a garden that is nearly always closed is open to everybody.',
} as const;

const times = { startsAt: '2027-06-12T09:30:00.000Z', endsAt: '2027-06-12T10:00:00.000Z' } as const;

export const eventSummary = {
  ...event,
  programme,
  venue: { slug: venue.slug, name: venue.name, timeZone: venue.timeZone },
  drawing: 'lavender',
  startsAt: '2027-06-12T09:00:00.000Z',
  endsAt: '2027-06-13T16:00:00.000Z',
  state: 'open',
  available: 1120,
} as const;

export const eventView = {
  ...event,
  story: 'For one weekend in June, gardens all over London open that are locked for the rest of the year.',
  status: 'published',
  programme,
  venue,
  speakers: [],
  drawing: 'lavender',
  timeZone: 'Europe/London',
  registration: {
    opensAt: '2026-11-22T09:00:00.000Z',
    closesAt: null,
    confirmation: 'immediate',
    oneRegistrationPer: 'session',
    partyLimit: 6,
  },
  questions: [],
  consentText: null,
  consentRequired: false,
  arrival: 'Come to the gates of BMA House in Tavistock Square at your time.',
  accessHelp: 'Tell us what would help and we will have it ready.',
  contact: { email: 'garden@example.org', phone: '020 7946 0146' },
  sessions: [
    {
      id: SESSION_ID,
      title: null,
      room: null,
      ...times,
      admissionOpensAt: times.startsAt,
      capacity: 40,
      available: 38,
      wheelchairSpaces: 2,
      companionPlaces: null,
      state: 'open',
      waitingList: false,
      ballotId: null,
      waiting: 0,
    },
  ],
  ballots: [],
} as const;

export const registrationReceipt = {
  id: REGISTRATION_ID,
  reference: 'GH-7K2M-9QPD',
  state: 'confirmed',
  sessionId: SESSION_ID,
  partySize: 2,
  manageUrl: MANAGE_URL,
  calendarUrl: CALENDAR_URL,
  heldUntil: null,
  createdAt: '2026-11-22T10:15:00.000Z',
} as const;

const places = [
  { name: 'Ada Birch', accessNeeds: null, space: null, answers: {} },
  { name: 'Tom Birch', accessNeeds: null, space: null, answers: {} },
] as const;

const contact = { name: 'Ada Birch', email: 'ada@example.org', phone: null } as const;

export const registrationView = {
  ...registrationReceipt,
  eventSlug: event.slug,
  partyLimit: 6,
  invited: false,
  contact,
  places: places.map((place, index) => ({ ...place, ticketCode: `4TZ9Q2VXK7M3B8WN5RC${index}` })),
  accessNeeds: 'A seat near the door, please.',
  answers: {},
  cancelledBy: null,
  changesUntil: '2027-06-12T09:00:00.000Z',
  cancellationUntil: times.startsAt,
  updatedAt: '2026-11-22T10:15:00.000Z',
} as const;

export const problem = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  detail: 'There are 3 places left, not enough for your party.',
  code: 'session_full',
  requestId: '01992f41-2e3f-7b42-9c60-5b3d4e6f7081',
  available: 3,
  waitingList: false,
  alternatives: [{ sessionId: SESSION_ID, startsAt: times.startsAt, available: 12 }],
} as const;

export const adminEvent = {
  id: EVENT_ID,
  version: 3,
  status: 'published',
  programmeId: '01992f3e-5af8-7b0e-8c2d-1d9f0a2b3c4e',
  venueId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e50',
  programme,
  venue,
  ...event,
  story: eventView.story,
  drawing: 'lavender',
  speakers: [],
  registrationOpensAt: '2026-11-22T09:00:00.000Z',
  registrationClosesAt: null,
  confirmation: 'immediate',
  oneRegistrationPer: 'session',
  partyLimit: 6,
  changesCloseMinutes: 60,
  cancellationsCloseMinutes: 0,
  declineUndoMinutes: 30,
  waitingList: true,
  offerMinutes: 1440,
  passedOverLimit: 3,
  contact: eventView.contact,
  arrival: eventView.arrival,
  accessHelp: eventView.accessHelp,
  consentText: null,
  consentRequired: false,
  sessions: {
    scheduled: 28,
    cancelled: 0,
    firstStartsAt: '2027-06-12T09:00:00.000Z',
    lastEndsAt: '2027-06-13T16:00:00.000Z',
  },
  createdAt: '2026-11-22T09:00:00.000Z',
  updatedAt: '2026-11-22T09:00:00.000Z',
} as const;

export const adminSession = {
  id: SESSION_ID,
  version: 1,
  eventId: EVENT_ID,
  title: null,
  room: null,
  ...times,
  admissionOpensAt: times.startsAt,
  admissionClosesAt: times.endsAt,
  timeZone: 'Europe/London',
  capacity: 40,
  stayMinutes: null,
  gapMinutes: 0,
  safeNumberOverride: null,
  status: 'scheduled',
  state: 'open',
  announcement: null,
  announcedAt: null,
  pools: [
    {
      id: POOL_ID,
      version: 1,
      eventId: EVENT_ID,
      sessionId: SESSION_ID,
      name: 'Public',
      audience: 'public',
      private: false,
      ownerId: null,
      ownerName: null,
      places: 40,
      taken: 2,
      free: 38,
      access: 'open',
      code: null,
      codeLimit: null,
      releasesAt: null,
      releasesTo: null,
      releasedAt: null,
    },
  ],
  createdAt: '2026-11-22T09:00:00.000Z',
  updatedAt: '2026-11-22T09:00:00.000Z',
} as const;

export const adminRegistration = {
  id: REGISTRATION_ID,
  version: 1,
  reference: 'GH-7K2M-9QPD',
  state: 'confirmed',
  eventId: EVENT_ID,
  sessionId: SESSION_ID,
  poolId: POOL_ID,
  partySize: 2,
  contact,
  accessNeeds: 'A seat near the door, please.',
  answers: {},
  places,
  masked: [],
  source: 'web',
  heldUntil: null,
  createdAt: '2026-11-22T10:15:00.000Z',
  updatedAt: '2026-11-22T10:15:00.000Z',
  confirmedAt: '2026-11-22T10:15:00.000Z',
  cancelledAt: null,
  cancelledBy: null,
  bounce: null,
  noteCount: 0,
  manageUrl: MANAGE_URL,
} as const;

export const reached = { preview: true, reaches: 38, people: 71, withoutAddress: 0 } as const;
export const alsoTold = { mails: 12, withoutAddress: 1 } as const;

export const message = {
  id: '01992f40-1d30-7c53-8d71-6c4e5f708192',
  eventId: EVENT_ID,
  registrationId: REGISTRATION_ID,
  candidate: null,
  kind: 'confirmation',
  recipient: 'ada@example.org',
  subject: 'Confirmed: The garden on Open Squares Weekend 2027, Saturday 12 June 2027, 10:30',
  state: 'sent',
  resends: null,
  tries: 1,
  lastError: null,
  createdAt: '2026-11-22T10:15:00.000Z',
  nextTryAt: null,
  finishedAt: '2026-11-22T10:15:01.000Z',
} as const;

export const newVenue = {
  slug: 'bma-house-garden',
  name: 'The garden of BMA House',
  address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
  latitude: 51.52556,
  longitude: -0.12889,
  timeZone: 'Europe/London',
  safeNumber: 120,
  directions: 'Ten minutes on foot from Euston.',
  access: { stepFree: 'There is a step-free way in.' },
} as const;

export const adminVenue = {
  ...newVenue,
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e50',
  version: 1,
  createdAt: '2026-11-22T10:15:00.000Z',
  updatedAt: '2026-11-22T10:15:00.000Z',
} as const;
