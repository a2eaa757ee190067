import type { ReactElement } from 'react';
import { type FormState, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { TextField } from '../parts/form-fields.js';
import { TeamLayout } from './team-layout.js';

/** What has led here, in a sentence; by a word in the address. */
const TOLD: Readonly<Record<string, string>> = {
  'signed-out': 'You are signed out.',
  'password-set': 'Your password is set. You can sign in with it now.',
  again: 'That took too long, or there were too many wrong codes. Please begin again.',
  provider: 'The other account did not open this house. It must have the address to which your invitation was sent.',
};

interface SignInProps {
  readonly form: FormState;
  readonly told?: string | undefined;
  readonly hasProvider: boolean;
}

export function SignInPage({ form, told, hasProvider }: SignInProps): ReactElement {
  const fields = [
    { name: '/email', label: 'Your e-mail address' },
    { name: '/password', label: 'Your password' },
  ];
  return (
    <TeamLayout title="Sign in">
      <ErrorSummary faults={placeFaults(form.faults, fields)} kept={false} />
      {told && Object.hasOwn(TOLD, told) && (
        <p className="notice" role="status">
          {TOLD[told]}
        </p>
      )}
      <form method="post" action="/team/sign-in" noValidate>
        <TextField form={form} name="/email" label="Your e-mail address" type="email" autoComplete="username" />
        <TextField form={form} name="/password" label="Your password" type="password" autoComplete="current-password" />
        <p>
          <button type="submit" className="action">
            Sign in
          </button>
        </p>
      </form>
      {hasProvider && (
        <form method="post" action="/team/sign-in/provider">
          <button type="submit" className="quiet">
            Sign in with your organisation’s account
          </button>
        </form>
      )}
      <p>
        <a href="/team/lost-password">Have you lost your password?</a>
      </p>
    </TeamLayout>
  );
}

export function CodePage({ form }: { readonly form: FormState }): ReactElement {
  const label = 'Your code';
  return (
    <TeamLayout title="One more step">
      <ErrorSummary faults={placeFaults(form.faults, [{ name: '/code', label }])} kept={false} />
      <form method="post" action="/team/sign-in/code" noValidate>
        <TextField
          form={form}
          name="/code"
          label={label}
          help="The six digits that your app shows now, or one of your recovery codes."
          autoComplete="one-time-code"
        />
        <p>
          <button type="submit" className="action">
            Sign in
          </button>
        </p>
      </form>
    </TeamLayout>
  );
}

/** A link, since a form may not lead to another site; the browser follows it by itself. */
export function ToProviderPage({ url }: { readonly url: string }): ReactElement {
  return (
    <TeamLayout title="To your organisation’s account">
      <p>
        <a className="action" href={url} rel="noreferrer">
          Go on
        </a>
      </p>
    </TeamLayout>
  );
}
