import type { Secrets } from './secrets.js';

const ID_BYTES = 16;

/**
 * The id and 128 bits of HMAC over it, base64url, 43 characters: a link that nobody can guess and no table holds. What
 * it is `boundTo` is signed and not told: see `isBoundTo`.
 */
export function signedId(secrets: Secrets, purpose: string, id: string, boundTo?: string): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  const signature = Buffer.from(secrets.sign(purpose, bound(id, boundTo)), 'base64url');
  return Buffer.concat([bytes, signature]).toString('base64url');
}

/** The id, or undefined if this was not signed for the purpose with one of our keys. */
export function openSignedId(secrets: Secrets, purpose: string, token: string): string | undefined {
  const read = readSignedId(token);
  return read && secrets.verify(purpose, read.id, read.signature) ? read.id : undefined;
}

/** Whether the token was signed for the purpose with this. */
export function isBoundTo(secrets: Secrets, purpose: string, token: string, boundTo: string): boolean {
  const read = readSignedId(token);
  return read !== undefined && secrets.verify(purpose, bound(read.id, boundTo), read.signature);
}

/** What a token says, true or not: for who must look something up before they know what it was signed for. */
export function readSignedId(token: string): { readonly id: string; readonly signature: string } | undefined {
  const bytes = /^[\w-]{43}$/.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  // The last character has two bits to spare: only one way to write a token is the right one.
  if (bytes.toString('base64url') !== token) return undefined;
  const hex = bytes.subarray(0, ID_BYTES).toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, signature: bytes.subarray(ID_BYTES).toString('base64url') };
}

/** An id is always as long, so no other id and text read the same. */
function bound(id: string, boundTo = ''): string {
  return id + boundTo;
}
