import { assetUrl, findAsset } from '../../apps/server/src/pages/assets/assets.js';
import { EventPage } from '../../apps/server/src/pages/event/event.page.js';
import { ManagePage } from '../../apps/server/src/pages/manage/manage.page.js';
import { render } from '../../apps/server/src/pages/parts/render.js';
import { errorPage } from '../../apps/server/src/pages/refusals/error-page.js';
import { WhatsOnPage } from '../../apps/server/src/pages/whats-on/whats-on.page.js';
import { event, id, registration, session } from './sample.js';

const EVIL = '<script>alert("x")</script>&\u202E';
const SAFE = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;\u202E';
const can = { change: true, move: true, cancel: true };
const holding = { registration: registration(), event: event(), session: session(), base: '/manage/secret', can };

const pages = {
  event: render(<EventPage event={event({ sessions: [session(), session({ id: id(2) })] })} />),
  lecture: render(<EventPage event={event()} />),
  places: render(<ManagePage {...holding} done="registered" />),
  error: errorPage(new Error('a secret'), { requestId: 'the-id' }),
};

describe('words of people on pages', () => {
  it('are escaped in texts, attributes and scripts’ data', () => {
    const name = EVIL;
    const page = render(
      <EventPage
        event={event({
          title: EVIL,
          summary: EVIL,
          story: `${EVIL}\n\n${EVIL}`,
          speakers: [{ name, role: EVIL, biography: EVIL }],
          arrival: EVIL,
          sessions: [session({ title: EVIL }), session({ id: id(2), room: EVIL })],
        })}
      />,
    );
    expect(page).not.toContain('<script>alert');
    expect(page.split(SAFE).length).toBeGreaterThan(9);
  });

  it('cannot turn the words around a name', () => {
    const places = [{ name: 'Ada \u202E', accessNeeds: null, space: null, answers: {}, ticketCode: 'A' }];
    const page = render(<ManagePage {...holding} registration={registration({ places })} />);
    expect(page).toContain('<bdi>Ada \u202E</bdi>');
  });

  it('do not name a drawing that there is none of', () => {
    const page = render(<EventPage event={event({ drawing: '../../secret' })} />);
    expect(page).not.toContain('<svg');
    expect(page).not.toContain('secret');
  });
});

describe('every page', () => {
  it.each(Object.entries(pages))('has no script or style in it and little weight: %s', (_, page) => {
    // Data for machines is not run.
    expect(page).not.toMatch(/<script(?![^>]*\b(src=|type="application\/ld\+json"))/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
    const weight = [page, assetUrl('site.css'), assetUrl('site.js')].reduce(
      (sum, part) => sum + (findAsset(part)?.body.length ?? Buffer.byteLength(part)),
      0,
    );
    expect(weight).toBeLessThan(100_000);
  });

  it('tells search engines about events and of nobody’s places', () => {
    expect(pages.event).not.toContain('noindex');
    expect(pages.places).toContain('<meta name="robots" content="noindex"/>');
  });

  it('says nothing of what went wrong inside, but the number to ask for', () => {
    expect(pages.error).not.toContain('a secret');
    expect(pages.error).toContain('the-id');
  });

  it('never hands a manage link to another site', () => {
    const outside = [...pages.places.matchAll(/<a href="(https:[^"]+)"([^>]*)>/g)];
    expect(outside.length).toBeGreaterThan(3);
    for (const [, href, attributes] of outside) {
      expect(href).not.toContain('secret');
      expect(attributes).toContain('rel="noreferrer"');
    }
  });
});

it('sends the lines of a plant once, however many events show it', () => {
  const { slug, title, summary, programme, drawing, venue } = event();
  const one = {
    slug,
    title,
    summary,
    programme,
    drawing,
    venue,
    startsAt: null,
    endsAt: null,
    available: 3,
    state: 'open' as const,
  };
  const twelve = Array.from({ length: 12 }, (_, index) => ({ ...one, slug: `event-${index}` }));
  const page = render(<WhatsOnPage events={twelve} />);
  expect(page.match(/<g id="poppy">/g)).toHaveLength(1);
  expect(page.match(/<use href="#poppy">/g)).toHaveLength(11);
});

describe('assets', () => {
  it('have their content in their name, and the stylesheet names fonts that are there', () => {
    const css = findAsset(assetUrl('site.css'))!.body.toString();
    const fonts = [...css.matchAll(/url\('([^']+)'\)/g)].map(([, url]) => url!);
    expect(fonts).toHaveLength(6);
    for (const url of [...fonts, assetUrl('site.js')]) {
      expect(url).toMatch(/\.[\w-]{10}\.(woff2|js)$/);
      expect(findAsset(url)).toBeDefined();
    }
  });

  it('are those of the table and nothing else', () => {
    expect(findAsset('/assets/../package.json')).toBeUndefined();
    expect(findAsset('/assets/site.css')).toBeUndefined();
  });
});
