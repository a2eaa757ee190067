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
  /** How long a party stays once it is let in; null where all leave when the session ends. */
  @Column('integer', { nullable: true }) stayMinutes!: number | null;
  /** How long it takes until the site is clear of its people. */
  @Column('integer') gapMinutes!: number;
  @Column('text') status!: 'scheduled' | 'cancelled';
  /** An owner's reason for going over the venue's safe number; null where the number holds. */
  @Column('text', { nullable: true }) safeNumberOverride!: string | null;
  /** Why it was last rescheduled or cancelled, in the words in which its people are told; and when. */
  @Column('text', { nullable: true }) announcement!: string | null;
  @Column('timestamptz', { nullable: true }) announcedAt!: Date | null;
  /** Raised with every change; what `If-Match` compares. */
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
