import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import type { ApiKeyView, MadeApiKey, NewApiKey, PageQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, type Expected, expectVersion, InvalidInput, isId, newId, NotFound } from '#kernel';
import type { Actor } from './actor.js';
import { ApiKey } from './api-key.entity.js';
import { AuditTrail } from './audit-trail.service.js';
import { Caller, type Grant, mustHold } from './caller.js';
import { MAY } from './permission.js';

const PREFIX = 'ghk_';
/** The last use is written down at most this often: a busy key does not write on every request. */
const USE_NOTED_EVERY_MS = 60_000;

@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Answers the key, `ghk_` and 256 random bits, with what it may; nobody can read it again. Throws InvalidInput or BeyondOwn. */
  async create(tx: Tx, actor: Actor, { name, role, scopes, eventIds, expiresAt }: NewApiKey): Promise<MadeApiKey> {
    const now = this.clock.now();
    const until = expiresAt === undefined ? null : new Date(expiresAt);
    if (until && until <= now) throw expired();
    const key = PREFIX + randomBytes(32).toString('base64url');
    const row: ApiKey = {
      ...{ id: newId(), name, role: role ?? null, scopes: scopes ?? null, eventIds: eventIds ?? null },
      ...{ keyHash: hashOf(key), version: 1, createdAt: now, expiresAt: until, lastUsedAt: null, revokedAt: null },
    };
    mustHold(actor, grantsOf(row));
    await tx.insert(ApiKey, row);
    const view = viewOf(row);
    this.audit.record(tx, actor, { kind: 'api-key.made', subjectId: row.id, after: view });
    return { ...view, key };
  }

  /** Revoking what is revoked already changes nothing. Throws NotFound or Stale. */
  async revoke(tx: Tx, actor: Actor, id: string, expected: Expected): Promise<void> {
    const found = isId(id) && (await tx.findOne(ApiKey, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!found) throw new NotFound('API key');
    expectVersion(expected, found.version);
    if (found.revokedAt) return;
    const revokedAt = this.clock.now();
    await tx.update(ApiKey, { id }, { revokedAt, version: found.version + 1 });
    const after = viewOf({ ...found, revokedAt });
    this.audit.record(tx, actor, { kind: 'api-key.revoked', subjectId: id, before: viewOf(found), after });
  }

  /** Newest first, revoked ones too. */
  async list(query: PageQuery): Promise<Paged<ApiKeyView>> {
    const { limit, cursor } = readCursor(query);
    const where = cursor === undefined ? {} : { id: LessThan(cursor) };
    const found = await this.database.reader.find(ApiKey, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  async one(id: string): Promise<ApiKeyView> {
    const found = isId(id) ? await this.database.reader.findOneBy(ApiKey, { id }) : null;
    if (!found) throw new NotFound('API key');
    return viewOf(found);
  }

  async exists(): Promise<boolean> {
    return this.database.reader.existsBy(ApiKey, { revokedAt: IsNull() });
  }

  /** Who sends the key, if it is ours, not revoked and not expired. */
  async recognise(key: string, address: string): Promise<Caller | undefined> {
    if (!key.startsWith(PREFIX)) return undefined;
    const found = await this.database.reader.findOneBy(ApiKey, { keyHash: hashOf(key), revokedAt: IsNull() });
    const now = this.clock.now();
    if (!found || (found.expiresAt && found.expiresAt <= now)) return undefined;
    if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > USE_NOTED_EVERY_MS) {
      await this.database.reader.update(ApiKey, { id: found.id }, { lastUsedAt: now });
    }
    return new Caller('key', found.id, found.name, address, grantsOf(found));
  }
}

function grantsOf({ role, scopes, eventIds }: ApiKey): Grant[] {
  const permissions = role ? MAY[role] : scopes!;
  return eventIds === null ? [{ permissions, eventId: null }] : eventIds.map((eventId) => ({ permissions, eventId }));
}

function viewOf(key: ApiKey): ApiKeyView {
  const { keyHash: _, createdAt, expiresAt, lastUsedAt, revokedAt, ...rest } = key;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}

function expired(): InvalidInput {
  const detail = 'Please give a moment in the future.';
  return new InvalidInput([{ pointer: '/expiresAt', code: 'in_the_past', detail }]);
}

/** A key is 256 random bits, so a plain hash is enough: there is nothing to guess. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
