import type { ReactElement } from 'react';
import { SHORTEST_PASSWORD } from '#staff';
import { type FormState, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { TextField } from '../parts/form-fields.js';
import { Name } from '../parts/prose.js';
import { TeamLayout } from './team-layout.js';

interface PasswordProps {
  readonly form: FormState;
  readonly action: string;
  readonly owner: { readonly name: string; readonly email: string };
}

export function PasswordPage({ form, action, owner }: PasswordProps): ReactElement {
  const label = 'Your new password';
  return (
    <TeamLayout title="Choose a password">
      <ErrorSummary faults={placeFaults(form.faults, [{ name: '/password', label }])} kept={false} />
      <p>
        It is for <Name>{owner.name}</Name>, who signs in as <Name>{owner.email}</Name>.
      </p>
      <form method="post" action={action} noValidate>
        <input type="hidden" autoComplete="username" defaultValue={owner.email} />
        <TextField
          form={form}
          name="/password"
          label={label}
          type="password"
          autoComplete="new-password"
          help={`At least ${SHORTEST_PASSWORD} characters of any kind, blanks too: four or five words, or what your password manager makes.`}
        />
        <p>
          <button type="submit" className="action">
            Set the password
          </button>
        </p>
      </form>
    </TeamLayout>
  );
}

export function LostPasswordPage({ form }: { readonly form: FormState }): ReactElement {
  const label = 'Your e-mail address';
  return (
    <TeamLayout title="A new password">
      <ErrorSummary faults={placeFaults(form.faults, [{ name: '/email', label }])} />
      <p>Write the address with which you sign in. We mail you a link that works once, and for one hour.</p>
      <form method="post" action="/team/lost-password" noValidate>
        <TextField form={form} name="/email" label={label} type="email" autoComplete="username" />
        <p>
          <button type="submit" className="action">
            Mail me a link
          </button>
        </p>
      </form>
    </TeamLayout>
  );
}

/** Says the same whether there is such a member or not. */
export function PasswordAskedPage(): ReactElement {
  return (
    <TeamLayout title="Look into your mail">
      <p className="lead">If a member of the team signs in with this address, a link is on its way to it.</p>
      <p>
        The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail, or ask your
        colleagues.
      </p>
    </TeamLayout>
  );
}
