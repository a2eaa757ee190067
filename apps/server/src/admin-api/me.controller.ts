import { Body, Headers, Param } from '@nestjs/common';
import { Me, StaffSessions } from '#contracts';
import type { InTransaction } from '#database';
import { NotFound } from '#kernel';
import { type Caller as AdminCaller, Members, PERMISSIONS, TeamSessions } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Caller } from './access.guard.js';
import { Nothing } from './nothing.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

@AdminController('me')
export class MeController {
  constructor(
    private readonly members: Members,
    private readonly sessions: TeamSessions,
  ) {}

  @AdminGet('me', {
    needs: 'none',
    summary: 'Says who asks and what they may do where',
    answers: [200, 'You', Me],
  })
  async me(@Caller() caller: AdminCaller): Promise<Me> {
    const { kind, id, name } = caller;
    const permissions = PERMISSIONS.flatMap((permission) => {
      const reach = caller.reach(permission);
      return reach ? [{ permission, eventIds: reach.eventIds && [...reach.eventIds] }] : [];
    });
    return { kind, id, name, permissions, member: kind === 'person' ? await this.members.one(id) : null };
  }

  @AdminGet('me/sign-ins', {
    needs: 'none',
    summary: 'Lists where you are signed in',
    answers: [200, 'Your sessions, newest first; a key has none', StaffSessions],
  })
  async list(
    @Caller() caller: AdminCaller,
    @Headers('cookie') cookie: string | undefined,
  ): Promise<z.infer<typeof StaffSessions>> {
    const current = await this.sessions.current(cookie);
    return { items: await this.sessions.list(caller.id, current?.sessionId) };
  }

  @AdminPost('me/sign-ins/:id/end', {
    needs: 'none',
    summary: 'Ends one of your sessions',
    answers: [204, 'It is ended'],
  })
  end(
    @Param('id') id: string,
    @Body({ schema: Nothing }) _: Nothing,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    if (caller.kind !== 'person') throw new NotFound('session');
    return run((tx) => this.sessions.end(tx, caller, caller.id, id));
  }

  @AdminPost('me/sign-ins/end-others', {
    needs: 'none',
    summary: 'Ends all of your sessions but this one',
    answers: [204, 'They are ended'],
  })
  async endOthers(
    @Body({ schema: Nothing }) _: Nothing,
    @Headers('cookie') cookie: string | undefined,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    const current = await this.sessions.current(cookie);
    await run(async (tx) => void (await this.sessions.endAll(tx, caller, caller.id, current?.sessionId)));
  }
}
