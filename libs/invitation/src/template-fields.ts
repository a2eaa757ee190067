import type { TemplateKind } from '#contracts';
import type { InputFault } from '#kernel';

/** What a template may have filled in for each guest. */
export const FIELDS = [
  'salutation',
  'title',
  'name',
  'organisation',
  'party',
  'event',
  'session',
  'when',
  'where',
  'answerBy',
] as const;
export type TemplateField = (typeof FIELDS)[number];

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The words with each guest's own in place of the fields. What is empty leaves no gap behind. */
export function filled(text: string, values: Readonly<Record<TemplateField, string>>): string {
  return text
    .replace(FIELD, (_, field: TemplateField) => values[field])
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1')
    .replace(/ *\n */g, '\n');
}

/** Fields that there are not, by name, and braces that were not closed. */
export function fieldFaults(text: string, pointer: string): InputFault[] {
  const known: readonly string[] = FIELDS;
  const unknown = [...text.matchAll(FIELD)].map(([, field]) => field!).filter((field) => !known.includes(field));
  const rest = text.replace(FIELD, '');
  return [
    ...[...new Set(unknown)].map((field) => ({
      pointer,
      code: 'unknown_field',
      detail: `There is no field {{${field}}}. There are: ${FIELDS.map((one) => `{{${one}}}`).join(', ')}.`,
    })),
    ...(/\{\{|\}\}/.test(rest)
      ? [
          {
            pointer,
            code: 'unknown_field',
            detail: 'A field is written {{name}}: two braces open it and two close it.',
          },
        ]
      : []),
  ];
}

/** What the house writes where the team has written nothing of its own. */
export const DEFAULTS: Readonly<Record<TemplateKind, { readonly subject: string; readonly body: string }>> = {
  invitation: {
    subject: 'An invitation: {{event}}',
    body:
      'We would be glad if you could be with us for “{{event}}” on {{when}}, at {{where}}.\n\n' +
      'This invitation is for {{party}}. Please let us know by {{answerBy}} whether you will come; until then we keep room for you.',
  },
  reminder: {
    subject: 'May we expect you? {{event}}',
    body:
      'Some time ago we invited you to “{{event}}” on {{when}}, at {{where}}, and we have not heard from you yet.\n\n' +
      'Your invitation is for {{party}}. We keep room for you until {{answerBy}}. If you cannot come, or would rather not, please tell us so; no reason is needed.',
  },
};
