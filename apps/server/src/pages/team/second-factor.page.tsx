import type { ReactElement } from 'react';
import { EMPTY_FORM, type FormState, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { TextField } from '../parts/form-fields.js';
import { TeamLayout } from './team-layout.js';

interface FactorProps {
  readonly form: FormState;
  readonly has: boolean;
}

/** Asks for the password, whichever way it goes: who finds an open browser changes nothing. */
export function SecondFactorPage({ form, has }: FactorProps): ReactElement {
  const label = 'Your password';
  return (
    <TeamLayout title={has ? 'Do without the code?' : 'A code as well'}>
      <ErrorSummary faults={placeFaults(form.faults, [{ name: '/password', label }])} kept={false} />
      <p>
        {has
          ? 'Your password alone opens your account then. Your recovery codes are of no use any more.'
          : 'Besides your password you are asked for six digits that an app on your phone shows, new every half minute.'}
      </p>
      <form method="post" action={has ? '/team/second-factor/remove' : '/team/second-factor'} noValidate>
        <TextField form={form} name="/password" label={label} type="password" autoComplete="current-password" />
        <p>
          <button type="submit" className={has ? 'action grave' : 'action'}>
            {has ? 'Do without it' : 'Go on'}
          </button>
        </p>
      </form>
      <p>
        <a href="/team">No, leave it as it is</a>
      </p>
    </TeamLayout>
  );
}

interface NewFactorProps {
  /** `otpauth://totp/…`; an app on the same phone opens it. */
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
}

export function NewSecondFactorPage({ uri, recoveryCodes }: NewFactorProps): ReactElement {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return (
    <TeamLayout title="Tell your app">
      <p>
        Make a new entry in your app with this key: <code>{secret.replace(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <p>
        On the phone itself, <a href={uri}>this opens the app</a>.
      </p>
      <h2>Keep these codes</h2>
      <p>Each opens your account once if you have lost the phone. They are shown here and now, and never again.</p>
      <ul>
        {recoveryCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <h2>Try it</h2>
      <ConfirmForm form={EMPTY_FORM} />
    </TeamLayout>
  );
}

export function ConfirmFactorPage({ form }: { readonly form: FormState }): ReactElement {
  return (
    <TeamLayout title="Try the code again">
      <ErrorSummary faults={placeFaults(form.faults, [{ name: '/code', label: CODE }])} kept={false} />
      <ConfirmForm form={form} />
    </TeamLayout>
  );
}

const CODE = 'The code that the app shows';

function ConfirmForm({ form }: { readonly form: FormState }): ReactElement {
  return (
    <form method="post" action="/team/second-factor/confirm" noValidate>
      <TextField form={form} name="/code" label={CODE} autoComplete="one-time-code" />
      <p>
        <button type="submit" className="action">
          It works
        </button>
      </p>
    </form>
  );
}
