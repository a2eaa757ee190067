import { type Answer, readAnswer } from '#calendar';
import { emailKey } from '#contracts';
import type { InboundMail } from '#mail';

/** A mail as far as it was read. */
export interface ReadMail extends InboundMail {
  /** There is more of it, which was not read. */
  readonly cut?: boolean;
}

/** What is kept of an answer, to tell older ones and repeated ones. */
export interface LastAnswer {
  readonly sequence?: number | undefined;
  readonly stamp?: string | undefined;
  readonly partStat?: string | undefined;
}

/** What is known of the registration whose address a mail came to. */
export interface KnownInvitation {
  readonly calendarUid: string;
  readonly calendarSequence: number;
  /** The contact's address as it is compared; see `emailKey`. */
  readonly emailKey: string;
  readonly state: 'unverified' | 'confirmed' | 'cancelled';
  readonly begun: boolean;
  /** What the last answer of this guest was, to know older and repeated ones; undefined if there was none. */
  readonly lastAnswer: LastAnswer | undefined;
}

/** What is to be done about a mail. `why` is a sentence for the team. */
export type Decision =
  /** Our mail did not reach the guest, and nobody tries any more. */
  | { readonly kind: 'bounced'; readonly why: string; readonly reason: string; readonly returned?: string | undefined }
  /** Nothing: it is only kept for a while. */
  | { readonly kind: 'filed'; readonly why: string }
  /** A person should read it. */
  | { readonly kind: 'for-people'; readonly why: string }
  /** The guest is asked whether they meant it. */
  | { readonly kind: 'doubtful'; readonly why: string; readonly answer: Answer }
  /** Coming, or not sure: written down, changes nothing about places. */
  | { readonly kind: 'noted'; readonly why: string; readonly answer: Answer }
  /** The places are given back when the time to undo it is over. */
  | { readonly kind: 'declined'; readonly why: string; readonly answer: Answer };

/**
 * Decides by the registration that the address belongs to and by what the calendar part says; never by From, which
 * anybody can write and which real guests' programs get wrong (a second account, an alias). Who can answer knows the
 * address and the UID, both secret; that proves that they saw the invitation and not who they are, so a decline is
 * told to the guest and can be undone.
 */
export function decide(mail: ReadMail, known: KnownInvitation | undefined): Decision {
  if (mail.bounce) return bounced(mail, known);
  // An answer may be marked as automatic, as Google's is: so this is looked for first.
  const [calendar, ...others] = mail.calendars;
  if (calendar === undefined) return withoutCalendar(mail, known);
  if (mail.cut) return { kind: 'filed', why: 'It has a calendar part, but is larger than any answer.' };
  if (!known) return { kind: 'filed', why: 'It came to no address of ours, or to one that was not signed by us.' };
  const answers = [calendar, ...others].map(readAnswer);
  const answer = answers.find((one) => one !== undefined);
  if (!answer) return { kind: 'filed', why: 'Its calendar part could not be read.' };
  return aboutAnswer(answer, known);
}

/** `failed` is final whatever the class of the status (RFC 3464 §2.3.3): days of trying end with a 4. */
function bounced({ bounce }: InboundMail, known: KnownInvitation | undefined): Decision {
  if (bounce!.action === 'failed' && known) {
    const { reason, returned } = bounce!;
    return { kind: 'bounced', why: 'Our mail could not be delivered to the guest.', reason, returned };
  }
  return { kind: 'filed', why: `A report of a mail server that asks for nothing (${bounce!.action}).` };
}

function withoutCalendar({ automatic }: InboundMail, known: KnownInvitation | undefined): Decision {
  if (automatic) return { kind: 'filed', why: 'A machine wrote it by itself: out of office, a list or a report.' };
  if (!known) return { kind: 'filed', why: 'It came to no address of ours, or to one that was not signed by us.' };
  return { kind: 'for-people', why: 'A person wrote it.' };
}

function aboutAnswer(answer: Answer, known: KnownInvitation): Decision {
  if (answer.uid.toLowerCase() !== known.calendarUid) {
    return { kind: 'filed', why: 'It is about a calendar entry that we do not know, or know no more.' };
  }
  if (answer.method === 'COUNTER') return { kind: 'for-people', why: 'The guest proposes another time.' };
  if (answer.method !== 'REPLY') return { kind: 'filed', why: `It is no answer (${answer.method.slice(0, 20)}).` };
  if (isOld(answer, known.lastAnswer))
    return { kind: 'filed', why: 'The same guest’s calendar has said this, or something later, before.' };
  const doubt = doubtAbout(answer, known);
  const [attendee] = answer.attendees;
  if (attendee?.partStat !== 'DECLINED' && !doubt) {
    return { kind: 'noted', why: `The guest’s calendar says ${attendee!.partStat}.`, answer };
  }
  if (!answer.attendees.some(({ partStat }) => partStat === 'DECLINED')) {
    return { kind: 'filed', why: `It declines nothing, and ${doubt!}` };
  }
  if (known.state === 'cancelled') return { kind: 'filed', why: 'The places were given up already.' };
  if (known.begun) return { kind: 'for-people', why: 'The guest declined after the beginning.' };
  if (doubt || known.state === 'unverified') {
    return {
      kind: 'doubtful',
      why: `The guest is asked, since ${doubt ?? 'the places are not confirmed yet.'}`,
      answer,
    };
  }
  return { kind: 'declined', why: 'The guest declined in their calendar.', answer };
}

/** Why an answer is not taken at its word, or undefined. */
function doubtAbout({ attendees, sequence }: Answer, known: KnownInvitation): string | undefined {
  if (attendees.length !== 1) return 'it speaks for several people or for nobody.';
  if (emailKey(attendees[0]!.email) !== known.emailKey)
    return 'somebody else answers, whom the invitation was passed on to.';
  const current = known.calendarSequence;
  if (sequence === undefined && current > 0) return 'it does not say which of several invitations it answers.';
  if (sequence !== undefined && sequence !== current) return 'it answers an invitation that has changed since.';
  return undefined;
}

/** RFC 5546 §2.1.5: of one guest's answers the one with the highest SEQUENCE counts, then the latest DTSTAMP. */
function isOld(answer: Answer, last: KnownInvitation['lastAnswer']): boolean {
  if (!last) return false;
  const [now, before] = [answer.sequence ?? 0, last.sequence ?? 0];
  if (now !== before) return now < before;
  if (answer.stamp === undefined || last.stamp === undefined) return false;
  // Some clients keep the stamp of the invitation: two different answers with one stamp are two answers.
  return answer.stamp < last.stamp || (answer.stamp === last.stamp && answer.attendees[0]?.partStat === last.partStat);
}
