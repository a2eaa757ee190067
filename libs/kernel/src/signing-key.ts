import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** RFC 8301 §3.2: no verifier takes shorter keys. */
const SHORTEST_BITS = 1024;

/**
 * An RSA private key as PEM: from the text itself, where line ends may be written as `\n`, or from the file that it
 * names. Undefined if it is neither, or too short: the library would send such mail unsigned without a word.
 */
export function readSigningKey(given: string): string | undefined {
  try {
    const pem = given.trimStart().startsWith('-----BEGIN')
      ? given.replaceAll('\\n', '\n')
      : readFileSync(given, 'utf8');
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    const longEnough = (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_BITS;
    return asymmetricKeyType === 'rsa' && longEnough ? pem : undefined;
  } catch {
    return undefined;
  }
}
