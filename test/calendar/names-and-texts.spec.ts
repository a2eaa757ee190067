import { calendarFile, type CalendarEntry, cancellation, invite, strictFaults } from '#calendar';
import { contentLines, lecture, linesOf, opened } from './entry.js';

const called = (name: string): CalendarEntry => ({ ...lecture, attendee: { ...lecture.attendee, name } });
const entitled = (summary: string): CalendarEntry => ({ ...lecture, summary });

/** The guest's name and address as ical.js reads them. */
function guest(entry: CalendarEntry): [name: unknown, address: unknown] {
  const attendee = opened(invite(entry)).event.getFirstProperty('attendee')!;
  return [attendee.getFirstParameter('cn'), attendee.getFirstValue()];
}

describe('a title', () => {
  it('is escaped as RFC 5545 §3.3.11 says', () => {
    const entry = entitled('Orchids, ferns; \\ café 🌺\nand mosses');
    expect(linesOf(invite(entry), 'SUMMARY')).toEqual(['SUMMARY:Orchids\\, ferns\\; \\\\ café 🌺\\nand mosses']);
    expect(opened(invite(entry)).event.getFirstPropertyValue('summary')).toBe(entry.summary);
    expect(strictFaults(invite(entry))).toEqual([]);
  });

  it.each([
    ['300 emoji', '🌺'.repeat(300)],
    ['80 é', 'é'.repeat(80)],
    ['one word of 400 letters', 'w'.repeat(400)],
    ['families of joined emoji', '👩‍👩‍👧‍👦'.repeat(60)],
    ...Array.from({ length: 8 }, (_, shift) => [`é after ${shift} letters`, 'x'.repeat(shift) + '€é🌺'.repeat(40)]),
  ])('of %s is folded to 75 octets, never inside a character', (_, summary) => {
    const bytes = Buffer.from(invite(entitled(summary)));
    const lines = bytes.toString('latin1').split('\r\n');
    const lengths = lines.map((line) => line.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(75);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (const line of lines) expect(() => decoder.decode(Buffer.from(line, 'latin1'))).not.toThrow();
    expect(opened(bytes.toString()).event.getFirstPropertyValue('summary')).toBe(summary);
  });

  it('keeps what only looks like an escape', () => {
    const summary = 'C:\\new\\, \\; \\N ^n ^^ "x"';
    expect(opened(invite(entitled(summary))).event.getFirstPropertyValue('summary')).toBe(summary);
  });
});

describe('a guest’s name', () => {
  it.each([
    ['in quotation marks', 'Ann "Annie" O\'Hara', "Ann 'Annie' O'Hara"],
    ['with separators', 'Doe; Jane: x, y', 'Doe; Jane: x, y'],
    ['with emoji', 'Ann 👩‍👩‍👧‍👦 🌺', 'Ann 👩‍👩‍👧‍👦 🌺'],
    ['with marks of direction', 'עדה \u200Fבירץ\u200E \u202Bx\u202C', 'עדה \u200Fבירץ\u200E \u202Bx\u202C'],
    ['with backslashes', 'Ann \\n\\: \\" Birch\\', "Ann /n/: /' Birch/"],
    ['with carets', '^_^ ^n', '^_^ ^n'],
    ['of 200 letters', 'ø'.repeat(200), 'ø'.repeat(200)],
    ['with NUL and other controls', 'An\u0000n\u0007 \u007F\u009BBirch', 'Ann Birch'],
    ['with half a character', 'Ann \uD83C Birch \uDF3A', 'Ann \uFFFD Birch \uFFFD'],
    ['on several lines', ' Ann\r\nBirch\u2028Oak\u0085Elm\vAsh\r', 'Ann Birch Oak Elm Ash'],
    ['with a tab', 'Ann\tBirch', 'Ann Birch'],
  ])('%s leaves the address as it is', (_, name, read) => {
    const entry = called(name);
    expect(guest(entry)).toEqual([read, 'mailto:ann@example.org']);
    expect(linesOf(invite(entry), 'ATTENDEE')[0]).toMatch(/^[^"]*("[^"]*")?:mailto:ann@example\.org$/);
    expect(strictFaults(invite(entry))).toEqual([]);
  });

  it('is quoted when it has separators in it', () => {
    expect(linesOf(invite(called('Doe; Jane: x, y')), 'ATTENDEE')[0]).toMatch(
      /;CN="Doe; Jane: x, y":mailto:ann@example\.org$/,
    );
  });

  it('is left out when nothing of it can be written', () => {
    expect(guest(called('\r\n\u0000'))[0]).toBeUndefined();
  });
});

describe('a mail address', () => {
  it.each([
    ['ann+garden@example.org', 'mailto:ann+garden@example.org'],
    ["o'hara@example.org", "mailto:o'hara@example.org"],
    ['ann@bücher.example', 'mailto:ann@xn--bcher-kva.example'],
    ['zoë@example.org', 'mailto:zo%C3%AB@example.org'],
    ['50%?#&=/{}@example.org', 'mailto:50%25%3F%23%26%3D%2F%7B%7D@example.org'],
    ['ann\r\n@example.org\r\nATTENDEE:mailto:evil', undefined],
  ])('%j is written as a URI', (email, address) => {
    const entry = { ...lecture, attendee: { name: 'Ann', email } };
    if (address === undefined) return expect(() => invite(entry)).toThrow(RangeError);
    expect(guest(entry)[1]).toBe(address);
    expect(strictFaults(invite(entry))).toEqual([]);
  });
});

describe('text that tries to be calendar lines', () => {
  const evil = 'x\r\nATTENDEE:mailto:evil@x.example\r\nBEGIN:VALARM\n END:VEVENT\u2028URL:evil';
  const everywhere: CalendarEntry = {
    ...lecture,
    sequence: 1,
    uid: evil,
    summary: evil,
    description: evil,
    location: { ...lecture.location, name: evil, address: evil },
    url: `https://events.example.org/${evil}`,
    organizer: { ...lecture.organizer, name: evil },
    attendee: { ...lecture.attendee, name: evil },
  };

  it.each([invite, cancellation, calendarFile])('adds no line', (write) => {
    const names = (text: string) => contentLines(text).map((line) => /^[A-Z-]+/.exec(line)?.[0]);
    expect(names(write(everywhere))).toEqual(names(write({ ...lecture, sequence: 1 })));
    expect(write(everywhere)).not.toMatch(/[\u2028\u2029\u0085]|\r(?!\n)|(?<!\r)\n/);
    expect(strictFaults(write(everywhere))).toEqual([]);
  });
});

describe('the event’s page', () => {
  it.each(['https://example.org/a,b;c?a=1,2&b=%5C;x#é', "https://example.org/?q='(*)'&r=~!$"])(
    'is not escaped: %s',
    (url) => {
      expect(linesOf(invite({ ...lecture, url }), 'URL')).toEqual([`URL:${url}`]);
    },
  );
});

describe('the place', () => {
  it('is the same for Apple’s map as for everybody', () => {
    const text = invite(lecture);
    expect(linesOf(text, 'LOCATION')).toEqual([
      'LOCATION:Chelsea Physic Garden\\n66 Royal Hospital Road\\, London SW3 4HS',
    ]);
    expect(linesOf(text, 'GEO')).toEqual(['GEO:51.4851;-0.1629']);
    expect(linesOf(text, 'X-APPLE-STRUCTURED-LOCATION')).toEqual([
      'X-APPLE-STRUCTURED-LOCATION;X-ADDRESS="66 Royal Hospital Road, London SW3 4HS";X-APPLE-RADIUS=50;' +
        'X-TITLE=Chelsea Physic Garden;VALUE=URI:geo:51.4851,-0.1629',
    ]);
  });

  it.each([
    ['quotation marks', 'The "Old" Hall', '1 "High" Street'],
    ['separators', 'Hall: upper; left, east', '1, High Street; London'],
    ['lines', 'Hall\nUpper floor', 'High Street,\r\nLondon,\n\nSW3'],
    ['no address', 'Hall', ''],
    ['backslashes and carets', 'Hall \\n ^n', '^^\\,'],
  ])('is the same with %s in it', (_, name, address) => {
    const { event } = opened(invite({ ...lecture, location: { ...lecture.location, name, address } }));
    const apple = event.getFirstProperty('x-apple-structured-location')!;
    const parts = [apple.getFirstParameter('x-title'), apple.getFirstParameter('x-address')];
    expect(event.getFirstPropertyValue('location')).toBe(parts.filter(Boolean).join('\n'));
  });

  it('writes an address of several lines as one', () => {
    const location = { ...lecture.location, address: '66 Royal Hospital Road,\r\nLondon\nSW3 4HS' };
    expect(linesOf(invite({ ...lecture, location }), 'LOCATION')[0]).toMatch(/Road\\, London\\, SW3 4HS$/);
  });

  it.each([
    ['on the meridian and the equator', 0, 0, '0;0'],
    ['a hair beside it', 1e-9, -1e-9, '0;0'],
    ['with more places than a satellite knows', 51.48512345678, -0.16291234567, '51.485123;-0.162912'],
    ['at the end of the world', -90, 180, '-90;180'],
  ])('is written %s', (_, latitude, longitude, geo) => {
    const text = invite({ ...lecture, location: { ...lecture.location, latitude, longitude } });
    expect(linesOf(text, 'GEO')).toEqual([`GEO:${geo}`]);
    expect(linesOf(text, 'X-APPLE-STRUCTURED-LOCATION')[0]).toMatch(new RegExp(`:geo:${geo.replace(';', ',')}$`));
    expect(strictFaults(text)).toEqual([]);
  });
});
