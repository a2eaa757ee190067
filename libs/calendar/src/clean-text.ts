import { domainToASCII } from 'node:url';

// Some readers take U+0085, U+2028 and U+2029 for the end of a content line, as Python's
// `splitlines` does, so they count as line ends here although RFC 5545 lets them pass.
// oxlint-disable-next-line no-control-regex
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F]/g;

/** Text of several lines as RFC 5545 §3.3.11 allows it: well-formed, line ends as `\n`, no controls but tabs. */
export function paragraph(text: string): string {
  return text.toWellFormed().replace(LINE_END, '\n').replace(CONTROL, '');
}

export function oneLine(text: string): string {
  return paragraph(text)
    .replace(/[ \t]*[\n\t]+[ \t]*/g, ' ')
    .trim();
}

/**
 * Text for a parameter. It cannot hold `"` (RFC 5545 §3.2), and many readers show the `^'` of RFC
 * 6868 as it stands. It could hold `\`, but ical.js, and with it Thunderbird, then takes the next
 * character for escaped and may read the address wrong. So these two are replaced.
 */
export function parameter(text: string): string {
  return oneLine(text).replaceAll('"', "'").replaceAll('\\', '/');
}

/** A URI or UID as it is, without any white space or control character that it may carry. */
export function unbroken(text: string): string {
  return paragraph(text).replace(/\s+/g, '');
}

/** `mailto:` URI (RFC 6068 §2): the domain in ASCII, the local part with only what a URI may hold. */
export function mailto(email: string): string {
  const address = unbroken(email);
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1 || domain === '') throw new RangeError('A calendar entry needs whole mail addresses.');
  const local = encodeURI(address.slice(0, at)).replace(/[?#/&;=,:@]/g, encodeURIComponent);
  return `mailto:${local}@${domain}`;
}
