import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named part of a session's capacity. `taken` counts people and is written by this lib alone. */
@Entity('pools')
export class Pool {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') sessionId!: string;
  @Column('text') name!: string;
  @Column('text') audience!: 'public' | 'invited' | 'staff' | 'walk-in';
  @Column('integer') places!: number;
  @Column('integer') taken!: number;
  /** When the free places go to `releasesTo`; places given back later follow them at once. */
  @Column('timestamptz', { nullable: true }) releasesAt!: Date | null;
  @Column('uuid', { nullable: true }) releasesTo!: string | null;
  @Column('timestamptz', { nullable: true }) releasedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
