import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mood } from '#contracts';

/** What recurs; an event is one edition of it. */
@Entity('programmes')
export class Programme {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('text') name!: string;
  @Column('text') summary!: string;
  @Column('text') mood!: Mood;
  /** Raised with every change; what `If-Match` compares. */
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
