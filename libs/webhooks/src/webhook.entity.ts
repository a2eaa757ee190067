import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A program that is told what happens. */
@Entity('webhooks')
export class Webhook {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') url!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text', { array: true }) kinds!: string[];
  /** Null for everything. */
  @Column('uuid', { array: true, nullable: true }) eventIds!: string[] | null;
  @Column('boolean') active!: boolean;
  /** Sealed, as is the one before it, with which is signed as well until it ends. */
  @Column('text') secret!: string;
  @Column('text', { nullable: true }) previousSecret!: string | null;
  @Column('timestamptz', { nullable: true }) previousSecretUntil!: Date | null;
  /** Up to where the feed has become deliveries. */
  @Column('bigint') position!: string;
  /** Failed tries since the last that arrived, and since when. */
  @Column('integer') failures!: number;
  @Column('timestamptz', { nullable: true }) failingSince!: Date | null;
  /** Nothing is sent until then. */
  @Column('timestamptz', { nullable: true }) restsUntil!: Date | null;
  @Column('timestamptz', { nullable: true }) switchedOffAt!: Date | null;
  @Column('text', { nullable: true }) switchedOffBecause!: 'gone' | 'failing' | null;
  @Column('uuid', { nullable: true }) leasedBy!: string | null;
  @Column('timestamptz', { nullable: true }) leasedUntil!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
