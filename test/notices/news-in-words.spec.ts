import { type NoticeFacts, writeLetter } from '#notices';
import { garden, lecture, rescheduled } from './sample-facts.js';

type Told = NonNullable<NoticeFacts['told']>;

/** What a reader of these facts was told before, but for what they were told otherwise. */
function change(facts: NoticeFacts, otherwise: Partial<Told>): { subject: string; text: string; plain: string } {
  const { session, venue, registration } = facts;
  const told: Told = {
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    timeZone: venue.timeZone,
    venue: venue.name,
    room: session.room,
    address: venue.address.split('\n'),
    partySize: registration.partySize,
    ...otherwise,
  };
  const { subject, text } = writeLetter('change', { ...facts, told });
  return { subject, text, plain: text.replace(/\s+/g, ' ') };
}

const kind = ({ subject }: { subject: string }) => subject.slice(0, subject.indexOf(':'));
const AN_HOUR_EARLIER = { startsAt: '2027-06-11T08:30:00.000Z', endsAt: '2027-06-11T09:00:00.000Z' };

describe('a mail about a change', () => {
  it.each<[string, NoticeFacts, Partial<Told>, string, string]>([
    [
      'another time',
      garden,
      AN_HOUR_EARLIER,
      'New time',
      'New time Now it is Saturday 12 June 2027, 10:30 to 11:00 (London time). It was Friday 11 June 2027, 09:30 to 10:00; that no longer holds.',
    ],
    [
      'another end',
      garden,
      { endsAt: '2027-06-12T10:30:00.000Z' },
      'Changed',
      'New end Now it is Saturday 12 June 2027, 10:30 to 11:00 (London time). It was Saturday 12 June 2027, 10:30 to 11:30; that no longer holds.',
    ],
    [
      'another zone, the same moment',
      garden,
      { timeZone: 'Europe/Paris' },
      'New time',
      'Now it is Saturday 12 June 2027, 10:30 to 11:00 (London time). It was Saturday 12 June 2027, 11:30 to 12:00 (Paris time); that no longer holds.',
    ],
    [
      'another zone, the same hour on its clock',
      garden,
      { timeZone: 'Europe/Paris', startsAt: '2027-06-12T08:30:00.000Z', endsAt: '2027-06-12T09:00:00.000Z' },
      'New time',
      'Now it is Saturday 12 June 2027, 10:30 to 11:00 (London time). It was Saturday 12 June 2027, 10:30 to 11:00 (Paris time); that no longer holds.',
    ],
    [
      'another place',
      lecture,
      { venue: 'Friends House', room: null, address: ['Friends House,', '173 Euston Road,', 'London NW1 2BJ'] },
      'New place',
      'New place Now it is BMA House, Great Hall, Tavistock Square, London WC1H 9JP. It was Friends House, 173 Euston Road, London NW1 2BJ; that no longer holds.',
    ],
    [
      'another room, which alone is named',
      lecture,
      { room: 'Council Room' },
      'New place',
      'New place Now it is BMA House, Great Hall. It was BMA House, Council Room; that no longer holds.',
    ],
    [
      'another number of places',
      garden,
      { partySize: 1 },
      'Changed',
      'Number of places Now you have 4 places. You had 1 place before.',
    ],
  ])('names %s', (_, facts, otherwise, subject, words) => {
    const letter = change(facts, otherwise);
    expect(kind(letter)).toBe(subject);
    expect(letter.plain).toContain(words);
    expect(letter.plain.match(/no longer holds|before\./g)).toHaveLength(1);
  });

  it('names time and place together in its subject, and says why', () => {
    const letter = change(rescheduled(garden), { ...AN_HOUR_EARLIER, venue: 'The yard' });
    expect(letter.subject).toBe(
      'New time and place: The Physic Garden, Open Squares Weekend 2027, Saturday 12 June 2027, 10:30',
    );
    expect(letter.plain).toContain('We have had to change the time and the place of “The Physic Garden,');
    expect(letter.plain).toContain('The reason: The gates open later that day.');
  });

  it.each<[string, (facts: NoticeFacts) => NoticeFacts, string]>([
    [
      'of ours',
      rescheduled,
      'We have changed something about “The Physic Garden, Open Squares Weekend 2027”. The time and the place are as we last told you. The reason:',
    ],
    [
      'of the party',
      (facts) => facts,
      'Something about your 4 places has changed. The time, the place and the number of places are as we last told you. Your 4',
    ],
  ])('that is %s and leaves all that as it was says so, with no excuse', (_, by, words) => {
    const letter = change(by(garden), {});
    expect(kind(letter)).toBe('Changed');
    expect(letter.plain).toContain(words);
    expect(letter.text).not.toMatch(/New |no longer|sorry/);
  });

  it.each<[string, Partial<Told>]>([
    ['capitals', { venue: 'BMA house Garden' }],
    ['commas', { address: ['BMA House,', 'Tavistock Square,', 'London WC1H 9JP'] }],
    ['seconds', { startsAt: '2027-06-12T09:30:20.000Z' }],
  ])('sends nobody elsewhere for %s that were put right', (_, otherwise) => {
    expect(change(garden, otherwise).plain).toContain('are as we last told you');
  });

  it('calls no place the same whose long address ends otherwise', () => {
    const address = ['BMA House', 'Second court', 'Third gate', 'Tavistock Square', 'Bloomsbury', 'London WC1H 9JP'];
    const facts = { ...garden, venue: { ...garden.venue, address: [...address.slice(0, 5), 'London N1'].join('\n') } };
    expect(kind(change(facts, { address }))).toBe('New place');
  });

  it('says how things stand, and nothing of before, where that is not known', () => {
    const { subject, text } = writeLetter('change', rescheduled(garden));
    expect(subject).toMatch(/^Changed: /);
    expect(text).toContain('We have had to change the time or the place of');
    expect(text).not.toMatch(/Now it is|It was|as we last told you/);
  });

  it('puts the new before the old, and makes it larger', () => {
    const { html } = writeLetter('change', { ...garden, told: null });
    expect(html).not.toContain('no longer holds');
    const { session, venue } = garden;
    const told = { ...AN_HOUR_EARLIER, timeZone: venue.timeZone, venue: venue.name, room: session.room };
    const both = writeLetter('change', { ...garden, told: { ...told, address: [], partySize: 4 } }).html;
    expect(both).toMatch(
      /font-size:20px[^>]*><strong>Now it is Saturday 12 June 2027.*font-size:15px[^>]*>It was Friday/s,
    );
  });
});
