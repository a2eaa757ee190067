/**
 * The field that each column stands for, by its header; null where nobody knows. Spelling is forgiven: case, accents,
 * spaces, hyphens and stars. Of two columns for one field the first has it.
 */
export function matchColumns<Field extends string>(
  header: readonly string[],
  names: ReadonlyMap<Field, readonly string[]>,
): (Field | null)[] {
  const known = new Map(
    [...names].flatMap(([field, spellings]) => spellings.map((one) => [bare(one), field] as const)),
  );
  const taken = new Set<Field>();
  return header.map((cell) => {
    const field = known.get(bare(cell));
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
