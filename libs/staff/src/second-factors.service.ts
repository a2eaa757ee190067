import { Injectable, type OnModuleInit } from '@nestjs/common';
import { parseEnvelope, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { Database } from '#database';
import { KeyRotation, Secrets } from '#kernel';
import { versionedKeys } from './authentication.options.js';
import { findFactors, replaceFactor } from './second-factors.queries.js';

/** The secrets of second factors, which better-auth encrypts with keys made from ours. */
@Injectable()
export class SecondFactors implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('second factors', () => this.sealAnew());
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    let count = 0;
    for (const before of await findFactors(reader)) {
      const [secret, backupCodes] = await Promise.all([this.anew(before.secret), this.anew(before.backupCodes)]);
      if (secret === before.secret && backupCodes === before.backupCodes) continue;
      await replaceFactor(reader, before, { id: before.id, secret, backupCodes });
      count++;
    }
    return count;
  }

  private async anew(encrypted: string): Promise<string> {
    const versions = versionedKeys(this.secrets.keysFor('accounts'));
    const key = {
      keys: new Map(versions.map(({ version, value }) => [version, value])),
      currentVersion: versions[0]!.version,
    };
    if (parseEnvelope(encrypted)?.version === key.currentVersion) return encrypted;
    return symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data: encrypted }) });
  }
}
