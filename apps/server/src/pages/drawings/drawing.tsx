import type { ReactElement } from 'react';

export function Drawing({ name }: { readonly name: string | null }): ReactElement | null {
  void name;
  return null;
}
