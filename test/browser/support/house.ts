import { type Browser, chromium } from 'playwright-core';
import type { EventView } from '#contracts';
import { WhatsOn } from '#registration';
import { SampleProgramme } from '../../../apps/standalone/src/sample/sample.js';
import { freePort } from '../../support/free-port.js';
import { TestApp } from '../../support/test-app.js';
import { Visitor, type VisitorWishes } from './visitor.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The events of the sample programme. */
interface Programme {
  readonly lecture: EventView;
  readonly fringe: EventView;
  readonly garden: EventView;
}

/** The real server with the sample programme, mails and all, and a real browser before its door. */
export class House {
  private readonly visitors: Visitor[] = [];
  private readonly browsers = new Map<boolean, Browser>();

  private constructor(
    readonly app: TestApp,
    readonly sample: Programme,
  ) {}

  /** The links in its mails are true: they lead to this server. */
  static async open(environment: Record<string, string> = {}): Promise<House> {
    const port = await freePort();
    const app = await TestApp.start({ PUBLIC_URL: `http://127.0.0.1:${port}`, ...environment }, { port });
    return new House(app, await fill(app));
  }

  async visitor(wishes: VisitorWishes = {}): Promise<Visitor> {
    const visitor = await Visitor.in(await this.browser(wishes), this.app.url, wishes);
    this.visitors.push(visitor);
    return visitor;
  }

  /** Sends everybody home; answers what any of them had to complain about. */
  async empty(): Promise<string[]> {
    const complaints = this.visitors.flatMap((visitor) => visitor.complaints());
    for (const visitor of this.visitors.splice(0)) await visitor.leave();
    return complaints;
  }

  async close(): Promise<void> {
    for (const browser of this.browsers.values()) await browser.close();
    await this.app[Symbol.asyncDispose]();
  }

  /** One for all visitors; the size of text is a setting of the browser, so those who need it large have their own. */
  private async browser({ largeText = false }: VisitorWishes): Promise<Browser> {
    const known = this.browsers.get(largeText);
    if (known) return known;
    const args = largeText ? [...FLAGS, '--blink-settings=defaultFontSize=32'] : FLAGS;
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args });
    this.browsers.set(largeText, browser);
    return browser;
  }
}

async function fill(app: TestApp): Promise<Programme> {
  await app.nest.get(SampleProgramme).addIfEmpty();
  const whatsOn = app.nest.get(WhatsOn, { strict: false });
  const events = await whatsOn.upcoming();
  const one = (start: string) => whatsOn.event(events.find(({ slug }) => slug.startsWith(start))!.slug);
  return { lecture: await one('memorial'), fringe: await one('chelsea'), garden: await one('open-squares') };
}
