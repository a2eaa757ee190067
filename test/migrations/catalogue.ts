import pg from 'pg';

/** Every object that a migration can make, each as one line of text in a fixed order. */
const CATALOGUE = `
  WITH ours AS (SELECT oid, relname, relkind, relpersistence FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'migrations%')
  SELECT format('table %s %s', relname, relpersistence) AS line FROM ours WHERE relkind = 'r'
  UNION ALL
  SELECT format('column %s.%s %s %s %s #%s %s', relname, attname, format_type(atttypid, atttypmod),
                CASE WHEN attnotnull THEN 'not null' END, pg_get_expr(adbin, adrelid), attnum,
                col_description(ours.oid, attnum))
  FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = ours.oid AND adnum = attnum WHERE relkind = 'r'
  UNION ALL
  SELECT format('constraint %s on %s: %s', conname, relname, pg_get_constraintdef(pg_constraint.oid))
  FROM pg_constraint JOIN ours ON conrelid = ours.oid
  UNION ALL
  SELECT format('index %s', pg_get_indexdef(oid)) FROM ours WHERE relkind = 'i'
  UNION ALL
  SELECT format('trigger %s', pg_get_triggerdef(pg_trigger.oid))
  FROM pg_trigger JOIN ours ON tgrelid = ours.oid WHERE NOT tgisinternal
  UNION ALL
  SELECT format('function %s', pg_get_functiondef(oid)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('%s %s', relkind, relname) FROM ours WHERE relkind NOT IN ('r', 'i')
  UNION ALL
  SELECT format('type %s', typname) FROM pg_type
  WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e') ORDER BY line`;

export async function catalogueOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(CATALOGUE);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}
