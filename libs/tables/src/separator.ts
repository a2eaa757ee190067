const SEPARATORS = [';', '\t', ',', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** How many records are looked at, and how many characters at most. */
const RECORDS = 10;
const CHARACTERS = 64 * 1024;

/** Excel's own way to say it: a first line `sep=;`, which is no part of the table. */
const SAID = /^sep=([;\t,|])\n/i;

export interface Separated {
  readonly separator: Separator;
  /** Lines before the table. */
  readonly skipped: number;
}

/**
 * The separator by which the most of the first records have as many cells as the header, then the one with the most
 * cells. A comma inside a name therefore decides nothing in a file of semicolons.
 */
export function separatorOf(text: string): Separated {
  const said = SAID.exec(text)?.[1];
  if (said !== undefined) return { separator: said as Separator, skipped: 1 };
  const records = firstRecords(text);
  const scored = SEPARATORS.map((separator) => {
    const [header = 0, ...others] = records.map((record) => record.split(separator).length - 1);
    const alike = header === 0 ? 0 : 1 + others.filter((count) => count === header).length;
    return { separator, alike, header };
  });
  scored.sort((a, b) => b.alike - a.alike || b.header - a.header);
  return { separator: scored[0]!.header > 0 ? scored[0]!.separator : ',', skipped: 0 };
}

/** Without what stands in quotation marks, and without empty lines. */
function firstRecords(text: string): string[] {
  const bare = text.slice(0, CHARACTERS).replace(/"[^"]*("|$)/g, '');
  return bare
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, RECORDS);
}
