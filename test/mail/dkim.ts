import { createHash, createVerify, type KeyObject } from 'node:crypto';

/** Verifies the DKIM signature of a raw mail (RFC 6376 §6.1.3, relaxed/relaxed, SHA-256 and RSA), as a receiver does. */
export function verifies(raw: string, key: KeyObject): boolean {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = fields.find((field) => nameOf(field) === 'dkim-signature');
  const tags = tagsOf(signature!);
  const body = createHash('sha256')
    .update(relaxedBody(raw.slice(end + 4)))
    .digest('base64');
  if (body !== tags.get('bh')) return false;
  const left = [...fields];
  const signed = tags
    .get('h')!
    .split(':')
    .flatMap((name) => {
      const at = left.findLastIndex((field) => nameOf(field) === name.trim().toLowerCase());
      return at < 0 ? [] : left.splice(at, 1).map((field) => `${relaxedField(field)}\r\n`);
    });
  const itself = relaxedField(signature!.replace(/(;\s*b=)[^;]*/, '$1'));
  return createVerify('RSA-SHA256')
    .update(signed.join('') + itself)
    .verify(key, tags.get('b')!, 'base64');
}

/** The names after `=`, without white space in the values. */
export function tagsOf(signature: string): Map<string, string> {
  const list = signature.slice(signature.indexOf(':') + 1).split(';');
  return new Map(
    list
      .map((tag) => tag.replace(/\s/g, ''))
      .filter(Boolean)
      .map((tag) => {
        const at = tag.indexOf('=');
        return [tag.slice(0, at), tag.slice(at + 1)];
      }),
  );
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(':')).trim().toLowerCase();
}

/** §3.4.2 */
function relaxedField(field: string): string {
  const value = field
    .slice(field.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${nameOf(field)}:${value}`;
}

/** §3.4.4 */
function relaxedBody(body: string): string {
  const lines = body
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)+$/, '');
  return lines === '' ? '' : `${lines}\r\n`;
}
