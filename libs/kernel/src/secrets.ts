import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const CIPHER = 'aes-256-gcm';
const LENGTHS = { authTagLength: TAG_BYTES };

interface Key {
  readonly id: string;
  /** Not its bytes: they would be made into a key anew for each signature, which takes four times as long. */
  readonly sign: KeyObject;
  readonly seal: Buffer;
}

/**
 * Signs and seals with the first of the configured keys and accepts every one of them, so that a
 * key is changed by putting a new one in front. What a signature is for (`purpose`) is part of it:
 * a manage link never passes as anything else.
 */
export class Secrets {
  private readonly keys: readonly Key[];

  constructor(keys: readonly string[]) {
    if (keys.length === 0) throw new Error('At least one secret key is needed.');
    this.keys = keys.map((key) => ({
      id: createHash('sha256').update(`id:${key}`).digest('base64url').slice(0, 6),
      sign: createSecretKey(derive(key, 'sign')),
      seal: derive(key, 'seal'),
    }));
  }

  /** 128 bits of HMAC-SHA-256, base64url. */
  sign(purpose: string, text: string): string {
    return signature(this.keys[0]!, purpose, text).toString('base64url');
  }

  /** The same under each of the keys, the first in front: to find again what an older key has signed. */
  signatures(purpose: string, text: string): string[] {
    return this.keys.map((key) => signature(key, purpose, text).toString('base64url'));
  }

  verify(purpose: string, text: string, signed: string): boolean {
    const given = Buffer.from(signed, 'base64url');
    return this.keys.some((key) => {
      const expected = signature(key, purpose, text);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  /** A key of its own for a library that signs and encrypts by itself, made from each of ours, the first in front. */
  keysFor(use: string): { readonly id: string; readonly key: string }[] {
    return this.keys.map(({ id, sign }) => {
      const made = createHmac('sha256', sign).update(`key for ${use}`).digest('base64url');
      return { id, key: made };
    });
  }

  /**
   * AES-256-GCM: `<key id>.<nonce, text and tag, base64url>`. It opens at its place only: what is copied
   * to another row or field is of no use there. Without a place it opens anywhere.
   */
  seal(text: string, place = ''): string {
    const key = this.keys[0]!;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key.seal, nonce, LENGTHS).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${key.id}.${sealed.toString('base64url')}`;
  }

  /** Throws if the text was altered, sealed for another place, or if its key is no longer configured. */
  open(sealed: string, place = ''): string {
    const [id, body = ''] = sealed.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (!key) throw new Error('This was sealed with a key that is not in SECRET_KEYS any more.');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(CIPHER, key.seal, bytes.subarray(0, NONCE_BYTES), LENGTHS);
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const text = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  }

  /** Whether it was sealed with the key that is the first now. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${this.keys[0]!.id}.`);
  }
}

function derive(key: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'gatehouse', use, 32));
}

function signature(key: Key, purpose: string, text: string): Buffer {
  return createHmac('sha256', key.sign).update(`${purpose}\0${text}`).digest().subarray(0, 16);
}
