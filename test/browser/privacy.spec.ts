import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { everyPage } from './support/every-page.js';
import { House } from './support/house.js';
import { weight } from './support/measure.js';
import { formOf } from './support/steps.js';
import type { Visitor } from './support/visitor.js';

const MOST_BYTES = 100 * 1024;

let house: House;
let visitor: Visitor;
let elsewhere: Server;
let caught: IncomingMessage[];
beforeAll(async () => {
  house = await House.open();
  elsewhere = createServer((request, response) => {
    caught.push(request);
    response.setHeader('access-control-allow-origin', '*').end('<!doctype html><title>Elsewhere</title>');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  elsewhere.close();
  await house.close();
});
beforeEach(async () => {
  caught = [];
  visitor = await house.visitor();
});
afterEach(() => house.empty());

describe('every page', () => {
  const heavy: string[] = [];
  const withCookies: string[] = [];
  let complaints: string[];
  let weighed = 0;
  beforeAll(async () => {
    const walker = await house.visitor();
    for (const { name, open } of await everyPage(house)) {
      const before = await walker.cookies();
      await open(walker.page);
      if ((await walker.cookies()).length > before.length) withCookies.push(name);
      const bytes = await weight(walker.page);
      if (bytes > MOST_BYTES) heavy.push(`${name}: ${bytes}`);
      weighed += bytes;
    }
    expect(walker.requests.length).toBeGreaterThan(100);
    complaints = await house.empty();
  }, 180_000);

  it('asks nobody else for anything, and makes no browser complain', () => {
    expect(complaints).toEqual([]);
  });

  it('sets no cookie, unless it is one on which the team signs in', () => {
    expect(withCookies.filter((name) => !name.startsWith('team'))).toEqual([]);
    expect(withCookies).toHaveLength(1);
  });

  it('weighs less than 100 KB without its fonts', () => {
    expect(heavy).toEqual([]);
    expect(weighed).toBeGreaterThan(MOST_BYTES);
  });
});

describe('the page of somebody’s places', () => {
  let places: string;
  beforeEach(async () => {
    const { body } = await house.app.register(house.sample.garden.sessions[0]!.id);
    places = new URL(String(body['manageUrl'])).pathname;
  });

  it('tells nobody outside where the visitor came from', async () => {
    await visitor.page.goto(places);
    const map = visitor.page.locator('a[href^="https://www.openstreetmap.org/"]');
    await map.evaluate(`document.querySelector('a[href^="https://www.openstreetmap.org/"]').href = '${outside()}/map'`);
    await visitor.page.locator('a[href$="/map"]').click();
    await visitor.page.waitForURL(/\/map$/);
    expect(caught.find(({ url }) => url === '/map')!.headers.referer).toBeUndefined();
  });

  it('would not, even by a link that forgets to ask for it', async () => {
    await visitor.page.goto(places);
    await visitor.page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', '<a href="${outside()}/plain">Out</a>')`,
    );
    await visitor.page.locator('a[href$="/plain"]').click();
    await visitor.page.waitForURL(/\/plain$/);
    expect(caught.find(({ url }) => url === '/plain')!.headers.referer).toBeUndefined();
  });

  it('tells not even its own files and pages', async () => {
    await visitor.page.goto(places);
    await visitor.page.locator('a[href="/"]').first().click();
    const headers = await Promise.all(visitor.requests.map((request) => request.allHeaders()));
    expect(headers.filter(({ referer }) => referer)).toEqual([]);
  });
});

describe('the policy of the pages', () => {
  it('lets nothing in that was smuggled into one', async () => {
    const { page } = visitor;
    await page.goto(formOf(house.sample.garden, house.sample.garden.sessions[0]!));
    await page.evaluate(`
      const image = Object.assign(new Image(), { src: '${outside()}/image' });
      const inline = Object.assign(document.createElement('script'), { textContent: 'window.smuggled = true' });
      const remote = Object.assign(document.createElement('script'), { src: '${outside()}/script' });
      const frame = Object.assign(document.createElement('iframe'), { src: '${outside()}/frame' });
      document.body.append(image, inline, remote, frame);
      fetch('${outside()}/fetch').catch(() => {});
    `);
    await page.waitForTimeout(300);
    expect(await page.evaluate('window.smuggled')).toBeUndefined();
    expect(caught).toEqual([]);
  });

  it('sends no form elsewhere', async () => {
    const { page } = visitor;
    await page.goto('/lost-link');
    await page.evaluate(`document.querySelector('form').action = '${outside()}/form'`);
    await page.evaluate(`document.querySelector('form').requestSubmit()`);
    await page.waitForTimeout(300);
    expect(caught).toEqual([]);
  });
});

function outside(): string {
  return `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
}
