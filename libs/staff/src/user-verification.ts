/** The place of the flags in the authenticator's data, and among them: the user has proved who they are (W3C WebAuthn §6.1). */
const FLAGS = 32;
const VERIFIED = 0x04;

interface Assertion {
  readonly response?: { readonly response?: { readonly authenticatorData?: unknown } };
}

/**
 * Whether the authenticator has asked for a finger, a face or a PIN. A passkey stands for two factors, and does so
 * only then. The library checks the signature over this, and not this.
 */
export function isUserVerified(body: Assertion): boolean {
  const data = body.response?.response?.authenticatorData;
  const flags = typeof data === 'string' ? Buffer.from(data, 'base64url')[FLAGS] : undefined;
  return flags !== undefined && (flags & VERIFIED) !== 0;
}
