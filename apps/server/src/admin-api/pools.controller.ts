import { Body, Param, Query } from '@nestjs/common';
import { PoolListing, Pools } from '#admission';
import { AdminPool, AdminPoolPage, NewPool, PoolChange, PoolRelease, PoolsQuery } from '#contracts';
import type { InTransaction } from '#database';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach, ReachOf } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

const RELEASE = 'nowhere_to_release: places go to another pool of the session, one step and no further';

@AdminController('pools')
export class PoolsController {
  constructor(
    private readonly listing: PoolListing,
    private readonly pools: Pools,
  ) {}

  @AdminGet('pools', {
    needs: 'programme:read',
    summary: 'Lists pools and how many places are taken',
    answers: [200, 'A page of pools', AdminPoolPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: PoolsQuery }) query: PoolsQuery,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<z.infer<typeof AdminPoolPage>> {
    return this.listing.list(query, reach, sensitive);
  }

  @AdminGet('pools/:id', {
    needs: 'programme:read',
    summary: 'Reads one pool and how many of its places are taken',
    answers: [200, 'The pool', AdminPool],
  })
  one(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<AdminPool> {
    return this.listing.one(id, reach, sensitive);
  }

  @AdminPost('pools', {
    needs: 'programme:write',
    summary: 'Makes a pool of a session',
    answers: [201, 'The pool', AdminPool],
    refusals: {
      404: 'not_found: there is no such session',
      409: `over_capacity, second_public_pool, second_space_pool, code_in_use, session_cancelled, event_cancelled, ${RELEASE}`,
    },
  })
  make(
    @Body({ schema: NewPool }) body: NewPool,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminPool> {
    return run(async (tx) => {
      const id = await this.pools.add(tx, caller, reach, body);
      return this.listing.one(id, reach, sensitive, tx);
    });
  }

  @AdminPatch('pools/:id', {
    needs: 'programme:write',
    summary: 'Changes a pool, its size or when it is released',
    description:
      'What is left out stays as it is. Another code, or none, ends the one before at once; who has come by it keeps their places.',
    answers: [200, 'The pool as it is now', AdminPool],
    refusals: {
      409: `capacity_below_taken and capacity_below_promised: by so many people, over_capacity, already_released, code_in_use, ${RELEASE}`,
    },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: PoolChange }) body: PoolChange,
    @Caller() caller: AdminCaller,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminPool> {
    return run(async (tx) => {
      await this.pools.change(tx, caller, asked, body);
      return this.listing.one(asked.id, asked.reach, sensitive, tx);
    });
  }

  @AdminPost('pools/:id/release', {
    needs: 'programme:write',
    summary: 'Gives the free places of a pool to another one now',
    description: 'What is given back later follows. What was released already stays as it is.',
    answers: [200, 'The pool as it is now', AdminPool],
    refusals: { 409: RELEASE },
  })
  release(
    @Asked() asked: AskedFor,
    @Body({ schema: PoolRelease }) body: PoolRelease,
    @Caller() caller: AdminCaller,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminPool> {
    return run(async (tx) => {
      await this.pools.release(tx, caller, asked, body);
      return this.listing.one(asked.id, asked.reach, sensitive, tx);
    });
  }

  @AdminDelete('pools/:id', {
    needs: 'programme:write',
    summary: 'Takes away a pool that was never used',
    answers: [204, 'It is gone'],
    refusals: { 409: 'in_use, last_pool: a session keeps one' },
  })
  remove(@Asked() asked: AskedFor, @Caller() caller: AdminCaller, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.pools.remove(tx, caller, asked));
  }
}
