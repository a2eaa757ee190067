import type { ReactElement } from 'react';
import type { PlacedFault } from '../forms/faults.js';
import { fieldId } from '../forms/form-body.js';

/** All that is wrong, before the form, each a link to its field. The focus starts there, also without script. */
export function ErrorSummary({ faults }: { readonly faults: readonly PlacedFault[] }): ReactElement | null {
  if (faults.length === 0) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page came back because of what stands here
    <div className="error-summary" role="alert" aria-labelledby="error-summary" tabIndex={-1} autoFocus>
      <h2 id="error-summary">
        {faults.length === 1 ? 'One thing needs another look' : 'Some things need another look'}
      </h2>
      <p>Nothing that you wrote is lost.</p>
      <ul>
        {faults.map(({ field, detail }) => (
          <li key={`${field?.name}${detail}`}>
            {field ? (
              <a href={`#${fieldId(field.name)}`}>
                {field.label}: {detail}
              </a>
            ) : (
              detail
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
