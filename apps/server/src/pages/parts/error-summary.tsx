import type { ReactElement } from 'react';
import type { PlacedFault } from '../forms/faults.js';
import { fieldId } from '../forms/form-body.js';

interface SummaryProps {
  readonly faults: readonly PlacedFault[];
  /** False where a secret has to be written again, which no page brings back. */
  readonly kept?: boolean;
}

/** All that is wrong, before the form, each a link to its field. The focus starts there, also without script. */
export function ErrorSummary({ faults, kept = true }: SummaryProps): ReactElement | null {
  if (faults.length === 0) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page came back because of what stands here
    <div className="error-summary" role="alert" aria-labelledby="error-summary" tabIndex={-1} autoFocus>
      <h2 id="error-summary">
        {faults.length === 1 ? 'One thing needs another look' : 'Some things need another look'}
      </h2>
      {kept && <p>Nothing that you wrote is lost.</p>}
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
