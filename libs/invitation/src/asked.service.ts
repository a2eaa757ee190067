import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PoolReports } from '#admission';
import { findAsked } from './asked.queries.js';

/** Tells the reports of pools who was invited, and who will not come. */
@Injectable()
export class AskedByInvitation implements OnModuleInit {
  constructor(private readonly reports: PoolReports) {}

  onModuleInit(): void {
    this.reports.asks(async (tx, poolIds) => {
      const rows = await findAsked(tx, poolIds);
      return new Map(rows.map(({ poolId, ...asked }) => [poolId, asked]));
    });
  }
}
