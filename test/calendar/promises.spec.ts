import { readFileSync } from 'node:fs';

/**
 * What calendars are promised, in words, and the test that proves it. Whoever looks for a case finds it here; a test
 * that is renamed or taken away is missed here. Entries of whole days are none of them: a session begins and ends at
 * an hour, so nothing writes one.
 */
const PROMISES: Readonly<Record<string, Readonly<Record<string, readonly [file: string, test: string]>>>> = {
  'times and zones': {
    'a summer evening in London stands on its clock, with its zone': [
      'calendar/times',
      'are those on the venue’s clock',
    ],
    'whatever clock the machine has': ['calendar/machine-clock', 'writes every calendar, feed and mail the same'],
    'and a calendar program shows it so': ['e2e/calendar/judges', 'shows the invite at its time, on a machine in %s'],
    '18:00 is 18:00 before and after the clocks go back': [
      'calendar/times',
      'stand at 18:00 before and after the clocks go back',
    ],
    'a time that spring leaves out is not planned': [
      'e2e/admin/generating',
      'refuses a time that the clocks leave out, and makes nothing',
    ],
    'and never written': ['calendar/times', 'never fall in the hour that spring leaves out'],
    'the hour that autumn repeats is written in UTC': [
      'calendar/times',
      'are in UTC about the hour that autumn repeats: %s',
    ],
    'a lecture past midnight ends on the next day': [
      'calendar/times',
      'end on the next day when it runs past midnight',
    ],
    'a venue in another zone raises SEQUENCE and is defined once': [
      'e2e/admin/readdressing',
      'in another time zone keeps the instants, and every calendar reads them by the new zone, defined once',
    ],
    'zones are as Intl knows them, all of them': ['calendar/time-zone', 'gives every zone’s offsets'],
  },
  'who gets what': {
    'three times on a day are three mails, UIDs and addresses to answer to': [
      'e2e/calendar/many-guests',
      'three times on one day are three mails with three entries and three addresses to answer to',
    ],
    'a party of four is one entry that names no guest, and follows when one stays at home': [
      'e2e/calendar/many-guests',
      'a party of four is one entry for who took the places, and says how many, but not who',
    ],
    'who waits is invited once they have places, and not before': [
      'e2e/waiting-list/from-waiting-to-places',
      'sends the entry for the calendar with the places, and none while somebody waits',
    ],
    'two hundred guests see no address but their own': [
      'e2e/calendar/many-guests',
      'get a mail each, and no mail holds another guest’s address',
    ],
  },
  changes: {
    'a session that moves is one update each, with the next SEQUENCE': [
      'e2e/calendar/many-guests',
      'get one update each when it is moved: the same UID, the next SEQUENCE, a newer stamp',
    ],
    'moved twice before mail goes out, the last alone is sent': [
      'e2e/admin/rescheduling',
      'that is moved again before the mails are sent causes one mail, about the last time',
    ],
    'with the time that was really told before, after the new one': [
      'e2e/notices/what-is-new',
      'hears once of a session that was moved twice meanwhile, and never of the time between',
    ],
    'moved there and back, the entry follows and its reader is not alarmed': [
      'e2e/notices/what-is-new',
      'hears calmly of one that was moved there and back, for the entry in the calendar has to follow',
    ],
    'a venue with another address reaches everybody': [
      'e2e/admin/readdressing',
      'tells every confirmed party of every session to come, once, by mail and in its calendar, and why',
    ],
    'and who is confirmed in that very moment': [
      'e2e/admin/readdressing',
      'waits for who is just confirming, and tells them too',
    ],
    'an event that goes elsewhere reaches everybody': [
      'e2e/admin/readdressing',
      'tells every confirmed party once, by mail and in its calendar, and why',
    ],
    'a corrected title is no mail, and the feed follows': [
      'e2e/calendar/many-guests',
      'a title that is corrected is mailed to nobody, and the feed follows by itself',
    ],
    'what is called off is taken out of every calendar': [
      'e2e/admin/cancelling-sessions',
      'tells every confirmed party once and why, and takes the entry out of its calendar',
    ],
    'who gives up is alone in being told': ['e2e/calendar/many-guests', 'a person who gives up is alone in being told'],
    'who comes back has another UID and another address to answer to': [
      'e2e/calendar/many-guests',
      'places given up and taken anew are another entry, with another address to answer to, that begins at nought',
    ],
    'and an answer to the old one changes nothing': [
      'e2e/replies/declining',
      'after the registration was given up and taken anew changes nothing',
    ],
    'mail that was held up is never sent after a later one': [
      'notices/sending',
      'is never followed by the older mail that was held up',
    ],
    'UID for life, SEQUENCE that never falls': [
      'e2e/calendar/entry-in-the-mail',
      'keeps its UID and raises its SEQUENCE through every change until it is cancelled',
    ],
  },
  'what people write': {
    'titles are escaped': ['calendar/names-and-texts', 'is escaped as RFC 5545 §3.3.11 says'],
    'lines are folded to 75 octets, never inside a character': [
      'calendar/names-and-texts',
      'of %s is folded to 75 octets, never inside a character',
    ],
    'names in quotation marks leave the address as it is': [
      'calendar/names-and-texts',
      '%s leaves the address as it is',
    ],
    'names with separators are quoted': ['calendar/names-and-texts', 'is quoted when it has separators in it'],
    'text that tries to be lines adds none': ['calendar/names-and-texts', 'adds no line'],
    'nor a header to a mail': ['e2e/notices/header-injection', 'adds no header to a mail and no line to a calendar'],
    'links are not escaped': ['calendar/names-and-texts', 'is not escaped: %s'],
    'Apple’s map is the place of everybody': [
      'calendar/names-and-texts',
      'is the same for Apple’s map as for everybody',
    ],
    'whatever is in it, it is read as it was meant': ['calendar/round-trip', 'is read as it was meant'],
    'other programs read it too': ['e2e/calendar/judges', 'finds every file valid'],
  },
  mail: {
    'every mail is laid out as every client expects': [
      'e2e/calendar/mime-of-every-mail',
      'every mail program can read the mail: %s',
    ],
    'and its calendar part says its method': ['e2e/calendar/mime-of-every-mail', 'the mail “%s” carries the method %s'],
  },
  answers: {
    'a decline of Exchange, Google, Apple and KDE gives the places back': [
      'e2e/replies/declining',
      'as %s writes it gives the places back, after a time',
    ],
    'one without SEQUENCE is believed of the first invitation alone': [
      'replies/deciding',
      'without SEQUENCE is believed of the first invitation, and asked about after a change',
    ],
    'one from another address of the guest is believed': [
      'replies/deciding',
      'is believed whoever it is from: a second account or an alias decides nothing',
    ],
    'one by somebody who was passed the invitation asks the guest, and writes to nobody else': [
      'e2e/replies/declining',
      'by somebody whom the invitation was passed on to asks the guest, once a day, and writes to nobody else',
    ],
    'one of an earlier time asks first': [
      'e2e/replies/declining',
      'of an invitation that has changed meanwhile asks first',
    ],
    'a guessed address or UID, and hostile files, change nothing': [
      'e2e/replies/declining',
      'with %s changes nothing and makes us write to nobody',
    ],
    'nothing that comes in stops the reader': ['calendar/answers', 'never makes the reader fail'],
    'the same answer twice is one': [
      'e2e/replies/declining',
      'is one decline, however often and by however many it is brought',
    ],
    'a machine’s answer is filed': ['replies/deciding', 'is filed if a machine wrote it and no answer is in it'],
    'a mail that comes back marks the registration': [
      'replies/deciding',
      'marks the registration if a mail server refuses the address for good',
    ],
    'a person’s words go to people': ['replies/deciding', 'goes to people if a person wrote it'],
    'a mail server that goes away is found again': [
      'e2e/replies/mailbox',
      'goes on by itself after the mail server was away',
    ],
  },
  feeds: {
    'who has it is told so': [
      'e2e/calendar/feeds',
      'answers 304 to who has it, in whatever packing, by a list, weakly or by time',
    ],
    'one’s own places, with what was called off': [
      'e2e/calendar/feeds',
      'keeps what was called off, as cancelled, and nothing that was given up',
    ],
    'HEAD, OPTIONS and nothing else': [
      'e2e/calendar/feeds',
      'answers HEAD like GET, OPTIONS to other sites, and nothing else',
    ],
    'packed it unpacks to the same': [
      'e2e/calendar/feeds',
      'is packed for who takes that, with an ETag of its own, and unpacks to the same bytes',
    ],
    'the same bytes until something changes': [
      'e2e/calendar/feeds',
      'is the same bytes until something changes, and then has another ETag and a higher SEQUENCE',
    ],
    'nothing that is not public, and nobody': [
      'e2e/calendar/feeds',
      'holds no draft, nothing by invitation alone, nobody and no address to answer to',
    ],
    'a program subscribes to it': ['e2e/calendar/judges', 'subscribes to the feed'],
  },
};

const TESTS = new URL('../', import.meta.url);

describe.each(Object.entries(PROMISES))('%s', (_, promises) => {
  it.each(Object.entries(promises))('%s', (_promise, [file, test]) => {
    expect(readFileSync(new URL(`${file}.spec.ts`, TESTS), 'utf8')).toContain(test);
  });
});
