import { Injectable } from '@nestjs/common';
import type { EventPoolReport, PoolReport, PoolReportQuery } from '#contracts';
import { Database, readCursor, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import { Event } from '#programme';
import type { Reach } from '#staff';
import { Pool } from './pool.entity.js';
import { PoolNames } from './pool-names.service.js';
import { findPoolReports, type PoolReportRow } from './pool-reports.queries.js';

/** People who may or might have come by a pool, and those of them who will not. */
export type Asked = Pick<PoolReport, 'invited' | 'declined'>;

/** Counts them by pool; a pool to which nobody was asked may be left out. */
export type AskedOfPools = (tx: Tx, poolIds: readonly string[]) => Promise<ReadonlyMap<string, Asked>>;

/** What became of the places of each pool. Who was asked is known further up: libs that know it say so by `asks`. */
@Injectable()
export class PoolReports {
  private readonly asking: AskedOfPools[] = [];

  constructor(
    private readonly database: Database,
    private readonly names: PoolNames,
  ) {}

  /** Has people counted who were asked to come by a pool. */
  asks(count: AskedOfPools): void {
    this.asking.push(count);
  }

  /** Throws NotFound, for what is out of reach too. */
  async ofPool(id: string, reach: Reach, sensitive: Reach): Promise<PoolReport> {
    const pool = isId(id) ? await this.database.reader.findOneBy(Pool, { id }) : null;
    if (!pool) throw new NotFound('pool');
    reach.mustCover(pool.eventId, 'pool');
    const reports = await this.reportsOf(pool.eventId, sensitive, { poolId: pool.id });
    const report = reports[0];
    if (!report) throw new NotFound('pool');
    return report;
  }

  /** Throws NotFound, or InvalidInput for a cursor that no page gave. */
  async ofEvent(id: string, query: PoolReportQuery, reach: Reach, sensitive: Reach): Promise<EventPoolReport> {
    const { limit, cursor } = readCursor(query);
    const event = isId(id) ? await this.database.reader.findOneBy(Event, { id }) : null;
    if (!event) throw new NotFound('event');
    reach.mustCover(event.id, 'event');
    const reports = await this.reportsOf(event.id, sensitive, query);
    const live = reports.filter(({ status }) => status === 'scheduled');
    const rest = reports.filter(({ poolId }) => cursor === undefined || poolId > cursor.toLowerCase());
    return {
      eventId: event.id,
      totals: sumOf(live),
      byName: [...Map.groupBy(live, ({ name }) => name)].map(([name, those]) => ({ name, ...sumOf(those) })),
      items: rest.slice(0, limit),
      nextCursor: rest.length > limit ? rest[limit - 1]!.poolId : null,
    };
  }

  private async reportsOf(eventId: string, sensitive: Reach, wanted: Wanted): Promise<PoolReport[]> {
    const tx = this.database.reader;
    const all = await findPoolReports(tx, eventId);
    const maySee = sensitive.covers(eventId);
    const shown = all.map((row) => this.shown(row, maySee));
    const names = new Map(shown.map(({ poolId, name }) => [poolId, name]));
    const pools = shown.filter((pool) => isWanted(pool, wanted));
    const ids = pools.map(({ poolId }) => poolId);
    const asked = await this.askedIn(tx, ids);
    return pools.map(({ startsAt, releasesAt, releasesTo, releasedAt, ...pool }) => ({
      ...pool,
      startsAt: startsAt.toISOString(),
      ...asked(pool.poolId),
      releasesAt: releasesAt?.toISOString() ?? null,
      releasesTo: releasesTo === null ? null : { poolId: releasesTo, name: names.get(releasesTo) ?? null },
      releasedAt: releasedAt?.toISOString() ?? null,
    }));
  }

  private shown({ sealedName, ...row }: PoolReportRow, maySee: boolean) {
    return { ...row, ...this.names.shown({ ...row, id: row.poolId, sealedName }, maySee) };
  }

  private async askedIn(tx: Tx, poolIds: readonly string[]): Promise<(poolId: string) => Asked> {
    const counts = await Promise.all(this.asking.map((count) => count(tx, poolIds)));
    return (poolId) => counts.reduce((asked, count) => together(asked, count.get(poolId)), NOBODY);
  }
}

const NOBODY: Asked = { invited: 0, declined: 0 };

function together(one: Asked, other: Asked = NOBODY): Asked {
  return { invited: one.invited + other.invited, declined: one.declined + other.declined };
}

type Wanted = Partial<Pick<PoolReportQuery, 'sessionId' | 'ownerId' | 'audience'>> & { readonly poolId?: string };
type Compared = Pick<PoolReport, 'poolId' | 'sessionId' | 'ownerId' | 'audience'>;

/** By what is shown: whom a private pool is for is not found out by a filter either. */
function isWanted(report: Compared, { poolId, sessionId, ownerId, audience }: Wanted): boolean {
  return (
    (poolId === undefined || report.poolId === poolId) &&
    (sessionId === undefined || report.sessionId === sessionId.toLowerCase()) &&
    (ownerId === undefined || report.ownerId === ownerId.toLowerCase()) &&
    (audience === undefined || report.audience === audience)
  );
}

const COUNTED = [
  ...(['planned', 'received', 'released', 'places'] as const),
  ...(['taken', 'offered', 'invited', 'promised', 'declined', 'unused'] as const),
];

function sumOf(reports: readonly PoolReport[]): EventPoolReport['totals'] {
  const sum = (count: (typeof COUNTED)[number]) => reports.reduce((people, report) => people + report[count], 0);
  const counts = Object.fromEntries(COUNTED.map((count) => [count, sum(count)]));
  return { pools: reports.length, ...(counts as Record<(typeof COUNTED)[number], number>) };
}
