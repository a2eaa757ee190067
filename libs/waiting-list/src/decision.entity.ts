import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was decided about a waiting party, and why. */
@Entity('waiting_list_decisions')
export class Decision {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') entryId!: string;
  @Column('uuid', { nullable: true }) sessionId!: string | null;
  @Column('timestamptz') at!: Date;
  @Column('text') kind!: string;
  @Column('integer', { nullable: true }) people!: number | null;
  @Column('text') reason!: string;
  @Column('text') byKind!: string;
  @Column('text') byName!: string;
}
