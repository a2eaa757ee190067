import { Body, Param, Query } from '@nestjs/common';
import { ApiKeyPage, ApiKeyView, MadeApiKey, NewApiKey, PageQuery } from '#contracts';
import type { InTransaction } from '#database';
import type { Expected } from '#kernel';
import { ApiKeys, type Caller as AdminCaller } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { Caller } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPost } from './operations.js';

@AdminController('API keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @AdminGet('api-keys', {
    needs: 'keys:write',
    everywhere: true,
    summary: 'Lists API keys, revoked ones too',
    answers: [200, 'A page of keys, newest first', ApiKeyPage],
    refusals: { 422: 'invalid_input' },
  })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.infer<typeof ApiKeyPage>> {
    return this.keys.list(query);
  }

  @AdminGet('api-keys/:id', {
    needs: 'keys:write',
    everywhere: true,
    summary: 'Reads what one API key may do',
    answers: [200, 'The key, without itself', ApiKeyView],
  })
  one(@Param('id') id: string): Promise<ApiKeyView> {
    return this.keys.one(id);
  }

  @AdminPost('api-keys', {
    needs: 'keys:write',
    everywhere: true,
    summary: 'Makes an API key',
    description: 'The key is in this answer and nowhere else. Nobody can give it more than they may do themselves.',
    answers: [201, 'The key', MadeApiKey],
    refusals: { 403: 'beyond_own_permissions' },
  })
  make(
    @Body({ schema: NewApiKey }) body: NewApiKey,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<MadeApiKey> {
    return run((tx) => this.keys.create(tx, caller, body));
  }

  @AdminDelete('api-keys/:id', {
    needs: 'keys:write',
    everywhere: true,
    summary: 'Revokes an API key',
    description: 'It stays in the list, and nothing accepts it any more.',
    answers: [204, 'It is revoked'],
  })
  revoke(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    return run((tx) => this.keys.revoke(tx, caller, id, expected));
  }
}
