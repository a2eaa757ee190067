import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccessFacts } from '#contracts';

/** A place with an address, a position, a time zone and a safe number of people at once. */
@Entity('venues')
export class Venue {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('text') name!: string;
  /** Lines divided by `\n`, as on an envelope. */
  @Column('text') address!: string;
  @Column('double precision') latitude!: number;
  @Column('double precision') longitude!: number;
  /** IANA name, e.g. `Europe/London`. */
  @Column('text') timeZone!: string;
  @Column('integer') safeNumber!: number;
  @Column('jsonb') access!: AccessFacts;
  @Column('text') directions!: string;
  /** Raised with every change; what `If-Match` compares. */
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
