import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** The system is asked once for much: asking for each id and code takes longer than everything else about it. */
const random = { bytes: Buffer.alloc(4096), used: 4096 };

function randomBytes(count: number): Buffer {
  if (random.used + count > random.bytes.length) {
    randomFillSync(random.bytes);
    random.used = 0;
  }
  return random.bytes.subarray(random.used, (random.used += count));
}

const latest = { msecs: 0, seq: 0 };

/**
 * UUIDv7 (RFC 9562 §5.7): grows with time, so that indexes stay dense, and within a millisecond
 * too (§6.2, a counter of 32 bits), so that what was made later is listed later.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  // oxlint-disable-next-line no-restricted-properties -- an id is sorted by it and tells nobody the time
  const now = Date.now();
  if (now > latest.msecs) {
    latest.msecs = now;
    latest.seq = bytes.readUInt32BE(0) >>> 1;
  } else {
    latest.seq++;
  }
  return v7({ random: bytes, ...latest });
}

/** The nil UUID (RFC 9562 §5.9) in place of an event, for what belongs to none. */
export const NOWHERE = '00000000-0000-0000-0000-000000000000';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}

/** Crockford's base32: no I, L, O or U, so that it can be read out and written down. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE = ALPHABET.length;

/**
 * A reference that a person can read out: `GH-7K2M-9QPD`, seven random characters (35 bits) and a
 * check character that catches every single wrong character and every swap of neighbours.
 * It opens nothing: it is a name, not a secret. The database keeps it unique.
 */
export function newReference(): string {
  const bytes = randomBytes(7);
  const body = Array.from(bytes, (byte) => ALPHABET[byte % BASE]).join('');
  return written(body + checkCharacter(body));
}

/**
 * Reads what a person typed: small letters, missing dashes and prefix, O for 0 and I or L for 1.
 * Answers the reference as it is written, or undefined if the check character does not fit.
 */
export function parseReference(text: string): string | undefined {
  const typed = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  // G and H are letters like any other: the prefix is one only in front of all eight.
  const letters = typed.length === 10 ? typed.replace(/^GH/, '') : typed;
  if (letters.length !== 8 || [...letters].some((letter) => !ALPHABET.includes(letter))) return undefined;
  return checkCharacter(letters.slice(0, 7)) === letters[7] ? written(letters) : undefined;
}

/** A code of 20 random characters (100 bits) for one person's ticket. */
export function newTicketCode(): string {
  return Array.from(randomBytes(20), (byte) => ALPHABET[byte % BASE]).join('');
}

/** A code that many people are told: `7K2M-9QPD`, eight random characters (40 bits). Guessing must be slowed where it is asked for. */
export function newCode(): string {
  const letters = Array.from(randomBytes(8), (byte) => ALPHABET[byte % BASE]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

function written(letters: string): string {
  return `GH-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/**
 * The letters as a polynomial over GF(32), taken at the field's generator: unlike Luhn's sum it also
 * sees that 0 and Z have changed places.
 */
function checkCharacter(body: string): string {
  const sum = [...body].reduce((total, letter) => doubled(total ^ ALPHABET.indexOf(letter)), 0);
  return ALPHABET[sum]!;
}

/** Multiplies by x in GF(32) = GF(2)[x] / (x⁵ + x² + 1). */
function doubled(value: number): number {
  return value < 16 ? value << 1 : (value << 1) ^ 0b100101;
}
