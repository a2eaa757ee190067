import type { ReactElement } from 'react';
import { places } from '../parts/words.js';
import type { Asked } from './asked.js';
import { InvitationLayout } from './invitation-layout.js';

/** The step between wanting to and having done it. */
export function DeclinePage({ invitation, event, session, base }: Asked): ReactElement {
  const held = invitation.registration?.partySize;
  return (
    <InvitationLayout title="You cannot come?" event={event} session={session} back={base}>
      <p>
        {held ? `This gives up your ${held === 1 ? 'place' : places(held)}. ` : ''}No reason is needed. If your plans
        change, you can answer again with the same link, as long as places are left.
      </p>
      <form method="post" action={`${base}/decline`}>
        <p>
          <button type="submit" className="action">
            I cannot come
          </button>
        </p>
      </form>
    </InvitationLayout>
  );
}
