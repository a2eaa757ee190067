import { structuredData } from '../../apps/server/src/pages/event/structured-data.js';
import { TestApp } from '../support/test-app.js';
import { event, session } from './sample.js';

describe('an event for machines', () => {
  it('has its times with the offset of the venue, from the first session to the last', () => {
    const sessions = [
      session({ startsAt: '2027-06-13T09:00:00.000Z', endsAt: '2027-06-13T09:30:00.000Z' }),
      session({ startsAt: '2027-06-12T09:00:00.000Z', endsAt: '2027-06-12T09:30:00.000Z' }),
    ];
    expect(structuredData(event({ sessions }))).toMatchObject({
      '@type': 'Event',
      startDate: '2027-06-12T10:00:00+01:00',
      endDate: '2027-06-13T10:30:00+01:00',
      eventStatus: 'https://schema.org/EventScheduled',
    });
  });

  it('says that it is cancelled, as a whole or in each of its sessions', () => {
    const cancelled = { eventStatus: 'https://schema.org/EventCancelled' };
    expect(structuredData(event({ status: 'cancelled' }))).toMatchObject(cancelled);
    expect(structuredData(event({ sessions: [session({ state: 'cancelled' })] }))).toMatchObject(cancelled);
  });

  it('is not there as long as there are no times', () => {
    expect(structuredData(event({ sessions: [] }))).toBeUndefined();
  });

  it('stands in the page as JSON, whatever its title holds', async () => {
    await using app = await TestApp.start({}, { works: false });
    const title = '</script><script>alert(1)</script> “Herbs & roses"';
    const made = await app.make.event({ title });
    await app.make.session(made);
    const { text } = await app.get(`/events/${made.slug}`);
    const [, json] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(text)!;
    expect(JSON.parse(json!)).toMatchObject({ name: title });
  });
});

describe('the page about subscribing', () => {
  it('offers everything and each programme, to each kind of calendar', async () => {
    await using app = await TestApp.start({}, { works: false });
    const [one, other] = [await app.make.event(), await app.make.event()];
    for (const event of [one, other]) await app.make.session(event);
    const { status, text } = await app.get('/subscribe');
    expect(status).toBe(200);
    const feed = `events.example.org/calendar/${one.slug}.ics`;
    expect(text).toContain('webcal://events.example.org/calendar/all.ics');
    expect(text).toContain(`webcal://${feed}`);
    expect(text).toContain(`https://calendar.google.com/calendar/r?cid=${encodeURIComponent(`webcal://${feed}`)}`);
    expect(text).toContain(
      `https://outlook.live.com/calendar/0/addfromweb?url=${encodeURIComponent(`http://${feed}`)}`,
    );
  });
});
