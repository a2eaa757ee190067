import { calendarFile, cancellation, invite, strictFaults } from '#calendar';
import { contentLines, lecture, linesOf } from './entry.js';

const raised = { ...lecture, sequence: 1 };

describe('a calendar object', () => {
  it('asks its one guest in an invitation', () => {
    const text = invite(lecture);
    expect(contentLines(text)).toContain('METHOD:REQUEST');
    expect(linesOf(text, 'ATTENDEE')).toEqual([
      'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Ann Birch:mailto:ann@example.org',
    ]);
    expect(linesOf(text, 'ORGANIZER')).toEqual([
      'ORGANIZER;CN=The events team:mailto:rsvp+k3v9x2m4@events.example.org',
    ]);
    expect(linesOf(text, 'STATUS')).toEqual(['STATUS:CONFIRMED']);
    expect(linesOf(text, 'TRANSP')).toEqual(['TRANSP:OPAQUE']);
    expect(strictFaults(text)).toEqual([]);
  });

  it('says what it is about', () => {
    const text = invite({ ...lecture, sequence: 7 });
    expect(linesOf(text, 'UID')).toEqual(['UID:8b0f4c1e-6f0e-4c52-9c7c-0d7f5b1f2a34']);
    expect(linesOf(text, 'SEQUENCE')).toEqual(['SEQUENCE:7']);
    expect(linesOf(text, 'DTSTAMP')).toEqual(['DTSTAMP:20260601T090000Z']);
    expect(linesOf(text, 'SUMMARY')).toEqual(['SUMMARY:7/7 Memorial Lecture']);
    expect(linesOf(text, 'DESCRIPTION')).toEqual(['DESCRIPTION:2 places\\nReference GH-7K2M-9QPD']);
    expect(linesOf(text, 'URL')).toEqual(['URL:https://events.example.org/events/lecture']);
  });

  it('leaves out what there is not', () => {
    const { url: _, ...withoutPage } = { ...lecture, description: '' };
    const text = invite(withoutPage);
    expect([...linesOf(text, 'URL'), ...linesOf(text, 'DESCRIPTION')]).toEqual([]);
    expect(strictFaults(text)).toEqual([]);
  });

  it('takes the entry back in a cancellation, without asking for an answer', () => {
    const text = cancellation(raised);
    expect(contentLines(text)).toContain('METHOD:CANCEL');
    expect(linesOf(text, 'STATUS')).toEqual(['STATUS:CANCELLED']);
    expect(linesOf(text, 'TRANSP')).toEqual(['TRANSP:TRANSPARENT']);
    expect(linesOf(text, 'UID')).toEqual(linesOf(invite(lecture), 'UID'));
    expect(linesOf(text, 'ATTENDEE')).toEqual([
      'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;CN=Ann Birch:mailto:ann@example.org',
    ]);
    expect(linesOf(text, 'ORGANIZER')).toHaveLength(1);
    expect(strictFaults(text)).toEqual([]);
  });

  it('names no guest in a downloaded file, so that no client offers an answer', () => {
    const text = calendarFile(lecture);
    expect(contentLines(text)).toContain('METHOD:PUBLISH');
    expect(text).not.toMatch(/ATTENDEE|Ann|ann@|RSVP/);
    expect(linesOf(text, 'UID')).toEqual(linesOf(invite(lecture), 'UID'));
    expect(strictFaults(text)).toEqual([]);
  });

  it.each([invite(lecture), cancellation(raised), calendarFile(lecture)])('rings no alarm', (text) => {
    expect(text).not.toContain('VALARM');
  });

  it('holds one address besides the organiser’s for a group, and its size only as text', () => {
    const text = invite({ ...lecture, description: '4 places' });
    expect(
      contentLines(text)
        .join('\n')
        .match(/[\w.+-]+@[\w.-]+/g),
    ).toEqual([lecture.organizer.email, lecture.attendee.email]);
    expect(linesOf(text, 'DESCRIPTION')).toEqual(['DESCRIPTION:4 places']);
  });

  it('is the same text whenever it is written', () => {
    expect(invite(lecture)).toBe(invite(structuredClone(lecture)));
  });

  it.each([
    ['that ends when it starts', { endsAt: lecture.startsAt }],
    ['that ends before it starts', { endsAt: new Date(0) }],
    ['without a real time', { startsAt: new Date(NaN) }],
    ['with half a SEQUENCE', { sequence: 0.5 }],
    ['with a SEQUENCE below nought', { sequence: -1 }],
    ['in a zone that does not exist', { timeZone: 'Europe/Chelsea' }],
    ['off the globe', { location: { ...lecture.location, latitude: 91 } }],
    ['for nobody’s address', { attendee: { name: 'Ann', email: 'ann' } }],
  ])('is refused for an entry %s', (_, wrong) => {
    expect(() => invite({ ...lecture, ...wrong })).toThrow(RangeError);
  });
});
