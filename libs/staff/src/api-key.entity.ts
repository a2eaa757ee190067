import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Permission, Role } from '#contracts';

/** A key for the admin API. The key itself is shown once; only its hash is kept. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** Either a role, and whatever that may do, or scopes. */
  @Column('text', { nullable: true }) role!: Role | null;
  @Column('text', { array: true, nullable: true }) scopes!: Permission[] | null;
  /** Null for everything. */
  @Column('uuid', { array: true, nullable: true }) eventIds!: string[] | null;
  @Column('bytea') keyHash!: Buffer;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}
