import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TemplateKind } from '#contracts';

/** What the team of an event writes to those who are invited, in place of the words that the house brings. */
@Entity('invitation_templates')
export class Template {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') kind!: TemplateKind;
  @Column('text') subject!: string;
  @Column('text') body!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') updatedAt!: Date;
}
