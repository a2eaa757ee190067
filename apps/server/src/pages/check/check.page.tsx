import type { ReactElement } from 'react';
import { RefusalPage } from '../refusals/refusal.page.js';

/**
 * A button, not the link itself, confirms: the programs that look through people's mail for bad
 * links follow every link in it.
 */
export function CheckPage({ token }: { readonly token: string }): ReactElement {
  return (
    <RefusalPage title="One step is left">
      <p>Please confirm that you want your places. We then send you the confirmation and the calendar entry.</p>
      <form method="post" action={`/check/${token}`}>
        <button type="submit" className="action">
          Confirm my places
        </button>
      </form>
    </RefusalPage>
  );
}
