import type { Browser, BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

export interface VisitorWishes {
  /** False for somebody whose browser runs no scripts. */
  readonly script?: boolean;
  readonly screen?: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  /** With text of twice the usual size. */
  readonly largeText?: boolean;
  /** Device pixels for each pixel of the page. */
  readonly sharpness?: number;
}

/** Somebody with a browser, and a record of all that the browser asked for and complained about. */
export class Visitor {
  readonly requests: Request[] = [];
  private readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly origin: string,
  ) {
    context.on('request', (request) => this.requests.push(request));
    context.on('console', (message) => this.listen(message));
    context.on('weberror', (error) => this.errors.push(String(error.error())));
  }

  static async in(browser: Browser, origin: string, wishes: VisitorWishes): Promise<Visitor> {
    const { script = true, screen = DESK, scheme = 'light', sharpness = 1 } = wishes;
    const context = await browser.newContext({
      baseURL: origin,
      javaScriptEnabled: script,
      viewport: screen,
      colorScheme: scheme,
      deviceScaleFactor: sharpness,
      locale: 'en-GB',
    });
    context.setDefaultTimeout(8000);
    return new Visitor(await context.newPage(), context, origin);
  }

  /** Errors in the console, refused by the policy or not, and requests to anybody else; refusals as pages are none. */
  complaints(): string[] {
    const foreign = this.requests.map((request) => request.url()).filter((url) => new URL(url).origin !== this.origin);
    return [...this.errors, ...foreign.map((url) => `${url} was asked for.`)];
  }

  async cookies(): Promise<readonly object[]> {
    return this.context.cookies();
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  private listen(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const { url } = message.location();
    const isPage = this.requests.some((request) => request.isNavigationRequest() && request.url() === url);
    if (!isPage || !message.text().startsWith('Failed to load resource')) this.errors.push(`${url}: ${message.text()}`);
  }
}
