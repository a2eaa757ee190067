import type { EventView, QuestionView, RegistrationView, SessionView } from '#contracts';

export function id(number: number): string {
  return `01992f3e-7c1a-7d20-8a4e-${String(number).padStart(12, '0')}`;
}

export function session(wishes: Partial<SessionView> = {}): SessionView {
  return {
    id: id(1),
    title: null,
    room: null,
    startsAt: '2027-06-12T09:30:00.000Z',
    endsAt: '2027-06-12T10:00:00.000Z',
    admissionOpensAt: '2027-06-12T09:25:00.000Z',
    capacity: 20,
    available: 18,
    wheelchairSpaces: null,
    companionPlaces: null,
    state: 'open',
    waitingList: false,
    ballotId: null,
    waiting: 0,
    ...wishes,
  };
}

export function question(number: number, wishes: Partial<QuestionView> = {}): QuestionView {
  return {
    id: id(number),
    label: `Question ${number}`,
    help: '',
    kind: 'text',
    options: [],
    required: false,
    askedPer: 'party',
    ...wishes,
  };
}

export function event(wishes: Partial<EventView> = {}): EventView {
  return {
    slug: 'the-garden',
    title: 'The garden in June',
    summary: 'A garden that is nearly always closed.',
    story: 'Behind the gates there is a garden.',
    status: 'published',
    programme: { slug: 'squares', name: 'Open Squares', summary: 'Gardens.', mood: 'garden' },
    venue: {
      slug: 'house',
      name: 'The house',
      address: 'Tavistock Square',
      latitude: 51.5,
      longitude: -0.1,
      timeZone: 'Europe/London',
      directions: 'Through the gate.',
      access: { stepFree: 'Yes.' },
    },
    speakers: [],
    drawing: 'poppy',
    timeZone: 'Europe/London',
    registration: {
      opensAt: '2027-05-01T08:00:00.000Z',
      closesAt: null,
      confirmation: 'immediate',
      oneRegistrationPer: 'event',
      partyLimit: 4,
    },
    questions: [],
    consentText: null,
    consentRequired: false,
    arrival: '',
    accessHelp: '',
    contact: { email: 'garden@example.org', phone: null },
    sessions: [session()],
    ballots: [],
    ...wishes,
  };
}

export function registration(wishes: Partial<RegistrationView> = {}): RegistrationView {
  return {
    id: id(500),
    reference: 'GH-7K2M-9QPD',
    state: 'confirmed',
    sessionId: id(1),
    eventSlug: 'the-garden',
    partySize: 2,
    partyLimit: 4,
    invited: false,
    contact: { name: 'Ada Birch', email: 'ada@example.org', phone: '020 7946 0123' },
    places: [
      { name: 'Ada Birch', accessNeeds: null, space: null, answers: {}, ticketCode: 'A' },
      { name: 'Tom', accessNeeds: 'A ramp', space: null, answers: {}, ticketCode: 'B' },
    ],
    accessNeeds: null,
    answers: {},
    cancelledBy: null,
    manageUrl: 'https://events.example.org/manage/secret',
    calendarUrl: 'https://events.example.org/calendar/registrations/other.ics',
    heldUntil: null,
    changesUntil: '2027-06-12T08:00:00.000Z',
    cancellationUntil: '2027-06-12T09:00:00.000Z',
    createdAt: '2027-05-02T08:00:00.000Z',
    updatedAt: '2027-05-02T08:00:00.000Z',
    ...wishes,
  };
}
