import { googleCalendarLink, office365Link, outlookLink } from '#calendar';
import { between, lecture } from './entry.js';

const fields = (link: string) => Object.fromEntries(new URL(link).searchParams);

describe('a link that adds the entry', () => {
  it('fills in Google Calendar', () => {
    expect(googleCalendarLink(lecture)).toMatch(/^https:\/\/calendar\.google\.com\/calendar\/render\?/);
    expect(fields(googleCalendarLink(lecture))).toEqual({
      action: 'TEMPLATE',
      text: '7/7 Memorial Lecture',
      dates: '20260701T170000Z/20260701T183000Z',
      details: '2 places\nReference GH-7K2M-9QPD\n\nhttps://events.example.org/events/lecture',
      location: 'Chelsea Physic Garden, 66 Royal Hospital Road, London SW3 4HS',
    });
  });

  it.each([
    [outlookLink, 'https://outlook.live.com/calendar/deeplink/compose?'],
    [office365Link, 'https://outlook.office.com/calendar/deeplink/compose?'],
  ])('fills in Outlook', (write, page) => {
    expect(write(lecture).startsWith(page)).toBe(true);
    expect(fields(write(lecture))).toEqual({
      path: '/calendar/action/compose',
      rru: 'addevent',
      startdt: '2026-07-01T17:00:00Z',
      enddt: '2026-07-01T18:30:00Z',
      subject: '7/7 Memorial Lecture',
      body: '2 places\nReference GH-7K2M-9QPD\n\nhttps://events.example.org/events/lecture',
      location: 'Chelsea Physic Garden, 66 Royal Hospital Road, London SW3 4HS',
    });
  });

  describe.each([googleCalendarLink, outlookLink, office365Link])('%p', (write) => {
    it('names the instant on either side of the clock change', () => {
      expect(write(between('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'))).toMatch(
        /2026-?10-?25T00(%3A)?30(%3A)?00Z.*2026-?10-?25T01(%3A)?30(%3A)?00Z/,
      );
    });

    it('writes a space as %20, since Outlook shows a +', () => {
      expect(write(lecture)).not.toContain('+');
      expect(fields(write({ ...lecture, summary: 'Tea + cake & 50%' })).text ?? 'Tea + cake & 50%').toBe(
        'Tea + cake & 50%',
      );
    });

    it('stays short enough for a browser and whole in its characters', () => {
      const link = write({ ...lecture, description: 'x'.repeat(999) + '🌺'.repeat(500) });
      expect(fields(link).details ?? fields(link).body).toMatch(/^x{999}🌺…\n\nhttps:/u);
    });

    it('takes half characters and controls without an error', () => {
      expect(() => write({ ...lecture, summary: '\uD83C\r\n', description: '\u0000\uDF3A' })).not.toThrow();
    });

    it('shows neither the guest nor the organiser’s reply address', () => {
      expect(decodeURIComponent(write(lecture))).not.toMatch(/@|Ann|rsvp/);
    });
  });

  it('names the page once when the description has it already', () => {
    const entry = { ...lecture, description: `See ${lecture.url}.` };
    expect(fields(googleCalendarLink(entry)).details).toBe(entry.description);
  });
});
