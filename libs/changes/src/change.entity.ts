import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing that happened: no more than its kind and whose it is. */
@Entity('changes')
export class Change {
  @PrimaryColumn('uuid') id!: string;
  /** NOWHERE for what belongs to no event. */
  @PrimaryColumn('uuid') eventId!: string;
  /** `<subject>.<what happened>`: `registration.made`. */
  @Column('text') kind!: string;
  @Column('uuid') subjectId!: string;
  @Column('timestamptz') at!: Date;
  /** Null until it is numbered; see `Changes`. */
  @Column('bigint', { nullable: true }) position!: string | null;
}
