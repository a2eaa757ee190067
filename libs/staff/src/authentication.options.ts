import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import type { Pool } from 'pg';
import { newId, type PublicUrl } from '#kernel';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD, verifyPassword } from './passwords.js';

/** A provider of sign-ins (OpenID Connect) that the settings name. */
export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Its place in the container. */
export const OIDC_OPTIONS = Symbol('oidc');

export const AUTH_PATH = '/api/v1/auth';
/** The name of the configured provider in addresses: `/api/v1/auth/callback/oidc`. */
export const OIDC = 'oidc';
/** Where the server says from which address a request comes; whatever the client sends under it is replaced. */
export const ADDRESS_HEADER = 'x-gatehouse-address';

/** A definite end, as NIST SP 800-63B-4 §2.2.3 asks: nothing prolongs a session, so reading writes nothing. */
const SESSION_SECONDS = 24 * 60 * 60;

interface House {
  readonly pool: Pool;
  readonly site: PublicUrl;
  /** The first signs and encrypts, all of them decrypt. */
  readonly keys: readonly { readonly id: string; readonly key: string }[];
  readonly oidc: OidcOptions | undefined;
  /** Whether the member may have a session now. */
  readonly mayEnter: (memberId: string) => Promise<boolean>;
  readonly hasEntered: (memberId: string) => Promise<void>;
}

/** better-auth on our tables, with our rules: nobody signs up, and what it does not need it does not keep. */
export function authenticationOptions(house: House): BetterAuthOptions {
  const { pool, site, keys, oidc, mayEnter, hasEntered } = house;
  return {
    appName: 'Gatehouse',
    baseURL: site.origin,
    basePath: AUTH_PATH,
    trustedOrigins: [site.origin],
    secrets: versionedKeys(keys),
    database: pool,
    ...TABLES,
    session: { ...TABLES.session, expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    account: {
      ...TABLES.account,
      updateAccountOnSignIn: false,
      // An invitation was sent to the address, and the provider says that it is this person's.
      accountLinking: { enabled: true, requireLocalEmailVerified: false, trustedProviders: [] },
    },
    plugins: [
      twoFactor({ issuer: 'Gatehouse', schema: TABLES.twoFactor }),
      passkey({
        rpID: new URL(site.base).hostname,
        rpName: 'Gatehouse',
        origin: site.origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        schema: TABLES.passkey,
      }),
      ...(oidc ? [genericOAuth({ config: [providerOf(oidc)] })] : []),
    ],
    databaseHooks: {
      account: { create: { before: withoutTokens } },
      session: {
        create: {
          before: async ({ userId }) => mayEnter(userId),
          after: async ({ userId }) => hasEntered(userId),
        },
      },
    },
    // Ours count for all processes, by account and by address.
    rateLimit: { enabled: false },
    onAPIError: { throw: true, errorURL: `${site.base}/team/sign-in` },
    logger: { disabled: true },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'gatehouse',
      useSecureCookies: site.isHttps,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
      database: { generateId: () => newId() },
    },
  };
}

/** The library tells keys apart by a number, which it puts before what it encrypts. */
export function versionedKeys(keys: House['keys']): { version: number; value: string }[] {
  return keys.map(({ id, key }) => ({ version: Buffer.from(id, 'base64url').readUInt32BE(0), value: key }));
}

function providerOf({ issuer, clientId, clientSecret }: OidcOptions) {
  return {
    ...{ providerId: OIDC, clientId, clientSecret },
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    disableSignUp: true,
    disableImplicitSignUp: true,
  };
}

/** Nothing is done at the provider in anybody's name, so there is nothing to keep. */
async function withoutTokens<T extends object>(account: T) {
  return { data: { ...account, accessToken: null, refreshToken: null, idToken: null } };
}

const STAMPS = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;
const OURS = { required: false, input: false, returned: false } as const;

/** What better-auth's models and fields are called here. */
const TABLES = {
  user: {
    modelName: 'staff_members',
    fields: { emailVerified: 'email_verified', ...STAMPS },
    additionalFields: {
      joinedAt: { type: 'date', fieldName: 'joined_at', ...OURS },
      disabledAt: { type: 'date', fieldName: 'disabled_at', ...OURS },
      version: { type: 'number', fieldName: 'version', defaultValue: 1, ...OURS },
    },
  },
  session: {
    modelName: 'staff_sessions',
    fields: {
      userId: 'member_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...STAMPS,
    },
  },
  account: {
    modelName: 'staff_credentials',
    fields: {
      userId: 'member_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...STAMPS,
    },
  },
  verification: {
    modelName: 'staff_verifications',
    fields: { expiresAt: 'expires_at', ...STAMPS },
    storeIdentifier: 'hashed',
  },
  twoFactor: {
    user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
    twoFactor: {
      modelName: 'staff_second_factors',
      fields: {
        userId: 'member_id',
        backupCodes: 'backup_codes',
        failedVerificationCount: 'failed_verification_count',
        lockedUntil: 'locked_until',
      },
    },
  },
  passkey: {
    passkey: {
      modelName: 'staff_passkeys',
      fields: {
        userId: 'member_id',
        publicKey: 'public_key',
        credentialID: 'credential_id',
        deviceType: 'device_type',
        backedUp: 'backed_up',
        createdAt: 'created_at',
      },
    },
  },
} as const;
