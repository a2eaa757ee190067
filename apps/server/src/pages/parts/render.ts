import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** A whole page as text, to be sent as `text/html; charset=utf-8`. */
export function render(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}
