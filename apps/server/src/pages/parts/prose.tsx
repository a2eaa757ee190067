import type { ReactElement, ReactNode } from 'react';
import { paragraphs } from './words.js';

export function Prose({ text }: { readonly text: string }): ReactElement[] {
  return paragraphs(text).map((paragraph, index) => <p key={index}>{paragraph}</p>);
}

/** A name may be written in any direction; it must not turn the words around it. */
export function Name({ children }: { readonly children: ReactNode }): ReactElement {
  return <bdi>{children}</bdi>;
}

/** A link away from here says nothing about the page it was on: its address may be a secret. */
export function OutsideLink({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactElement {
  return (
    <a href={href} rel="noreferrer">
      {children}
    </a>
  );
}

interface SpanProps {
  readonly dateTime: string;
  readonly children: ReactNode;
}

export function Time({ dateTime, children }: SpanProps): ReactElement {
  return <time dateTime={dateTime}>{children}</time>;
}
