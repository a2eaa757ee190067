/** Crockford's base32 in small letters: mail servers lower-case local parts, and people read them out. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BITS = 128;
const LENGTH = Math.ceil(BITS / 5);

/**
 * A base64url signature of 128 bits as 26 characters that survive any change of case. All the bits
 * are kept, so that the token can be checked against every configured key and not only the first.
 */
export function tokenOf(signature: string): string {
  let rest = BigInt(`0x${Buffer.from(signature, 'base64url').toString('hex')}`);
  let token = '';
  for (let index = 0; index < LENGTH; index++) {
    token = ALPHABET[Number(rest & 31n)]! + token;
    rest >>= 5n;
  }
  return token;
}

/** The signature in a token, or undefined if it is no token. */
export function signatureOf(token: string): string | undefined {
  const values = [...token.toLowerCase()].map((letter) => ALPHABET.indexOf(letter));
  if (values.length !== LENGTH || values.includes(-1)) return undefined;
  const bits = values.reduce((sum, value) => (sum << 5n) | BigInt(value), 0n);
  if (bits >> BigInt(BITS) !== 0n) return undefined;
  return Buffer.from(bits.toString(16).padStart(BITS / 4, '0'), 'hex').toString('base64url');
}
