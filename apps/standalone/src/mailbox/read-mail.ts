import { type AddressObject, type Attachment, type ParsedMail, simpleParser } from 'mailparser';
import { type CalendarSummary, summaryOf } from './calendar-summary.js';

/** A mail as the mailbox shows it. */
export interface ReadMail {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly date: Date | undefined;
  readonly text: string;
  readonly html: string;
  readonly calendar: { readonly source: string; readonly summary: CalendarSummary | undefined } | undefined;
  /** Every header line as it was sent. */
  readonly headers: readonly string[];
}

export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  return {
    subject: mail.subject ?? '(no subject)',
    from: mail.from?.text ?? '',
    to: recipients(mail),
    date: mail.date,
    text: mail.text ?? '',
    html: mail.html || '',
    calendar: calendarIn(mail.attachments),
    headers: mail.headerLines.map(({ line }) => line),
  };
}

function recipients({ to }: ParsedMail): string {
  const lists: readonly AddressObject[] = to === undefined ? [] : [to].flat();
  return lists.map(({ text }) => text).join(', ');
}

function calendarIn(attachments: readonly Attachment[]): ReadMail['calendar'] {
  const part = attachments.find(({ contentType }) => contentType === 'text/calendar');
  if (!part) return undefined;
  const source = part.content.toString('utf8');
  return { source, summary: summaryOf(source) };
}
