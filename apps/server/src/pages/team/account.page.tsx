import type { ReactElement } from 'react';
import type { StaffMemberView, StaffSessionView } from '#contracts';
import { Name } from '../parts/prose.js';
import { moment } from '../parts/words.js';
import { browserInWords, grantInWords } from './account-words.js';
import { TeamLayout } from './team-layout.js';

const TOLD: Readonly<Record<string, string>> = {
  ended: 'It is ended: whoever sat there must sign in again.',
  'factor-added': 'From now on you are asked for a code when you sign in by password.',
  'factor-removed': 'You are no longer asked for a code.',
};

interface AccountProps {
  readonly member: StaffMemberView;
  readonly sessions: readonly StaffSessionView[];
  readonly told?: string | undefined;
}

/** Who is signed in, as what, and where else. */
export function AccountPage({ member, sessions, told }: AccountProps): ReactElement {
  return (
    <TeamLayout title="You are signed in">
      {told && Object.hasOwn(TOLD, told) && (
        <p className="notice" role="status">
          {TOLD[told]}
        </p>
      )}
      <p className="lead">
        As <Name>{member.name}</Name>
        <br />
        <Name>{member.email}</Name>
      </p>
      <ul>
        {member.grants.map((grant) => (
          <li key={grant.role}>{grantInWords(grant)}</li>
        ))}
      </ul>
      <form method="post" action="/team/sign-out">
        <button type="submit" className="quiet">
          Sign out
        </button>
      </form>
      <h2>Signing in</h2>
      <p>
        {member.secondFactor
          ? 'You are asked for a code from your app when you sign in by password. '
          : 'Your password alone opens this account. '}
        <a href="/team/second-factor">{member.secondFactor ? 'Do without the code' : 'Ask for a code as well'}</a>
      </p>
      <h2>Where you are signed in</h2>
      <ul className="sign-ins">
        {sessions.map((session) => (
          <SignIn key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/team/sign-ins/end-others">
          <button type="submit" className="quiet">
            End all but this one
          </button>
        </form>
      )}
    </TeamLayout>
  );
}

function SignIn({ session }: { readonly session: StaffSessionView }): ReactElement {
  const { id, current, createdAt, address, userAgent } = session;
  const where = `${browserInWords(userAgent)}, since ${moment(createdAt, 'UTC')} UTC${address ? `, from ${address}` : ''}`;
  return (
    <li>
      {where}
      {current ? (
        ': this one'
      ) : (
        <form method="post" action={`/team/sign-ins/${id}/end`}>
          <button type="submit" className="quiet" aria-label={`End it: ${where}`}>
            End it
          </button>
        </form>
      )}
    </li>
  );
}
