import { readAnswer } from '#calendar';
import fc from 'fast-check';

const UID = '8b0f4c1e-6f0e-4c52-9c7c-0d7f5b1f2a34';
const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n`;
const reply = (...event: readonly string[]) =>
  lines('BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT', ...event, 'END:VEVENT', 'END:VCALENDAR');

/** As each client writes a decline, cut to what matters. */
const CLIENTS = {
  Exchange: lines(
    'BEGIN:VCALENDAR',
    'METHOD:REPLY',
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    'BEGIN:VTIMEZONE',
    'TZID:GMT Standard Time',
    'BEGIN:STANDARD',
    'DTSTART:16010101T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0000',
    'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:16010101T010000',
    'TZOFFSETFROM:+0000',
    'TZOFFSETTO:+0100',
    'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
    'END:DAYLIGHT',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'ATTENDEE;PARTSTAT=DECLINED;CN=Ann Birch:mailto:Ann@Example.org',
    'COMMENT;LANGUAGE=en-GB:\\n',
    `UID:${UID}`,
    'SUMMARY;LANGUAGE=en-GB:Declined: 7/7 Memorial Lecture',
    'DTSTART;TZID=GMT Standard Time:20260701T180000',
    'DTEND;TZID=GMT Standard Time:20260701T193000',
    'CLASS:PUBLIC',
    'PRIORITY:5',
    'DTSTAMP:20260602T101112Z',
    'TRANSP:OPAQUE',
    'STATUS:CONFIRMED',
    'SEQUENCE:1',
    'LOCATION;LANGUAGE=en-GB:BMA House',
    'X-MICROSOFT-CDO-APPT-SEQUENCE:1',
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    'END:VEVENT',
    'END:VCALENDAR',
  ),
  Google: reply(
    'DTSTART:20260701T170000Z',
    'DTEND:20260701T183000Z',
    'DTSTAMP:20260602T101112Z',
    'ORGANIZER;CN=The events team:mailto:rsvp+k3v9x2m4@events.example.org',
    `UID:${UID}`,
    'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Sorry; too',
    '  far: away":mailto:ann@example.org',
    'SEQUENCE:1',
    'STATUS:CONFIRMED',
  ),
  Apple: lines(
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'PRODID:-//Apple Inc.//iOS 20.0//EN',
    'BEGIN:VEVENT',
    'ATTENDEE;CN=Ann;CUTYPE=INDIVIDUAL;PARTSTAT=DECLINED;ROLE=REQ-PARTICIPANT;EMAIL=ann@example.org:mailto:ann@example.org',
    'DTEND;TZID=Europe/London:20260701T193000',
    'UID:8b0f4c1e-6f0e-4c52-9c7c-0d7f5b1f2a34',
    'DTSTAMP:20260602T101112Z',
    'SEQUENCE:1',
    'SUMMARY:7/7 Memorial Lecture',
    'DTSTART;TZID=Europe/London:20260701T180000',
    'ORGANIZER;CN="The events team";EMAIL="rsvp+k3v9x2m4@events.example.org":mailto:rsvp+k3v9x2m4@events.example.org',
    'END:VEVENT',
    'END:VCALENDAR',
  ),
  KDE: reply(
    'ORGANIZER;CN="The events team":MAILTO:rsvp+k3v9x2m4@events.example.org',
    'DTSTAMP:20260602T101112Z',
    'ATTENDEE;CN="Ann Birch";RSVP=FALSE;PARTSTAT=DECLINED;ROLE=REQ-PARTICIPANT;X-UID=94112:MAILTO:ann@example.org',
    'REQUEST-STATUS:2.0;Success',
    `UID:${UID}`,
    'SEQUENCE:1',
  ),
  sabre: reply(
    `UID:${UID}`,
    'DTSTAMP:20260602T101112Z',
    'SEQUENCE:1',
    'ORGANIZER;CN=The events team:mailto:rsvp+k3v9x2m4@events.example.org',
    'ATTENDEE;PARTSTAT=DECLINED;CN=Ann:mailto:ann@example.org',
    'REQUEST-STATUS:2.0;Success',
  ),
};

describe('a decline', () => {
  it.each(Object.entries(CLIENTS))('is read as %s writes it', (client, text) => {
    expect(readAnswer(text)).toEqual({
      method: 'REPLY',
      uid: UID,
      attendees: [{ email: 'ann@example.org', partStat: 'DECLINED' }],
      sequence: 1,
      stamp: '20260602T101112Z',
      organizer: client === 'Exchange' ? undefined : 'rsvp+k3v9x2m4@events.example.org',
    });
  });

  it('is read without SEQUENCE, DTSTAMP, METHOD and with lines that end in LF alone', () => {
    const text = `BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:${UID}\nATTENDEE;PARTSTAT=declined:mailto:ann@example.org\nEND:VEVENT\nEND:VCALENDAR\n`;
    expect(readAnswer(text)).toMatchObject({ method: 'REPLY', sequence: undefined, stamp: undefined });
    expect(readAnswer(text)?.attendees).toEqual([{ email: 'ann@example.org', partStat: 'DECLINED' }]);
  });
});

describe('what an answer may also be', () => {
  it('names two guests: both are told', () => {
    const two = reply(
      `UID:${UID}`,
      'ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.org',
    );
    expect(readAnswer(two)?.attendees.map(({ partStat }) => partStat)).toEqual(['DECLINED', 'ACCEPTED']);
  });

  it('is a counter-proposal', () => {
    expect(readAnswer(CLIENTS.KDE.replace('METHOD:REPLY', 'method:counter'))?.method).toBe('COUNTER');
  });

  it('has an answer that nobody knows, or a SEQUENCE that none can be', () => {
    const odd = reply(`UID:${UID}`, 'SEQUENCE:-3', 'ATTENDEE;PARTSTAT=MAYBE:mailto:a@example.org');
    expect(readAnswer(odd)).toMatchObject({ sequence: undefined, attendees: [{ partStat: 'other' }] });
  });
});

describe('what is no answer', () => {
  it.each([
    ['nothing', ''],
    ['other text', 'Dear team,\nI cannot come.'],
    ['a calendar without entries', lines('BEGIN:VCALENDAR', 'VERSION:2.0', 'END:VCALENDAR')],
    ['a calendar cut off', CLIENTS.Google.slice(0, 150)],
    ['an unbalanced quote', reply(`UID:${UID}`, 'ATTENDEE;CN="Ann;PARTSTAT=DECLINED:mailto:a@example.org')],
    ['an entry without UID', reply('ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org')],
    [
      'two entries at once',
      CLIENTS.KDE.replace('END:VCALENDAR', `BEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT\r\nEND:VCALENDAR`),
    ],
    ['one that repeats for ever', reply(`UID:${UID}`, 'RRULE:FREQ=SECONDLY', 'DTSTART:20260701T170000Z')],
    ['something huge', reply(`UID:${UID}`, `SUMMARY:${'x'.repeat(3_000_000)}`)],
  ])('is %s', (_, text) => {
    expect(readAnswer(text)).toBeUndefined();
  });

  it('never makes the reader fail', () => {
    const words = [
      'BEGIN:VEVENT',
      'END:VEVENT',
      'UID:x',
      'ATTENDEE',
      ';',
      ':',
      '"',
      'PARTSTAT=',
      'mailto:%',
      '\0',
      '\\',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary' })), { maxLength: 12 }),
        (all) => {
          readAnswer(reply(...all));
          readAnswer(all.join('\r\n'));
        },
      ),
      { numRuns: 500 },
    );
  });
});
