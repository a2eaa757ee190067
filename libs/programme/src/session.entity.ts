import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One bookable time of an event. Instants; the venue's zone makes them clock times. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) room!: string | null;
  @Column('timestamptz') startsAt!: Date;
  @Column('timestamptz') endsAt!: Date;
  @Column('timestamptz') admissionOpensAt!: Date;
  @Column('timestamptz') admissionClosesAt!: Date;
  @Column('integer') capacity!: number;
  @Column('text') status!: 'scheduled' | 'cancelled';
  /** An owner's reason for going over the venue's safe number; null where the number holds. */
  @Column('text', { nullable: true }) safeNumberOverride!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
