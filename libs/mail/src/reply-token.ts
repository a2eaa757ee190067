/** Crockford's base32 in small letters: mail servers lower-case local parts, and people read them out. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BYTES = 16;
const BYTES = 2 * ID_BYTES;
const LENGTH = Math.ceil((BYTES * 8) / 5);

/** Whose token it says it is; the signature has to be verified. */
export interface ReadToken {
  readonly registrationId: string;
  /** 128 bits, base64url. */
  readonly signature: string;
}

/**
 * A registration's id and a signature over it as 52 characters that survive any change of case. So an answer finds
 * its registration by the primary key, and no index on secrets has to be kept while thousands register. With the
 * longest word before it, `bounce+`, it fits a local part (RFC 5321 §4.5.3.1.1: 64 octets).
 */
export function tokenOf({ registrationId, signature }: ReadToken): string {
  const id = registrationId.replaceAll('-', '');
  let rest = BigInt(`0x${id}${Buffer.from(signature, 'base64url').toString('hex')}`);
  let token = '';
  for (let index = 0; index < LENGTH; index++) {
    token = ALPHABET[Number(rest & 31n)]! + token;
    rest >>= 5n;
  }
  return token;
}

/** What stands in a token, or undefined if it is none. */
export function readToken(token: string): ReadToken | undefined {
  const values = [...token.toLowerCase()].map((letter) => ALPHABET.indexOf(letter));
  if (values.length !== LENGTH || values.includes(-1)) return undefined;
  const bits = values.reduce((sum, value) => (sum << 5n) | BigInt(value), 0n);
  if (bits >> BigInt(BYTES * 8) !== 0n) return undefined;
  const hex = bits.toString(16).padStart(BYTES * 2, '0');
  const id = hex.slice(0, ID_BYTES * 2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { registrationId: id, signature: Buffer.from(hex.slice(ID_BYTES * 2), 'hex').toString('base64url') };
}
