import type { Database } from '#database';

/** The tables of all schemas in which some row has the text somewhere, whatever the column: nothing hides from it. */
export async function tablesThatSay(database: Database, text: string): Promise<string[]> {
  const tables = await database.reader.query<{ name: string }[]>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY name`,
  );
  const saying: string[] = [];
  for (const { name } of tables) {
    const found = await database.reader.query<unknown[]>(
      `SELECT 1 FROM ${name} AS row WHERE strpos(lower(row::text), lower($1)) > 0 LIMIT 1`,
      [text],
    );
    if (found.length > 0) saying.push(name);
  }
  return saying;
}
