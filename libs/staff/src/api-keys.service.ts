import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database } from '#database';
import { Clock, newId } from '#kernel';
import { ApiKey } from './api-key.entity.js';
import type { Role } from './role.js';

export interface NewApiKey {
  readonly name: string;
  readonly role: Role;
  /** Left out, the key is valid until it is revoked. */
  readonly validDays?: number | undefined;
}

const PREFIX = 'ghk_';
const DAY_MS = 24 * 60 * 60_000;
/** The last use is written down at most this often: a busy key does not write on every request. */
const USE_NOTED_EVERY_MS = 60_000;

@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers the key, `ghk_` and 256 random bits; nobody can read it again. */
  async create({ name, role, validDays }: NewApiKey): Promise<string> {
    const now = this.clock.now();
    const key = PREFIX + randomBytes(32).toString('base64url');
    await this.database.reader.insert(ApiKey, {
      id: newId(),
      name,
      role,
      keyHash: hashOf(key),
      createdAt: now,
      expiresAt: validDays === undefined ? null : new Date(now.getTime() + validDays * DAY_MS),
      lastUsedAt: null,
      revokedAt: null,
    });
    return key;
  }

  async exists(): Promise<boolean> {
    return this.database.reader.existsBy(ApiKey, { revokedAt: IsNull() });
  }

  /** The key if it is ours, not revoked and not expired. */
  async recognise(key: string): Promise<ApiKey | undefined> {
    if (!key.startsWith(PREFIX)) return undefined;
    const found = await this.database.reader.findOneBy(ApiKey, { keyHash: hashOf(key), revokedAt: IsNull() });
    const now = this.clock.now();
    if (!found || (found.expiresAt && found.expiresAt <= now)) return undefined;
    if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > USE_NOTED_EVERY_MS) {
      await this.database.reader.update(ApiKey, { id: found.id }, { lastUsedAt: now });
    }
    return found;
  }
}

/** A key is 256 random bits, so a plain hash is enough: there is nothing to guess. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
