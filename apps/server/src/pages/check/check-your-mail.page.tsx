import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { MailSent } from '../parts/mail-sent.js';
import { timeSpan } from '../parts/words.js';

interface CheckYourMailPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  readonly email: string;
}

/**
 * True, and the same, for an address that is new here and for one that has places already: what is kept for
 * whom stands in the mail, which only its owner reads.
 */
export function CheckYourMailPage({ event, session, email }: CheckYourMailPageProps): ReactElement {
  return (
    <MailSent
      event={event}
      when={timeSpan(session, event.timeZone)}
      email={email}
      next=". Please follow the link in the mail."
    >
      <p>
        The mail says how many places are kept for you, and until when. If you sent this form before, the first one
        counts until it is confirmed; you can change it afterwards.
      </p>
      <p>
        The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail. If the address is
        wrong, please <a href={`/events/${event.slug}/sessions/${session.id}`}>fill in the form again</a> with the right
        one.
      </p>
    </MailSent>
  );
}
