import type { ImportQuestion } from './import-fields.js';

const YES = new Set(['yes', 'y', 'true', '1', 'x', '✓', '✔', 'ja', 'oui']);
const NO = new Set(['no', 'n', 'false', '0', '-', 'nein', 'non']);

/** What a cell answers to the question, or undefined if that is none of its answers. */
export function answerIn(cell: string, { kind, options }: ImportQuestion): string | boolean | string[] | undefined {
  switch (kind) {
    case 'text':
      return cell;
    case 'choice':
      return optionIn(cell, options);
    case 'choices':
      return optionsIn(cell, options);
    case 'yes-no':
      if (YES.has(cell.toLowerCase())) return true;
      return NO.has(cell.toLowerCase()) ? false : undefined;
  }
}

function optionIn(cell: string, options: readonly string[]): string | undefined {
  const said = cell.trim().toLowerCase();
  return options.find((option) => option.toLowerCase() === said);
}

/** Divided by lines, semicolons or commas; an option may have a comma of its own. */
function optionsIn(cell: string, options: readonly string[]): string[] | undefined {
  const whole = optionIn(cell, options);
  if (whole !== undefined) return [whole];
  const chosen = listed(cell).map((one) => optionIn(one, options));
  return chosen.every((one) => one !== undefined) ? [...new Set(chosen)] : undefined;
}

/** The names or options in one cell: by line or semicolon where there is one, else by comma. */
export function listed(cell: string): string[] {
  const by = /[\n;]/.test(cell) ? /[\n;]/ : /,/;
  return cell
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
