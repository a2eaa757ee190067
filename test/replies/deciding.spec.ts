import { decide, type KnownInvitation } from '#replies';
import type { InboundMail } from '#mail';

const UID = '8b0f4c1e-6f0e-4c52-9c7c-0d7f5b1f2a34';
const STAMP = '20260602T101112Z';

const known = (change: Partial<KnownInvitation> = {}): KnownInvitation => ({
  calendarUid: UID,
  calendarSequence: 0,
  emailKey: 'ann@example.org',
  state: 'confirmed',
  begun: false,
  lastAnswer: undefined,
  ...change,
});

interface Said {
  readonly partStat?: string;
  readonly sequence?: number | null;
  readonly email?: string;
  readonly uid?: string;
  readonly method?: string;
  readonly stamp?: string;
  readonly more?: string;
}

const answer = ({ partStat = 'DECLINED', sequence = 0, email = 'ann@example.org', more = '', ...rest }: Said = {}) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `METHOD:${rest.method ?? 'REPLY'}`,
    'BEGIN:VEVENT',
    `UID:${rest.uid ?? UID}`,
    `DTSTAMP:${rest.stamp ?? STAMP}`,
    ...(sequence === null ? [] : [`SEQUENCE:${sequence}`]),
    `ATTENDEE;PARTSTAT=${partStat}:mailto:${email}`,
    ...(more ? [more] : []),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const mail = (change: Partial<InboundMail> = {}): InboundMail => ({
  ...{ messageId: '<1@x>', from: 'someone@elsewhere.example', subject: '', text: '', recipients: [] },
  ...{ bounce: undefined, automatic: false, calendars: [], attached: 0, ...change },
});
const said = (what: Said = {}, change: Partial<InboundMail> = {}) => mail({ calendars: [answer(what)], ...change });
const kind = (one: InboundMail, to: KnownInvitation | undefined = known()) => decide(one, to).kind;

describe('what comes in by mail', () => {
  it('marks the registration if a mail server refuses the address for good', () => {
    const bounce = { action: 'failed', status: '5.1.1', reason: '550 No such user' } as const;
    expect(decide(mail({ bounce }), known())).toMatchObject({ kind: 'bounced', reason: '550 No such user' });
    expect(kind(mail({ bounce: { ...bounce, action: 'delayed', status: '4.4.1' } }))).toBe('filed');
  });

  it('marks the registration if a mail server has given up after days, whose status says that it might have gone on', () => {
    const reason = 'connect to mx.example.net[192.0.2.1]:25: Connection timed out';
    for (const status of ['4.4.1', '4.4.7', '4.2.2', undefined]) {
      expect(kind(mail({ bounce: { action: 'failed', status, reason } }))).toBe('bounced');
    }
  });

  it('is filed if a machine wrote it and no answer is in it', () => {
    expect(kind(mail({ automatic: true }))).toBe('filed');
  });

  it('is taken for an answer even if it is marked as automatic, as Google’s is', () => {
    expect(kind(said({}, { automatic: true }))).toBe('declined');
  });

  it('goes to people if a person wrote it', () => {
    expect(kind(mail({ text: 'I am so sorry, I cannot come.' }))).toBe('for-people');
  });

  it('is filed if it came to no address of ours', () => {
    expect([decide(mail(), undefined).kind, decide(said(), undefined).kind]).toEqual(['filed', 'filed']);
  });

  it('is filed if it cannot be read, is about another entry, or is no answer', () => {
    expect(kind(mail({ calendars: ['BEGIN:VCALENDAR'] }))).toBe('filed');
    expect(kind(said({ uid: 'another' }))).toBe('filed');
    for (const method of ['REQUEST', 'PUBLISH', 'CANCEL', 'REFRESH']) expect(kind(said({ method }))).toBe('filed');
  });

  it('goes to people if it proposes another time', () => {
    expect(kind(said({ method: 'COUNTER' }))).toBe('for-people');
  });
});

describe('a decline', () => {
  it('is believed if all of it fits', () => {
    expect(kind(said())).toBe('declined');
    expect(kind(said({ email: 'ANN@Example.org' }))).toBe('declined');
    expect(kind(said({ sequence: 2 }), known({ calendarSequence: 2 }))).toBe('declined');
    expect(kind(said({ uid: UID.toUpperCase() }))).toBe('declined');
  });

  it('is believed whoever it is from: a second account or an alias decides nothing', () => {
    expect(kind(said({}, { from: 'ann@another.example' }))).toBe('declined');
  });

  it('without SEQUENCE is believed of the first invitation, and asked about after a change', () => {
    expect(kind(said({ sequence: null }))).toBe('declined');
    expect(kind(said({ sequence: null }), known({ calendarSequence: 1 }))).toBe('doubtful');
  });

  it('of an invitation that has changed since is asked about', () => {
    expect(kind(said({ sequence: 0 }), known({ calendarSequence: 1 }))).toBe('doubtful');
    expect(kind(said({ sequence: 7 }), known({ calendarSequence: 1 }))).toBe('doubtful');
  });

  it('by somebody whom the invitation was passed on to is asked about', () => {
    expect(kind(said({ email: 'bob@example.org' }))).toBe('doubtful');
  });

  it('that speaks for two is asked about', () => {
    expect(kind(said({ more: 'ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org' }))).toBe('doubtful');
  });

  it('of places that are given up already changes nothing', () => {
    expect(kind(said(), known({ state: 'cancelled' }))).toBe('filed');
  });

  it('after the beginning goes to people', () => {
    expect(kind(said(), known({ begun: true }))).toBe('for-people');
  });

  it('said again, or before something later, is nothing new', () => {
    const lastAnswer = { sequence: 0, stamp: STAMP, partStat: 'DECLINED' };
    expect(kind(said(), known({ lastAnswer }))).toBe('filed');
    expect(kind(said({ stamp: '20260602T101111Z' }), known({ lastAnswer }))).toBe('filed');
    expect(kind(said({ stamp: '20260602T101113Z' }), known({ lastAnswer }))).toBe('declined');
  });

  it('with the stamp of an earlier “yes” is still another answer', () => {
    expect(kind(said(), known({ lastAnswer: { sequence: 0, stamp: STAMP, partStat: 'ACCEPTED' } }))).toBe('declined');
  });
});

describe('another answer', () => {
  it.each(['ACCEPTED', 'TENTATIVE', 'DELEGATED', 'NEEDS-ACTION', 'MAYBE'])(
    '%s is noted and changes nothing',
    (partStat) => {
      expect(kind(said({ partStat }))).toBe('noted');
    },
  );

  it('that cannot be the guest’s is filed: nobody is asked about a “yes”', () => {
    expect(kind(said({ partStat: 'ACCEPTED', email: 'bob@example.org' }))).toBe('filed');
  });

  it('never gives back what is given up', () => {
    expect(kind(said({ partStat: 'ACCEPTED' }), known({ state: 'cancelled' }))).toBe('noted');
  });
});
