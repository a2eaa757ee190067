import { type NoticeFacts, writeLetter } from '#notices';
import { ALL_LETTERS, garden, lecture } from './sample-facts.js';

/** What a reader of the HTML part sees, without its addresses and styles. */
function seen(html: string): string {
  return html
    .replace(/<(style|title)>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe.each(ALL_LETTERS)('the letter: %s', (_, kind, change) => {
  it.each([
    ['garden', garden],
    ['lecture', lecture],
  ])('says the same in both parts for the %s', (_mood, facts) => {
    const { text, html } = writeLetter(kind, change(facts));
    const plain = flat(text);
    for (const sentence of seen(html)
      .split(/(?<=\.) /)
      .map((part) => part.trim())) {
      // Labels and links are set differently; whole sentences are the same.
      const words = sentence.split(' ').slice(-6).join(' ');
      expect(plain).toContain(words.replace(/^.*?(Map on OpenStreetMap) /, ''));
    }
  });

  it('breaks its plain text at 72 columns, but no address', () => {
    for (const line of writeLetter(kind, change(garden)).text.split('\n')) {
      if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(72);
    }
  });

  it('fetches nothing and runs nothing', () => {
    const { html } = writeLetter(kind, change(garden));
    expect(html).not.toMatch(/<(img|link|script|iframe|object|base|form)|\bsrc=|url\(|@import|@font-face/i);
  });

  it('calls nothing by the words of a ticket shop', () => {
    const { subject, text } = writeLetter(kind, change(lecture));
    expect(subject + text).not.toMatch(/!|ticket|sold|exciting|oops|booking/i);
  });
});

describe('a confirmation', () => {
  const { subject, text, html } = writeLetter('confirmation', garden);

  it.each([
    'Ada Birch',
    'GH-7K2M-9QPD',
    'The Physic Garden, Open Squares Weekend 2027',
    'Saturday 12 June 2027, 10:30 to 11:00',
    'London time',
    'Admission from 10:20 to 10:50',
    'BMA House garden',
    'BMA House Tavistock Square London WC1H 9JP',
    'ten minutes away on foot',
    'say that you are here for the garden',
    '4 places, for Ada Birch, Tom Birch and 2 guests',
    'The way is level from the street to the garden',
    'somebody will walk with you',
    'A seat near the gate, please.',
    'gardens@bma.example',
    '020 7946 0123',
    'https://events.bma.example/manage/AZkvPnwafSCKTj8bLE1ebzqWcVv3n0kX1Yd2bB7u9fQ',
    'until 10:30 on Friday 11 June 2027, and give up your 4 places until 08:30 on Saturday 12 June 2027 (London time)',
    'this mail carries an entry',
  ])('says “%s” in both parts', (fact) => {
    expect(flat(text)).toContain(fact);
    expect(seen(html)).toContain(fact);
  });

  it('writes the address as on an envelope, indented', () => {
    for (const kind of ['confirmation', 'lost-link'] as const) {
      expect(writeLetter(kind, garden).text).toContain('\n  BMA House\n  Tavistock Square\n  London WC1H 9JP\n');
    }
  });

  it('links to the map in both parts', () => {
    const map = 'https://www.openstreetmap.org/?mlat=51.5256&mlon=-0.1291#map=18/51.5256/-0.1291';
    expect(text).toContain(map);
    expect(html).toContain(`href="${map.replace('&', '&amp;')}"`);
  });

  it('names event and time in its subject', () => {
    expect(subject).toBe('Confirmed: The Physic Garden, Open Squares Weekend 2027, Saturday 12 June 2027, 10:30');
  });

  it('counts one as one', () => {
    const alone = writeLetter('confirmation', lecture);
    expect(alone.text).toContain('Your place is confirmed.');
    expect(alone.text).not.toMatch(/1 places|places are/);
  });

  it('reads the time on the clock of the venue', () => {
    const kyoto = { ...garden, venue: { ...garden.venue, timeZone: 'Asia/Tokyo' } };
    expect(flat(writeLetter('confirmation', kyoto).text)).toContain('12 June 2027, 18:30 to 19:00 Tokyo time');
  });

  it('leaves out what is not known', () => {
    const bare: NoticeFacts = {
      ...lecture,
      event: { ...lecture.event, arrival: '', accessHelp: '', contact: { email: 'a@b.example', phone: null } },
      venue: { ...lecture.venue, directions: '', access: {} },
      registration: { ...lecture.registration, names: [null] },
    };
    const letter = writeLetter('confirmation', bare);
    expect(letter.text).not.toMatch(/null|undefined|On the day|Access|call/);
    expect(letter.text).not.toMatch(/\n\n\n/);
  });
});

describe('what people write', () => {
  const wild = '<script>alert(1)</script> & "Ada" <img src=x onerror=y>';
  const facts: NoticeFacts = {
    ...garden,
    event: { ...garden.event, title: wild, arrival: wild, accessHelp: wild },
    session: { ...garden.session, title: wild, room: wild },
    venue: { ...garden.venue, name: wild, address: wild, directions: wild, access: { stepFree: wild } },
    registration: { ...garden.registration, name: wild, names: [wild, wild, wild, wild], needs: [wild] },
  };

  it.each(ALL_LETTERS)('stays text in the letter: %s', (_, kind, change) => {
    const { html } = writeLetter(kind, change(facts));
    expect(html).not.toMatch(/<script|<img/);
    expect(seen(html)).toContain('<script>alert(1)</script>');
  });

  it('does not turn the words around it, and is not touched when it reads from left to right', () => {
    const named = (name: string) => {
      const registration = { ...garden.registration, name, names: [name, null, null, null] };
      return writeLetter('confirmation', { ...garden, registration }).text;
    };
    expect(named('דנה לוי')).toContain('Dear \u2068דנה לוי\u2069,');
    expect(named('Ada \u202Eevil\u2069')).toContain('Dear Ada evil,');
    expect(named('Zoë Ōkubo')).toContain('Dear Zoë Ōkubo,');
  });
});

describe('a name that carries an address', () => {
  const named = (name: string): NoticeFacts => ({
    ...garden,
    registration: { ...garden.registration, name, names: [name, `Tom ${name}`, 'May Birch', null] },
  });

  it.each(['Win https://evil.example', 'WWW.evil.example', 'ｗｗｗ．evil.example', 'Write to eve@evil.example'])(
    'is in no letter: %s',
    (name) => {
      for (const [, kind, change] of ALL_LETTERS) {
        const { subject, text, html } = writeLetter(kind, change(named(name)));
        expect(subject + text + html).not.toContain('evil');
        expect(text).toContain('Good day,');
      }
      expect(flat(writeLetter('confirmation', named(name)).text)).toContain('4 places, for May Birch and 3 guests');
    },
  );

  it.each(['Dr. Ada Birch', 'Ada // Birch', 'Ada: Birch'])('is not what this is: %s', (name) => {
    expect(writeLetter('confirmation', named(name)).text).toContain(`Dear ${name},`);
  });
});

describe('the note to an address that was replaced', () => {
  const { text, html } = writeLetter('address-changed', garden);

  it('names nobody, opens nothing and says whom to ask', () => {
    expect(text + html).not.toMatch(/Ada|Tom|manage|check\//);
    expect(flat(text)).toContain('If it was not you, please write to us or call');
    expect(text).toContain('gardens@bma.example');
  });

  it('says neither reference nor calendar to somebody who was never invited', () => {
    expect(text).toContain(garden.registration.reference);
    const stranger = writeLetter('address-changed', { ...garden, withCalendar: false });
    expect(stranger.text).not.toMatch(/GH-|calendar/i);
  });
});

it('says once what is the name of the venue and the first line of its address', () => {
  expect(writeLetter('decline-doubted', lecture).text.match(/^ {2}BMA House$/gm)).toHaveLength(1);
  expect(writeLetter('confirmation', lecture).text).toContain('  BMA House\n  Great Hall\n  Tavistock Square\n');
});

it('leaves out a room that the name of the venue says already', () => {
  const hall = { ...lecture, venue: { ...lecture.venue, name: 'The Great Hall, BMA House' } };
  expect(writeLetter('confirmation', hall).text).not.toMatch(/^ {2}Great Hall$/m);
  expect(writeLetter('confirmation', lecture).text).toMatch(/^ {2}Great Hall$/m);
});

it('has a button that is seen in the dark, and no green for the lecture', () => {
  const { html } = writeLetter('confirmation', lecture);
  expect(html).toContain('.memorial .button { background-color: #ece8de !important');
  expect(html).toMatch(/<div [^>]*class="paper column memorial"/);
  expect(html).toMatch(/<td class="button rule"/);
});
