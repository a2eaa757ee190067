import { Inject, Injectable } from '@nestjs/common';
import { type Auth, betterAuth, type BetterAuthOptions } from 'better-auth';
import { Database } from '#database';
import { PublicUrl, Secrets } from '#kernel';
import {
  AUTH_PATH,
  ADDRESS_HEADER,
  authenticationOptions,
  OIDC_OPTIONS,
  type OidcOptions,
} from './authentication.options.js';
import type { AuthEndpoint } from './auth-endpoints.js';
import { Arrivals } from './arrivals.service.js';

/** A request to the library for accounts: what arrived, without what is none of its business. */
export interface AuthCall {
  readonly method: 'GET' | 'POST';
  readonly path: AuthEndpoint;
  /** As it came, without its question mark. */
  readonly query?: string | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly cookie?: string | undefined;
  readonly address: string;
  readonly userAgent?: string | undefined;
}

/** Who is signed in, by the cookie. */
export interface SignedIn {
  readonly sessionId: string;
  readonly memberId: string;
  readonly name: string;
  readonly email: string;
  readonly expiresAt: Date;
  /** Whether signing in by password asks for a code as well. */
  readonly secondFactor: boolean;
}

/** better-auth, made when somebody first signs in: workers and commands never need it. */
@Injectable()
export class Authentication {
  private made: Auth | undefined;

  constructor(
    private readonly database: Database,
    private readonly site: PublicUrl,
    private readonly secrets: Secrets,
    private readonly arrivals: Arrivals,
    @Inject(OIDC_OPTIONS) private readonly oidc: OidcOptions | undefined,
  ) {}

  get options(): BetterAuthOptions {
    return this.library.options;
  }

  /** Whether the settings name a provider. */
  get hasProvider(): boolean {
    return this.oidc !== undefined;
  }

  /** Its answer, which may set cookies. Throws what it refuses with. The caller has checked where the request comes from. */
  async pass({ method, path, query = '', body, cookie, address, userAgent }: AuthCall): Promise<Response> {
    const headers = new Headers({ origin: this.site.origin, [ADDRESS_HEADER]: address });
    if (cookie) headers.set('cookie', cookie);
    if (userAgent) headers.set('user-agent', userAgent);
    if (method === 'POST') headers.set('content-type', 'application/json');
    const url = new URL(`${this.site.origin}${AUTH_PATH}${path}`);
    url.search = query;
    const sent = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {};
    return this.library.handler(new Request(url, { method, headers, ...sent }));
  }

  async signedIn(cookie: string | undefined): Promise<SignedIn | undefined> {
    if (!cookie?.includes('session_token')) return undefined;
    const headers = new Headers({ cookie });
    const found = await this.library.api.getSession({ headers, query: { disableRefresh: true } });
    if (!found) return undefined;
    const { session, user } = found;
    return {
      ...{ sessionId: session.id, expiresAt: session.expiresAt },
      ...{ memberId: user.id, name: user.name, email: user.email },
      secondFactor: (user as { readonly twoFactorEnabled?: boolean | null }).twoFactorEnabled === true,
    };
  }

  private get library(): Auth {
    this.made ??= betterAuth(
      authenticationOptions({
        pool: this.database.pool,
        site: this.site,
        keys: this.secrets.keysFor('accounts'),
        oidc: this.oidc,
        mayEnter: (memberId) => this.arrivals.mayEnter(memberId),
        hasEntered: (memberId) => this.arrivals.enter(memberId),
      }),
    );
    return this.made;
  }
}
