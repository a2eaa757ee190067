import { DataSource } from 'typeorm';
import type { TestApp } from '../../support/test-app.js';

/** One step of a plan, as `EXPLAIN (ANALYZE, FORMAT JSON)` tells of it; rows are those of one loop. */
interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Node[];
}

interface Explained {
  readonly 'Query Text': string;
  readonly Plan: Node;
}

/** How one table was read by one statement. */
export interface Reading {
  readonly statement: string;
  readonly table: string;
  readonly how: string;
  /** Looked at, whether or not they were wanted. */
  readonly rows: number;
}

const SETTINGS = `
  LOAD 'auto_explain';
  SET auto_explain.log_min_duration = 0;
  SET auto_explain.log_analyze = on;
  SET auto_explain.log_timing = off;
  SET auto_explain.log_format = json;
  SET auto_explain.log_nested_statements = on;
  SET auto_explain.log_level = notice`;

interface Connection {
  on(event: 'notice', listener: (notice: { readonly message?: string }) => void): void;
  query(sql: string): Promise<unknown>;
}
interface Pool {
  on(event: 'acquire', listener: (connection: Connection) => void): void;
}

/** Has PostgreSQL tell how it carries out what the server asks it, with the values that are asked for. */
export class Plans {
  private readonly met = new WeakSet<Connection>();
  private explained: Explained[] = [];

  private constructor() {}

  static of(app: TestApp): Plans {
    const plans = new Plans();
    const { master } = app.service(DataSource).driver as unknown as { readonly master: Pool };
    master.on('acquire', (connection) => plans.listen(connection));
    return plans;
  }

  /** What the work has read. */
  async during(work: () => Promise<unknown>): Promise<Reading[]> {
    this.explained = [];
    await work();
    return this.explained.flatMap(({ 'Query Text': statement, Plan }) => readingsIn(Plan, statement));
  }

  private listen(connection: Connection): void {
    if (this.met.has(connection)) return;
    this.met.add(connection);
    connection.on('notice', ({ message = '' }) => {
      const json = /^duration: .* plan:\n(\{[\s\S]*\})$/.exec(message)?.[1];
      if (json) this.explained.push(JSON.parse(json) as Explained);
    });
    void connection.query(SETTINGS);
  }
}

function readingsIn(node: Node, statement: string): Reading[] {
  const { 'Relation Name': relation, 'Index Name': index, Plans = [] } = node;
  const table = relation ?? index;
  const looked = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
  const rows = (looked + (node['Rows Removed by Index Recheck'] ?? 0)) * (node['Actual Loops'] ?? 1);
  const own = table === undefined ? [] : [{ statement, table, how: node['Node Type'], rows }];
  return [...own, ...Plans.flatMap((inner) => readingsIn(inner, statement))];
}
