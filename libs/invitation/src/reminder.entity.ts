import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A guest was reminded by a rule: once, and not again. */
@Entity('invitation_reminders')
export class Reminder {
  @PrimaryColumn('uuid') invitationId!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @PrimaryColumn('uuid') ruleId!: string;
  @Column('timestamptz') createdAt!: Date;
}
