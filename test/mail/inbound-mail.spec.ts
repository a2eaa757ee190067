import { readInboundMail } from '#mail';

const mail = (...lines: readonly string[]) => Buffer.from(`${lines.join('\r\n')}\r\n`);
const REPLY = 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
const HEADERS = ['From: Ann <ann@example.org>', 'To: rsvp+abc@bma.example', 'Subject: Declined', 'Message-ID: <1@x>'];

const alternative = (type: string, body: string, encoding = '8bit') =>
  mail(
    ...HEADERS,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Ann has declined.',
    '--b',
    `Content-Type: ${type}`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
    '--b--',
  );

const report = (action: string, status: string) =>
  mail(
    'From: MAILER-DAEMON@mx.example.net',
    'Return-Path: <>',
    'To: bounce+abc@bma.example',
    'Auto-Submitted: auto-replied',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'I am sorry to have to inform you.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    'Final-Recipient: rfc822; ann@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 No such user',
    '',
    '--r',
    'Content-Type: message/rfc822',
    '',
    'From: team@bma.example',
    'Message-ID: <our-id@bma.example>',
    'Content-Type: text/calendar; method=REQUEST',
    '',
    REPLY,
    '--r--',
  );

describe('a mail with an answer', () => {
  it.each([
    ['as text', alternative('text/calendar; method=REPLY; charset=UTF-8', REPLY)],
    ['in base64', alternative('text/calendar; method=REPLY', Buffer.from(REPLY).toString('base64'), 'base64')],
    [
      'as an attachment without method',
      alternative('text/calendar; name="iCal.ics"\r\nContent-Disposition: attachment', REPLY),
    ],
  ])('holds it, %s', async (_, raw) => {
    const { calendars, bounce, automatic, messageId, from, recipients } = await readInboundMail(raw);
    expect(calendars.map((text) => text.trim())).toEqual([REPLY.trim()]);
    expect({ bounce, automatic, messageId, from }).toEqual({
      ...{ bounce: undefined, automatic: false, messageId: '<1@x>', from: 'ann@example.org' },
    });
    expect(recipients).toEqual(['rsvp+abc@bma.example']);
  });

  it('holds it once where it comes twice, as from Google', async () => {
    const twice = mail(
      ...HEADERS,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=m',
      '',
      ...['text/calendar; method=REPLY', 'application/ics; name=invite.ics'].flatMap((type) => [
        '--m',
        `Content-Type: ${type}`,
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(REPLY).toString('base64'),
      ]),
      '--m--',
    );
    expect((await readInboundMail(twice)).calendars).toHaveLength(1);
  });

  it('is read in the characters that it names', async () => {
    const latin = Buffer.from(REPLY.replace('UID:x', 'SUMMARY:Caf\u00e9'), 'latin1').toString('base64');
    const { calendars } = await readInboundMail(alternative('text/calendar; charset=iso-8859-1', latin, 'base64'));
    expect(calendars[0]).toContain('SUMMARY:Café');
  });

  it('was delivered first to where the mail server says', async () => {
    const [first, ...rest] = alternative('text/calendar', REPLY).toString().split('\r\n');
    const raw = mail('Delivered-To: rsvp+real@bma.example', first!, 'Cc: a@x, b@y', ...rest);
    expect((await readInboundMail(raw)).recipients).toEqual([
      'rsvp+real@bma.example',
      'rsvp+abc@bma.example',
      'a@x',
      'b@y',
    ]);
  });
});

describe('a report about a mail of ours', () => {
  it.each([
    ['failed', '5.1.1'],
    ['delayed', '4.4.1'],
  ])('says that it %s, and the invitation in it is none', async (action, status) => {
    const read = await readInboundMail(report(action, status));
    expect(read.bounce).toEqual({
      action,
      status,
      reason: 'smtp; 550 5.1.1 No such user',
      returned: 'our-id@bma.example',
    });
    expect([read.calendars, read.automatic]).toEqual([[], true]);
  });
});

describe('what a machine writes by itself', () => {
  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated (vacation)',
    'Precedence: bulk',
    'Precedence: auto_reply',
    'X-Autoreply: yes',
    'Return-Path: <>',
  ])('is known by %s', async (header) => {
    expect((await readInboundMail(mail(header, ...HEADERS, '', 'I am away.'))).automatic).toBe(true);
  });

  it.each(['Auto-Submitted: no', 'Precedence: normal', 'Return-Path: <ann@example.org>'])(
    'is not known by %s',
    async (header) => {
      expect((await readInboundMail(mail(header, ...HEADERS, '', 'I cannot come.'))).automatic).toBe(false);
    },
  );
});

describe('anything at all', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no headers', Buffer.from('hello')],
    ['bytes', Buffer.from([0xff, 0xfe, 0, 1, 2, 13, 10, 13, 10, 0])],
    ['a boundary that never comes', mail(...HEADERS, 'Content-Type: multipart/mixed; boundary=z', '', 'x')],
    [
      'parts in parts',
      mail(
        ...HEADERS,
        ...Array.from({ length: 200 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`),
      ),
    ],
  ])('is read or refused: %s', async (_, raw) => {
    const read = await readInboundMail(raw).catch(() => undefined);
    expect(read?.calendars ?? []).toEqual([]);
  });
});
