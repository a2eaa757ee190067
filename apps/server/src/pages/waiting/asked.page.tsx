import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { MailSent } from '../parts/mail-sent.js';
import { timeSpan } from '../parts/words.js';

interface AskedPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  readonly email: string;
}

/** The same for every address: what it has already stands in the mail, which only its owner reads. */
export function AskedPage({ event, session, email }: AskedPageProps): ReactElement {
  const confirm =
    event.registration.confirmation === 'by-email'
      ? ' Please follow the link in it: from then on you stand in line.'
      : '';
  return (
    <MailSent event={event} when={timeSpan(session, event.timeZone)} email={email} next={`.${confirm}`}>
      <p>
        The mail says where you stand, and its link lets you see it again, answer an offer or leave the waiting list. It
        takes a minute or two. If it does not come, look where your mail keeps unwanted mail. If the address is wrong,
        please <a href={`/events/${event.slug}/sessions/${session.id}/wait`}>fill in the form again</a>.
      </p>
    </MailSent>
  );
}
