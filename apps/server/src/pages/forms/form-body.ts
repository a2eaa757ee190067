/**
 * A form as it was sent (`application/x-www-form-urlencoded`). A field's name is the JSON pointer
 * of its value in the body of the API (`/contact/name`, `/guests/0/name`), so that what the API
 * says is wrong finds its field without a table in between.
 */
export type FormBody = Readonly<Record<string, string | readonly string[]>>;

/** The field's text, trimmed; '' if it was not sent. Of a field sent twice the first counts. */
export function textOf(form: FormBody, name: string): string {
  return (valuesOf(form, name)[0] ?? '').trim();
}

/** All values of a field: the ticked boxes of a group. */
export function valuesOf(form: FormBody, name: string): readonly string[] {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The id of a field in the page; links of the error summary lead to it. */
export function fieldId(name: string): string {
  return name.slice(1).replaceAll('/', '-');
}
