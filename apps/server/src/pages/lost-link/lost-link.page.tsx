import type { ReactElement } from 'react';
import { type FormState, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { TextField } from '../parts/form-fields.js';
import { Layout } from '../parts/layout.js';

export function LostLinkPage({ form }: { readonly form: FormState }): ReactElement {
  return (
    <Layout title="Have your link sent again" mood="garden" description="Have the link to your places sent again.">
      <div className="reading">
        <h1>Have your link sent again</h1>
        <ErrorSummary faults={placeFaults(form.faults, [{ name: '/email', label: 'Your e-mail address' }])} />
        <p>
          Write the e-mail address with which you took places. We send you the links with which you can see your places,
          change them, or give them up.
        </p>
        <form method="post" action="/lost-link" noValidate>
          <TextField form={form} name="/email" label="Your e-mail address" type="email" autoComplete="email" />
          <button type="submit" className="action">
            Send my links
          </button>
        </form>
      </div>
    </Layout>
  );
}

/** Says the same whether the address is known or not. */
export function LinksSentPage(): ReactElement {
  return (
    <Layout title="Look into your mail" mood="garden">
      <div className="reading">
        <h1>Look into your mail</h1>
        <p className="lead">If places have been taken with this address, the links to them are on their way to it.</p>
        <p>
          The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail, or{' '}
          <a href="/lost-link">try another address</a>.
        </p>
      </div>
    </Layout>
  );
}
