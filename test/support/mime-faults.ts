import { header, leaves, mimeTree, type Part } from '../mail/mime-tree.js';

/**
 * What calendars and mail programs would find wrong with a mail of ours (RFC 6047, RFC 3834, and what breaks in the
 * wild): no faults if it is laid out as every large client expects.
 */
export function mimeFaults(raw: string): string[] {
  const mail = mimeTree(raw);
  const missing = ['Message-ID', 'Date', 'From', 'To', 'Subject'].filter((name) => !header(mail, name));
  const calendars = leaves(mail).filter(({ type }) => type === 'text/calendar');
  return [
    ...missing.map((name) => `has no ${name}`),
    ...(header(mail, 'Auto-Submitted') === 'auto-generated' ? [] : ['does not say that a machine wrote it']),
    // oxlint-disable-next-line no-control-regex
    ...(/^[\x00-\x7F]*$/.test(raw.split('\r\n\r\n')[0]!) ? [] : ['has a header that is not ASCII']),
    ...raw.split('\r\n').flatMap((line) => (line.length > 998 ? ['has a line that is too long'] : [])),
    ...(calendars.length === 0 ? plainFaults(mail) : calendarFaults(mail, calendars)),
  ];
}

function plainFaults(mail: Part): string[] {
  const types = leaves(mail).map(({ type }) => type);
  return types.join() === 'text/plain,text/html' ? [] : [`is made of ${types.join()}`];
}

function calendarFaults(mail: Part, calendars: readonly Part[]): string[] {
  const [alternative, file, ...others] = mail.parts;
  const types = alternative?.parts.map(({ type }) => type).join();
  const [calendar] = calendars as [Part];
  const method = /^METHOD:(\w+)\r$/m.exec(calendar.content.toString())?.[1];
  const contentType = header(calendar, 'Content-Type') ?? '';
  return [
    ...(calendars.length === 1 ? [] : ['has more than one calendar part']),
    ...(mail.type === 'multipart/mixed' && others.length === 0 ? [] : ['is not mixed of alternative and file']),
    ...(types === 'text/plain,text/html,text/calendar' ? [] : [`offers ${types}`]),
    ...(header(calendar, 'Content-Disposition') === undefined ? [] : ['gives the calendar part a disposition']),
    ...(/charset=utf-8/i.test(contentType) ? [] : ['does not say that the calendar is UTF-8']),
    ...(contentType.includes(`method=${method}`) ? [] : [`says ${contentType} of a ${method}`]),
    ...(file?.type === 'application/ics' && file.content.equals(calendar.content) ? [] : ['has another file']),
  ];
}
