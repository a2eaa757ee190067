import { corrected, fieldsOf, type ImportQuestion, readLine, type Reading, SessionNames } from '#bulk';
import { newId } from '#kernel';

const at = (startsAt: string, title: string | null = null) => ({
  id: newId(),
  title,
  startsAt: new Date(startsAt),
  timeZone: 'Europe/London',
});
const [morning, noon, sunday, winter] = [
  at('2027-06-12T08:30:00Z', 'Early birds'),
  at('2027-06-12T13:30:00Z'),
  at('2027-06-13T08:30:00Z'),
  at('2027-01-05T09:05:00Z'),
] as const;
const sessions = new SessionNames([morning, noon, sunday, winter]);

const question = (label: string, kind: ImportQuestion['kind'], options: string[] = []): ImportQuestion => ({
  ...{ id: newId(), label, kind, options },
  askedPer: 'party',
});
const tea = question('Would you like tea?', 'yes-no');
const way = question('How do you come?', 'choice', ['On foot', 'By train, then on foot']);
const days = question('Which days?', 'choices', ['Saturday', 'Sunday']);
const QUESTIONS = [tea, way, days];

const HEADER = ['Name', 'E-Mail', 'Phone', 'Guests', 'Guest names', 'Session', 'Access needs'];

function reading(header: readonly string[], change: Partial<Reading> = {}): Reading {
  const questions = new Map(QUESTIONS.map((one) => [one.id, one]));
  return { fields: fieldsOf(header, QUESTIONS), questions, sessions, sessionId: morning.id, ...change };
}
const read = (header: readonly string[], cells: readonly string[], change: Partial<Reading> = {}) =>
  readLine({ line: 7, cells }, reading(header, change));
const codes = (line: ReturnType<typeof read>) => line.faults.map(({ column, code }) => [column, code]);

describe('a session', () => {
  it.each([
    ['2027-06-12 09:30', morning],
    ['2027-06-12T09:30', morning],
    ['2027-06-12 09:30:00', morning],
    ['12/06/2027 09:30', morning],
    ['12/6/2027 9:30', morning],
    ['12.06.2027 9.30', morning],
    ['12/06/27 9:30 AM', morning],
    ['Saturday 12 June 2027, 9:30am', morning],
    ['12 June 2027 09:30', morning],
    ['2027-06-12T08:30:00Z', morning],
    ['2027-06-12T10:30:00+02:00', morning],
    ['early  birds', morning],
    [morning.id.toUpperCase(), morning],
    ['12/06/2027 2:30 pm', noon],
    ['14:30', noon],
    ['13/06/2027', sunday],
    ['2027-01-05 09:05', winter],
    ['9:05', winter],
    ['5/1/2027', winter],
  ])('is meant by %j', (cell, { id }) => {
    expect(sessions.find(cell)).toEqual({ id });
  });

  it.each([
    ['12/06/2027', 'several'],
    ['9:30', 'several'],
    // The hour of London in summer is no hour of UTC.
    ['2027-06-12 08:30', 'none'],
    ['2027-06-12T09:30:00Z', 'none'],
    ['06/12/2027 09:30', 'none'],
    ['tomorrow', 'none'],
    [newId(), 'none'],
  ])('is not told by %j', (cell, meant) => {
    expect(sessions.find(cell)).toBe(meant);
  });
});

describe('a line', () => {
  it('names a party, with columns in any order', () => {
    const header = [
      'Access needs',
      'Party size',
      'Email address',
      'Full name',
      'Telephone',
      'Time slot',
      'Guest names',
    ];
    const cells = ['A seat', '3', 'ada@example.org', 'Ada Birch', '020 7946 0123', '14:30', 'Tom Birch, May Birch'];
    expect(read(header, cells)).toEqual({
      line: 7,
      faults: [],
      party: {
        sessionId: noon.id,
        contact: { name: 'Ada Birch', email: 'ada@example.org', phone: '020 7946 0123' },
        partySize: 3,
        guests: [{ name: 'Tom Birch' }, { name: 'May Birch' }],
        accessNeeds: 'A seat',
        answers: {},
      },
    });
  });

  it('may say little', () => {
    const { party } = read(['Forename', 'Surname', 'Mail'], ['Ada', 'Birch', 'ada@example.org']);
    expect(party).toMatchObject({ sessionId: morning.id, contact: { name: 'Ada Birch' }, partySize: 1, guests: [] });
  });

  it('answers questions under their words', () => {
    const header = ['Name', 'would you like tea', 'How do you come?', 'Which days?'];
    const answers = (...cells: string[]) => read(header, ['Ada', ...cells]).party?.answers;
    expect(answers('Yes', 'on foot', 'sunday; Saturday')).toEqual({
      [tea.id]: true,
      [way.id]: 'On foot',
      [days.id]: ['Sunday', 'Saturday'],
    });
    expect(answers('n', 'By train, then on foot', 'Saturday, Sunday')).toMatchObject({ [tea.id]: false });
    expect(answers('', '', '')).toEqual({});
    expect(codes(read(header, ['Ada', 'perhaps', 'by boat', 'Saturday, Monday']))).toEqual([
      [2, 'does_not_fit'],
      [3, 'does_not_fit'],
      [4, 'does_not_fit'],
    ]);
  });

  it('is told all that is wrong with it, by column, and nothing of what stands in it', () => {
    const line = read(HEADER, ['', 'ada@', 'call me', 'two', '', 'tomorrow', 'x'.repeat(1001), 'more']);
    expect(codes(line)).toEqual([
      [8, 'too_many_cells'],
      [6, 'session_unknown'],
      [4, 'does_not_fit'],
      [1, 'missing'],
      [2, 'does_not_fit'],
      [3, 'does_not_fit'],
      [7, 'does_not_fit'],
    ]);
    expect(JSON.stringify(line)).not.toMatch(/ada|call me|two|tomorrow|xxx/);
    for (const { detail } of line.faults) expect(detail).toMatch(/^[A-Z].*\.$/);
  });

  it('must say which session it means where there are several', () => {
    const line = read(['Name', 'Session'], ['Ada', ''], { sessionId: undefined });
    expect(codes(line)).toEqual([[2, 'missing']]);
    expect(codes(read(['Name'], ['Ada'], { sessionId: undefined }))).toEqual([[null, 'missing']]);
    const only = new SessionNames([noon]);
    expect(read(['Name'], ['Ada'], { sessionId: undefined, sessions: only }).party?.sessionId).toBe(noon.id);
  });

  it.each(['0', '-1', '1.5', '2 people', '1e3', '='])('has no party of %j', (size) => {
    expect(codes(read(HEADER, ['Ada', '', '', size]))).toEqual([[4, 'does_not_fit']]);
  });
});

describe('columns', () => {
  it('may be corrected by their number, and a field that moves leaves its old column', () => {
    const fields = fieldsOf(['Contact', 'Name', 'Mail', 'x'], []);
    expect(fields).toEqual(['name', null, 'email', null]);
    expect(corrected(fields, { 2: 'name', 3: null, 4: 'phone' })).toEqual([null, 'name', null, 'phone']);
  });
});
