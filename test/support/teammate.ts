import type { NewGrants } from '#contracts';
import { COMMAND, Invitations, PasswordSetting, StaffLinks } from '#staff';
import type { Answer, TestApp } from './test-app.js';

export const PASSWORD = 'violets under the yew 7';
/** Where browsers say that a page of the site's own has sent something; see TestApp. */
export const ORIGIN = 'http://events.example.org';

/** Keeps cookies as a browser does. */
export class Jar {
  private readonly cookies = new Map<string, string>();

  take({ headers }: Pick<Answer, 'headers'>): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }

  get header(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return cookie ? { cookie } : {};
  }

  has(name: string): boolean {
    return [...this.cookies.keys()].some((known) => known.includes(name));
  }
}

const EVERYTHING: NewGrants = [{ role: 'owner', eventIds: null }];
let colleagues = 0;

/** A member of the team at a browser. */
export class Teammate {
  readonly jar = new Jar();

  private constructor(
    private readonly app: TestApp,
    readonly id: string,
    readonly email: string,
  ) {}

  /** Invited, and has set the password; not signed in. */
  static async joined(app: TestApp, grants: NewGrants = EVERYTHING, given?: string): Promise<Teammate> {
    const email = given ?? `colleague-${++colleagues}@example.org`;
    const [invitations, links] = [app.service(Invitations), app.service(StaffLinks)];
    const { id, url } = await app.database.transaction(async (tx) => {
      const member = await invitations.invite(tx, COMMAND, { name: 'May Linden', email, grants });
      return { id: member.id, url: links.url(await links.make(tx, member.id, 'invitation')) };
    });
    await app.service(PasswordSetting).set(url.split('/').at(-1)!, PASSWORD, '127.0.0.1');
    return new Teammate(app, id, email);
  }

  static async signedIn(app: TestApp, grants: NewGrants = EVERYTHING): Promise<Teammate> {
    const mate = await Teammate.joined(app, grants);
    const answer = await mate.signIn();
    if (answer.status !== 200) throw new Error(`Nobody was signed in: ${answer.text}`);
    return mate;
  }

  /** Someone else who sits at another browser under the same account. */
  elsewhere(): Teammate {
    return new Teammate(this.app, this.id, this.email);
  }

  get headers(): Record<string, string> {
    return { ...this.jar.header, origin: ORIGIN };
  }

  signIn(password = PASSWORD): Promise<Answer> {
    return this.auth('sign-in/email', { email: this.email, password });
  }

  /** Calls an endpoint for accounts; by GET if there is no body. */
  async auth(path: string, body?: unknown): Promise<Answer> {
    const address = `/api/v1/auth/${path}`;
    const { headers } = this;
    const answer =
      body === undefined ? await this.app.get(address, headers) : await this.app.post(address, body, headers);
    this.jar.take(answer);
    return answer;
  }

  get(path: string): Promise<Answer> {
    return this.app.get(`/api/v1/admin/${path}`, this.jar.header);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.app.post(`/api/v1/admin/${path}`, body, this.headers);
  }

  change(path: string, body: unknown, etag = '*'): Promise<Answer> {
    return this.app.call('PATCH', `/api/v1/admin/${path}`, { body, headers: { ...this.headers, 'if-match': etag } });
  }
}
