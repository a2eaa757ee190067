import { Injectable } from '@nestjs/common';
import { Pool, PoolNames } from '#admission';
import type { GuestListQuery, GuestListReport } from '#contracts';
import { rehearse, type Tx } from '#database';
import { DomainError, NotFound } from '#kernel';
import type { Clerk } from '#registration';
import { decodeText, readTable, type Table } from '#tables';
import { fieldsOf, type GuestLine, guestOf, type LineFault } from './guest-file.js';
import { GuestList } from './guest-list.service.js';
import { BadGuestLines } from './invitation.errors.js';

const LIMITS = { rows: 1000, columns: 50, cell: 4000 };

/** Guest lists out of a spreadsheet: looked at line by line, then brought in whole, or those of the good lines. */
@Injectable()
export class GuestImport {
  constructor(
    private readonly guests: GuestList,
    private readonly names: PoolNames,
  ) {}

  /**
   * Each line is judged as it would be alone after those before it; a preview undoes everything. Throws UnreadableTable,
   * NotFound or, where all or nothing was asked for, BadGuestLines.
   */
  async bring(tx: Tx, clerk: Clerk, file: Buffer, query: GuestListQuery): Promise<GuestListReport> {
    const table = await readTable(decodeText(file).text, LIMITS);
    const fields = fieldsOf(table);
    const preview = query.preview === 'true';
    const work = () => this.bringLines(tx, clerk, table, query);
    const { faults, people, good } = preview ? await rehearse(tx, work) : await work();
    const report = {
      lines: table.rows.length,
      good,
      people,
      made: preview ? 0 : good,
      columns: columnsOf(table),
      faults,
    };
    if (!preview && query.mode === 'all-or-nothing' && good < report.lines)
      throw new BadGuestLines(good, report.lines - good);
    if (!fields.includes('name')) return { ...report, faults: [NO_NAMES, ...faults] };
    return report;
  }

  private async bringLines(tx: Tx, clerk: Clerk, table: Table, query: GuestListQuery) {
    const fields = fieldsOf(table);
    const pools = await this.pools(tx, clerk, query);
    const faults: LineFault[] = [];
    let [good, people] = [0, 0];
    for (const row of table.rows) {
      const read = guestOf(row, fields);
      const wrong = Array.isArray(read) ? read : await this.bringOne(tx, clerk, read, pools, query);
      faults.push(...wrong);
      if (wrong.length > 0 || Array.isArray(read)) continue;
      good++;
      people += read.guest.partySize ?? 1;
    }
    return { faults, good, people };
  }

  /** What is refused for one line is undone for that line alone. */
  private async bringOne(
    tx: Tx,
    clerk: Clerk,
    { line, guest, pool }: GuestLine,
    pools: ReadonlyMap<string, string>,
    { sessionId, poolId, overPromise }: GuestListQuery,
  ): Promise<LineFault[]> {
    const named = pool === '' ? poolId : pools.get(pool.toLowerCase());
    if (named === undefined) {
      const detail = pool === '' ? 'This line names no pool.' : `The session has no pool “${pool}”.`;
      return [{ line, column: null, code: 'no_pool', detail }];
    }
    const wish = {
      sessionId,
      poolId: named,
      ...guest,
      ...(overPromise !== undefined && { overPromise: { reason: overPromise } }),
    };
    try {
      await tx.transaction((inner) => this.guests.add(inner, { actor: clerk.actor }, clerk.reach, wish));
      return [];
    } catch (error) {
      if (!(error instanceof DomainError) || error.status >= 500) throw error;
      return [{ line, column: null, code: error.code, detail: error.message }];
    }
  }

  /** The pools of the session by name, as far as the caller may know their names. */
  private async pools(
    tx: Tx,
    { reach, sight }: Clerk,
    { sessionId, poolId }: GuestListQuery,
  ): Promise<Map<string, string>> {
    const found = await tx.findBy(Pool, { sessionId });
    const [first] = found;
    if (!first || !reach.covers(first.eventId)) throw new NotFound('session');
    if (poolId !== undefined && !found.some(({ id }) => id === poolId.toLowerCase())) throw new NotFound('pool');
    const sees = sight.sensitive.covers(first.eventId);
    const named = found.map((pool) => [this.names.shown(pool, sees).name, pool.id] as const);
    return new Map(named.flatMap(([name, id]) => (name === null ? [] : [[name.toLowerCase(), id] as const])));
  }
}

const NO_NAMES: LineFault = {
  ...{ line: 1, column: null, code: 'no_names' },
  detail: 'No column of this file is called Name, so it names nobody.',
};

function columnsOf(table: Table): GuestListReport['columns'] {
  return fieldsOf(table).map((field, index) => ({ column: index + 1, header: table.header[index] ?? '', field }));
}
