import { createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an app shows for an `otpauth:` address (RFC 6238), or will show so many steps later. */
export function oneTimeCode(uri: string, later = 0): string {
  const secret = new URL(uri).searchParams.get('secret')!;
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1)! & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** A code that the app has not shown just now, and will not show soon. */
export function wrongCode(uri: string): string {
  const near = [-2, -1, 0, 1, 2, 3].map((later) => oneTimeCode(uri, later));
  return ['000000', '111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.includes(code))!;
}
