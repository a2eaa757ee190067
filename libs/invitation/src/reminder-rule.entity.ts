import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When those of an event are reminded who have not answered: on a day of the venue, at a time of its clock. */
@Entity('invitation_reminder_rules')
export class ReminderRule {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('integer') daysBefore!: number;
  @Column('text') atTime!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
}
