/** `startsAt` in TypeScript is `starts_at` in SQL. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Rows as one JSON parameter with the names of their columns, for
 * `json_populate_recordset(NULL::table, …)`: one statement whatever the number of rows. Columns
 * that are left out become NULL, not their default.
 */
export function rowsJson(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [columnName(key), value as unknown])),
    ),
  );
}
