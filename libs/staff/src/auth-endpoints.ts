import { OIDC } from './authentication.options.js';

/** What of better-auth can be reached from outside, below `/api/v1/auth`. All else does not exist. */
export const AUTH_READS = [
  '/get-session',
  `/callback/${OIDC}`,
  '/passkey/generate-register-options',
  '/passkey/generate-authenticate-options',
  '/passkey/list-user-passkeys',
] as const;

export const AUTH_WRITES = [
  '/sign-in/email',
  '/sign-in/social',
  '/sign-out',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/get-totp-uri',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
  '/passkey/verify-registration',
  '/passkey/verify-authentication',
  '/passkey/update-passkey',
  '/passkey/delete-passkey',
] as const;

/** One of them. What stands before and after the library compares whole endpoints, so nothing else is one. */
export type AuthEndpoint = (typeof AUTH_READS)[number] | (typeof AUTH_WRITES)[number];
