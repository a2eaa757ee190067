import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
}

interface Grant {
  readonly claims: Claims;
  readonly nonce: string | null;
  readonly challenge: string | null;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SECRET = 'the secret of the provider';

/** A provider of sign-ins (OpenID Connect Core) on loopback, whose people always agree. */
export class Provider implements AsyncDisposable {
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly grants = new Map<string, Grant>();
  private readonly server: Server;
  issuer = '';

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then((answer) => {
        response.writeHead(answer ? 200 : 400, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer ?? { error: 'invalid_grant' }));
      });
    });
  }

  static async open(): Promise<Provider> {
    const provider = new Provider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    provider.issuer = `http://127.0.0.1:${(provider.server.address() as AddressInfo).port}`;
    return provider;
  }

  get settings(): Record<string, string> {
    return { OIDC_ISSUER: this.issuer, OIDC_CLIENT_ID: 'gatehouse', OIDC_CLIENT_SECRET: SECRET };
  }

  /** Somebody follows the way to the provider and agrees; answers where their browser is sent back to. */
  agree(url: string, claims: Claims): URL {
    const asked = new URL(url).searchParams;
    const code = randomUUID();
    this.grants.set(code, { claims, nonce: asked.get('nonce'), challenge: asked.get('code_challenge') });
    const back = new URL(asked.get('redirect_uri')!);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    back.searchParams.set('iss', this.issuer);
    return back;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<object | undefined> {
    const { issuer } = this;
    if (request.url === '/token') return this.token(request);
    if (request.url === '/jwks') {
      return { keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }] };
    }
    return {
      ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
      ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'] },
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  private async token(request: IncomingMessage): Promise<object | undefined> {
    const sent = new URLSearchParams(await text(request));
    const grant = this.grants.get(sent.get('code') ?? '');
    this.grants.delete(sent.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    const basic = Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
    const knows =
      sent.get('client_secret') === SECRET || decodeURIComponent(basic.replaceAll('+', ' ')).endsWith(SECRET);
    if (!grant || !knows || grant.challenge !== verifier) return undefined;
    return { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: this.idToken(grant) };
  }

  private idToken({ claims, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const body = { iss: this.issuer, aud: 'gatehouse', iat: now, exp: now + 60, nonce, name: 'May Linden', ...claims };
    const signed = `${encoded({ alg: 'RS256', kid: '1' })}.${encoded(body)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), this.keys.privateKey).toString('base64url')}`;
  }
}
