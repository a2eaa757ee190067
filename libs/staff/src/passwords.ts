import { hashPassword as hash, verifyPassword as verify } from 'better-auth/crypto';

/**
 * NIST SP 800-63B-4 §3.1.1.2 asks for 15 characters where a password stands alone, and for 8 beside a second factor.
 * A second factor is each member's own choice here, so that every password must be able to stand alone.
 */
export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 256;

/** The same letters however the keyboard composes them. */
function normalized(password: string): string {
  return password.normalize('NFC');
}

/** scrypt with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password));
}

export function verifyPassword({ hash: kept, password }: { readonly hash: string; readonly password: string }) {
  return verify({ hash: kept, password: normalized(password) });
}
