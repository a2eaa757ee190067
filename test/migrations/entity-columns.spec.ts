import { DataSource, type EntityMetadata } from 'typeorm';
import { TestApp } from '../support/test-app.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
}

/** Tables that no entity reads: they are written and read by hand-written SQL, or by a library with its own. */
const WITHOUT_ENTITY = [
  ...['idempotency_keys', 'migrations', 'rate_limits', 'registration_search', 'search_progress'],
  ...['staff_credentials', 'staff_grants', 'staff_passkeys', 'staff_second_factors', 'staff_sessions'],
  'staff_verifications',
  'waiting_list_lines',
];

const TYPES: Record<string, string> = { timestamptz: 'timestamp with time zone' };

let app: TestApp;
let source: DataSource;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  source = app.service(DataSource);
});
afterAll(() => app[Symbol.asyncDispose]());

function columnsOf({ columns }: EntityMetadata): Column[] {
  return columns.map(({ databaseName, type, isArray, isNullable, isPrimary }) => ({
    name: databaseName,
    type: `${TYPES[String(type)] ?? String(type)}${isArray ? '[]' : ''}`,
    nullable: isNullable,
    primary: isPrimary,
  }));
}

function migratedColumns(table: string): Promise<Column[]> {
  return source.query<Column[]>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
            coalesce(attnum = ANY (conkey), false) AS primary
     FROM pg_attribute LEFT JOIN pg_constraint ON conrelid = attrelid AND contype = 'p'
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`,
    [table],
  );
}

it('has the same columns in each entity as the migrations have made', async () => {
  expect(source.entityMetadatas.length).toBeGreaterThan(8);
  for (const metadata of source.entityMetadatas) {
    const entity = columnsOf(metadata).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect([metadata.tableName, entity]).toEqual([metadata.tableName, await migratedColumns(metadata.tableName)]);
  }
});

it('has an entity or hand-written SQL for each table', async () => {
  const rows = await source.query<{ tablename: string }[]>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  const tables = [...source.entityMetadatas.map(({ tableName }) => tableName), ...WITHOUT_ENTITY].sort();
  expect(rows.map(({ tablename }) => tablename)).toEqual(tables);
});
