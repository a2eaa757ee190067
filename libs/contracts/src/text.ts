import { z } from 'zod';

// Control characters, line and paragraph separators: what could start a new header line in a mail
// or a new content line in a calendar. Right-to-left marks and emoji are people's names and stay.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;
// oxlint-disable-next-line no-control-regex
const CONTROL_BUT_NEWLINE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** One line of text as people write it. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'Please fill this in.')
    .max(max, `Please keep this to ${max} characters.`)
    .refine((text) => text.isWellFormed(), 'This has a broken character in it.')
    .refine((text) => !CONTROL.test(text), 'Please write this on one line, without control characters.');
}

/** Text of several lines; line ends come out as `\n`. */
export function paragraph(max: number) {
  return z
    .string()
    .trim()
    .max(max, `Please keep this to ${max} characters.`)
    .refine((text) => text.isWellFormed(), 'This has a broken character in it.')
    .refine((text) => !CONTROL_BUT_NEWLINE.test(text), 'This has a control character in it.')
    .overwrite((text) => text.replace(/\r\n?/g, '\n'));
}

export const PersonName = line(200);

/** At most 30 characters of what a phone number is written with. */
export const Phone = line(30).regex(
  /^[+()\d][\d\s()./-]{4,}$/,
  'Please write the number with digits, for example 020 7946 0123.',
);

const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const ADDRESS_HELP = 'Please write an e-mail address like name@example.org.';

/**
 * One mail address (RFC 5321 §4.1.2 without quoted local parts and address literals; RFC 6531
 * letters allowed), at most 254 characters. The domain may be international.
 */
export const EmailAddress = z
  .string(ADDRESS_HELP)
  .trim()
  .min(1, 'Please give an e-mail address.')
  .max(254, ADDRESS_HELP)
  .refine((text) => asciiAddress(text) !== undefined, ADDRESS_HELP);

/** The address as it is compared: small letters, the domain in its ASCII form (RFC 5891). */
export function emailKey(address: string): string {
  return (asciiAddress(address) ?? address).toLowerCase();
}

function asciiAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local)) return undefined;
  const domain = asciiDomain(text.slice(at + 1));
  return domain && local.length + 1 + domain.length <= 254 ? `${local}@${domain}` : undefined;
}

function asciiDomain(domain: string): string | undefined {
  // Invisible characters would be dropped when addresses are compared, and kept when they are mailed to.
  if (/[\s/\\:?#@[\]%]|\p{Default_Ignorable_Code_Point}/u.test(domain) || !URL.canParse(`http://${domain}`))
    return undefined;
  const ascii = new URL(`http://${domain}`).hostname;
  const labels = ascii.split('.');
  const fits = labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return fits && !/^\d+$/.test(labels.at(-1)!) ? ascii : undefined;
}

/** A name in an address: `memorial-lecture-2027`. */
export const Slug = z
  .string()
  .max(100)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'Please use small letters, digits and single hyphens, for example open-squares-2027.',
  );

/** An IANA time zone that this machine knows, `Europe/London`. */
export const TimeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'Please give an IANA time zone, for example Europe/London.');

function isTimeZone(name: string): boolean {
  // An offset is a time zone to Intl, and to nobody's calendar.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== undefined;
  } catch {
    return false;
  }
}

/** A moment as RFC 3339 with its offset, in a year that somebody can mean. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'Please give a time with its offset, for example 2027-06-12T10:30:00+01:00.' })
  .refine((text) => /^(19|20|21)/.test(text), 'Please give a time between the years 1900 and 2199.')
  .refine((text) => !/[+-](1[5-9]|2\d):\d\d$/.test(text), 'No clock on earth is so far from UTC.');
