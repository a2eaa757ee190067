import type { ReactElement } from 'react';
import { type FormBody, valuesOf } from '../forms/form-body.js';

interface CarryOnProps {
  readonly values: FormBody;
  readonly partySize: number;
  readonly children: ReactElement;
}

/** A form that takes what was typed to another form instead of sending it off. */
export function CarryOn({ values, partySize, children }: CarryOnProps): ReactElement {
  const typed = Object.keys(values).filter((name) => name.startsWith('/') && name !== '/partySize');
  return (
    <form method="post">
      <input type="hidden" name="show" value="form" />
      <input type="hidden" name="/partySize" value={partySize} />
      {typed.flatMap((name) =>
        valuesOf(values, name).map((value, index) => (
          <input key={`${name}${index}`} type="hidden" name={name} value={value} />
        )),
      )}
      {children}
    </form>
  );
}
