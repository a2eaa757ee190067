import type { Mood } from '#contracts';
import type { Novelty } from './news.js';

/** What a mail says, before it is set as plain text or as HTML: both show every block. */
export interface LetterContent {
  readonly subject: string;
  readonly mood: Mood;
  readonly heading: string;
  readonly greeting: string;
  /** Of the greeting, where it is another than the letter's. */
  readonly greetingLanguage?: string;
  readonly blocks: readonly Block[];
  /** Small print: why this mail came. */
  readonly footnote: string;
}

export const FAREWELL = ['With kind regards,', 'The events team'] as const;

/** Small print of mail about places that are the reader's own. */
export const FOOTNOTE =
  'You have this mail because your address was given when the places were taken. If that was not you, please tell us, and we will put it right.';

export const TAKEN_FROM_CALENDAR =
  'For your calendar: this mail takes the entry out again. If your mail program asks, choose Remove; if the entry stays, please delete it.';

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: string; readonly hint: string }
  | { readonly kind: 'news'; readonly novelties: readonly Novelty[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'action'; readonly label: string; readonly url: string; readonly after: string };

export interface Fact {
  readonly label: string;
  /** The first line answers the label. */
  readonly lines: readonly string[];
  readonly links?: readonly Link[];
}

export interface Link {
  readonly text: string;
  readonly url: string;
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}
