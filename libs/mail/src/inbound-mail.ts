import { type AddressObject, type Attachment, type HeaderValue, type ParsedMail, simpleParser } from 'mailparser';

/** A delivery report (RFC 3464). */
export interface Bounce {
  /** `delayed` asks nobody to do anything: the mail server still tries. */
  readonly action: 'failed' | 'delayed' | 'other';
  /** RFC 3463: `5.1.1`. */
  readonly status: string | undefined;
  readonly reason: string;
  /** The Message-ID of what came back, without its brackets; undefined if the report does not bring it. */
  readonly returned?: string | undefined;
}

/** A mail that came in, as far as it matters. All of it is what a stranger wrote. */
export interface InboundMail {
  readonly messageId: string | undefined;
  readonly from: string | undefined;
  readonly subject: string;
  readonly text: string;
  /** Where it was delivered to, the surest first: Delivered-To, X-Original-To, To, Cc. */
  readonly recipients: readonly string[];
  readonly bounce: Bounce | undefined;
  /** A machine wrote it by itself: out of office, a list, a report (RFC 3834 §5). */
  readonly automatic: boolean;
  /** The calendar objects in it, each once. */
  readonly calendars: readonly string[];
  /** How many other files are attached. */
  readonly attached: number;
}

/** Some people's programs write HTML alone; its words are what they wrote. */
const READING = {
  skipHtmlToText: false,
  skipTextToHtml: true,
  skipImageLinks: true,
  skipTextLinks: true,
} as const;
const CALENDAR = /^(text\/calendar|application\/ics)$/;
const LONGEST_LINE = 300;
const LONGEST_HEAD = 16 * 1024;

/**
 * Reads a raw mail (RFC 5322). Calendar parts are known by their type, and by nothing else: Apple sends them as
 * attachments and without `method`. In a bounce the calendar part is our own that comes back, so there it is none.
 * Rejects what cannot be read at all; the caller bounds the size.
 */
export async function readInboundMail(raw: Buffer): Promise<InboundMail> {
  const mail = await simpleParser(raw, READING);
  const bounce = bounceIn(mail);
  return {
    messageId: mail.messageId,
    from: mail.from?.value[0]?.address,
    subject: line(mail.subject ?? ''),
    text: mail.text ?? '',
    recipients: recipientsOf(mail),
    bounce,
    automatic: isAutomatic(mail),
    calendars: bounce ? [] : [...new Set(mail.attachments.flatMap(calendarIn))],
    attached: mail.attachments.filter(({ contentType, related }) => !CALENDAR.test(contentType) && !related).length,
  };
}

function recipientsOf({ headers, to, cc }: ParsedMail): string[] {
  const delivered = ['delivered-to', 'x-original-to'].flatMap((name) => addressesIn(headers.get(name)));
  const named = [to, cc].flatMap((field) => addressesIn(field as HeaderValue | undefined));
  return [...new Set([...delivered, ...named])];
}

/** Header values are texts, lists, or parsed addresses, depending on how often the header stands there. */
function addressesIn(value: HeaderValue | AddressObject | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [value.replace(/^<|>$/g, '').trim()];
  if (Array.isArray(value)) return value.flatMap((one) => addressesIn(one as HeaderValue));
  if ('value' in value && Array.isArray(value.value)) {
    return value.value.flatMap(({ address, group }) => [
      ...(address === undefined ? [] : [address]),
      ...(group ?? []).flatMap((member) => member.address ?? []),
    ]);
  }
  return [];
}

function calendarIn({ contentType, content, headers }: Attachment): string[] {
  if (!CALENDAR.test(contentType)) return [];
  const type = headers.get('content-type') as { readonly params?: Record<string, string> } | undefined;
  return [decoded(content, type?.params?.['charset'])];
}

function decoded(content: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(content);
  } catch {
    return content.toString('utf8');
  }
}

/** The reader of mails appends the machine-readable part of a report to the text. */
function bounceIn({ headers, text = '', attachments }: ParsedMail): Bounce | undefined {
  const type = headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined;
  if (type?.value !== 'multipart/report' || type.params?.['report-type'] !== 'delivery-status') return undefined;
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(text)?.[1]?.trim();
  const action = field('Action')?.toLowerCase();
  return {
    action: action === 'failed' || action === 'delayed' ? action : 'other',
    status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(field('Status') ?? '')?.[0],
    reason: line(field('Diagnostic-Code') ?? field('Status') ?? ''),
    returned: returnedIn(attachments),
  };
}

/** The mail that came back, or its headers alone (RFC 6522 §3). */
function returnedIn(attachments: readonly Attachment[]): string | undefined {
  const part = attachments.find(({ contentType }) => /^(message\/rfc822|text\/rfc822-headers)$/.test(contentType));
  return part && /^message-id:\s*<([^<>\s\p{Cc}]+)>/imu.exec(part.content.toString('latin1', 0, LONGEST_HEAD))?.[1];
}

function isAutomatic({ headers }: ParsedMail): boolean {
  const word = (name: string) => {
    const value = headers.get(name);
    return typeof value === 'string' ? value.trim().toLowerCase() : '';
  };
  const submitted = word('auto-submitted');
  const returnPath = headers.get('return-path');
  return (
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    /^(auto_reply|bulk|junk|list)$/.test(word('precedence')) ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    (returnPath !== undefined && addressesIn(returnPath).every((address) => address === ''))
  );
}

/** What is kept or shown of a stranger's words: on one line, and without a NUL, which the database refuses. */
function line(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_LINE);
}
