import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody has declined in their calendar. */
@Entity('declines')
export class Decline {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') registrationId!: string;
  /** SEQUENCE of the invitation that was declined. */
  @Column('integer') sequence!: number;
  @Column('timestamptz') declinedAt!: Date;
  /** When the places are given back, if nobody undoes it before. */
  @Column('timestamptz') dueAt!: Date;
  @Column('text') state!: 'pending' | 'kept' | 'given-up' | 'overtaken';
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
}
